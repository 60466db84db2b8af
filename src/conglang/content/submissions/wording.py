"""What people read about submissions."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.content.submissions.models import STATES
from conglang.content.submissions.rules import Lack, State

LACKS: Mapping[Lack, Promise] = {
    Lack.NAME: _("The writer's name is missing."),
    Lack.ADDRESS: _("The writer's address or unit is missing."),
    Lack.CONTENT: _("There is no text, no Word file and no recording."),
    Lack.PLACE: _("The place is missing."),
    Lack.DAY: _("The day is missing."),
    Lack.SOURCE: _("It was collected elsewhere, but its source is not named."),
    Lack.CONSENT: _("The people in the pictures have not been asked."),
    Lack.CAPTIONS: _("Not every picture is described."),
    Lack.ENCODING: _("The letters look wrong; the text may be in an old encoding."),
}
TONES = {
    State.NEW: "info",
    State.TAKEN: "info",
    State.ARTICLE: "success",
    State.DECLINED: "",
    State.QUARANTINED: "warning",
}


def standing(state: str, *, waits_for_sender: bool = False) -> tuple[str, str]:
    """Where it stands, in words and as a tone."""
    if waits_for_sender:
        return str(_("waits for an answer")), "warning"
    return str(STATES[State(state)]), TONES[State(state)]
