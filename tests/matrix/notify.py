"""Readers of a place in the matrix: nobody finds them, and their links are good for whoever has them."""

from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec

from conglang.base.units.scope import everything
from conglang.tools.notify.links import confirm_link, own_token
from conglang.tools.notify.models import Delivery, Frequency, Outcome, Sending, Subscription, Way
from conglang.tools.notify.rules import Wish
from conglang.tools.notify.services.ask import ask
from conglang.tools.notify.services.begin import Message, begin
from conglang.tools.notify.services.confirm import confirm
from conglang.tools.notify.services.subscribe_device import subscribe_device
from conglang.tools.notify.webpush import CURVE, Device, base64url, point_of

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_notify(place: "Place", now: datetime) -> None:
    """One reader who said yes and one who was only asked; something that goes to them."""
    for name in ("bandoc", "moi"):
        address = f"{name}@{place.hidden}.example"
        wish = Wish(place.unit.pk, frozenset({"news"}))
        ask(address=address, home_id=place.unit.pk, wish=wish, frequency=Frequency.DAILY, now=now)
        row = Subscription.objects.latest("pk")
        place.seen["notify:asked"] = token = confirm_link(row).rstrip("/").rpartition("/")[2]
        if name == "bandoc":
            place.seen["notify:own"] = own_token(confirm(token=token, now=now))
    endpoint = f"https://push.{place.hidden}.example/{place.hidden}"
    point = base64url(point_of(ec.generate_private_key(CURVE).public_key()))
    device = Device(endpoint, point, base64url(place.hidden.encode().ljust(16)[:16]))
    subscribe_device(device=device, home_id=place.unit.pk, wishes=[wish], now=now)
    message = Message(
        key=f"matrix:{place.unit.pk}", about=f"matrix:{place.unit.pk}", way=Way.EMAIL, unit_id=place.unit.pk,
        topics=frozenset({"news"}), title=f"Tin {place.hidden}", link=f"http://{place.host}/",
    )  # fmt: skip
    sending = place.keep(begin(message=message, now=now))
    with everything("what came of it is noted"):
        Delivery.objects.create(unit=place.unit, sending=sending, outcome=Outcome.FAILED, at=now)
    assert len(place.things[Sending]) == 1
