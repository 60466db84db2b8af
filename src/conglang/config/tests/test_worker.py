import os
import threading
import time

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from conglang.base.ledger.queues import SLOW, USUAL
from conglang.config import worker
from conglang.config.task_queue import TaskQueue
from conglang.config.worker import Part, Worker


class SilentWaker:
    def wait(self, timeout):
        time.sleep(0.01)
        return True

    def close(self):
        """Nothing to give back."""


def test_a_part_that_fails_or_hangs_does_not_stop_the_others(monkeypatch):
    monkeypatch.setattr(worker.wakeups, "waker", SilentWaker)
    monkeypatch.setattr(worker, "STOP_SECONDS", 0.2)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    rounds, tries, hangs = [], [], threading.Event()

    def fail(now):
        tries.append(now)
        raise ValueError("no paper")

    def work(now):
        rounds.append(now)
        return 0

    crew = Worker([Part("fails", fail), Part("hangs", lambda now: hangs.wait(20)), Part("works", work)])
    thread = threading.Thread(target=crew.run)
    thread.start()
    time.sleep(0.5)
    crew.stop()
    thread.join(timeout=5)
    hangs.set()
    assert not thread.is_alive()
    assert len(rounds) > 3
    assert len(tries) == 1  # the pause after a failure is not cut short by every commit


def test_the_pause_grows_with_failures_to_a_minute():
    part = Part("x", lambda now: 0)
    pauses = []
    for part.failures in range(12):
        pauses.append(part.pause())
    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == 60


done: list[str] = []


@task()
def ring(name: str) -> None:
    done.append(name)
    if name == "cracked":
        raise ValueError(name)


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": [USUAL, SLOW]}}
    done.clear()
    return TaskQueue(f"here:{os.getpid()}")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_queued_tasks_run_one_by_one_and_a_failed_one_is_kept(queue):
    for name in ("first", "cracked", "last"):
        ring.enqueue(name)
    assert [queue.run_one(timezone.now()) for _ in range(4)] == [1, 1, 1, 0]
    assert done == ["first", "cracked", "last"]
    assert DBTaskResult.objects.failed().get().args_kwargs["args"] == ["cracked"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_is_slow_holds_up_nothing_else(queue):
    for name in ("scan 1", "scan 2"):
        ring.using(queue_name=SLOW).enqueue(name)
    ring.enqueue("publish")
    assert queue.run_one(timezone.now()) == 1
    assert done == ["publish"]
    assert TaskQueue(queue.place, SLOW).run_one(timezone.now()) == 1
    assert done == ["publish", "scan 1"]


def test_each_queue_has_its_part_of_the_worker():
    assert {"tasks", "slow tasks"} <= {part.name for part in worker.parts()}


def left_behind(worker_id: str, starts: int = 1) -> DBTaskResult:
    ring.enqueue("x")
    row = DBTaskResult.objects.latest("enqueued_at")
    for _ in range(starts):
        row.claim(worker_id)
    return row


@pytest.mark.django_db
def test_tasks_of_a_dead_process_are_queued_again_and_those_of_living_ones_left(queue):
    dead = left_behind("here:999999999:abc")
    reborn = left_behind(f"here:{os.getpid()}:old")
    living = left_behind(f"here:{os.getppid()}:abc")
    elsewhere = left_behind("there:999999999:abc")
    assert queue.recover() == 2
    assert set(DBTaskResult.objects.ready().values_list("pk", flat=True)) == {dead.pk, reborn.pk}
    assert set(DBTaskResult.objects.running().values_list("pk", flat=True)) == {living.pk, elsewhere.pk}


@pytest.mark.django_db
def test_a_queue_takes_back_none_of_the_other_which_the_same_process_runs(queue):
    ring.using(queue_name=SLOW).enqueue("x")
    DBTaskResult.objects.get().claim(queue.id)
    assert queue.recover() == 0
    assert TaskQueue(queue.place, SLOW).recover() == 1


@pytest.mark.django_db
def test_a_task_that_outlived_three_processes_counts_as_failed(queue):
    left_behind("here:999999999:abc", starts=3)
    queue.recover()
    assert "WorkerDied" in DBTaskResult.objects.failed().get().exception_class_path
