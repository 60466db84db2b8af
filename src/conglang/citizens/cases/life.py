"""The life of one case without a database: the table of `rules.py` with the clock of base/duties. Pure.

Services do the same to rows; tests and bench/cases.py walk through this at random and hold both together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from conglang.base.duties.rules import Clock, Extension, Pause, Verdict, verdict
from conglang.citizens.cases.rules import (
    SETTLED,
    STEPS,
    Command,
    Effect,
    Facts,
    Need,
    Outcome,
    Process,
    fits,
    lacks,
)
from conglang.kernel.calendar import WorkCalendar
from conglang.kernel.rules import DatedRule


@dataclass(frozen=True)
class Timer:
    """The clock of an answer: its pauses and extensions, and how it ended."""

    started_at: datetime
    pauses: tuple[Pause, ...] = ()
    paused_at: datetime | None = None
    extensions: tuple[Extension, ...] = ()
    fulfilled_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def is_closed(self) -> bool:
        """Whether it never changes again."""
        return self.fulfilled_at is not None or self.cancelled_at is not None

    def verdict(self, law: "Law") -> Verdict:
        """Its last day."""
        return verdict(self.started_at, law.rules, law.calendar, self.pauses, self.extensions)

    def clock(self, law: "Law") -> Clock:
        """The instants from which its state follows."""
        return Clock(
            self.started_at, self.verdict(law).ends_at, self.paused_at, self.fulfilled_at, self.cancelled_at
        )

    def is_late(self, law: "Law", now: datetime) -> bool:
        """Whether the day has passed while it ran."""
        return not self.is_closed and self.paused_at is None and now >= self.verdict(law).ends_at

    def resumed(self, now: datetime) -> "Timer":
        """The clock after its pause, if there is one."""
        if self.paused_at is None:
            return self
        return replace(self, pauses=(*self.pauses, Pause(self.paused_at, now)), paused_at=None)

    def extended(self, until: date | None, law: "Law") -> "Timer":
        """The clock with a later last day; one that is not later changes nothing."""
        if until is None or until <= self.verdict(law).on:
            return self
        return replace(self, extensions=(*self.extensions, Extension(until)))


@dataclass(frozen=True)
class Law:
    """The rules and the calendar under which clocks run; without rules there is no clock."""

    rules: Sequence[DatedRule]
    calendar: WorkCalendar


@dataclass(frozen=True)
class Life:
    """Where a case stands after what has happened to it."""

    process: Process
    timer: Timer | None
    outcome: Outcome = Outcome.OPEN
    accepted: bool = False
    told_at: datetime | None = None
    sent_back: int = 0
    bounces: int = 0
    late_grants: int = 0  # extensions that the sender learnt of after the old date; must stay 0

    @property
    def ended_silent(self) -> bool:
        """Whether it was taken in and ended without a word to its sender."""
        return self.accepted and self.process in SETTLED and self.told_at is None


@dataclass(frozen=True)
class Given:
    """What comes with a command."""

    at: datetime
    words: bool = True
    until: date | None = None
    is_another: bool = True


def received(at: datetime, law: Law, *, held: bool = False) -> Life:
    """A case that has just come in."""
    timer = Timer(at) if law.rules else None
    return Life(Process.QUARANTINED if held else Process.WAITING, timer)


def facts_of(life: Life, given: Given, law: Law) -> Facts:
    """What decides about the next command."""
    timer = life.timer
    return Facts(
        words=given.words,
        sent_back=life.sent_back,
        bounces=life.bounces,
        extensions=len(timer.extensions) if timer else 0,
        has_term=timer is not None and not timer.is_closed,
        is_late=timer is not None and timer.is_late(law, given.at),
        is_another=given.is_another,
        reply_overdue=life.process is Process.ASKED,
    )


def after(life: Life, command: Command, given: Given, law: Law) -> Life | list[Need]:
    """The life after a command, or what is missing for it. Raises ValueError where it does not fit."""
    if not fits(command, life.process):
        raise ValueError(f"{command} does not fit {life.process}")
    step = STEPS[command]
    missing = lacks(command, facts_of(life, given, law))
    if missing:
        return missing
    late = command is Command.EXTEND and life.timer is not None and life.timer.is_late(law, given.at)
    found = replace(
        life,
        process=step.target or life.process,
        outcome=life.outcome if step.outcome is None else step.outcome,
        told_at=given.at if step.tells else life.told_at,
        late_grants=life.late_grants + late,
        accepted=life.accepted or command is Command.ACCEPT,
        sent_back=life.sent_back + (command is Command.SEND_BACK),
        bounces=life.bounces + (command is Command.BOUNCE),
    )
    for effect in step.effects:
        found = replace(found, timer=_turned(found, effect, given, law))
    return found


def _turned(life: Life, effect: Effect, given: Given, law: Law) -> Timer | None:
    timer, now = life.timer, given.at
    if effect is Effect.BEGIN_ANEW:
        return _begun_anew(life, now, law)
    if timer is None or timer.is_closed:
        return timer
    turned: dict[Effect, Callable[[], Timer]] = {
        Effect.PAUSE: lambda: timer if timer.is_late(law, now) else replace(timer, paused_at=now),
        Effect.RESUME: lambda: timer.resumed(now),
        Effect.DONE: lambda: replace(timer.resumed(now), fulfilled_at=now),
        Effect.VOID: lambda: replace(timer, cancelled_at=now, paused_at=None),
        Effect.EXTEND: lambda: timer.extended(given.until, law),
        Effect.STOP_INTAKE: lambda: timer,
    }
    return turned[effect]()


def _begun_anew(life: Life, now: datetime, law: Law) -> Timer | None:
    """After a merge that was none the old clock goes on; after a reopening a new one begins."""
    if life.process is Process.ACCEPTED:
        return replace(life.timer, fulfilled_at=None, cancelled_at=None) if life.timer else None
    return Timer(now) if law.rules else None
