import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.ledger.canonical import NotPlain, dumps
from conglang.base.ledger.events import Event, UnknownEvent, event_class, subscribe
from conglang.base.ledger.tests.trail import NOW


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class EverythingTold(Event):
    number: int
    text: str
    maybe: str | None
    on: date
    at: datetime
    uid: UUID
    amount: Decimal
    colour: Colour
    parts: tuple[int, ...] = ()


@given(
    st.builds(
        EverythingTold,
        text=st.text(st.characters(exclude_categories=["Cs"])),
        maybe=st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        at=st.datetimes(timezones=st.just(UTC)),
        amount=st.decimals(allow_nan=False, allow_infinity=False),
    )
)
def test_an_event_comes_out_of_the_outbox_as_it_went_in(event):
    assert EverythingTold.from_payload(json.loads(dumps(event.payload()))) == event


def test_an_event_is_known_by_its_app_and_class():
    assert EverythingTold.event_name() == "ledger.everything_told"
    assert event_class("ledger.everything_told") is EverythingTold
    with pytest.raises(UnknownEvent):
        event_class("ledger.nothing_told")


def test_a_field_that_the_class_lost_is_dropped_and_one_that_is_missing_told():
    @dataclass(frozen=True)
    class Smaller(Event):
        number: int

    assert Smaller.from_payload({"number": 4, "gone": "x"}) == Smaller(4)
    with pytest.raises(TypeError):
        Smaller.from_payload({})


def test_a_field_without_json_form_is_refused_by_name():
    @dataclass(frozen=True)
    class Odd(Event):
        thing: object

    with pytest.raises(NotPlain, match=r"Odd\.thing"):
        Odd(object()).payload()


def test_a_handler_takes_the_event_and_the_time():
    with pytest.raises(TypeError, match=r"\(event, now\)"):

        @subscribe(EverythingTold)
        def forgetful(event: EverythingTold) -> None:
            """Takes no time."""

    assert NOW.tzinfo is UTC
