"""The four axes of a case, and the one table of what may happen to it. Pure.

Process, visibility and outcome are stored; the clock is a duty and is derived. Buttons, the matrix of
permissions, the diagram in docs/cases.md and the property test are made from `TABLE`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Process(StrEnum):
    """Where a case stands on its way."""

    WAITING = "waiting"
    QUARANTINED = "quarantined"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    ASKED = "asked"
    FORWARDED = "forwarded"  # sent to another unit that has not said yet
    TRANSFERRED = "transferred"  # the other unit has it
    MERGED = "merged"
    IN_REVIEW = "in_review"
    ANSWERED = "answered"
    REOPEN_ASKED = "reopen_asked"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


P = Process
INTAKE = frozenset({P.WAITING, P.QUARANTINED})
"""Nobody has said yet whether it is taken."""
WORKED = frozenset({P.ACCEPTED, P.ASSIGNED, P.IN_PROGRESS, P.REOPENED})
"""Somebody of the unit has to act on its substance."""
OPEN = INTAKE | WORKED | {P.ASKED, P.FORWARDED, P.IN_REVIEW}
"""The answer clock runs or rests."""
FINAL = frozenset({P.REFUSED, P.TRANSFERRED, P.MERGED, P.CLOSED, P.WITHDRAWN})
"""Nothing more is owed."""
SETTLED = FINAL | {P.ANSWERED, P.REOPEN_ASKED}
"""The sender has been told how it ended."""


class Visibility(StrEnum):
    """Who may see it beside its sender and the staff."""

    PRIVATE = "private"
    REVIEW = "review"  # a public text is proposed
    PUBLIC = "public"
    HIDDEN = "hidden"  # was public


class Outcome(StrEnum):
    """How it ended."""

    OPEN = ""
    SOLVED = "solved"
    EXPLAINED = "explained"
    NOT_OURS = "not_ours"
    REFERRED = "referred"
    NO_INFORMATION = "no_information"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    SPAM = "spam"


class Who(StrEnum):
    """Whose command it is."""

    SENDER = "sender"
    INTAKE = "intake"
    DEPARTMENT = "department"
    APPROVER = "approver"
    RECEIVER = "receiver"  # the unit to which it was forwarded
    CLOCK = "clock"


class Command(StrEnum):
    """What can be done to a case."""

    RELEASE = "release"
    DISCARD = "discard"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ASSIGN = "assign"
    SEND_BACK = "send_back"
    START = "start"
    ASK = "ask"
    REPLY = "reply"
    GIVE_UP = "give_up"
    FORWARD = "forward"
    ACKNOWLEDGE = "acknowledge"
    BOUNCE = "bounce"
    SUBMIT = "submit"
    RETURN = "return"
    ANSWER = "answer"
    EXTEND = "extend"
    MERGE = "merge"
    UNMERGE = "unmerge"
    ASK_REOPEN = "ask_reopen"
    REOPEN = "reopen"
    DECLINE_REOPEN = "decline_reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"


C = Command


class Need(StrEnum):
    """What has to be given, or to hold, before a command."""

    WORDS = "words"  # a sentence that the sender reads
    REASON = "reason"  # a sentence that stays inside
    FIRST_REFUSAL = "first_refusal"  # a department sends a case back once
    BOUNCES_LEFT = "bounces_left"
    EXTENSIONS_LEFT = "extensions_left"
    BEFORE_DUE = "before_due"
    FREE_MAIN = "free_main"  # the main case is not merged itself, and nothing is merged into this one
    ANOTHER_PERSON = "another_person"
    IN_TIME = "in_time"  # the sender asks within the days after the answer
    REPLY_OVERDUE = "reply_overdue"


class Effect(StrEnum):
    """What a command does to the clocks."""

    STOP_INTAKE = "stop_intake"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    DONE = "done"  # what was owed was given
    VOID = "void"  # nothing is owed any more
    BEGIN_ANEW = "begin_anew"


MOST_BOUNCES = 2
MOST_EXTENSIONS = 2


@dataclass(frozen=True)
class Step:
    """A row of the table. Without a target the case stays where it is; `tells`: the sender hears of it."""

    command: Command
    sources: frozenset[Process]
    target: Process | None
    who: frozenset[Who]
    needs: frozenset[Need] = frozenset()
    effects: tuple[Effect, ...] = ()
    tells: bool = True
    outcome: Outcome | None = None  # set by the command; None leaves it to whoever commands


def _step(
    command: Command,
    sources: Iterable[Process],
    target: Process | None,
    who: Iterable[Who],
    *needs: Need,
    effects: tuple[Effect, ...] = (),
    tells: bool = True,
    outcome: Outcome | None = None,
) -> Step:
    return Step(
        command, frozenset(sources), target, frozenset(who), frozenset(needs), effects, tells, outcome
    )


_DESK = {Who.INTAKE, Who.DEPARTMENT}
_STOP = (Effect.STOP_INTAKE, Effect.DONE)
_CANCEL = (Effect.STOP_INTAKE, Effect.VOID)

TABLE: tuple[Step, ...] = (
    _step(C.RELEASE, {P.QUARANTINED}, P.WAITING, {Who.INTAKE}, tells=False),
    _step(
        C.DISCARD, {P.QUARANTINED}, P.REFUSED, {Who.INTAKE}, Need.WORDS, effects=_CANCEL,
        outcome=Outcome.SPAM,
    ),
    _step(C.ACCEPT, {P.WAITING}, P.ACCEPTED, {Who.INTAKE}, effects=(Effect.STOP_INTAKE,)),
    _step(
        C.REFUSE, {P.WAITING, P.ACCEPTED, P.ASSIGNED, P.IN_PROGRESS}, P.REFUSED, {Who.INTAKE}, Need.WORDS,
        effects=_STOP,
    ),
    _step(C.ASSIGN, WORKED, P.ASSIGNED, {Who.INTAKE}),
    _step(
        C.SEND_BACK, {P.ASSIGNED}, P.ACCEPTED, {Who.DEPARTMENT}, Need.REASON, Need.FIRST_REFUSAL, tells=False
    ),
    _step(C.START, {P.ASSIGNED, P.REOPENED, P.ACCEPTED}, P.IN_PROGRESS, _DESK),
    _step(
        C.ASK, {P.ACCEPTED, P.ASSIGNED, P.IN_PROGRESS}, P.ASKED, _DESK, Need.WORDS,
        effects=(Effect.PAUSE,),
    ),
    _step(C.REPLY, {P.ASKED}, P.IN_PROGRESS, {Who.SENDER, Who.INTAKE}, effects=(Effect.RESUME,)),
    _step(
        C.GIVE_UP, {P.ASKED}, P.CLOSED, {Who.CLOCK}, Need.REPLY_OVERDUE, effects=(Effect.VOID,),
        outcome=Outcome.NO_INFORMATION,
    ),
    _step(
        C.FORWARD, {P.ACCEPTED, P.ASSIGNED, P.IN_PROGRESS}, P.FORWARDED, {Who.INTAKE}, Need.WORDS,
        Need.BOUNCES_LEFT,
    ),
    _step(
        C.ACKNOWLEDGE, {P.FORWARDED}, P.TRANSFERRED, {Who.RECEIVER}, effects=(Effect.DONE,),
        outcome=Outcome.REFERRED,
    ),
    _step(C.BOUNCE, {P.FORWARDED}, P.ACCEPTED, {Who.RECEIVER}, Need.REASON, tells=False),
    _step(C.SUBMIT, {P.IN_PROGRESS}, P.IN_REVIEW, _DESK, tells=False),
    _step(C.RETURN, {P.IN_REVIEW}, P.IN_PROGRESS, {Who.APPROVER, Who.DEPARTMENT, Who.INTAKE}, tells=False),
    _step(C.ANSWER, {P.IN_REVIEW}, P.ANSWERED, {Who.APPROVER}, Need.ANOTHER_PERSON, effects=(Effect.DONE,)),
    _step(
        C.EXTEND, WORKED | {P.IN_REVIEW}, None, {Who.APPROVER}, Need.WORDS, Need.EXTENSIONS_LEFT,
        Need.BEFORE_DUE, effects=(Effect.EXTEND,),
    ),
    _step(
        C.MERGE, {P.WAITING, P.ACCEPTED, P.ASSIGNED, P.IN_PROGRESS}, P.MERGED, {Who.INTAKE}, Need.FREE_MAIN,
        effects=_CANCEL, outcome=Outcome.DUPLICATE,
    ),
    _step(
        C.UNMERGE, {P.MERGED}, P.ACCEPTED, {Who.INTAKE}, Need.REASON, effects=(Effect.BEGIN_ANEW,),
        outcome=Outcome.OPEN,
    ),
    _step(C.ASK_REOPEN, {P.ANSWERED, P.CLOSED}, P.REOPEN_ASKED, {Who.SENDER}, Need.REASON, Need.IN_TIME),
    _step(
        C.REOPEN, {P.REOPEN_ASKED}, P.REOPENED, {Who.APPROVER}, effects=(Effect.BEGIN_ANEW,),
        outcome=Outcome.OPEN,
    ),
    _step(C.DECLINE_REOPEN, {P.REOPEN_ASKED}, P.CLOSED, {Who.APPROVER}, Need.WORDS),
    _step(C.CLOSE, {P.ANSWERED}, P.CLOSED, {Who.INTAKE, Who.CLOCK}, tells=False),
    _step(
        C.WITHDRAW, OPEN, P.WITHDRAWN, {Who.SENDER, Who.INTAKE}, effects=_CANCEL, outcome=Outcome.WITHDRAWN
    ),
)  # fmt: skip

STEPS = {step.command: step for step in TABLE}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the needs of a command are held against."""

    words: bool = False
    sent_back: int = 0
    bounces: int = 0
    extensions: int = 0
    most_extensions: int = MOST_EXTENSIONS
    is_late: bool = False
    has_term: bool = True
    main_is_free: bool = True
    is_another: bool = True
    in_time: bool = True
    reply_overdue: bool = False


