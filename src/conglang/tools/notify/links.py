"""Secret links in letters to readers, and how an address is known again without being written down."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from conglang.base.units.models import Site
from conglang.tools.notify.models import Subscription, Way
from conglang.tools.notify.rules import LINK_LIVES, OWN

FOLDER = "nhan-tin/"
CONFIRM, MANAGE, STOP = (f"{FOLDER}{name}/" for name in ("xac-nhan", "cua-toi", "thoi-nhan"))
PURPOSE = "notify"  # of what is sealed
_CONFIRM, _OWN = "notify.confirm", "notify.own"


class BadLink(Exception):
    """The link was not made here, has run out, or what it was about is gone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose wish a confirmation is about, and the moment of that wish."""

    uid: str
    at: str


def mark_of(way: Way, address: str) -> str:
    """The same for the same address, and of no use to whoever finds it without the installation's secret."""
    return salted_hmac(f"notify.{way.value}", address, algorithm="sha256").hexdigest()


def own_topic(code: str) -> str:
    """What whoever has the code of a matter follows; it does not give the code away."""
    return f"{OWN}{salted_hmac('notify.own', code, algorithm='sha256').hexdigest()}"


def confirm_link(row: Subscription) -> str:
    """Says yes to the newest wish of an address; only its owner gets the link."""
    token = signing.dumps([str(row.uid), stamp_of(row.asked_at)], salt=_CONFIRM)
    return address_on(row.home_id, f"{CONFIRM}{token}/")


def manage_link(row: Subscription) -> str:
    """Shows and changes what the address follows."""
    return address_on(row.home_id, f"{MANAGE}{own_token(row)}/")


def stop_link(row: Subscription) -> str:
    """Ends it, by one tap or by the mail program (RFC 8058)."""
    return address_on(row.home_id, f"{STOP}{own_token(row)}/")


def own_token(row: Subscription) -> str:
    """Names a subscription to its owner; it holds until the subscription ends."""
    return signing.dumps(str(row.uid), salt=_OWN)


def read_confirm(token: str) -> Asked:
    """Raises BadLink."""
    try:
        uid, at = signing.loads(token, salt=_CONFIRM, max_age=LINK_LIVES)
    except (signing.BadSignature, TypeError, ValueError):
        raise BadLink from None
    return Asked(uid, at)


def read_own(token: str) -> Subscription:
    """The confirmed subscription that a link of its owner names. Raises BadLink."""
    try:
        uid = signing.loads(token, salt=_OWN)
    except signing.BadSignature:
        raise BadLink from None
    row = Subscription.objects.filter(uid=uid).exclude(confirmed_at=None).first()
    if row is None:
        raise BadLink
    return row


def stamp_of(moment: datetime | None) -> str:
    """A wish's moment as links write it."""
    return moment.isoformat() if moment else ""


def address_on(unit_id: int, path: str) -> str:
    """A path on the unit's site as an absolute address; empty where it has no site."""
    host = Site.objects.filter(unit=unit_id).values_list("host", flat=True).first()
    port = f":{settings.SITE_PORT}" if settings.SITE_PORT else ""
    return f"{'https' if settings.HTTPS else 'http'}://{host}{port}/{path.lstrip('/')}" if host else ""
