"""Invented readers who get the morning's letter of a commune, asked and confirmed as real ones are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import cycle

from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.config.demo.people import HOA
from conglang.content.directory.queries import hamlets, people
from conglang.tools.notify.links import confirm_link, mark_of
from conglang.tools.notify.models import Frequency, Subscription, Way
from conglang.tools.notify.rules import Wish
from conglang.tools.notify.services.ask import ask
from conglang.tools.notify.services.confirm import confirm

READERS = 14
TOPICS = (frozenset({"news", "notices"}), frozenset({"notices"}))


def have_readers(units: Mapping[str, Unit], now: datetime) -> None:
    """Most say in which hamlet they live."""
    unit, at = units[HOA], now - timedelta(days=2)
    with everything("the demonstration's readers"):
        homes = [hamlet.pk for hamlet in hamlets([unit.pk], people([unit.pk]))]
    places = cycle([*homes[:1] * 3, *homes[1:2] * 3, None])
    for number, hamlet in zip(range(READERS), places, strict=False):
        address = f"bandoc{number}@songmau.example"
        wish = Wish(unit.pk, TOPICS[number % 2], hamlet)
        often = Frequency.WEEKLY if number % 3 else Frequency.DAILY
        ask(address=address, home_id=unit.pk, wish=wish, frequency=often, now=at)
        row = Subscription.objects.get(mark=mark_of(Way.EMAIL, address))
        confirm(token=confirm_link(row).rstrip("/").rpartition("/")[2], now=at)
