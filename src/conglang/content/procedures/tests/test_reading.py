"""Files of the national source, friendly and hostile ones."""

import csv
import io
import json
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from conglang.content.procedures.reading import NoCatalogue, read_export
from conglang.content.procedures.rules import PARTS, Fault, missing_parts, read_content
from conglang.content.procedures.tests.invented import entries

COLUMNS = {
    "Mã thủ tục": "code", "Tên thủ tục": "name", "Lĩnh vực": "field", "Cấp thực hiện": "levels",
    "Loại thủ tục": "kind", "Số quyết định": "decision", "Đối tượng thực hiện": "who",
    "Trình tự thực hiện": "steps", "Cách thức thực hiện": "ways", "Thành phần hồ sơ": "papers",
    "Số bộ hồ sơ": "sets", "Kết quả thực hiện": "result", "Yêu cầu, điều kiện thực hiện": "conditions",
    "Căn cứ pháp lý": "basis", "Cơ quan thực hiện": "agency", "Cơ quan có thẩm quyền": "authority",
    "Địa chỉ tiếp nhận hồ sơ": "address", "Cơ quan được ủy quyền": "delegated",
    "Cơ quan phối hợp": "coordinating", "Mức độ dịch vụ công": "online", "Lý do một phần": "online_reason",
    "Từ khóa": "keywords", "Mô tả": "description", "Liên kết": "link",
}  # fmt: skip
WORDS = {
    "commune": "Cấp xã", "province": "Cấp tỉnh", "full": "Toàn trình", "partial": "Một phần",
    "none": "Không", "office": "Trực tiếp", "online": "Trực tuyến", "post": "Bưu chính",
}  # fmt: skip


def cell(part, value):
    """A part as a spreadsheet has it."""
    if part in {"ways", "papers", "basis"}:
        names = {
            "ways": ("way", "time", "fee", "note"),
            "papers": ("name", "form", "originals", "copies", "case"),
            "basis": ("number", "title", "issued_on", "issuer"),
        }[part]
        return "\n".join(" | ".join(WORDS.get(str(x[n]), str(x[n])) for n in names) for x in value)
    if part == "levels":
        return "; ".join(WORDS[each] for each in value)
    if part == "keywords":
        return ", ".join(value)
    if part == "online":
        return WORDS[value]
    return "\n".join(value) if isinstance(value, list) else value


def lines_of(values):
    return [list(COLUMNS), *([cell(part, each[part]) for part in COLUMNS.values()] for each in values)]


def sheet(lines, change=lambda book: None):
    book = Workbook()
    book.active.append(["Danh mục thủ tục hành chính"])
    for line in lines:
        book.active.append(line)
    change(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def table(lines, mark=";"):
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def test_the_three_kinds_of_files_say_the_same_of_three_hundred_procedures():
    values = entries(320)
    assert len({each["code"] for each in values}) == len({each["name"] for each in values}) == 320
    files = {
        "a.xlsx": sheet(lines_of(values)),
        "a.csv": table(lines_of(values)),
        "a.json": json.dumps({"procedures": values}).encode(),
    }
    for name, data in files.items():
        read = [read_content(row.values) for row in read_export(name, data)]
        assert [problems for _content, problems in read if problems] == [], name
        assert [content for content, _ in read] == [read_content(each)[0] for each in values], name
    assert {part for content, _ in read for part in PARTS if not getattr(content, part)} <= {"online_reason"}
    assert [missing_parts(content) for content, _ in read if missing_parts(content)] == []


def test_a_wrong_line_is_told_by_its_number_and_its_part():
    values = entries(3)
    values[1] |= {"code": "mười", "sets": "hai", "link": "https://evil.example/"}
    [_, row, _] = read_export("a.csv", table(lines_of(values)))
    assert row.number == 3
    found = {(each.part, each.fault) for each in read_content(row.values)[1]}
    assert found == {
        ("code", Fault.BAD_CODE), ("sets", Fault.NO_NUMBER), ("link", Fault.FOREIGN_LINK)
    }  # fmt: skip


def test_formulas_are_never_run_and_make_the_line_wrong():
    values = entries(1)
    values[0]["name"] = '=HYPERLINK("http://evil.example","x")'
    for data in (sheet(lines_of(values)), table(lines_of(values))):
        [row] = read_export("a", data)
        assert [each.fault for each in row.problems] == [Fault.FORMULA]
        assert "evil" not in json.dumps(row.values)


def bomb():
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b"0" * (90 * 1024 * 1024))
    return data.getvalue()


def zipped(**parts):
    data = io.BytesIO(sheet(lines_of(entries(1))))
    with ZipFile(data, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_bin", ".bin").replace("_xml", ".xml"), content)
    return data.getvalue()


def laughing():
    """A sheet whose entities would grow without end."""
    data, source = io.BytesIO(), io.BytesIO(sheet(lines_of(entries(1))))
    with ZipFile(source) as old, ZipFile(data, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head = (
                    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
                )
                text = head + text.replace(
                    b"</sheetData>", b"<row><c t='str'><v>&b;</v></c></row></sheetData>"
                )
            new.writestr(name, text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_or_columns"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_excel"),
        (b"\xff\x00\x80 binary", "no_text"),
        (b"a;b;c\n1;2;3\n", "no_columns"),
        (b"[" * 100_000, "damaged"),
        (b'{"procedures": 5}', "no_columns"),
        (b"[]", "empty"),
        (b'[{"code": ', "damaged"),
        (b"x" * (20 * 1024 * 1024 + 1), "too_big"),
        (bomb, "too_big"),
        (lambda: zipped(xl__vbaProject_bin=b"macro"), "macros"),
        (laughing, "damaged"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_a_reason(data, reason):
    with pytest.raises(NoCatalogue) as refused:
        read_export("a.xlsx", data() if callable(data) else data)
    assert refused.value.reason in ({"empty", "no_columns"} if reason == "empty_or_columns" else {reason})


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PARTS), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from([*PARTS, "state", "former_code"]), JSON, max_size=8),
        min_size=1,
        max_size=3,
    )
)
def test_whatever_json_holds_becomes_clean_text_or_a_problem(values):
    for row in read_export("a.json", json.dumps(values).encode()):
        content, _problems = read_content(row.values)
        again, _ = read_content(content.as_json())
        assert again == content
        json.dumps(content.as_json(), ensure_ascii=False).encode()


def test_brackets_in_a_text_are_no_depth():
    row = {"code": "1.000001", "name": f"Cấp bản sao {'[' * 200}"}
    [read] = read_export("a.json", json.dumps([row]).encode())
    assert read.values["name"] == row["name"]
