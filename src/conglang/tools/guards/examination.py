"""What the guards found in an item: in its own words and in its files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from conglang.tools.guards.personal import personal_data
from conglang.tools.guards.rules import STOPPING, Finding, Kind, Line
from conglang.tools.guards.secrecy import marks


class Gap(TextChoices):
    """What of a file nobody has read; a person has to look."""

    WAITING = "waiting", _("This file will be read when the item is submitted.")
    SCAN = (
        "scan",
        _("These pages are pictures without text, so a mark on them cannot be seen here. Please look."),
    )
    PICTURE = (
        "picture",
        _("Pictures in it have not been read, so a mark on them cannot be seen here. Please look."),
    )
    UNREAD = (
        "unread",
        _("This picture is still being read. Until then a mark on it cannot be seen here. Please look."),
    )
    NO_PROGRAM = (
        "no_program",
        _("Pictures cannot be read here: tesseract is missing. Please look whether there is a mark on it."),
    )
    REST = "rest", _("The file is very long. Its end has not been read. Please look.")
    INSIDE = "inside", _("Other files lie inside this file. They have not been read. Please look.")
    UNREADABLE = "unreadable", _("The text of this file could not be read. Please look at the file yourself.")
    SCANNER_SILENT = (
        "scanner_silent",
        _("The virus scanner did not answer, so the file has not been scanned."),
    )


@dataclass(frozen=True)
class Source:
    """Words under the name of their field. Only what is public gives away personal data."""

    name: str
    lines: Sequence[Line]
    is_public: bool = True


@dataclass(frozen=True)
class Unread:
    """A gap in a file, with the pages that it is about."""

    source: str
    gap: Gap
    numbers: tuple[int, ...] = ()


@dataclass
class Report:
    """What was found in one source."""

    findings: list[Finding] = field(default_factory=list)
    gaps: list[tuple[Gap, int]] = field(default_factory=list)  # with the page, or 0

    def as_data(self) -> dict[str, Any]:
        """For storing as JSON, personal values masked."""
        return {
            "findings": [finding.masked().as_data() for finding in self.findings],
            "gaps": [[gap.value, number] for gap, number in self.gaps],
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "Report":
        """A report as `as_data` gave it."""
        return cls(
            [Finding.of_data(each) for each in data["findings"]],
            [(Gap(gap), number) for gap, number in data["gaps"]],
        )


@dataclass
class Examination:
    """Everything found in an item, each finding with the name of its source."""

    stopping: list[tuple[str, Finding]] = field(default_factory=list)
    personal: list[tuple[str, Finding]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def add(self, name: str, report: Report, *, is_public: bool) -> None:
        """Take in what was found in one source."""
        for finding in report.findings:
            if finding.kind in STOPPING:
                self.stopping.append((name, finding))
            elif is_public:
                self.personal.append((name, finding))
        for gap in dict.fromkeys(gap for gap, _number in report.gaps):
            numbers = tuple(number for each, number in report.gaps if each is gap and number)
            self.unread.append(Unread(name, gap, numbers))

    @property
    def has_malware(self) -> bool:
        """Whether a file carries a harmful program."""
        return any(finding.kind is Kind.MALWARE for _name, finding in self.stopping)


def report_on(lines: Sequence[Line], converted: Sequence[Line] | None = None) -> Report:
    """What the lines carry; `converted` are the same lines out of an old encoding."""
    return Report([*marks(lines), *personal_data(lines if converted is None else converted)])


def examine(sources: Iterable[Source], *, with_personal_data: bool) -> Examination:
    """What the words of an item carry."""
    examination = Examination()
    for source in sources:
        found = _found_in(tuple(source.lines), with_personal_data and source.is_public)
        examination.add(source.name, Report([*found]), is_public=source.is_public)
    return examination


# who submits, who approves and who opens the page in between have the same words looked at
@lru_cache(maxsize=400)
def _found_in(lines: tuple[Line, ...], with_personal_data: bool) -> tuple[Finding, ...]:  # noqa: FBT001
    return (*marks(lines), *(personal_data(lines) if with_personal_data else ()))
