from datetime import datetime, timedelta

import pytest

from conglang.base.ledger import schedule
from conglang.base.ledger.models import PeriodicJob
from conglang.base.ledger.schedule import every, run_due
from conglang.base.ledger.tests.trail import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture(autouse=True)
def only_the_jobs_of_the_test(monkeypatch):
    monkeypatch.setattr(schedule, "_jobs", {})


def after(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_job_runs_at_once_and_then_once_a_period():
    runs = []
    every(seconds=60, name="watch")(runs.append)
    for second in range(0, 200, 10):
        run_due(now=after(second))
    assert runs == [after(0), after(60), after(120), after(180)]


def test_a_missed_period_is_not_caught_up():
    runs = []
    every(seconds=60, name="watch")(runs.append)
    run_due(now=NOW)
    run_due(now=after(3600))
    run_due(now=after(3601))
    assert runs == [NOW, after(3600)]


def test_a_job_that_runs_elsewhere_is_left_alone_until_that_worker_counts_as_dead():
    runs = []
    every(seconds=60, name="watch")(runs.append)
    elsewhere = schedule._jobs["watch"]
    PeriodicJob.objects.create(name="watch", due_at=NOW)
    assert schedule._claim(elsewhere, NOW)
    assert run_due(now=after(70)) == 0
    assert run_due(now=after(16 * 60)) == 1


def test_a_job_is_won_by_one_worker_only():
    every(seconds=60, name="watch")(lambda now: None)
    PeriodicJob.objects.create(name="watch", due_at=NOW)
    job = schedule._jobs["watch"]
    assert [schedule._claim(job, NOW) for _ in range(3)] == [True, False, False]


def test_a_failing_job_is_noted_and_does_not_stop_the_others():
    runs = []

    @every(seconds=60)
    def broken(now: datetime) -> None:
        raise ValueError("no oil in the lamp")

    every(seconds=60, name="watch")(runs.append)
    run_due(now=NOW)
    run_due(now=after(60))
    row = PeriodicJob.objects.get(name__endswith="broken")
    assert (row.failures, row.last_error) == (2, "ValueError: no oil in the lamp")
    assert row.running_until is None
    assert runs == [NOW, after(60)]


def test_two_jobs_cannot_share_a_name():
    every(seconds=60, name="watch")(lambda now: None)

    def other(now: datetime) -> None:
        """Does something else."""

    with pytest.raises(ValueError, match="watch"):
        every(seconds=60, name="watch")(other)
