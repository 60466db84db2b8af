"""A file of any kind that we read → a draft."""

import re
from collections.abc import Callable
from enum import StrEnum
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from conglang.content.newsroom.importing.compose import compose
from conglang.content.newsroom.importing.docx import read_docx
from conglang.content.newsroom.importing.draft import (
    Draft,
    Flaw,
    OpenPicture,
    Problem,
    Unreadable,
    no_pictures,
)
from conglang.content.newsroom.importing.fonts import Run, convert_runs
from conglang.content.newsroom.importing.html import DEEPEST, read_parts
from conglang.content.newsroom.importing.text import as_unicode, decode, parts_of
from conglang.kernel.text import convert_tcvn3, convert_vni, nfc, one_line

TEXT_BYTES_MOST = 4 * 1024 * 1024  # of HTML or plain text
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?\s*([^;,\"'>]+)", re.IGNORECASE)
_CONVERTERS: dict[str, Callable[[str], str]] = {"TCVN3": convert_tcvn3, "VNI": convert_vni}


class Format(StrEnum):
    """Kinds of files that become articles."""

    DOCX = "docx"
    HTML = "html"
    TEXT = "txt"


def read(kind: Format, data: bytes, open_picture: OpenPicture = no_pictures) -> Draft:
    """The draft of a file whose kind and safety have been checked. Raises Unreadable."""
    if kind is not Format.DOCX and len(data) > TEXT_BYTES_MOST:
        raise Unreadable(Flaw.TOO_LARGE)
    try:
        draft = _READERS[kind](data, open_picture)
    except RecursionError as error:
        raise Unreadable(Flaw.BROKEN, "too many levels") from error
    if not draft.blocks and not draft.title:
        raise Unreadable(Flaw.EMPTY)
    return draft


def _from_docx(data: bytes, _open_picture: OpenPicture) -> Draft:
    word = read_docx(data)
    reading = read_parts(word.html, word.pictures.get)
    return compose(reading.parts, reading.pictures, [*word.problems, *reading.problems])


def _from_html(data: bytes, open_picture: OpenPicture) -> Draft:
    declared = _CHARSET.search(data[:4096])
    html = decode(data, declared[1].decode("ascii") if declared else "")
    tree = BeautifulSoup(nfc(html), "html.parser")
    problems = _out_of_legacy_fonts(tree) or _out_of_legacy_encoding(tree)
    reading = read_parts(str(tree), open_picture)
    name = one_line(tree.title.get_text(" ")) if tree.title else ""
    return compose(reading.parts, reading.pictures, [*problems, *reading.problems], other_title=name)


def _from_text(data: bytes, _open_picture: OpenPicture) -> Draft:
    text, problems = as_unicode(decode(data))
    return compose(parts_of(text), (), problems)


_READERS: dict[Format, Callable[[bytes, OpenPicture], Draft]] = {
    Format.DOCX: _from_docx,
    Format.HTML: _from_html,
    Format.TEXT: _from_text,
}


def _texts(tree: Tag) -> list[NavigableString]:
    return [
        text
        for text in tree.find_all(string=True)
        if not isinstance(text, PreformattedString)
        and text.parent
        and text.parent.name not in {"script", "style"}
    ]


def _out_of_legacy_fonts(tree: Tag) -> list[Problem]:
    """Convert texts whose tags name a legacy font; tells which fonts those were."""
    texts = _texts(tree)
    runs = [Run(str(text), _font_around(text)) for text in texts]
    converted = convert_runs(runs)
    fonts = set()
    for text, run, new in zip(texts, runs, converted, strict=True):
        if new != run.text:
            fonts.add(run.font)
            text.replace_with(NavigableString(new))
    return [Problem(Flaw.CONVERTED, font) for font in sorted(fonts)]


def _font_around(text: NavigableString) -> str:
    for parent in islice(text.parents, DEEPEST):
        face = parent.get("face")
        if face:
            return str(face).partition(",")[0].strip()
        style = _FAMILY.search(str(parent.get("style") or ""))
        if style:
            return style[1].strip()
    return ""


def _out_of_legacy_encoding(tree: Tag) -> list[Problem]:
    texts = _texts(tree)
    _unused, problems = as_unicode("\n".join(texts))
    if problems and problems[0].flaw is Flaw.CONVERTED:
        convert = _CONVERTERS[problems[0].detail]
        for text in texts:
            text.replace_with(NavigableString(convert(text)))
    return problems
