"""The printed form by which somebody without a phone supplies information (seed 001 Article 12, annex)."""

from conglang.base.ui.formats import vn_date
from conglang.base.units.models import Unit
from conglang.content.submissions.models import Consent, Original, Part, Submission
from conglang.content.submissions.queries import Sheet as Known
from conglang.tools.papers.sheet import Column, Issuer, Paragraph, Sheet, Signature, Style, Table

# the words of official papers are Vietnamese in whatever language the desk is read
KIND = "Mẫu cung cấp thông tin"
COLUMNS = (Column("Mục", 3), Column("Nội dung", 8))
BLANK, LONG_BLANK = "\n", "\n" * 10
CONSENT = {
    Consent.NOBODY: "Không nhận ra ai trong ảnh",
    Consent.AGREED: "Mọi người trong ảnh đã đồng ý",
    Consent.GUARDIANS: "Có trẻ em; các em và cha mẹ đã đồng ý",
    Consent.UNASKED: "Chưa hỏi ai",
}
PROMISE = (
    "Người cung cấp chịu trách nhiệm về tính chính xác, trung thực của thông tin; "
    "không cung cấp thông tin thuộc bí mật nhà nước."
)


def form_of(unit: Unit, known: Known | None = None) -> Sheet:
    """The form to fill in by hand; with a submission, filled from it."""
    return Sheet(
        issuer=Issuer(f"Ủy ban nhân dân {unit.naming.in_text}"),
        kind=KIND,
        abstract="đăng trên trang thông tin điện tử",
        place=unit.name,
        body=[
            Table(COLUMNS, [[label, value] for label, value in _lines(known)]),
            Paragraph(PROMISE, Style.NOTE),
        ],
        signatures=[
            Signature(["Xác nhận của đơn vị"]),
            Signature(["Người cung cấp"], known.row.sender_name if known else ""),
        ],
    )


def _lines(known: Known | None) -> list[tuple[str, str]]:
    row = known.row if known else Submission()
    files = [file for file in known.originals if file.part != Part.WORDS] if known else []
    when = f"{vn_date(row.happened_on)}" if row.happened_on else ""
    hour = f"{row.happened_at:%H:%M}, " if row.happened_at else ""
    source = " – ".join(part for part in (row.source_name, row.source_url) if part)
    blank = "" if known else BLANK
    return [
        ("Tên tin, bài", row.title or blank),
        ("Địa điểm", (row.where if known else "") or blank),
        ("Thời gian", f"{hour}{when}" or blank),
        ("Nội dung", row.text or ("" if known else LONG_BLANK)),
        ("Ảnh, tệp kèm theo", _files(files, row) or blank),
        ("Sự đồng ý của người trong ảnh", CONSENT.get(row.consent, "") if known else _choices()),  # type: ignore[call-overload]
        ("Họ và tên người viết (hoặc người sưu tầm)", row.sender_name or blank),
        ("Địa chỉ hoặc đơn vị", row.sender_address or blank),
        ("Điện thoại, thư điện tử", row.sender_contact or blank),
        ("Tài liệu tham khảo, nguồn gốc (tin sưu tầm)", source or blank),
    ]


def _files(files: list[Original], row: Submission) -> str:
    captions = row.caption_lines
    return "\n".join([*(file.name for file in files), *captions])


def _choices() -> str:
    return "\n".join(f"☐ {words}" for words in CONSENT.values())
