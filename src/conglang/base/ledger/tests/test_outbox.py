import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from conglang.base.ledger import events, outbox
from conglang.base.ledger.audit import record
from conglang.base.ledger.events import Event, subscribe
from conglang.base.ledger.models import AuditEntry, Delivery, OutboxMessage
from conglang.base.ledger.tests.trail import NOW, Person

pytestmark = pytest.mark.django_db
STATE = Delivery.State


@dataclass(frozen=True)
class BellRung(Event):
    number: int
    tower: str = ""

    @property
    def order_key(self) -> str:
        return self.tower

    @property
    def topic(self) -> str:
        return self.tower


@pytest.fixture(autouse=True)
def only_the_handlers_of_the_test(monkeypatch):
    monkeypatch.setattr(events, "_handlers", {})


def later(**how_long) -> datetime:
    return NOW + timedelta(**how_long)


def hear(plan=None):
    """A handler that keeps what it heard; `plan` says how often it fails first on each number."""
    heard: list[int] = []
    fails = dict(plan or {})

    @subscribe(BellRung)
    def listener(event: BellRung, now: datetime) -> None:
        if fails.get(event.number, 0):
            fails[event.number] -= 1
            raise ValueError("the wind was too strong")
        heard.append(event.number)

    return heard


def test_who_asked_about_one_thing_hears_of_nothing_else():
    heard = []

    @subscribe(BellRung, about=["north"])
    def listener(event: BellRung, now: datetime) -> None:
        heard.append(event.number)

    for number, tower in enumerate(["north", "south", ""]):
        outbox.publish(BellRung(number, tower), now=NOW)
    assert outbox.deliver(now=NOW) == 1
    assert heard == [0]


def test_every_handler_hears_every_event_once():
    heard = hear()
    outbox.publish(BellRung(1), now=NOW)
    outbox.publish(BellRung(2), now=NOW)
    assert outbox.deliver(now=NOW) == 2
    assert outbox.deliver(now=later(days=1)) == 0
    assert heard == [1, 2]


def test_an_event_of_a_transaction_that_failed_is_never_heard():
    heard = hear()
    with transaction.atomic():
        outbox.publish(BellRung(1), now=NOW)
        transaction.set_rollback(True)
    assert outbox.deliver(now=NOW) == 0
    assert heard == []


def test_what_a_failing_handler_wrote_is_undone_and_it_is_tried_again_later():
    tries = []

    @subscribe(BellRung)
    def careless(event: BellRung, now: datetime) -> None:
        record("bell.heard", None, by=Person(), now=now)
        tries.append(now)
        if len(tries) == 1:
            raise ValueError("after the write")

    outbox.publish(BellRung(1), now=NOW)
    outbox.deliver(now=NOW)
    assert not AuditEntry.objects.exists()
    assert Delivery.objects.get().last_error == "ValueError: after the write"
    assert outbox.deliver(now=later(seconds=3)) == 0
    assert outbox.deliver(now=later(seconds=7)) == 1
    assert AuditEntry.objects.count() == 1


def test_one_failing_handler_does_not_keep_the_event_from_the_others():
    heard = hear()

    @subscribe(BellRung)
    def deaf(event: BellRung, now: datetime) -> None:
        raise ValueError

    outbox.publish(BellRung(1), now=NOW)
    outbox.deliver(now=NOW)
    assert heard == [1]


def test_the_waits_grow_to_an_hour_and_spread():
    waits = [outbox.wait_before(n) for n in range(1, 60)]
    assert timedelta(seconds=3) < waits[0] < timedelta(seconds=7)
    assert all(timedelta(minutes=44) < wait < timedelta(minutes=76) for wait in waits[12:])
    assert len(set(waits[12:])) > 40


def exhaust(now: datetime) -> datetime:
    for _ in range(outbox.MOST_ATTEMPTS):
        outbox.deliver(now=now)
        now += timedelta(hours=2)
    return now


