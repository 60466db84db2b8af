"""What people read about a move or a cancellation."""

from django.utils.translation import gettext as _

from conglang.content.calendars.models import Entry, Former


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


def _other_place(place: str, than: str) -> str:
    return f" ({place})" if place != than else ""
