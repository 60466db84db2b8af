"""What people read about cases: the desk's words, and plainer ones for senders."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.citizens.cases.rules import Command, Need, Outcome, Process, Visibility

P, C = Process, Command

STATES: Mapping[Process, Promise] = {
    P.WAITING: _("to be taken in"),
    P.QUARANTINED: _("held back for a look"),
    P.REFUSED: _("not taken up"),
    P.ACCEPTED: _("taken in"),
    P.ASSIGNED: _("given to a department"),
    P.IN_PROGRESS: _("being worked on"),
    P.ASKED: _("waits for the sender"),
    P.FORWARDED: _("sent on, not confirmed yet"),
    P.TRANSFERRED: _("taken over by another unit"),
    P.MERGED: _("joined to another case"),
    P.IN_REVIEW: _("answer waits for approval"),
    P.ANSWERED: _("case answered"),
    P.REOPEN_ASKED: _("the sender asks to open it again"),
    P.REOPENED: _("opened again"),
    P.CLOSED: _("case closed"),
    P.WITHDRAWN: _("withdrawn by the sender"),
}
TONES: Mapping[Process, str] = {
    P.WAITING: "warning", P.QUARANTINED: "warning", P.REFUSED: "", P.ACCEPTED: "info", P.ASSIGNED: "info",
    P.IN_PROGRESS: "info", P.ASKED: "", P.FORWARDED: "info", P.TRANSFERRED: "success", P.MERGED: "",
    P.IN_REVIEW: "warning", P.ANSWERED: "success", P.REOPEN_ASKED: "warning", P.REOPENED: "warning",
    P.CLOSED: "success", P.WITHDRAWN: "",
}  # fmt: skip
TO_CITIZENS: Mapping[Process, Promise] = {
    P.WAITING: _("Sent, waiting to be taken in"),
    P.QUARANTINED: _("Sent, waiting to be taken in"),  # nobody learns here what was held back
    P.REFUSED: _("Not taken up"),
    P.ACCEPTED: _("Received by the office"),
    P.ASSIGNED: _("Given to the department in charge"),
    P.IN_PROGRESS: _("Being worked on"),
    P.ASKED: _("We need something more from you"),
    P.FORWARDED: _("Being passed on to the agency in charge"),
    P.TRANSFERRED: _("The agency in charge has taken it over"),
    P.MERGED: _("Handled together with the same matter"),
    P.IN_REVIEW: _("The answer is being finished"),
    P.ANSWERED: _("An answer is here"),
    P.REOPEN_ASKED: _("Being looked at once more"),
    P.REOPENED: _("Being looked at once more"),
    P.CLOSED: _("Finished"),
    P.WITHDRAWN: _("You have withdrawn it"),
}
EVENTS: Mapping[str, Promise] = {
    "send": _("Sent"),
    C.ACCEPT.value: _("Received by the office"),
    C.DISCARD.value: _("Not taken up"),
    C.REFUSE.value: _("Not taken up"),
    C.ASSIGN.value: _("Given to the department in charge"),
    C.START.value: _("The work has begun"),
    C.ASK.value: _("We asked you for something more"),
    C.REPLY.value: _("You replied"),
    C.GIVE_UP.value: _("Finished without a reply"),
    C.FORWARD.value: _("Being passed on to the agency in charge"),
    C.ACKNOWLEDGE.value: _("The agency in charge has taken it over"),
    C.ANSWER.value: _("An answer is here"),
    C.EXTEND.value: _("More time is needed"),
    C.MERGE.value: _("Handled together with the same matter"),
    C.UNMERGE.value: _("Handled by itself again"),
    C.ASK_REOPEN.value: _("You asked to look at it once more"),
    C.REOPEN.value: _("Being looked at once more"),
    C.DECLINE_REOPEN.value: _("It stays as answered"),
    C.CLOSE.value: _("Finished"),
    C.WITHDRAW.value: _("You have withdrawn it"),
}
"""What a sender reads of the history; what is not here stays inside."""
VISIBILITIES: Mapping[Visibility, Promise] = {
    Visibility.PRIVATE: _("only its sender and the staff"),
    Visibility.REVIEW: _("public words wait for a second person"),
    Visibility.PUBLIC: _("public on the site"),
    Visibility.HIDDEN: _("taken off the site"),
}
OUTCOMES: Mapping[Outcome, Promise] = {
    Outcome.OPEN: _("no result yet"),
    Outcome.SOLVED: _("solved"),
    Outcome.EXPLAINED: _("explained"),
    Outcome.NOT_OURS: _("not within our powers"),
    Outcome.REFERRED: _("passed on"),
    Outcome.NO_INFORMATION: _("not enough information"),
    Outcome.DUPLICATE: _("the same as another"),
    Outcome.WITHDRAWN: _("withdrawn by the sender"),
    Outcome.SPAM: _("not a real message"),
}
COMMANDS: Mapping[Command, Promise] = {
    C.RELEASE: _("Let it in"),
    C.DISCARD: _("Put it aside for good"),
    C.ACCEPT: _("Take it in"),
    C.REFUSE: _("Do not take it up"),
    C.ASSIGN: _("Give it to a department"),
    C.SEND_BACK: _("Not ours: back to the office"),
    C.START: _("Begin the work"),
    C.ASK: _("Ask the sender for more"),
    C.REPLY: _("Enter what the sender said"),
    C.GIVE_UP: _("Close without a reply"),
    C.FORWARD: _("Send it on to another unit"),
    C.ACKNOWLEDGE: _("Taken over there"),
    C.BOUNCE: _("Came back from there"),
    C.SUBMIT: _("Send the answer for approval"),
    C.RETURN: _("Answer returned"),
    C.ANSWER: _("Answer given"),
    C.EXTEND: _("Give it more time"),
    C.MERGE: _("Join it to the same case"),
    C.UNMERGE: _("Part it again"),
    C.ASK_REOPEN: _("Asked to open it again"),
    C.REOPEN: _("Open it again"),
    C.DECLINE_REOPEN: _("Leave it closed"),
    C.CLOSE: _("Close the case"),
    C.WITHDRAW: _("Withdraw it for the sender"),
}
HAPPENED: Mapping[str, Promise] = {
    "send": _("came in"),
    "look": _("looked at who sent it"),
    "original": _("read the original words"),
    **{command.value: words for command, words in COMMANDS.items()},
}
"""Lines of the history for the staff."""
NEEDS: Mapping[Need, Promise] = {
    Need.WORDS: _("Please write a sentence that the sender understands."),
    Need.REASON: _("Please say why."),
    Need.FIRST_REFUSAL: _("A department sends a case back once only. Now the office decides."),
    Need.BOUNCES_LEFT: _("It came back twice already. It is answered here."),
    Need.EXTENSIONS_LEFT: _("It has no date, or it cannot be given more time again."),
    Need.BEFORE_DUE: _("The day has passed already. More time is given before that."),
    Need.FREE_MAIN: _("Choose a case that is not joined to another one itself."),
    Need.ANOTHER_PERSON: _("Another person approves what you wrote."),
    Need.IN_TIME: _("The days in which this can be asked have passed."),
    Need.REPLY_OVERDUE: _("The sender still has time to reply."),
}
FIGURES: Mapping[str, Promise] = {
    "received": _("received in all"),
    "accepted": _("taken up"),
    "refused": _("not taken up"),
    "answered": _("case answered"),
    "in_time": _("answered in time"),
    "late": _("answered late"),
    "undated": _("without a date set by a rule"),
    "open": _("still open"),
    "open_late": _("open and late"),
    "came_back": _("came back within 30 days"),
}
RATINGS: Mapping[int, Promise] = {1: _("Not satisfied"), 2: _("Partly satisfied"), 3: _("Satisfied")}
RATING_REASONS: Mapping[str, Promise] = {
    "slow": _("It took long"),
    "not_solved": _("It is not solved"),
    "attitude": _("How I was treated"),
    "unclear": _("The answer is not clear"),
    "came_back": _("It came back"),
}
