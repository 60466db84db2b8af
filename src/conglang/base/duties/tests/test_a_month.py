"""A month of 500 documents in a commune: issued, paused, extended, published or forgotten, day by day.

The oracle counts on a plain set of days off by walking from day to day; it knows nothing of the engine.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge

from conglang.base.duties.models import Duty, Notice
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.keep_rules import confirm_rule, enter_rule
from conglang.base.duties.services.move import extend, pause, resume
from conglang.base.duties.services.remind import remind
from conglang.base.duties.services.start import Trigger, start
from conglang.base.duties.tasks import EVERY_SECONDS
from conglang.base.duties.tests.conftest import SYSTEM, run
from conglang.base.duties.tests.test_calendar import local_rule
from conglang.base.units.scope import everything

DOCUMENTS = 500
ZONE = timedelta(hours=7)
DAY = timedelta(days=1)
OFF = {date(2026, 11, 24), date(2027, 1, 1)}
FIRST, END = date(2026, 11, 2), datetime(2027, 1, 15, tzinfo=UTC)
AT_MOST = timedelta(minutes=15)
TERMS = {
    "PUB_DEFAULT": ("wd", 5),
    "PUB_LOCAL": ("wd", 2),
    "BUD_SUPPORT_POLICY": ("wd", 3),
    "KN_ACCEPT": ("wd", 7),
    "TCD_NOTIFY": ("wd", 10),
    "INFO_REQ": ("d", 12),
    "INFO_DISPUTE": ("d", 10),
    "BUD_DECIDED": ("d", 30),
    "TAKEDOWN": ("h", 24),
    "INCIDENT": ("h", 72),
}
CHOICES = [[term] for term in TERMS] + [["PUB_DEFAULT", "PUB_LOCAL"], ["INFO_REQ", "KN_ACCEPT"]]
Deed = Callable[[datetime], object]


@dataclass
class Story:
    """What happens to one document; `due` is the oracle's."""

    number: int
    issued: datetime
    terms: list[str]
    pause: tuple[datetime, datetime] | None = None
    until: date | None = None
    done: datetime | None = None
    due: datetime = field(init=False)
    key: int = 0

    def __post_init__(self) -> None:
        self.due = self.oracle()

    def oracle(self) -> datetime:
        """The instant at which it is too late."""
        ends = min(map(self._end_of, self.terms))
        return max(ends, midnight_after(self.until)) if self.until else ends

    def _end_of(self, term: str) -> datetime:
        unit, count = TERMS[term]
        begins, ends = self.pause or (self.issued, self.issued)
        if unit == "h":
            return self.issued + timedelta(hours=count) + (ends - begins)
        resting = {day(begins) + n * DAY for n in range(1, (day(ends) - day(begins)).days + 1)}
        at = day(self.issued)
        while count:
            at += DAY
            count -= at not in resting and (unit == "d" or is_office_day(at))
        while not is_office_day(at) or at in resting:
            at += DAY
        return midnight_after(at)

    @property
    def is_late(self) -> bool:
        return (self.done or END) > self.due


def day(at: datetime) -> date:
    return (at + ZONE).date()


def midnight_after(on: date) -> datetime:
    return datetime.combine(on + DAY, time(), UTC) - ZONE


def is_office_day(on: date) -> bool:
    return on.isoweekday() < 6 and on not in OFF


def stories() -> list[Story]:
    chance = random.Random(20261122)
    found = []
    for number in range(DOCUMENTS):
        on = FIRST + chance.randrange(29) * DAY
        issued = datetime.combine(on, time(1), UTC) + timedelta(minutes=chance.randrange(480))
        story = Story(number, issued, chance.choice(CHOICES))
        if chance.random() < 0.3:
            begins = issued + (story.due - issued) * chance.uniform(0.1, 0.9)
            if day(begins) < day(story.due - timedelta(seconds=1)):  # on the last day nothing stops the end
                story.pause = (begins, begins + timedelta(minutes=chance.randrange(30, 12_000)))
                story.due = story.oracle()
        if chance.random() < 0.2:
            story.until = day(story.due) + chance.randrange(1, 12) * DAY
            story.due = story.oracle()
        if chance.random() < 0.85:
            since = story.pause[1] if story.pause else issued
            story.done = since + (story.due - since) * chance.uniform(0.05, 1.2)
        found.append(story)
    return found


def deeds(story: Story, clerk, leader, commune) -> Iterator[tuple[datetime, int, Deed]]:
    """What people do, each at its time."""

    def begin(now: datetime) -> None:
        trigger = Trigger(f"Văn bản {story.number}", story.issued)
        story.key = run(
            start, clerk, unit_id=commune.pk, key=f"vb-{story.number}", title="Công khai văn bản",
            rules=story.terms, trigger=trigger, person_id=clerk.user_id, now=now,
        ).pk  # fmt: skip

    def grant(now: datetime) -> None:
        run(extend, leader, duty_id=story.key, until=story.until, reason="khó", now=now)

    plan: list[tuple[datetime, Deed]] = [(story.issued, begin)]
    if story.pause:
        plan.append((story.pause[0], lambda now: run(pause, clerk, duty_id=story.key, reason="chờ", now=now)))
        plan.append((story.pause[1], lambda now: run(resume, clerk, duty_id=story.key, now=now)))
    if story.until:
        granted = (story.pause[1] if story.pause else story.issued) + timedelta(minutes=1)
        plan.append((granted, grant))
    if story.done:
        at = max(story.done, plan[-1][0] + timedelta(minutes=1))
        story.done = at
        plan.append((at, lambda now: run(fulfil, clerk, duty_id=story.key, now=now)))
    return ((at, story.number, deed) for at, deed in plan)


def looks(found: list[Story]) -> list[datetime]:
    """Runs of the job. It runs every few minutes; left out are only those before which nothing fell due."""
    period = timedelta(seconds=EVERY_SECONDS)
    times = {datetime.combine(FIRST, time(), UTC) + days * DAY + timedelta(hours=3) for days in range(72)}
    for story in found:
        passed = (story.due - datetime(2026, 11, 1, 0, 2, tzinfo=UTC)) // period + 1
        times.add(datetime(2026, 11, 1, 0, 2, tzinfo=UTC) + passed * period)
    return sorted(at for at in times if at < END)


def test_every_duty_is_found_every_date_is_right_and_lateness_is_noticed(
    chief, deputy, clerk, leader, commune
):
    entry = local_rule("2wd", id="PUB_LOCAL")
    row = run(enter_rule, chief, unit_id=commune.pk, entry=entry)
    run(confirm_rule, deputy, rule_id=row.pk)
    month = stories()
    acts = merge(*(deeds(story, clerk, leader, commune) for story in month), key=lambda each: each[:2])
    ahead = iter(looks(month))
    look = next(ahead, None)
    for at, _number, deed in acts:
        while look is not None and look <= at:
            remind(by=SYSTEM, now=look)
            look = next(ahead, None)
        deed(at)
    for last in [look, *ahead]:
        remind(by=SYSTEM, now=last or END)
    with everything("tests"):
        duties = {duty.pk: duty for duty in Duty.objects.all()}
        told = {notice.duty_id: notice for notice in Notice.objects.filter(kind="late", person=clerk.user_id)}
    assert sorted(duties) == sorted(story.key for story in month)
    assert [story for story in month if duties[story.key].due_at != story.due] == []
    late = [story for story in month if story.is_late]
    assert sorted(told) == sorted(story.key for story in late)
    assert len(late) > 100
    assert all(timedelta() <= told[story.key].at - story.due <= AT_MOST for story in late)
    assert {told[story.key].since - story.due for story in late} == {timedelta()}
