"""HTML of any origin → the parts of a text in order. Scripts and styles never get this far."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from conglang.content.newsroom.importing import letterhead
from conglang.content.newsroom.importing.draft import Flaw, OpenPicture, PictureFile, Problem
from conglang.content.newsroom.importing.parts import (
    Heading,
    Listing,
    ListItem,
    Paragraph,
    Part,
    PictureAt,
    Piece,
    Rule,
    TableAt,
)
from conglang.content.newsroom.markup import LINK_SCHEMES
from conglang.kernel.text import nfc, one_line

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD, _ITALIC = {"b", "strong"}, {"i", "em", "cite"}
_CELLS = {"td", "th"}
_BLOCKS = {*_HEADINGS, "p", "div", "section", "article", "header", "footer", "main", "aside", "ul", "ol",
           "li", "table", "blockquote", "pre", "hr", "figure", "figcaption", "dl", "dt", "dd", "address",
           "center", *_CELLS, "tr", "thead", "tbody", "tfoot", "caption"}  # fmt: skip
_KEPT = {*_BLOCKS, *_BOLD, *_ITALIC, "a", "br", "img", "span", "font", "u", "sub", "sup"}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "p": {"class"},
}
_NO_TEXT = {"script", "style", "template", "noscript", "head", "title", "iframe", "object", "svg", "math"}
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
DEEPEST = 80  # tags inside each other; below that only the words are kept
WIDEST, TALLEST = 60, 500  # cells that one cell may claim to span
PICTURES_MOST = 60
PICTURE_BYTES_MOST = 80 * 1024 * 1024


@dataclass
class Reading:
    """What was found so far: parts in order, pictures, problems."""

    open_picture: OpenPicture
    parts: list[Part] = field(default_factory=list)
    pictures: list[PictureFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _bytes: int = 0

    def note(self, flaw: Flaw, detail: str = "") -> None:
        """Add a problem once."""
        problem = Problem(flaw, detail)
        if problem not in self.problems:
            self.problems.append(problem)

    def picture(self, source: str, alt: str) -> PictureAt | None:
        """The place of a picture whose file could be had."""
        name = _shown_name(source)
        if scheme_of(source) not in {"", "data", "picture"} or source.startswith("//"):
            self.note(Flaw.PICTURE_LOST, name)
            return None
        data = _embedded(source) if source.startswith("data:") else self.open_picture(source)
        too_much = len(self.pictures) >= PICTURES_MOST or self._bytes + len(data or b"") > PICTURE_BYTES_MOST
        if not data or too_much:
            self.note(Flaw.PICTURE_LOST, name)
            return None
        self._bytes += len(data)
        self.pictures.append(PictureFile(data, name, alt))
        return PictureAt(len(self.pictures) - 1, alt)


def safe_tree(html: str) -> Tag:
    """A tree of harmless tags only; broken markup is mended as browsers mend it."""
    clean = nh3.clean(
        html,
        tags=_KEPT,
        clean_content_tags=_NO_TEXT,
        attributes=_ATTRIBUTES,
        url_schemes={*LINK_SCHEMES, "data", "picture"},
        link_rel=None,
    )
    return BeautifulSoup(clean, "html.parser")


def read_parts(html: str, open_picture: OpenPicture) -> Reading:
    """Everything in the HTML that can stand in an article, and what could not be taken over."""
    reading = Reading(open_picture)
    _Walker(reading).blocks(safe_tree(html), 0)
    return reading


class _Walker:
    """Goes through a tree once and leaves parts behind."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def blocks(self, node: Tag, depth: int) -> None:
        """Children that are blocks become parts; what stands between them becomes paragraphs."""
        loose: list[PageElement] = []
        for child in node.children:
            if isinstance(child, Tag) and (child.name in _BLOCKS or _holds_block(child)):
                self.paragraph(loose, depth)
                loose = []
                self.block(child, depth + 1)
            else:
                loose.append(child)
        self.paragraph(loose, depth)

    def block(self, node: Tag, depth: int) -> None:
        """One block."""
        if depth > DEEPEST:
            self.add(Paragraph([Piece(_words(node))]))
        elif node.name in _HEADINGS:
            self.paragraph(list(node.children), depth, level=_HEADINGS[node.name])
        elif node.name == "p" and not _holds_block(node):
            is_summary = "summary" in (node.get("class") or ())
            self.paragraph(list(node.children), depth, is_summary=is_summary)
        elif node.name in {"ul", "ol"}:
            self.listing(node, depth)
        elif node.name == "table":
            self.table(node, depth)
        elif node.name == "hr":
            self.add(Rule())
        else:
            self.blocks(node, depth)

    def add(self, part: Part) -> None:
        self.reading.parts.append(part)

    def paragraph(
        self, nodes: list[PageElement], depth: int, level: int = 0, *, is_summary: bool = False
    ) -> None:
        """Words and pictures; pictures come after the words."""
        found: list[PictureAt] = []
        pieces = _tidy(self.inline(nodes, found, depth))
        if pieces:
            part = Heading(pieces, level) if level else Paragraph(pieces, is_summary=is_summary)
            self.add(part)
        self.reading.parts += found

    def inline(
        self, nodes: list[PageElement], found: list[PictureAt], depth: int, style: Piece | None = None
    ) -> Iterator[Piece]:
        """The pieces of text below the nodes, in the style around them."""
        around = style or Piece("")
        for node in nodes:
            if isinstance(node, Tag):
                yield from self.inline_tag(node, found, depth + 1, around)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                yield around.with_text(_SPACE.sub(" ", nfc(node)))

    def inline_tag(self, node: Tag, found: list[PictureAt], depth: int, around: Piece) -> Iterator[Piece]:
        if node.name == "br":
            yield around.with_text("\n")
        elif node.name == "img":
            place = self.reading.picture(str(node.get("src") or ""), _plain(str(node.get("alt") or "")))
            found += [place] if place else []
        elif depth > DEEPEST:
            yield around.with_text(_words(node))
        else:
            yield from self.inline(list(node.children), found, depth, self.style_of(node, around))

    def style_of(self, node: Tag, around: Piece) -> Piece:
        if node.name in _BOLD:
            return around.styled(is_bold=True)
        if node.name in _ITALIC:
            return around.styled(is_italic=True)
        if node.name == "a" and node.get("href"):
            href = str(node["href"]).strip()
            if scheme_of(href) in LINK_SCHEMES:
                return around.styled(href=href)
            if not href.startswith("#"):
                self.reading.note(Flaw.LINK_LOST, href[:120])
        return around

    def listing(self, node: Tag, depth: int) -> None:
        """A list with lists inside; tables and pictures inside come after it."""
        found: list[PictureAt] = []
        self.add(self._listing(node, found, depth))
        self.reading.parts += found
        for table in node.find_all("table"):
            self.table(table, depth + 1)

    def _listing(self, node: Tag, found: list[PictureAt], depth: int) -> Listing:
        items: list[ListItem] = []
        for child in node.children:
            if not isinstance(child, Tag):
                continue
            if child.name in {"ul", "ol"} and depth <= DEEPEST:  # a list straight inside a list
                (items or [([], [])])[-1][1].append(self._listing(child, found, depth + 1))
                continue
            own = [
                each for each in child.children
                if not (isinstance(each, Tag) and each.name in {"ul", "ol", "table"})
            ]  # fmt: skip
            inner = [
                self._listing(each, found, depth + 1) for each in child.children
                if isinstance(each, Tag) and each.name in {"ul", "ol"} and depth <= DEEPEST
            ]  # fmt: skip
            pieces = _tidy(self.inline(own, found, depth))
            if pieces or inner:
                items.append((pieces, inner))
        return Listing(node.name == "ol", items)

    def table(self, node: Tag, depth: int) -> None:
        """A table; cells hold plain text, their pictures come after it."""
        rows = _rows(node)
        if not rows:
            return
        if max(len(row) for row in rows) <= 2 and self.frame(rows, depth):
            return
        is_layout = len(rows) == 1 or all(len(row) == 1 for row in rows)
        if is_layout and not any(cell.name == "th" for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    self.blocks(cell, depth + 1)
            return
        found: list[PictureAt] = []
        grid = _grid(rows, lambda cell: self.cell(cell, found, depth))
        first = rows[0]
        has_header = all(cell.name == "th" for cell in first) or all(_is_all_bold(cell) for cell in first)
        self.add(TableAt(grid, has_header=has_header))
        self.reading.parts += found

    def frame(self, rows: list[list[Tag]], depth: int) -> bool:
        """The letterhead or foot of an administrative document, column by column; False for other tables."""
        columns = [[row[number] for row in rows if len(row) > number] for number in (0, 1)]
        cells = [cell for column in columns for cell in column]
        texts = [_lines(cell) for cell in cells]
        words = "\n".join(texts)
        if letterhead.is_letterhead(words):
            lines = "\n".join(letterhead.telling_lines(texts))
            if lines:
                self.add(Paragraph([Piece(lines, is_italic=True)], is_letterhead=True))
            self.reading.note(Flaw.LETTERHEAD)
            return True
        if letterhead.is_signature(words):
            for cell in cells:
                self.blocks(cell, depth + 1)
            return True
        return False

    def cell(self, node: Tag, found: list[PictureAt], depth: int) -> str:
        if node.find("a", href=True):
            self.reading.note(Flaw.LINK_LOST, str(node.find("a", href=True)["href"])[:120])  # type: ignore[index]
        lines = []
        loose: list[PageElement] = []
        for child in [*node.children, None]:
            if child is None or (isinstance(child, Tag) and child.name in _BLOCKS):
                lines.append("".join(piece.text for piece in _tidy(self.inline(loose, found, depth))))
                lines += [self.cell(child, found, depth + 1)] if child and depth <= DEEPEST else []
                lines += [_words(child)] if child and depth > DEEPEST else []
                loose = []
            else:
                loose.append(child)
        return "\n".join(line for line in lines if line)


def _rows(table: Tag) -> list[list[Tag]]:
    """Rows of cells, of this table only and not of one inside it."""
    holders = [table, *table.find_all(["thead", "tbody", "tfoot"], recursive=False)]
    rows = [row for holder in holders for row in holder.find_all("tr", recursive=False)]
    cells = [list(row.find_all(list(_CELLS), recursive=False)) for row in rows]
    return [row for row in cells if row]


def _grid(rows: list[list[Tag]], text_of: Callable[[Tag], str]) -> tuple[tuple[str, ...], ...]:
    """Cells in their places, spans opened: the text stands first, the rest of the span is empty."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            width, height = _span(cell, "colspan", WIDEST), _span(cell, "rowspan", TALLEST)
            for below in range(number, min(number + height, len(rows))):
                for beside in range(column, column + width):
                    grid[below].setdefault(beside, "")
            grid[number][column] = text_of(cell)
            column += width
    width = max(max(row) for row in grid if row) + 1
    return tuple(tuple(row.get(column, "") for column in range(width)) for row in grid)


def _span(cell: Tag, name: str, most: int) -> int:
    text = str(cell.get(name) or "1")
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _is_all_bold(cell: Tag) -> bool:
    words = [text for text in cell.find_all(string=True) if text.strip()]
    return bool(words) and all(text.find_parent(list(_BOLD)) for text in words)


def _holds_block(node: Tag) -> bool:
    return node.find(list(_BLOCKS)) is not None


def _tidy(pieces: Iterator[Piece]) -> list[Piece]:
    """Neighbours of one style joined, without needless blanks; none if there is no word."""
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].same_style(piece):
            joined[-1] = joined[-1].with_text(joined[-1].text + piece.text)
        else:
            joined.append(piece)
    if not "".join(piece.text for piece in joined).strip():
        return []
    joined = [piece.with_text(re.sub(r" *\n *", "\n", re.sub(r" +", " ", piece.text))) for piece in joined]
    while joined and not joined[0].text.strip():
        joined.pop(0)
    while joined and not joined[-1].text.strip():
        joined.pop()
    joined[0] = joined[0].with_text(joined[0].text.lstrip())
    joined[-1] = joined[-1].with_text(joined[-1].text.rstrip())
    return joined


def _lines(cell: Tag) -> str:
    paragraphs = [each for each in cell.find_all("p") if each.find("p") is None] or [cell]
    texts = [
        "".join(str(each) if isinstance(each, NavigableString) else "\n" for each in paragraph.descendants
                if isinstance(each, NavigableString) or getattr(each, "name", "") == "br")
        for paragraph in paragraphs
    ]  # fmt: skip
    return "\n".join(_plain(line) for text in texts for line in text.split("\n"))


def _words(node: PageElement) -> str:
    text = node.get_text(" ") if isinstance(node, Tag) else str(node)
    return _plain(text)


def _plain(text: str) -> str:
    return one_line(text)


def scheme_of(address: str) -> str:
    """The scheme of an address, empty for what is no address."""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _shown_name(source: str) -> str:
    if source.startswith("data:"):
        return "data:"
    return unquote(source.rpartition("/")[2])[:120] or source[:120]


def _embedded(source: str) -> bytes | None:
    head, _comma, data = source.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        return None
    try:
        return base64.b64decode(data, validate=False)
    except (binascii.Error, ValueError):
        return None
