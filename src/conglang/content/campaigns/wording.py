"""What people read for kinds of file and for where an item stands."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.content.campaigns.models import STATES
from conglang.content.campaigns.queries import Line
from conglang.content.campaigns.rules import OPEN, State, Wanted
from conglang.content.disclosure.rules import FileKind
from conglang.content.disclosure.wording import FILES

KINDS: Mapping[Wanted, Promise] = {
    **{Wanted(kind.value): words for kind, words in FILES.items() if kind is not FileKind.PAGE},
    Wanted.WORD: gettext_lazy("Word file"),
    Wanted.PICTURE: gettext_lazy("picture"),
}
TONES = {
    State.MISSING: "",
    State.READY: "info",
    State.RETURNED: "warning",
    State.RECEIVED: "info",
    State.ACCEPTED: "success",
}


def kinds_words(kinds: Iterable[Wanted]) -> str:
    """The kinds in a row."""
    return ", ".join(str(KINDS[kind]) for kind in kinds) or _("any kind of file")


def standing(line: Line, *, is_late: bool, came_late: bool, at_asker: bool = True) -> tuple[str, str]:
    """Where an item stands, in words and as a tone. What is not handed in is not there for whoever asks."""
    state = line.state
    if at_asker and state is State.READY:
        state = State.MISSING
    words = str(STATES[state])
    if line.reply and line.reply.none_reason and state not in OPEN:
        words = _("has none, accepted") if state is State.ACCEPTED else _("has none")
    if is_late:
        return _("%(state)s, late") % {"state": words}, "danger"
    return (_("%(state)s, came late") % {"state": words} if came_late else words), TONES[state]
