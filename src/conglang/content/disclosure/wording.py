"""What people read for kinds of file, channels, states and periods."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.content.disclosure.rules import FileKind, Period, State, Way

FILES: dict[FileKind, Promise] = {
    FileKind.SIGNED_PDF: gettext_lazy("digitally signed PDF"),
    FileKind.SEALED_SCAN: gettext_lazy("scan with the red seal"),
    FileKind.SPREADSHEET: gettext_lazy("spreadsheet (XLSX, CSV)"),
    FileKind.PAGE: gettext_lazy("page of the site"),
}
WAYS: dict[Way, Promise] = {
    Way.SITE: gettext_lazy("this site"),
    Way.BOARD: gettext_lazy("posted at the office and in the hamlets"),
    Way.SPEAKER: gettext_lazy("commune loudspeakers"),
    Way.VILLAGE_HEAD: gettext_lazy("heads of hamlets"),
}
STATES: dict[State, tuple[Promise, str]] = {
    State.MISSING: (gettext_lazy("missing"), "danger"),
    State.OLD: (gettext_lazy("needs a new one"), "warning"),
    State.DUE_SOON: (gettext_lazy("waiting, in time"), "info"),
    State.COMPLETE: (gettext_lazy("complete"), "success"),
    State.NOTHING: (gettext_lazy("nothing to make public yet"), ""),
}
SLUGS = {
    State.MISSING: "thieu",
    State.OLD: "cu",
    State.DUE_SOON: "sap-den-han",
    State.COMPLETE: "du",
    State.NOTHING: "chua-phat-sinh",
}
"""States in addresses."""
ROMAN = ("", "I", "II", "III", "IV")


def file_kinds(kinds: Iterable[FileKind | str]) -> str:
    """The kinds in a row, in the order of the law's own preference."""
    wanted = {FileKind(kind) for kind in kinds}
    return ", ".join(str(words) for kind, words in FILES.items() if kind in wanted)


def ways(names: Iterable[Way | str]) -> str:
    """The channels in a row."""
    wanted = {Way(name) for name in names}
    return ", ".join(str(words) for way, words in WAYS.items() if way in wanted)


def period_words(period: Period) -> str:
    """`year 2026`, `quarter III/2026`, `month 9/2026`; nothing for none."""
    if period.quarter:
        return _("quarter %(quarter)s/%(year)d") % {
            "quarter": ROMAN[period.quarter],
            "year": period.year,
        }
    if period.month:
        return _("month %(month)d/%(year)d") % {"month": period.month, "year": period.year}
    return _("year %(year)d") % {"year": period.year} if period.year else ""
