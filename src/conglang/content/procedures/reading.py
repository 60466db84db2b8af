"""Exports of the national database as files: XLSX, CSV, JSON. Pure; a hostile file costs little.

A spreadsheet has a heading line, a procedure a line, and several values of a cell one below the other.
Ways of filing, papers and legal bases put their parts between bars: `Trực tuyến | 3 ngày | Không | …`.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from conglang.content.procedures.rules import Basis, Fault, Paper, Problem, Way
from conglang.kernel.text import fold, nfc

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 5000
MOST_CELLS = 60  # of a line
MOST_LETTERS = 32_767  # of a cell, as spreadsheets have it
MOST_PARTS, MOST_UNPACKED = 500, 80 * 1024 * 1024
MOST_DEPTH = 64  # of JSON
STRING = re.compile(r'"(?:[^"\\]|\\.)*+"')

HEADINGS = {
    "ma thu tuc": "code",
    "ma tthc": "code",
    "ma so": "code",
    "so quyet dinh": "decision",
    "so quyet dinh cong bo": "decision",
    "ten thu tuc": "name",
    "ten thu tuc hanh chinh": "name",
    "ten": "name",
    "cap thuc hien": "levels",
    "loai thu tuc": "kind",
    "linh vuc": "field",
    "trinh tu thuc hien": "steps",
    "cach thuc thuc hien": "ways",
    "thanh phan ho so": "papers",
    "so bo ho so": "sets",
    "so luong ho so": "sets",
    "doi tuong thuc hien": "who",
    "co quan thuc hien": "agency",
    "co quan co tham quyen": "authority",
    "dia chi tiep nhan ho so": "address",
    "dia chi tiep nhan": "address",
    "co quan duoc uy quyen": "delegated",
    "co quan phoi hop": "coordinating",
    "ket qua thuc hien": "result",
    "ket qua": "result",
    "can cu phap ly": "basis",
    "yeu cau, dieu kien thuc hien": "conditions",
    "yeu cau, dieu kien": "conditions",
    "tu khoa": "keywords",
    "mo ta": "description",
    "muc do dich vu cong": "online",
    "dich vu cong truc tuyen": "online",
    "ly do mot phan": "online_reason",
    "lien ket": "link",
    "duong dan": "link",
    "ma cu": "former_code",
    "tinh trang": "state",
}
CHOICES = {
    "cap bo": "ministry",
    "bo": "ministry",
    "cap tinh": "province",
    "tinh": "province",
    "cap xa": "commune",
    "xa": "commune",
    "toan trinh": "full",
    "mot phan": "partial",
    "khong": "none",
    "cung cap thong tin": "none",
    "truc tiep": "office",
    "truc tuyen": "online",
    "buu chinh": "post",
    "dich vu buu chinh": "post",
}
REPEALED = {"bai bo", "het hieu luc", "repealed"}
_MANY = {"who", "steps"}
_ITEMS: dict[str, tuple[str, ...]] = {
    "ways": tuple(Way.__dataclass_fields__),
    "papers": tuple(Paper.__dataclass_fields__),
    "basis": tuple(Basis.__dataclass_fields__),
}


class NoCatalogue(ValueError):
    """The file as a whole cannot be read; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Row:
    """A procedure of the file: its line or place there, its values by part, what could not be read."""

    number: int
    values: dict[str, Any]
    former_code: str = ""
    is_repealed: bool = False
    problems: tuple[Problem, ...] = ()


def read_export(name: str, data: bytes) -> list[Row]:
    """The procedures of a file, told by its first bytes, not by its name. Raises NoCatalogue."""
    if len(data) > MOST_BYTES:
        raise NoCatalogue("too_big")
    if data[:4] == b"PK\x03\x04":
        rows = list(_from_lines(_sheet(data)))
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise NoCatalogue("old_excel")
    else:
        text = _text(data)
        is_json = text.lstrip()[:1] in {"[", "{"}
        rows = list(_from_json(text) if is_json else _from_lines(_csv(text)))
    if not rows:
        raise NoCatalogue("empty")
    return rows


def _sheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Lines of the first sheet. Formulas stay what they are: text that begins with `=`."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            _refuse_hostile(archive)
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for number, line in enumerate(book.worksheets[0].iter_rows(max_col=MOST_CELLS), 1):
            yield number, [_cell(each) for each in line]
        book.close()
    except NoCatalogue:
        raise
    except (BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, SyntaxError) as error:
        raise NoCatalogue("damaged") from error
    except Exception as error:  # openpyxl lets whatever its parsers raise through
        raise NoCatalogue("damaged") from error


