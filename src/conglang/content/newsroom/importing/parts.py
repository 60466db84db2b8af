"""The parts of a text between a file format and a draft."""

from dataclasses import dataclass, replace
from html import escape
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one style; line breaks are newlines."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""

    def with_text(self, text: str) -> "Piece":
        """Other words in this style."""
        return replace(self, text=text)

    def styled(
        self, *, is_bold: bool | None = None, is_italic: bool | None = None, href: str | None = None
    ) -> "Piece":
        """This piece with some of its style changed."""
        return Piece(
            self.text,
            self.is_bold if is_bold is None else is_bold,
            self.is_italic if is_italic is None else is_italic,
            self.href if href is None else href,
        )

    def same_style(self, other: "Piece") -> bool:
        """Whether both look the same."""
        return self.with_text("") == other.with_text("")

    @property
    def html(self) -> str:
        """The words with their tags."""
        html = escape(self.text, quote=False).replace("\n", "<br/>")
        if self.is_italic:
            html = f"<i>{html}</i>"
        return f"<b>{html}</b>" if self.is_bold else html


def inline_html(pieces: list[Piece]) -> str:
    """The pieces with their tags; neighbours of one link stand in one link."""
    html = ""
    for href, group in groupby(pieces, key=lambda piece: piece.href):
        words = "".join(piece.html for piece in group)
        html += f'<a href="{escape(href)}">{words}</a>' if href else words
    return html


def plain(pieces: list[Piece]) -> str:
    """Only the words, on one line."""
    return " ".join("".join(piece.text for piece in pieces).split())


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words."""

    pieces: list[Piece]
    is_summary: bool = False
    is_letterhead: bool = False

    @property
    def text(self) -> str:
        """Only the words."""
        return plain(self.pieces)

    @property
    def is_bold(self) -> bool:
        """Whether every word is bold."""
        return all(piece.is_bold for piece in self.pieces if piece.text.strip())

    @property
    def is_italic(self) -> bool:
        """Whether every word is italic."""
        return all(piece.is_italic for piece in self.pieces if piece.text.strip())

    @property
    def html(self) -> str:
        """The paragraph as rich text."""
        return f"<p>{inline_html(self.pieces)}</p>"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the file; its level counts from 1."""

    pieces: list[Piece]
    level: int

    @property
    def text(self) -> str:
        """Only the words."""
        return plain(self.pieces)

    @property
    def html(self) -> str:
        """The heading as rich text; the article's title is the only h1."""
        tag = "h2" if self.level <= 2 else "h3"
        # a heading is bold by itself
        return f"<{tag}>{inline_html([piece.styled(is_bold=False) for piece in self.pieces])}</{tag}>"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: for each item its words and the lists inside it."""

    is_numbered: bool
    items: list["ListItem"]

    @property
    def html(self) -> str:
        """The list as rich text."""
        tag = "ol" if self.is_numbered else "ul"
        items = "".join(
            f"<li>{inline_html(pieces)}{''.join(inner.html for inner in lists)}</li>"
            for pieces, lists in self.items
        )
        return f"<{tag}>{items}</{tag}>" if items else ""


ListItem = tuple[list[Piece], list[Listing]]
"""The words of an item and the lists inside it."""


@dataclass(frozen=True, slots=True)
class PictureAt:
    """A picture by its number."""

    number: int
    alt: str


@dataclass(frozen=True, slots=True)
class TableAt:
    """A table of plain text."""

    rows: tuple[tuple[str, ...], ...]
    has_header: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""

    html = "<hr/>"


Part = Paragraph | Heading | Listing | PictureAt | TableAt | Rule
