"""Personal data in lists and sentences. Contacts of offices are everybody's and no finding.

A number counts by its structure, by the label before it, by the heading of its column, or by standing in a
row with a person's name. Law 91/2025; what an agency publishes of itself: Law 01/2026 Art. 17.1.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from conglang.kernel.text import nfc
from conglang.tools.guards.labels import HEADER, LABEL, OFFICE, ROLE_COLUMN, kind_before
from conglang.tools.guards.numbers import digits_of, is_identity_number, is_tax_code
from conglang.tools.guards.rules import Finding, Kind, Line, bare, finding_at

NEAR = 8  # lines below a name that may still be about its bearer
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Trương|Lâm|Mai|Trịnh|Đào|Hà|Tô|Cao|Châu"
    "|Lương|Lưu|Phùng|Quách|Tạ|Thái|Tăng|Tống|Triệu|Vương|Chu|Kiều|La|Lò|Lường|Quàng|Cà|Vi|Hứa|Nông|Ma|Giàng|Sùng|Thào|Vàng"
    "|Ksor|Siu|Rơ|Rah|Kpă|Nay|Điểu|Thị|Thạch|Sơn|Kim|Danh|Đinh|Y|H'|Ê|Bá|Bạch|Doãn|Khổng|Nghiêm|Ninh|Tôn|Từ|Ung|Văn|Viên"
)
_WORD = r"[A-ZÀ-ỸĐ][\w'’]*"
_NAME = re.compile(
    rf"(?<!đường )(?<!phố )(?<!Đường )(?<!trường )"
    rf"\b(?:{_SURNAMES}|{_SURNAMES.upper()}) {_WORD}(?: {_WORD}){{0,4}}"
)
_PERSON_WORD = re.compile(r"\b(?:ong|ba|anh|chi|em|chau|ho ten|ho va ten|chu ho|cong dan|nguoi nhan)\b")

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_FREE_MAIL = re.compile(r"@(?:gmail|yahoo|hotmail|outlook|icloud|live|proton|zoho)\.")
_OFFICE_MAIL = re.compile(
    r"^(?:ubnd|vanphong|vp|truong|th\d|thcs|mn|cax|tyt|info|lienhe|contact|hotro|support|banbientap|dang|xa|phuong|hdnd)"
)
_EDGE = r"(?<![\d/.,+-])"
_TWELVE = re.compile(
    rf"{_EDGE}(?:\d{{12}}|0\d\d(?:[ .-]\d{{3}}){{3}}|0\d{{3}}(?:[ .-]\d{{4}}){{2}}"
    r"|0\d\d[ .-]\d{3}[ .-]\d{6})(?![\d/])"
)
_NINE = re.compile(rf"{_EDGE}\d{{9}}(?![\d/])|{_EDGE}\d{{3}}(?:[ .]\d{{3}}){{2}}(?![\d/]|[ .]\d{{3}})")
_MOBILE = re.compile(r"(?<![\d/,])(?:\(?\+?84\)?[ .-]?|0)[35789](?:[ .-]?\d){8}(?!\d|[.,]\d{3})")
_FIXED = re.compile(r"(?<![\d/,])(?:\(?\+?84\)?[ .-]?|\(?0)2\d{1,2}\)?(?:[ .-]?\d){7,8}(?!\d|[.,]\d{3})")
_CHECKSUM = re.compile(r"\b(?=\d*[a-f])[0-9a-f]{16,}\b", re.IGNORECASE)
_TEN = re.compile(rf"{_EDGE}\d{{10}}(?:-\d{{3}})?(?![\d/])")
_ACCOUNT = re.compile(r"(?<![\d/,])\d(?:[ .-]?\d){5,18}(?![\d/])")
_PLAIN_ACCOUNT = re.compile(r"(?<![\d/.,(+-])\d{8,16}(?![\d/.-])")
_DATE = re.compile(
    r"(?<![\d/.-])(?:[0-3]?\d[/.-][01]?\d[/.-])(?:19|20)\d\d(?![\d/])"
    r"|(?<![\d/.-])[0-3]?\d tháng [01]?\d năm (?:19|20)\d\d"
)
_YEAR = re.compile(r"(?<![\d/.,-])(?:19[1-9]\d|20[0-4]\d)(?![\d/.,]\d|\d)")
_MONEY = re.compile(r"^\s*(?:đồng|đ\b|vnđ|vnd|triệu|ha\b|m2|kg|tấn)", re.IGNORECASE)
_HOUSE = re.compile(
    r"\b(?:(?:số nhà|số|nhà số|tổ|hẻm|ngõ|thôn|ấp|xóm|khu phố|khối|tổ dân phố) ?\d[\w/.]*"
    r"|(?:thôn|ấp|xóm|bản|làng|buôn|khu phố) \w+)"
    r"[^,;\t]{0,40},\s?[^;\t\n]{3,90}",
    re.IGNORECASE,
)
_LOOSE_END = re.compile(r"[\s,.;-]*\b(?:số|mã|có|và)?\s*$")
_PLACE_WORD = re.compile(
    r"\b(?:so|to|thon|ap|xom|ban|lang|buon|khu|duong|xa|phuong|hem|ngo|khoi|thi tran|tinh|tp)\b"
)
_NUMBERS = (Kind.IDENTITY_NUMBER, Kind.PHONE, Kind.BANK_ACCOUNT, Kind.TAX_CODE)


@dataclass
class _Table:
    """What the last heading row says of the rows below it."""

    columns: dict[int, Kind] = field(default_factory=dict)
    kinds: frozenset[Kind] = frozenset()  # where there are no tabs to count columns by
    others: frozenset[int] = frozenset()
    of_officials: bool = False
    width: int = 0


@dataclass
class _Row:
    """A line with what is known of its surroundings."""

    line: Line
    text: str
    plain: str
    table: _Table
    label: Kind | None  # said alone in the line before
    has_name: bool
    has_person: bool  # in it or in the lines before
    taken: list[tuple[int, int]] = field(default_factory=list)

    def is_free(self, start: int, end: int) -> bool:
        return all(end <= begun or start >= ended for begun, ended in self.taken)

    def said(self, position: int) -> Kind | str | None:
        """The label, heading or line before that a place belongs to."""
        begun = max(self.text.rfind("\t", 0, position), self.text.rfind(";", 0, position)) + 1
        said = kind_before(self.plain[begun:], position - begun)
        if said is None and self.label and not self.text[:position].strip():
            return self.label
        column = self.text.count("\t", 0, position)
        if said is None and "\t" in self.text:
            return self.table.columns.get(column, "other" if column in self.table.others else None)
        return said

    def is_official(self, position: int) -> bool:
        """Whether a contact is an office's, or an official's at work."""
        if self.table.of_officials and "\t" in self.text:
            return True
        if "\t" in self.text and self.table.columns:
            return False
        before = self.plain[max(0, position - 90) : position]
        return bool(OFFICE.search(before.replace("\t", " ")))


def personal_data(lines: Sequence[Line]) -> list[Finding]:
    """Every piece of personal data, in order."""
    found: list[Finding] = []
    table, label, place, number, person_at = _Table(), None, None, 0, -9
    for index, line in enumerate(lines):
        number = number + 1 if place == (line.part, line.number) else 1
        place = (line.part, line.number)
        text = nfc(line.text.replace("\u00a0", " ").replace("\v", " "))
        plain = bare(text)
        heading = _heading(text, plain)
        if heading is not None:
            table, label = heading, None
            continue
        if "\t" not in text and table.columns and len(text) > 90:
            table = _Table()  # running text: the table is over
        has_name = bool(_NAME.search(text))
        person_at = index if has_name or _PERSON_WORD.search(plain) else person_at
        row = _Row(
            Line(text, line.part, line.number), text, plain, table, label, has_name, index - person_at <= NEAR
        )
        found += _sorted(finding_at(kind, row.line, number, *span) for kind, span in _in_row(row))
        label = _label_alone(text, plain)
    return found


def _sorted(findings: Iterator[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: len(finding.before))


def _heading(text: str, plain: str) -> _Table | None:
    """The table that a heading row begins; None for any other line."""
    if len(re.findall(r"\d{4,}", text)) or len(text) > 300:
        return None
    cells = plain.split("\t")
    columns = {}
    for place, cell in enumerate(cells):
        said = [match.lastgroup for match in LABEL.finditer(cell) if match.lastgroup not in {None, "other"}]
        if said:
            columns[place] = Kind(str(said[0]))
    named = sum(bool(HEADER.search(cell)) for cell in cells)
    if len(cells) > 1:
        if len(columns) + named < 2 or any(len(cell) > 60 for cell in cells):
            return None
        others = frozenset(range(len(cells))) - columns.keys()
        return _Table(columns, frozenset(), others, bool(ROLE_COLUMN.search(plain)), len(cells))
    kinds = [match.lastgroup for match in LABEL.finditer(plain) if match.lastgroup != "other"]
    names = len(HEADER.findall(plain))
    if ":" in text or not kinds or not names or len(kinds) + names < 3 or _NAME.search(text):
        return None
    return _Table(
        {}, frozenset(Kind(str(kind)) for kind in kinds), of_officials=bool(ROLE_COLUMN.search(plain))
    )


def _label_alone(text: str, plain: str) -> Kind | None:
    """The kind of a line that is nothing but a label."""
    said = [match for match in LABEL.finditer(plain) if match.lastgroup not in {None, "other"}]
    if not said or len(text.strip()) > 40 or digits_of(text):
        return None
    match = said[-1]
    rest = plain[match.end() :].strip(" :.-*")
    is_label = not rest or (len(rest) < 15 and text.rstrip().endswith(":"))
    return Kind(str(match.lastgroup)) if is_label else None


_Span = tuple[int, int]


def _in_row(row: _Row) -> Iterator[tuple[Kind, _Span]]:
    searches = (
        _emails,
        _identity_numbers,
        _phones,
        _tax_codes,
        _accounts,
        _old_identity_numbers,
        _births,
        _addresses,
    )
    row.taken += [match.span() for match in _CHECKSUM.finditer(row.text)]
    for search in searches:
        for kind, span in search(row):
            if row.is_free(*span):
                row.taken.append(span)
                yield kind, span


def _emails(row: _Row) -> Iterator[tuple[Kind, _Span]]:
    for match in _EMAIL.finditer(row.text):
        address = match.group().lower()
        local, _at, domain = address.partition("@")
        is_office = domain.rstrip(".").endswith((".gov.vn", ".edu.vn")) or bool(_OFFICE_MAIL.match(local))
        if not is_office and not (row.is_official(match.start()) and not _FREE_MAIL.search(address)):
            yield Kind.EMAIL, match.span()
        else:
            row.taken.append(match.span())


def _identity_numbers(row: _Row) -> Iterator[tuple[Kind, _Span]]:
    for match in _TWELVE.finditer(row.text):
        said, digits = row.said(match.start()), digits_of(match.group())
        if said == Kind.IDENTITY_NUMBER or (
            is_identity_number(digits)
            and said in {None, Kind.PHONE, Kind.TAX_CODE, Kind.BIRTH_DATE, Kind.HOME_ADDRESS}
        ):
            yield Kind.IDENTITY_NUMBER, match.span()


def _phones(row: _Row) -> Iterator[tuple[Kind, _Span]]:
    for pattern in (_MOBILE, _FIXED):
        for match in pattern.finditer(row.text):
            said = row.said(match.start())
            if said in {Kind.BANK_ACCOUNT, Kind.TAX_CODE, Kind.IDENTITY_NUMBER, "other"} and not (
                said == "other" and row.has_name and "\t" not in row.text
            ):
                continue
            if pattern is _FIXED and not (row.has_name or row.table.columns):
                continue
            if row.is_official(match.start()):
                row.taken.append(match.span())
            else:
                yield Kind.PHONE, match.span()


def _tax_codes(row: _Row) -> Iterator[tuple[Kind, _Span]]:
    for match in _TEN.finditer(row.text):
        said, digits = row.said(match.start()), digits_of(match.group())
        if not is_tax_code(digits):
            continue
        in_list = row.has_name and (
            said is None and (not row.table.kinds or Kind.TAX_CODE in row.table.kinds)
        )
        if ((said == Kind.TAX_CODE and row.has_person) or in_list) and not row.is_official(match.start()):
            yield Kind.TAX_CODE, match.span()


def _accounts(row: _Row) -> Iterator[tuple[Kind, _Span]]:
    for match in _ACCOUNT.finditer(row.text):
        said = row.said(match.start())
        if said != Kind.BANK_ACCOUNT:
            continue
        if _DATE.fullmatch(match.group()) or _MONEY.match(row.text[match.end() :]):
            continue
        if not row.is_official(match.start()):
            yield Kind.BANK_ACCOUNT, match.span()
    if row.has_name and Kind.BANK_ACCOUNT in row.table.kinds:
        taken = 9 if Kind.IDENTITY_NUMBER in row.table.kinds else 0
        for match in _PLAIN_ACCOUNT.finditer(row.text):
            if len(match.group()) != taken and row.said(match.start()) is None:
                yield Kind.BANK_ACCOUNT, match.span()


def _old_identity_numbers(row: _Row) -> Iterator[tuple[Kind, _Span]]:
    for match in _NINE.finditer(row.text):
        said = row.said(match.start())
        is_money = match.group().endswith("000") or _MONEY.match(row.text[match.end() :])
        alone = said is None and row.has_name and not is_money and not row.table.columns
        if said == Kind.IDENTITY_NUMBER or (alone and (match.group().isdigit() or "\t" in row.text)):
            yield Kind.IDENTITY_NUMBER, match.span()


def _births(row: _Row) -> Iterator[tuple[Kind, _Span]]:
    if row.table.of_officials and "\t" in row.text:
        return
    is_list_row = row.has_name and (
        row.table.kinds or "\t" in row.text or re.match(r"\s*\d{1,4}[.)]?\s", row.text)
    )
    is_first = True
    for match in _DATE.finditer(row.text):
        said = row.said(match.start())
        year = int(match.group()[-4:])
        if (said == Kind.BIRTH_DATE and year >= 1910) or (
            said is None and is_list_row and is_first and 1910 <= year <= 2020
        ):
            yield Kind.BIRTH_DATE, match.span()
        is_first = False
    for match in _YEAR.finditer(row.text):
        said = row.said(match.start())
        is_cell = row.text[: match.start()].endswith(("\t", "(")) and row.text[
            match.end() : match.end() + 1
        ] in {"", "\t", ")"}
        in_list = (
            said is None and row.has_name and is_first and (is_cell or Kind.BIRTH_DATE in row.table.kinds)
        )
        if (said == Kind.BIRTH_DATE and row.has_person) or (in_list and int(match.group()) <= 2020):
            yield Kind.BIRTH_DATE, match.span()


def _addresses(row: _Row) -> Iterator[tuple[Kind, _Span]]:
    for column, kind in row.table.columns.items():
        if kind is Kind.HOME_ADDRESS and "\t" in row.text and not row.table.of_officials:
            span = _cell(row.text, column)
            if _PLACE_WORD.search(row.plain[slice(*span)]):
                yield kind, span
    for match in LABEL.finditer(row.plain):
        if match.lastgroup == Kind.HOME_ADDRESS:
            yield from _labelled_address(row, match)
    if row.label is Kind.HOME_ADDRESS and row.has_person and _PLACE_WORD.search(row.plain):
        yield Kind.HOME_ADDRESS, _stripped(row.text, 0, len(row.text))
    if row.has_name and not row.table.columns:
        for match in _HOUSE.finditer(row.text):
            end = _end_of_address(row, match.start())
            is_start = match.start() == 0 or not row.text[match.start() - 1].isalnum()
            is_ours = not row.is_official(match.start()) or "\t" in row.text
            if (
                is_start
                and is_ours
                and "," in row.text[match.start() : end]
                and not OFFICE.search(row.plain[match.start() : end])
            ):
                yield Kind.HOME_ADDRESS, _stripped(row.text, match.start(), end)


def _labelled_address(row: _Row, label: re.Match[str]) -> Iterator[tuple[Kind, _Span]]:
    said = re.compile(r"(?: hien nay| hien tai| thuong tru| tam tru| lien he| nha| tai)*").match(
        row.plain, label.end()
    )
    start = said.end() if said else label.end()
    while start < len(row.text) and row.text[start] in " :-–\t":
        start += 1
    end = _end_of_address(row, start)
    words = row.plain[start:end]
    of_a_person = row.has_person or label.group() not in {"dia chi", "lien he"}
    if (
        of_a_person
        and _PLACE_WORD.search(words)
        and not OFFICE.search(words)
        and not row.is_official(label.start())
    ):
        yield Kind.HOME_ADDRESS, _stripped(row.text, start, end)


def _end_of_address(row: _Row, start: int) -> int:
    """An address goes on to the end of the cell, the sentence or the next thing that is said."""
    ends = [len(row.text)]
    ends += [place for sign in ("\t", ";", " – ", " - ", "(") if (place := row.text.find(sign, start)) > 0]
    ends += [match.start() for match in LABEL.finditer(row.plain, start + 1)]
    ends += [begun for begun, _ended in row.taken if begun > start]
    for pattern in (_MOBILE, _TWELVE, _DATE, _YEAR, _NINE):
        ends += [match.start() for match in pattern.finditer(row.text, start + 1)]
    sentence = re.compile(r"\.\s+[A-ZÀ-ỸĐ]").search(row.text, start)
    return min(ends + ([sentence.start()] if sentence else []))


def _cell(text: str, column: int) -> _Span:
    cells = text.split("\t")
    if column >= len(cells):
        return 0, 0
    start = sum(len(cell) + 1 for cell in cells[:column])
    return _stripped(text, start, start + len(cells[column]))


def _stripped(text: str, start: int, end: int) -> _Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" ,.:;-"))
    right = len(_LOOSE_END.sub("", piece).rstrip(" ,.:;-–"))
    return start + left, start + max(left, right)
