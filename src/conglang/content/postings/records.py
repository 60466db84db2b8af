"""The record (biên bản) of putting up and of the end, as an official sheet in the words of such papers."""

from collections.abc import Sequence
from datetime import date, datetime

from conglang.content.postings.models import Posting, Sighting
from conglang.content.postings.queries import Board, Least, boards, least_days
from conglang.content.postings.rules import Act
from conglang.kernel.clock import LOCAL_ZONE, local_day
from conglang.tools.papers.sheet import (
    Align,
    Block,
    Column,
    Heading,
    Issuer,
    Paragraph,
    Sheet,
    Signature,
    Table,
    written_date,
)

BEGUN, ENDED = "niem-yet", "ket-thuc"
SYMBOL = "BB-UBND"
_UP = (
    Column("TT", 1, Align.CENTRE),
    Column("Địa điểm niêm yết", 6),
    Column("Thời điểm niêm yết", 4, Align.CENTRE),
    Column("Người niêm yết", 5),
    Column("Ảnh chụp", 2, Align.CENTRE),
)
_DOWN = (
    Column("TT", 1, Align.CENTRE),
    Column("Địa điểm niêm yết", 6),
    Column("Niêm yết từ", 4, Align.CENTRE),
    Column("Gỡ lúc", 4, Align.CENTRE),
    Column("Người gỡ", 4),
    Column("Số ngày liên tục", 3, Align.CENTRE),
)


def record_of(posting: Posting, which: str) -> Sheet | None:
    """The record of one act, with what the log says; None while the log has nothing of it."""
    found = boards(posting)
    days = [local_day(row.at) for row in _lines(found, Act.PUT_UP if which == BEGUN else Act.TAKEN_DOWN)]
    if not days:
        return None
    body = _beginning(posting, found) if which == BEGUN else _end(posting, found)
    return _sheet(posting, which, max(days), body)


def _sheet(posting: Posting, which: str, on: date, body: Sequence[Block]) -> Sheet:
    unit = posting.unit.naming.in_text
    done = "niêm yết" if which == BEGUN else "gỡ niêm yết"
    opening = (
        f"Hôm nay, {written_date(on)}, Ủy ban nhân dân {unit} lập biên bản về việc {done} công khai như sau:"
    )
    closing = "Biên bản được lập thành 02 bản, những người có tên dưới đây đã đọc lại, nhất trí và ký tên./."
    return Sheet(
        issuer=Issuer(f"Ủy ban nhân dân {unit}"),
        kind="Biên bản",
        abstract="Niêm yết công khai" if which == BEGUN else "Kết thúc niêm yết công khai",
        place=posting.unit.name,
        on=on,
        symbol=SYMBOL,
        body=[Paragraph(opening), *_content(posting), *body, Paragraph(closing)],
        signatures=[
            Signature(["Người lập biên bản"]),
            Signature(["Người chứng kiến"]),
            Signature(["TM. Ủy ban nhân dân"]),
        ],
    )


def _content(posting: Posting) -> list[Block]:
    until = f"đến hết {written_date(posting.ends_on)}" if posting.ends_on else "trở đi, thường xuyên"
    found: list[Block] = [
        Heading("1. Nội dung niêm yết", 2),
        Paragraph(f"{posting.kind_name}: {posting.title}."),
    ]
    if posting.document and posting.document.issued_on:
        issued = written_date(posting.document.issued_on)
        found.append(Paragraph(f"Theo {posting.document} {issued} của {posting.document.issuer_name}."))
    if files := posting.documents:
        found.append(Paragraph(f"Tài liệu kèm theo: {'; '.join(file.title for file in files)}."))
    found += [
        Paragraph(f"Căn cứ: {posting.sort.basis}."),
        Heading("2. Thời gian niêm yết", 2),
        Paragraph(f"Từ {written_date(posting.starts_on)} {until}."),
    ]
    return found


def _beginning(posting: Posting, found: Sequence[Board]) -> list[Block]:
    rows = []
    for number, board in enumerate(found, 1):
        first = next(iter(_lines([board], Act.PUT_UP)), None)
        cells = [_moment(first.at), first.who, "Có" if first.photo_id else "Không"] if first else ["", "", ""]
        rows.append([str(number), board.place, *cells])
    return [Heading("3. Địa điểm và người niêm yết", 2), Table(_UP, rows)]


def _end(posting: Posting, found: Sequence[Board]) -> list[Block]:
    rows = []
    for number, board in enumerate(found, 1):
        first = next(iter(_lines([board], Act.PUT_UP)), None)
        last = next(reversed(_lines([board], Act.TAKEN_DOWN)), None)
        cells = [
            _moment(first.at) if first else "",
            _moment(last.at) if last else "",
            last.who if last else "",
        ]
        rows.append([str(number), board.place, *cells, str(board.days)])
    least = least_days(posting.unit, posting.sort, posting.starts_on)
    blocks: list[Block] = [Heading("3. Kết quả niêm yết", 2), Table(_DOWN, rows)]
    blocks += [Paragraph(text) for text in _findings(found, least)]
    return blocks


def _findings(found: Sequence[Board], least: Least | None) -> list[str]:
    gaps = [
        f"Tại {board.place}, lúc {_moment(row.at)} không thấy bản niêm yết (người ghi nhận: {row.who})."
        for board in found
        for row in _lines([board], Act.MISSING)
    ]
    if least is None:
        return gaps
    short = [board.place for board in found if board.days < least.days]
    law = f"thời gian niêm yết tối thiểu {least.days} ngày ({least.basis})"
    if short:
        return [*gaps, f"Chưa đủ {law} tại: {'; '.join(short)}."]
    return [*gaps, f"Tại tất cả các địa điểm đã đủ {law}."]


def _lines(found: Sequence[Board], act: Act) -> list[Sighting]:
    return [row for board in found for row in board.lines if row.act == act.value]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LOCAL_ZONE):%H giờ %M, %d/%m/%Y}"
