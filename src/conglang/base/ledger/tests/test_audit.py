from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction

from conglang.base.ledger.audit import record
from conglang.base.ledger.canonical import NotPlain
from conglang.base.ledger.models import AuditEntry, OutboxMessage
from conglang.base.ledger.tests.trail import NOW, Person

pytestmark = pytest.mark.django_db


def thing(**values) -> OutboxMessage:
    row = OutboxMessage(name="Đường liên thôn", at=NOW)
    row.save()
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_an_entry_says_who_did_what_to_which_thing():
    row = thing(unit_id=12)
    record("road.opened", row, by=Person(on_behalf_of=9), now=NOW, length_m=350)
    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.actor_name, entry.actor_unit_id, entry.on_behalf_of) == (
        7,
        "Nguyễn Thị Hoà",
        3,
        9,
    )
    assert (entry.verb, entry.at, entry.unit_id) == ("road.opened", NOW, 12)
    assert (entry.object_label, entry.object_pk) == ("ledger.outboxmessage", str(row.pk))
    assert (entry.object_uid, entry.object_title) == (row.uid, "Đường liên thôn")
    assert entry.details == {"length_m": 350}


def test_the_unit_given_wins_over_the_unit_of_the_thing():
    record("road.opened", thing(unit_id=12), by=Person(), now=NOW, unit_id=4)
    assert AuditEntry.objects.get().unit_id == 4


def test_an_entry_goes_with_the_transaction_that_it_tells_of():
    with transaction.atomic():
        record("road.opened", None, by=Person(), now=NOW)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_details_come_back_as_plain_values():
    hanoi = timezone(timedelta(hours=7))
    record(
        "road.opened",
        None,
        by=Person(),
        now=NOW,
        on=date(2026, 11, 22),
        at=datetime(2026, 11, 22, 8, tzinfo=hanoi),
        cost=Decimal("12.50"),
        uid=UUID(int=1),
        names=("a", "b"),
        nested={"đ": [1, None, True, 0.5]},
    )
    assert AuditEntry.objects.get().details == {
        "on": "2026-11-22",
        "at": "2026-11-22T01:00:00+00:00",
        "cost": "12.50",
        "uid": str(UUID(int=1)),
        "names": ["a", "b"],
        "nested": {"đ": [1, None, True, 0.5]},
    }


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (object(), "a object"),
        (float("nan"), "nan"),
        ({1: 2}, "keys must be text"),
        ("\ud800", "half a character"),
        (NOW.replace(tzinfo=None), "time zone"),
        (OutboxMessage(), "give its pk"),
    ],
)
def test_a_detail_without_json_form_is_refused_by_name(value, complaint):
    with pytest.raises(NotPlain, match=f"road.opened.*places.*{complaint}"):
        record("road.opened", None, by=Person(), now=NOW, places=[value])


def test_a_long_or_broken_title_is_shortened_not_refused():
    record("road.opened", thing(title="x\0\ud800" + "đ" * 300), by=Person(), now=NOW)
    title = AuditEntry.objects.get().object_title
    assert len(title) == 200
    assert title.startswith("x?đ")
    assert title.endswith("…")
