"""What people read about a move or a cancellation."""

from django.utils.translation import gettext as _

from conglang.base.ui.formats import vn_date
from conglang.content.calendars.models import Entry, Former
from conglang.content.calendars.rules import Notice, Shortfall


def moved_from(entry: Entry, former: Former) -> str:
    """Said of the present date: which one it had before, and why it has it no more."""
    return _("Moved from %(when)s%(place)s because: %(reason)s") % {
        "when": former.when,
        "place": _other_place(former.place, entry.place),
        "reason": former.reason,
    }


def moved_to(entry: Entry, former: Former) -> str:
    """Said of a former date: where to go instead, and why."""
    return _("Moved to %(when)s%(place)s because: %(reason)s") % {
        "when": entry.when,
        "place": _other_place(entry.place, former.place),
        "reason": former.reason,
    }


def called_off(entry: Entry) -> str:
    """Why nothing takes place."""
    return _("Called off because: %(reason)s") % {"reason": entry.cancel_reason}


def history(entry: Entry) -> list[str]:
    """Everything that happened to the date, the newest first."""
    moves = [moved_from(entry, former) for former in reversed(entry.former)]
    return [called_off(entry), *moves] if entry.cancelled else moves


def too_late(notice: Notice) -> str:
    """Why a reason is asked for."""
    return _("It should have been public by %(day)s (%(law)s). Please write down why it is late.") % {
        "day": vn_date(notice.last_day),
        "law": notice.rule.legal_basis.cite(),
    }


def in_time(notice: Notice) -> str:
    """By when a reception has to be public."""
    return _("It has to be public by %(day)s (%(law)s).") % {
        "day": vn_date(notice.last_day),
        "law": notice.rule.legal_basis.cite(),
    }


def too_few(missing: Shortfall) -> str:
    """In which weeks of a month nobody receives citizens."""
    weeks = ", ".join(f"{monday:%d/%m}" for monday in missing.weeks)
    return _(
        "No citizen reception in the weeks from %(weeks)s. The chairman of a commune receives citizens on at "
        "least %(days)s day a week (%(law)s)."
    ) % {"weeks": weeks, "days": missing.rule.size, "law": missing.rule.legal_basis.cite()}


def _other_place(place: str, than: str) -> str:
    return f" ({place})" if place != than else ""
