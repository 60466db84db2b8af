"""Look at a public page of ours as a visitor gets it: over the net, through the front, by the site's name.

Rendering a page proves only that it can be made. What is fetched here went the whole way.
"""

from hashlib import sha256
from time import monotonic

from django.conf import settings
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from conglang.base.duties.services.watch import Sight
from conglang.base.units.models import Site

AGENT = "CongLang-kiem-tra/1.0 (bot)"
CONNECT_SECONDS, READ_SECONDS, SECONDS_IN_ALL = 5, 10, 20
BYTES_MOST = 4 * 1024 * 1024


def address_of(unit_id: int, path: str) -> str:
    """The public address of a path on the unit's site; empty without a site."""
    host = Site.objects.filter(unit=unit_id).values_list("host", flat=True).first()
    port = f":{settings.SITE_PORT}" if settings.SITE_PORT else ""
    return f"{'https' if settings.HTTPS else 'http'}://{host}{port}{path}" if host else ""


def look(unit_id: int, path: str, holding: bytes = b"") -> Sight:
    """What a visitor of the unit's site gets; a page that leads elsewhere is not there. Never raises.

    A page without the bytes that it should be `holding` is trouble too.
    """
    host = Site.objects.filter(unit=unit_id).values_list("host", flat=True).first()
    if not host:
        return Sight(trouble="no site")
    try:
        with _pool(host) as pool:
            answer = pool.urlopen(
                "GET", path, headers={"Host": _name(host), "User-Agent": AGENT, "Accept": "text/html,*/*"},
                redirect=False, retries=False, preload_content=False,
            )  # fmt: skip
            return _sight(answer, holding)
    except (HTTPError, OSError, ValueError) as error:
        return Sight(trouble=type(error).__name__)


def _sight(answer: BaseHTTPResponse, holding: bytes) -> Sight:
    if answer.status != 200:
        return Sight(trouble=f"HTTP {answer.status}")
    digest, size, end, tail, is_held = sha256(), 0, monotonic() + SECONDS_IN_ALL, b"", False
    for part in answer.stream(64 * 1024, decode_content=True):
        digest.update(part)
        size += len(part)
        is_held = is_held or holding in tail + part
        tail = part[-len(holding) :]
        if size > BYTES_MOST or monotonic() > end:
            return Sight(trouble="too large or too slow")
    if not size or not is_held:
        return Sight(trouble="not in it" if size else "empty")
    return Sight(sha256=digest.hexdigest())


def _pool(host: str) -> HTTPConnectionPool:
    """Connections to the public name, or to where the operator says that the front listens."""
    at, _colon, port = settings.PROBE_AT.partition(":")
    # names under .localhost mean this machine, whatever its resolver knows of them (RFC 6761)
    at = at or ("127.0.0.1" if host.endswith(".localhost") else host)
    number = int(port or settings.SITE_PORT or 0) or None
    timeout = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if settings.HTTPS:
        return HTTPSConnectionPool(at, number, timeout=timeout, server_hostname=host, assert_hostname=host)
    return HTTPConnectionPool(at, number, timeout=timeout)


def _name(host: str) -> str:
    return f"{host}:{settings.SITE_PORT}" if settings.SITE_PORT else host
