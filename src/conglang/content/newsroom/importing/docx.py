"""Word files → HTML with pictures aside. Mammoth reads the structure; the fonts are ours to understand."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import mammoth
from mammoth import documents
from mammoth.docx import office_xml

from conglang.content.newsroom.importing.draft import Flaw, Problem, Unreadable
from conglang.content.newsroom.importing.fonts import Run, convert_runs

XML_BYTES_MOST = 15 * 1024 * 1024  # unpacked, some 500 pages; the tree takes ten times as much memory
PICTURE_BYTES_MOST = 25 * 1024 * 1024
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.summary:fresh
"""
_LOST_ELEMENT = re.compile(r"unrecognised element was ignored: \{?[^}]*?[:}]?(\w+)$")


@dataclass
class WordText:
    """HTML whose pictures have the address `picture:N`; `pictures` holds their bytes by that address."""

    html: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_docx(data: bytes) -> WordText:
    """The text of a Word file. Raises Unreadable."""
    _refuse_giants(data)
    text = WordText("")
    try:
        fonts = Fonts.of_file(data)
        result = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: _set_aside(image, text)),
            transform_document=lambda document: fonts.convert(document, text.problems),
        )
    except Exception as error:  # whatever breaks on a strange file, the file is what is broken
        raise Unreadable(Flaw.BROKEN, type(error).__name__) from error
    text.html = result.value
    lost = (_LOST_ELEMENT.search(message.message) for message in result.messages)
    text.problems += [Problem(Flaw.PART_LOST, found[1]) for found in lost if found]
    return text


def _refuse_giants(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [entry for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels"))]
            if sum(entry.file_size for entry in parts) > XML_BYTES_MOST:
                raise Unreadable(Flaw.TOO_LARGE)
            if any(b"<!DOCTYPE" in archive.read(part) for part in parts):
                raise Unreadable(Flaw.BROKEN, "DOCTYPE")  # Word writes none; entities can be bombs
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise Unreadable(Flaw.BROKEN) from error


def _set_aside(image: Any, text: WordText) -> dict[str, str]:
    address = f"picture:{len(text.pictures)}"
    try:
        with image.open() as file:
            data = file.read(PICTURE_BYTES_MOST + 1)
    except Exception:  # noqa: BLE001 - a picture that lies elsewhere or nowhere; mammoth raises many things
        data = b""
    text.pictures[address] = data if len(data) <= PICTURE_BYTES_MOST else b""
    return {"src": address}


@dataclass(frozen=True)
class Fonts:
    """The font of each style, and the one where nothing is said."""

    by_style: Mapping[str, str]
    default: str

    @classmethod
    def of_file(cls, data: bytes) -> "Fonts":
        """From a Word file's table of styles; many old files name their font only there."""
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if "word/styles.xml" not in archive.namelist():
                return cls({}, "")
            with archive.open("word/styles.xml") as file:
                root = office_xml.read(file)
        styles = {style.attributes.get("w:styleId") or "": style for style in root.find_children("w:style")}
        defaults = root.find_child_or_null("w:docDefaults").find_child_or_null("w:rPrDefault")
        default = _font(defaults.find_child_or_null("w:rPr"))
        normal = next((key for key, style in styles.items() if _is_normal(style)), "")
        fonts = {key: _inherited(key, styles) for key in styles}
        return cls({key: font for key, font in fonts.items() if font}, fonts.get(normal) or default)

    def convert(self, document: Any, problems: list[Problem]) -> Any:
        """The document with every run in a legacy font turned into Unicode."""
        leaves = list(self._leaves(document, ""))
        texts = iter(_converted(leaves))
        problems += _notes(leaves)
        return _rebuilt(document, texts)

    def _leaves(self, element: Any, around: str) -> Iterator[Run | None]:
        """Every text with its font, in order; None where neighbours do not touch."""
        if isinstance(element, documents.Text):
            yield Run(element.value, around or self.default)
            return
        for child in getattr(element, "children", None) or ():
            yield from self._leaves(child, self._font_of(child, around))
        # blocks, breaks and tabs part words; bookmarks and the ends of runs do not
        if not isinstance(element, documents.Run | documents.Hyperlink | documents.Bookmark):
            yield None

    def _font_of(self, element: Any, around: str) -> str:
        own = getattr(element, "font", None) or self.by_style.get(getattr(element, "style_id", None) or "")
        return own or around


def _converted(leaves: Iterable[Run | None]) -> list[str]:
    texts: list[str] = []
    touching: list[Run] = []
    for leaf in [*leaves, None]:
        if leaf is not None:
            touching.append(leaf)
        elif touching:
            texts += convert_runs(touching)
            touching = []
    return texts


def _notes(leaves: Iterable[Run | None]) -> list[Problem]:
    fonts = {leaf.font for leaf in leaves if leaf and convert_runs([leaf]) != [leaf.text]}
    return [Problem(Flaw.CONVERTED, font) for font in sorted(fonts)]


def _rebuilt(element: Any, texts: Iterator[str]) -> Any:
    if isinstance(element, documents.Text):
        return element.copy(value=next(texts))
    children = getattr(element, "children", None)
    if children is None:
        return element
    return element.copy(children=[_rebuilt(child, texts) for child in children])


def _font(properties: Any) -> str:
    names = properties.find_child_or_null("w:rFonts").attributes
    return names.get("w:ascii") or names.get("w:hAnsi") or ""


def _is_normal(style: Any) -> bool:
    is_default = style.attributes.get("w:default") in {"1", "true"}
    return is_default and style.attributes.get("w:type") == "paragraph"


def _inherited(key: str, styles: Mapping[str, Any]) -> str:
    """The font of a style or of the nearest one that it is based on; circles end."""
    seen: set[str] = set()
    while key in styles and key not in seen:
        seen.add(key)
        font = _font(styles[key].find_child_or_null("w:rPr"))
        if font:
            return font
        key = styles[key].find_child_or_null("w:basedOn").attributes.get("w:val") or ""
    return ""