_HOLDS: dict[Need, Callable[[Facts], bool]] = {
    Need.WORDS: lambda facts: facts.words,
    Need.REASON: lambda facts: facts.words,
    Need.FIRST_REFUSAL: lambda facts: facts.sent_back == 0,
    Need.BOUNCES_LEFT: lambda facts: facts.bounces < MOST_BOUNCES,
    Need.EXTENSIONS_LEFT: lambda facts: facts.has_term and facts.extensions < facts.most_extensions,
    Need.BEFORE_DUE: lambda facts: not facts.is_late,
    Need.FREE_MAIN: lambda facts: facts.main_is_free,
    Need.ANOTHER_PERSON: lambda facts: facts.is_another,
    Need.IN_TIME: lambda facts: facts.in_time,
    Need.REPLY_OVERDUE: lambda facts: facts.reply_overdue,
}
GIVEN = frozenset({Need.WORDS, Need.REASON, Need.FREE_MAIN, Need.ANOTHER_PERSON})
"""Needs that the form of the command asks for, so that its button shows without them."""


def fits(command: Command, process: Process) -> bool:
    """Whether the command belongs to where the case stands."""
    return process in STEPS[command].sources


def lacks(command: Command, facts: Facts) -> list[Need]:
    """What is missing for a command, in the order of `Need`."""
    return [need for need in Need if need in STEPS[command].needs and not _HOLDS[need](facts)]


def offered(process: Process, who: Iterable[Who], facts: Facts) -> list[Command]:
    """The commands for which a person gets a button, in the order of the table."""
    roles = frozenset(who)
    return [
        step.command
        for step in TABLE
        if process in step.sources and step.who & roles and not set(lacks(step.command, facts)) - GIVEN
    ]


VISIBLE: dict[Visibility, frozenset[Visibility]] = {
    Visibility.PRIVATE: frozenset({Visibility.REVIEW}),
    Visibility.REVIEW: frozenset({Visibility.PRIVATE, Visibility.PUBLIC}),
    Visibility.PUBLIC: frozenset({Visibility.HIDDEN}),
    Visibility.HIDDEN: frozenset({Visibility.REVIEW}),
}
"""How the visibility moves; from review to public only by another person than who proposed it."""
NEVER_SHOWN = frozenset({P.QUARANTINED, P.WAITING})
"""What nobody has looked at is not proposed to be public."""
