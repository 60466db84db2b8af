"""Hand messages to push services: many at once over lines that stay open, and only to the public net."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from urllib3 import BaseHTTPResponse, PoolManager
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from conglang.tools.notify.webpush import BadKeys, Device, Signer, encrypt, origin_of
from conglang.tools.outward import at_most, keep_outside, retry_after

LINES = 16  # open to one service, and messages under way
CONNECT_SECONDS, READ_SECONDS = 5, 10
ANSWER_SECONDS = 20  # for all steps together: whose device it is, chooses the service
MOST_ANSWER_BYTES = 4096
LONGEST_ENDPOINT = 1000
GONE = frozenset({404, 410})
MUCH = frozenset({408, 429})


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as services see it. `topic` replaces an older one that no device has fetched yet."""

    plain: bytes
    ttl_seconds: int
    urgency: str
    topic: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said: taken, gone for good, refused, or (`later`) not now; `wait` if it named a time."""

    status: int
    later: bool = False
    wait: timedelta | None = None

    @property
    def accepted(self) -> bool:
        """Whether the service has it now."""
        return 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the device will never be reached by this address again."""
        return self.status in GONE


Post = Callable[[Device, Letter, datetime], Answer]
"""Hands one message to the service of a device. Never raises."""


def is_allowed(endpoint: str) -> bool:
    """Whether messages may go there at all: by HTTPS to a name or public address on the usual port.

    An installation in a private net, and the tests, may also use services there.
    """
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username or len(endpoint) > LONGEST_ENDPOINT:
        return False
    if settings.EXCHANGE_PRIVATE:
        return parts.scheme in {"https", "http"}
    return parts.scheme == "https" and port in {None, 443} and _may_be_public(parts.hostname)


def open_post(signer: Signer) -> Post:
    """A way to all services, safe in threads."""
    pools = PoolManager(
        maxsize=LINES, block=True, retries=False, timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    )
    keep_outside(pools)
    return _poster(pools, signer)


def _poster(pools: PoolManager, signer: Signer) -> Post:
    resting: dict[str, Answer] = {}  # services that named a time are not asked again by this post

    def post(device: Device, letter: Letter, now: datetime) -> Answer:
        if not is_allowed(device.endpoint):
            return Answer(403)
        origin = origin_of(device.endpoint)
        if origin in resting:
            return resting[origin]
        try:
            headers = {
                "Authorization": signer.authorization(device.endpoint, now),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(letter.ttl_seconds),
                "Urgency": letter.urgency,
                "Topic": letter.topic,
            }
            body = encrypt(letter.plain, device)
            with at_most(ANSWER_SECONDS) as turn:
                answer = pools.request(
                    "POST", device.endpoint, body=body, headers=headers, redirect=False, preload_content=False
                )
                _put_back(answer)
        except BadKeys:
            return Answer(410)
        except (HTTPError, OSError, ValueError):
            return Answer(0, later=True)
        if turn.is_over:  # a cut line may look like an end
            return Answer(0, later=True)
        found = _read(answer.status, answer.headers.get("Retry-After", ""), now)
        if found.wait:
            resting[origin] = found
        return found

    return post


def _put_back(answer: BaseHTTPResponse) -> None:
    """Let others use the line; one that says too much is closed."""
    try:
        if len(answer.read(MOST_ANSWER_BYTES)) == MOST_ANSWER_BYTES:
            answer.close()
    finally:
        answer.release_conn()


def _read(status: int, wait: str, now: datetime) -> Answer:
    is_later = status in MUCH or status >= 500
    return Answer(status, is_later, retry_after(wait, now) if is_later else None)


def _may_be_public(host: str) -> bool:
    """Names may; what they lead to is looked at on the line."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal"))
