"""What rooms above offer on the page of an item: an address with its words, where it fits item and person."""

from collections.abc import Callable

from conglang.base.accounts.actor import Actor
from conglang.tools.approval.publishable import Publishable

Offer = Callable[[Publishable, Actor], tuple[str, str] | None]
_offers: dict[str, Offer] = {}


def offer(make: Offer) -> Offer:
    """Have `make(item, by)` asked for every page of an item; it gives words and address, or nothing."""
    _offers[f"{make.__module__}.{make.__qualname__}"] = make
    return make


def offers_for(item: Publishable, by: Actor) -> list[tuple[str, str]]:
    """What is offered to the person on the item's page."""
    return [found for make in _offers.values() if (found := make(item, by))]