def _refuse_hostile(archive: ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NoCatalogue("too_big")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise NoCatalogue("macros")
    if "xl/workbook.xml" not in names:
        raise NoCatalogue("no_sheet")
    for part in parts:  # what is declared small may still unpack large: zipfile stops at the declared size
        if part.flag_bits & 1:
            raise NoCatalogue("damaged")


def _cell(cell: Any) -> str:
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return "=" if not isinstance(value, str) else value if value.startswith("=") else f"={value}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[: MOST_LETTERS + 1]


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip("\n").partition("\n")[0]
    mark = max(";,\t", key=first.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=False)
    try:
        for number, line in enumerate(lines, 1):
            yield number, [cell[: MOST_LETTERS + 1] for cell in line[:MOST_CELLS]]
    except csv.Error as error:
        raise NoCatalogue("damaged") from error


def _from_lines(lines: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    names: list[str] | None = None
    count = 0
    for number, cells in lines:
        if names is None:
            found = [HEADINGS.get(fold(cell).strip(" *:"), "") for cell in cells]
            names = found if {"code", "name"} <= set(found) else None
            if names is None and number > 20:
                break
        elif any(cell.strip() for cell in cells):
            count += 1
            if count > MOST_ROWS:
                raise NoCatalogue("too_big")
            yield _row(number, dict(zip(names, cells, strict=False)))
    if names is None:
        raise NoCatalogue("no_columns")


def row_of_cells(number: int, cells: dict[str, str], *, former_code: str = "") -> Row:
    """A procedure told by headings and values, as a page of the source shows it."""
    row = _row(number, {HEADINGS.get(fold(name).strip(" *:"), ""): text for name, text in cells.items()})
    return Row(number, row.values, row.former_code or former_code, row.is_repealed, row.problems)


def _row(number: int, cells: dict[str, str]) -> Row:
    cells.pop("", None)
    problems = [Problem(part, Fault.FORMULA, text[:40]) for part, text in cells.items() if text[:1] == "="]
    values: dict[str, Any] = {
        part: _value(part, "" if text[:1] == "=" else text) for part, text in cells.items()
    }
    return _finished(number, values, problems)


def _value(part: str, text: str) -> Any:
    lines = [line.strip(" \t•·-–+") for line in text.splitlines() if line.strip(" \t•·-–+")]
    if part in _ITEMS:
        return [_item(part, line) for line in lines]
    if part == "levels":
        return [_choice(each) for line in lines for each in line.replace(",", ";").split(";") if each.strip()]
    if part == "keywords":
        return [each.strip() for line in lines for each in line.replace(";", ",").split(",") if each.strip()]
    if part == "online":
        return _choice(text) if text.strip() else "none"
    return lines if part in _MANY else text.strip()


def _item(part: str, line: str) -> dict[str, Any]:
    item: dict[str, Any] = dict(zip(_ITEMS[part], (each.strip() for each in line.split("|")), strict=False))
    if part == "ways":
        item["way"] = _choice(item.get("way", ""))
    if part == "papers":
        item |= {"originals": item.get("originals") or "1", "copies": item.get("copies") or "0"}
    return item


def _choice(text: str) -> str:
    """The value that people's words stand for; other words stay, so that they can be shown as wrong."""
    return CHOICES.get(fold(text), text.strip())


def _from_json(text: str) -> Iterator[Row]:
    if _deepest(text) > MOST_DEPTH:
        raise NoCatalogue("damaged")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoCatalogue("damaged") from error
    listed = found.get("procedures") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise NoCatalogue("no_columns")
    if len(listed) > MOST_ROWS:
        raise NoCatalogue("too_big")
    for number, each in enumerate(listed, 1):
        if isinstance(each, dict):
            yield _finished(number, dict(each), [])
        else:
            yield Row(number, {}, problems=(Problem("code", Fault.SHAPE),))


def _deepest(text: str) -> int:
    """How deep brackets are nested."""
    depth = deepest = 0
    for character in STRING.sub("", text):
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _finished(number: int, values: dict[str, Any], problems: list[Problem]) -> Row:
    former, state = values.pop("former_code", ""), values.pop("state", "")
    return Row(
        number,
        values,
        former_code=str(former or "").strip()[:60],
        is_repealed=fold(str(state or "")) in REPEALED,
        problems=tuple(problems),
    )


def _text(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = nfc(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise NoCatalogue("no_text") from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
