"""The words of an HTML letter. No tree is built and nothing is fetched, so that no letter takes long."""

import re

from lxml import etree  # type: ignore[import-untyped]

from conglang.kernel.text import convert_by_font

_LINES = frozenset({
    "address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "title", "head", "template", "noscript", "object", "svg", "math"})
_FONT = re.compile(r"font-family\s*:\s*['\"]?([^;'\",]+)", re.IGNORECASE)
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})  # fmt: skip


def words_of(html: str) -> str:
    """The text of a page, a line a block; text in an old Vietnamese font is converted by the font's name."""
    reader = _Words()
    parser = etree.HTMLParser(target=reader, huge_tree=True, no_network=True, encoding="utf-8")
    try:
        parser.feed(html.encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError:
        pass  # what came before stands
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words:
    """What lxml tells as it reads."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.silent = 0
        self.fonts = [("", "")]  # open tags that name a font

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        if tag in _SILENT and tag != "head":
            self.silent += 1
        if tag in _LINES:
            self.found.append("\n")
        elif tag in _CELLS:
            self.found.append(" ")
        named = _FONT.search(attributes.get("style", ""))
        font = attributes.get("face") or (named[1] if named else "")
        if font and tag not in _VOID:
            self.fonts.append((tag, font.strip()))

    def end(self, tag: str) -> None:
        """A tag closes, by itself or by what follows."""
        if tag in _SILENT and tag != "head":
            self.silent = max(0, self.silent - 1)
        if tag in _LINES and tag != "br":
            self.found.append("\n")
        if self.fonts[-1][0] == tag:
            self.fonts.pop()

    def data(self, text: str) -> None:
        """Words between tags; a line break in the source is a space."""
        if self.silent:
            return
        font = self.fonts[-1][1]
        text = (convert_by_font(text, font) if font else None) or text
        self.found.append(text.replace("\r", " ").replace("\n", " "))

    def close(self) -> None:
        """The end."""
