"""What stands on an official sheet, and the measures of Decree 30/2020/NĐ-CP (annex I). Pure.

Texts are plain; both forms store them as NFC and leave out what no document may hold.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conglang.kernel.text import nfc

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NUMBER_LABEL, ABOUT_LABEL, TO_LABEL, RECIPIENTS_LABEL = "Số:", "V/v", "Kính gửi:", "Nơi nhận:"

# millimetres and points, within what annex I allows
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
WIDE_TEXT = PAGE_HEIGHT - LEFT - RIGHT
HEAD_LEFT = 68  # of the two columns at the head; the country's name needs the rest in one line
INDENT = 12.7
BODY_PT, COUNTRY_PT, MOTTO_PT, ISSUER_PT = 14, 12, 13, 12
NUMBER_PT, TABLE_PT, RECIPIENTS_PT, RECIPIENT_PT = 13, 12, 12, 11

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


class Style(StrEnum):
    """How a paragraph stands."""

    BODY = "body"
    PLAIN = "plain"
    CENTRED = "centred"
    NOTE = "note"


class Align(StrEnum):
    """Where the text of a column stands."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body. BODY is justified with the first line set in; NOTE is italic."""

    text: str
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number already in it. Level 1 and 2 are bold, 3 is bold and italic."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its share beside those of the others."""

    title: str
    width: float
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Table:
    """A table with lines. A row has a text for each column, or a single one: the bold heading of a group.

    Raises ValueError for a row that does not fit.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]

    def __post_init__(self) -> None:
        if not self.columns or min(column.width for column in self.columns) <= 0:
            raise ValueError("a table needs columns, and each a width")
        for row in self.rows:
            if len(row) not in {1, len(self.columns)}:
                raise ValueError(f"{len(row)} texts for {len(self.columns)} columns")

    @property
    def shares(self) -> list[float]:
        """Widths of the columns, together 1."""
        whole = sum(column.width for column in self.columns)
        return [column.width / whole for column in self.columns]


Block = Paragraph | Heading | Table


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues the sheet, and the authority above it if the decree wants it named."""

    name: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: lines of power and post such as TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH, and the name."""

    post: Sequence[str]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """What is attached, on pages counted for themselves; `wide` turns them."""

    name: str
    title: str
    body: Sequence[Block]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """An official sheet. What is not known yet stays open for the pen: number, day, names.

    `kind` is the name of its kind, such as "Báo cáo"; a letter (công văn) has none, and its `abstract`
    stands below the number. Several signatures stand beside one another.
    """

    issuer: Issuer
    kind: str
    abstract: str
    place: str
    body: Sequence[Block]
    on: date | None = None
    number: str = ""
    symbol: str = ""
    addressed_to: Sequence[str] = ()
    signatures: Sequence[Signature] = ()
    recipients: Sequence[str] = ()
    annexes: Sequence[Annex] = ()

    @property
    def code(self) -> str:
        """Number and symbol as they are written, empty for sheets without a number."""
        if not self.symbol and not self.number:
            return ""
        return f"{self.number or ' ' * 8}/{self.symbol}" if self.symbol else self.number

    @property
    def dateline(self) -> str:
        """Place and date."""
        return f"{self.place}, {written_date(self.on)}" if self.place else written_date(self.on)

    @property
    def title(self) -> str:
        """One line that names the sheet."""
        return " ".join(f"{self.kind} {self.abstract}".split())

    @property
    def annex_note(self) -> str:
        """What each annex says of the sheet that it belongs to."""
        number = f" số {self.code.strip()}" if self.number else ""
        return f"(Kèm theo {self.kind or 'Công văn'}{number} {written_date(self.on)} của {self.issuer.name})"


def written_date(day: date | None) -> str:
    """A day as the decree wants it: a zero before days below 10 and before months 1 and 2."""
    if day is None:
        return "ngày ..... tháng ..... năm ........"
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def legible(text: str) -> str:
    """A text as a document can hold it: NFC, without characters that XML and printers refuse."""
    return _UNFIT.sub("", nfc(text))


def as_list(names: Sequence[str]) -> list[str]:
    """Names one below another, as recipients stand."""
    return [f"- {legible(name)}{'.' if at == len(names) else ';'}" for at, name in enumerate(names, 1)]