def test_a_hopeless_delivery_becomes_a_dead_letter_that_people_can_send_again():
    heard = hear({1: outbox.MOST_ATTEMPTS})
    outbox.publish(BellRung(1), now=NOW)
    now = exhaust(NOW)
    (letter,) = outbox.dead()
    assert letter.last_error == "ValueError: the wind was too strong"
    assert outbox.deliver(now=later(days=9)) == 0
    assert outbox.retry([letter.pk, 999], now=now) == 1
    assert outbox.retry([letter.pk], now=now) == 0
    outbox.deliver(now=now)
    assert heard == [1]
    assert not outbox.dead().exists()


def test_a_handler_that_left_the_code_ends_as_a_dead_letter_by_name():
    hear()
    outbox.publish(BellRung(1), now=NOW)
    events._handlers.clear()
    exhaust(NOW)
    assert "no handler is called" in outbox.dead().get().last_error


def test_a_worker_that_died_in_the_middle_leaves_the_delivery_to_the_next():
    heard = hear()
    outbox.publish(BellRung(1), now=NOW)
    assert outbox._claim(Delivery.objects.get(), NOW)  # and is never seen again
    assert outbox.deliver(now=later(minutes=1)) == 0
    assert outbox.deliver(now=later(minutes=6)) == 1
    assert heard == [1]


def test_a_worker_that_comes_back_after_its_lease_does_not_deliver_twice():
    heard = hear()
    outbox.publish(BellRung(1), now=NOW)
    slow = Delivery.objects.get()
    assert outbox._claim(slow, NOW)
    outbox.deliver(now=later(minutes=6))
    outbox._hand_over(slow, later(minutes=7))
    outbox._put_back(slow, ValueError("late"), later(minutes=7))
    assert heard == [1]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error) == (STATE.DELIVERED, "")


def test_events_of_one_tower_wait_for_each_other_and_other_towers_do_not():
    heard = hear({1: 1})
    for number, tower in [(1, "north"), (2, "north"), (3, "south"), (4, "")]:
        outbox.publish(BellRung(number, tower), now=NOW)
    outbox.deliver(now=NOW)
    assert heard == [3, 4]
    outbox.deliver(now=later(minutes=1))
    assert heard == [3, 4, 1, 2]


def test_old_delivered_messages_go_and_dead_letters_stay():
    hear({2: outbox.MOST_ATTEMPTS})
    outbox.publish(BellRung(1), now=NOW)
    outbox.publish(BellRung(2), now=NOW)
    outbox.deliver(now=NOW)
    exhaust(NOW)
    assert outbox.prune(now=later(days=29)) == 0
    assert outbox.prune(now=later(days=31)) == 1
    assert OutboxMessage.objects.get().payload["number"] == 2


@patch.object(outbox, "MOST_ATTEMPTS", 3)
class TestRandomFailures(TestCase):
    @settings(max_examples=40)
    @given(st.lists(st.tuples(st.sampled_from(["", "north", "south"]), st.integers(0, 4)), max_size=6))
    def test_every_event_is_heard_once_or_dead_and_in_order_within_its_key(self, plan):
        heard = hear({n: failures for n, (_, failures) in enumerate(plan)})
        for number, (tower, _) in enumerate(plan):
            outbox.publish(BellRung(number, tower), now=NOW)
        now = NOW
        while Delivery.objects.filter(state=STATE.PENDING).exists():
            outbox.deliver(now=now)
            now += timedelta(hours=2)
        dead = [letter.message.payload["number"] for letter in outbox.dead()]
        assert sorted(heard + dead) == list(range(len(plan)))
        assert set(dead) == {n for n, (_, failures) in enumerate(plan) if failures >= outbox.MOST_ATTEMPTS}
        for tower in ("north", "south"):
            order = [n for n in heard if plan[n][0] == tower]
            assert order == sorted(order)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_deliver_each_event_once():
    if connection.vendor != "postgresql":
        pytest.skip("in memory; test_two_processes.py does the same on a file of SQLite")
    heard = hear()
    for number in range(60):
        outbox.publish(BellRung(number, "north" if number % 3 else ""), now=NOW)

    def work() -> None:
        while Delivery.objects.filter(state=STATE.PENDING).exists():
            outbox.deliver(now=NOW)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sorted(heard) == list(range(60))
    in_order = [n for n in heard if n % 3]
    assert in_order == sorted(in_order)
