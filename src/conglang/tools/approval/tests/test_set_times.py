"""Content becomes public at its set time: never before, soon after, once, and in order after an outage."""

import random
from datetime import datetime, timedelta

import pytest

from conglang.base.ledger.schedule import run_due
from conglang.base.units.scope import everything
from conglang.kernel import clock
from conglang.tools.approval import tasks
from conglang.tools.approval.models import Decision
from conglang.tools.approval.tests.conftest import NOW, Office, approved
from conglang.tools.approval.tests.notices import Notice

AT_MOST = timedelta(seconds=60)
LOOK = timedelta(seconds=5)  # a worker looks more often than this


def waiting(office: Office, number: int, minutes: int) -> dict[int, datetime]:
    """Approved notices and their times, some of which fall together."""
    chance = random.Random(number)
    times = [NOW + timedelta(seconds=chance.randrange(60, minutes * 60, 7)) for _ in range(number)]
    times[1] = times[0]
    return {approved(office, title=f"Tin {at}", go_live_at=time).pk: time for at, time in enumerate(times)}


def worked(now: datetime) -> None:
    """What a worker does each time it looks; twice, as two of them do."""
    for _worker in range(2):
        with clock.frozen(now):
            run_due(now=now)


def published() -> list[tuple[int, datetime]]:
    """Each publication on record, in its order."""
    with everything("tests"):
        rows = Decision.objects.filter(verdict="publish").order_by("pk")
        return [(row.review.object_id, row.at) for row in rows.select_related("review")]


def test_content_becomes_public_at_its_time_and_at_most_a_minute_later(office):
    times = waiting(office, 20, minutes=12)
    now = NOW + timedelta(seconds=3)
    while now < NOW + timedelta(minutes=13):
        worked(now)
        with everything("tests"):
            public = set(Notice.objects.filter(live=True).values_list("pk", flat=True))
        assert public <= {pk for pk, time in times.items() if time <= now}
        assert public >= {pk for pk, time in times.items() if time + AT_MOST <= now}
        now += LOOK
    found = published()
    assert sorted(pk for pk, _at in found) == sorted(times)
    assert max(at - times[pk] for pk, at in found) <= AT_MOST


def test_after_an_outage_everything_that_came_due_is_published_once_and_in_order(office):
    times = waiting(office, 20, minutes=40)
    worked(NOW)
    back = NOW + timedelta(minutes=30)
    for turn in range(6):
        worked(back + turn * LOOK)
    found = published()
    due = [pk for pk, time in times.items() if time <= back]
    assert sorted(pk for pk, _at in found) == sorted(due)
    assert [times[pk] for pk, _at in found] == sorted(times[pk] for pk in due)
    assert max(at for _pk, at in found) - back <= AT_MOST


def test_a_worker_that_died_while_it_published_delays_nothing_beyond_a_minute(office, monkeypatch):
    times = waiting(office, 4, minutes=5)
    last = max(times.values())

    def power_cut(**_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(tasks, "publish_what_is_due", power_cut)
        with clock.frozen(last), pytest.raises(KeyboardInterrupt):
            run_due(now=last)
    for turn in range(1, 12):
        worked(last + turn * LOOK)
    assert sorted(pk for pk, _at in published()) == sorted(times)
