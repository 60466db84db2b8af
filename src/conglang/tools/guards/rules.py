"""What the guards look at and what they can find. Pure: text comes in, findings go out."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

VERSION = 3  # of the rules; files that were read under an older one are read again
CONTEXT = 40  # characters shown on each side of a finding


class Part(TextChoices):
    """Where in a text or file a line stands."""

    TEXT = "text", _("text")
    HEADER = "header", _("page header or footer")
    NOTE = "note", _("comment or footnote")
    PAGE = "page", _("page")
    SHEET = "sheet", _("sheet")
    PROPERTIES = "properties", _("file properties")
    FILE = "file", _("file inside")


class Kind(TextChoices):
    """What was found."""

    SECRECY = "secrecy", _("secrecy mark")
    INTERNAL = "internal", _("mark “internal use only”")
    IDENTITY_NUMBER = "identity_number", _("identity number")
    PHONE = "phone", _("phone number of a person")
    BANK_ACCOUNT = "bank_account", _("bank account")
    TAX_CODE = "tax_code", _("personal tax code")
    BIRTH_DATE = "birth_date", _("birth date")
    HOME_ADDRESS = "home_address", _("home address")
    EMAIL = "email", _("e-mail of a person")
    PLATE = "plate", _("number plate")
    MALWARE = "malware", _("harmful program")


SECRET = frozenset({Kind.SECRECY, Kind.INTERNAL})
STOPPING = SECRET | {Kind.MALWARE}  # nobody can let these through
PERSONAL = frozenset(Kind) - STOPPING


@dataclass(frozen=True, slots=True)
class Line:
    """A line as people see it. Cells of a table row are parted by tabs, lines in a cell by vertical tabs.

    `number` is that of the page or sheet, 0 where there is none.
    """

    text: str
    part: Part = Part.TEXT
    number: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found, with the words around it. `line` counts from 1 within its part and page."""

    kind: Kind
    value: str
    before: str = ""
    after: str = ""
    part: Part = Part.TEXT
    number: int = 0
    line: int = 0

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Self:
        """A finding as `as_data` gave it."""
        return cls(**data | {"kind": Kind(data["kind"]), "part": Part(data["part"])})

    def as_data(self) -> dict[str, Any]:
        """For storing as JSON."""
        return asdict(self)

    def masked(self) -> Self:
        """With the middle of a personal value hidden, for whatever is kept or shown to more people."""
        if self.kind not in PERSONAL:
            return self
        data = self.as_data() | {"value": mask(self.value), "before": "", "after": ""}
        return self.of_data(data)


def mask(value: str) -> str:
    """The first two and last two characters of a value; enough to find it again."""
    return value if len(value) < 6 else f"{value[:2]}{'•' * min(len(value) - 4, 8)}{value[-2:]}"


class _Bare(dict[int, str]):
    """What `bare` makes of each character, found out when it is first met."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        base = unicodedata.normalize("NFD", letter)[0].lower()
        self[point] = "d" if base == "đ" else base if len(base) == 1 else letter
        return self[point]


_BARE = _Bare()


def bare(text: str) -> str:
    """Small letters without marks, one for each character, so that places in both texts are the same."""
    return text.translate(_BARE)


def finding_at(kind: Kind, line: Line, position: int, start: int, end: int) -> Finding:
    """The finding for a stretch of a line, which is the `position`-th of its part."""
    text = line.text.replace("\t", " ").replace("\v", " ")
    return Finding(
        kind,
        text[start:end].strip(),
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
        line.part,
        line.number,
        position,
    )
