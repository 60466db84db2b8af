"""What people read for states and endings."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.citizens.questions.models import Question
from conglang.citizens.questions.rules import Ending, State

STATES: dict[State, Promise] = {
    State.HELD: _("held back"),
    State.WAITING: _("waits to be answered"),
    State.ANSWERED: _("has been answered"),
    State.CLOSED: _("ended without a public answer"),
}
TONES: dict[State, str] = {
    State.HELD: "warning",
    State.WAITING: "info",
    State.ANSWERED: "success",
    State.CLOSED: "",
}
ENDINGS: dict[Ending, Promise] = {
    Ending.PRIVATE: _("Answered in private: it concerns one person only"),
    Ending.ELSEWHERE: _("Another authority answers this"),
    Ending.FORMAL: _("A complaint or a denunciation: there is a way of its own by law"),
    Ending.UNCLEAR: _("Nobody can tell what is asked"),
    Ending.SPAM: _("No question at all"),
}
FOR_SENDER: dict[State, Promise] = {
    State.HELD: _("Received. An official is going to answer it."),
    State.WAITING: _("Received. An official is going to answer it."),
    State.ANSWERED: _("Answered. The answer is published."),
    State.CLOSED: _("Settled without a published answer."),
}


def for_sender(question: Question) -> str:
    """How the question stands, in words for whoever asked. Nobody learns that it was taken for spam."""
    if question.state == State.WAITING and question.answer_id is not None:
        return str(_("The answer is being written and checked."))
    return str(FOR_SENDER[State(question.state)])
