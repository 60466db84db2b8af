"""Public pages looked at until they were there for long enough; the net is played."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.duties import queries
from conglang.base.duties.models import Channel, Evidence, Notice, PageWatch
from conglang.base.duties.services.close import cancel
from conglang.base.duties.services.watch import Sight, note_look, watch_page
from conglang.base.duties.tests.conftest import NOW, SYSTEM, begin, run
from conglang.base.duties.watching import MISSES, next_look
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEEN, GONE = Sight(sha256="a" * 64), Sight(trouble="HTTP 404")


@pytest.fixture
def watched(clerk, commune):
    duty = begin(clerk, commune, person_id=clerk.user_id)
    return run(watch_page, clerk, duty_id=duty.pk, path="/van-ban/12/", days=5)


def look(watch: PageWatch, sight: Sight, at: datetime) -> PageWatch:
    with everything("tests"):
        return note_look(
            by=SYSTEM, watch_id=watch.pk, sight=sight, url="http://xa.example/van-ban/12/", now=at
        )


def at_each_look(watch: PageWatch, until: datetime, missing=lambda _at: False) -> PageWatch:
    """Go on until the watch ends or the time comes, each look at the time that the last one named."""
    while watch.ended_at is None and watch.next_at < until:
        watch = look(watch, GONE if missing(watch.next_at) else SEEN, watch.next_at)
    return watch


def longest(watch: PageWatch) -> int:
    with everything("tests"):
        return queries.longest_span(watch.duty, Channel.PAGE_PROBE)


@pytest.mark.parametrize("key", [0, 1, 359, 719, 720, 99_991])
def test_every_local_day_gets_a_look_and_the_last_days_get_more(key):
    at, looks = NOW, []
    for _ in range(40):
        at = next_look(at, key, days_left=20)
        looks.append(local_day(at))
    assert looks == [looks[0] + number * DAY for number in range(40)]
    assert next_look(NOW, key, days_left=2) - NOW <= 6 * HOUR


def test_a_page_that_stays_is_proved_for_its_days_and_then_left_alone(watched):
    ended = at_each_look(watched, NOW + 30 * DAY)
    assert ended.ended_at is not None
    assert local_day(ended.ended_at) == local_day(NOW) + 4 * DAY
    assert longest(watched) == 5
    assert look(watched, SEEN, NOW + 20 * DAY).ended_at == ended.ended_at
    with everything("tests"):
        row = Evidence.objects.first()
        assert (row.channel, row.place, row.sha256, row.added_by_id) == (
            "page_probe", "/van-ban/12/", "a" * 64, None,
        )  # fmt: skip


def test_a_gap_begins_the_count_anew_and_is_told_once(watched, clerk):
    gone = (NOW + 2 * DAY, NOW + 2 * DAY + 20 * HOUR)
    ended = at_each_look(watched, NOW + 30 * DAY, missing=lambda at: gone[0] <= at < gone[1])
    assert longest(watched) == 5
    assert local_day(ended.ended_at) > local_day(NOW) + 6 * DAY
    with everything("tests"):
        assert [row.person_id for row in Notice.objects.filter(kind="missing")] == [clerk.user_id]
        assert Evidence.objects.filter(was_there=False).count() == 1


def test_one_failure_is_the_nets_and_tells_nothing(watched):
    for number in range(MISSES - 1):
        watched = look(watched, GONE, NOW + number * HOUR)
    watched = look(watched, SEEN, NOW + 5 * HOUR)
    assert (watched.misses, watched.first_miss_at) == (0, None)
    with everything("tests"):
        assert not Notice.objects.exists()
        assert not Evidence.objects.filter(was_there=False).exists()


def test_the_same_page_again_changes_nothing_and_another_one_counts_anew(watched, clerk):
    look(watched, SEEN, NOW)
    same = run(watch_page, clerk, duty_id=watched.duty_id, path="/van-ban/12/", days=5, now=NOW + DAY)
    assert same.begun_at == NOW
    other = run(watch_page, clerk, duty_id=watched.duty_id, path="/van-ban/13/", days=5, now=NOW + DAY)
    assert (other.pk, other.begun_at, other.seen_at) == (watched.pk, NOW + DAY, None)


@pytest.mark.parametrize(
    "path", ["van-ban/", "//nha.khac/", "http://nha.khac/", "/van ban/", "/a\r\nHost: b"]
)
def test_only_a_path_of_the_site_is_watched(watched, clerk, path):
    with pytest.raises(ValidationError):
        run(watch_page, clerk, duty_id=watched.duty_id, path=path)


def test_what_is_cancelled_is_not_looked_at_any_more(watched, leader):
    run(cancel, leader, duty_id=watched.duty_id, reason="nhầm")
    assert look(watched, SEEN, NOW).ended_at == NOW
    with everything("tests"):
        assert not queries.watches_due(NOW + DAY, 10)
