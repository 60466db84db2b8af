"""WebSub (W3C, 2018): let hubs tell us of news, and tell hubs of ours."""

import hmac
import secrets
from datetime import datetime, timedelta

from conglang.base.units.scope import everything
from conglang.network.exchange import fetching
from conglang.network.exchange.fetching import Unreachable
from conglang.network.exchange.models import Feed

LEASE = timedelta(days=10)
RENEW_BEFORE = timedelta(days=1)
LONGEST_LEASE = timedelta(days=90)
METHODS = ("sha512", "sha384", "sha256", "sha1")
ACCEPTED = range(200, 300)


def ask_hub(*, feed: Feed, callback: str, now: datetime) -> bool:
    """Ask the feed's hub to tell us of news; whether it wants to. It then verifies at the callback.

    A hub that says no is asked again when the feed is read next time.
    """
    if not feed.hub or (feed.told_until is not None and feed.told_until - now > RENEW_BEFORE):
        return False
    if not feed.secret:
        feed.secret = secrets.token_hex(32)
        feed.save(update_fields=["secret"])
    form = {
        "hub.mode": "subscribe",
        "hub.topic": feed.topic,
        "hub.callback": callback,
        "hub.secret": feed.secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }
    try:
        return fetching.post(feed.hub, form) in ACCEPTED
    except Unreachable:
        return False


def verify_hub(*, feed: Feed, mode: str, topic: str, lease: str, now: datetime) -> bool:
    """Whether the hub's question is about something that we asked for, and then keep its promise."""
    if not feed.is_read or not feed.secret or topic != feed.topic or mode not in {"subscribe", "unsubscribe"}:
        return False
    if mode == "unsubscribe":
        return False  # we let leases run out
    seconds = int(lease) if lease.isascii() and lease.isdigit() and len(lease) < 10 else LEASE.total_seconds()
    feed.told_until = now + min(timedelta(seconds=seconds), LONGEST_LEASE)
    with everything("a hub proves itself by the topic that we asked for"):
        feed.save(update_fields=["told_until"])
    return True


def was_told(*, feed: Feed, body: bytes, signature: str, now: datetime) -> bool:
    """Whether the message is the hub's; then the feed is read as soon as possible.

    What the message holds is not used: asking the portal itself gives the same and cannot be forged.
    """
    method, _equals, given = signature.strip().partition("=")
    if method not in METHODS or not feed.secret or not feed.is_read:
        return False
    known = hmac.new(feed.secret.encode(), body, method).hexdigest()
    if not hmac.compare_digest(known.encode(), given.encode()):
        return False
    with everything("a hub proves itself by the secret that we gave it"):
        Feed.objects.filter(pk=feed.pk, next_at__gt=now).update(next_at=now)
    return True


def tell_hub(*, hub: str, topics: list[str]) -> None:
    """Tell the hub that these feeds of ours have news. Raises Unreachable, so that whoever calls retries."""
    for topic in topics:
        status = fetching.post(hub, {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
        if status not in ACCEPTED:
            raise Unreachable(f"HTTP {status}", status)
