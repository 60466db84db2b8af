"""Lines to machines of others: only to the public net, and not before they said to come again."""

import ipaddress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError


class NotPublic(NewConnectionError):
    """The address that was reached is not on the public net."""


def keep_outside(pools: PoolManager) -> None:
    """Have every line of these pools end where it would reach an address that is not on the public net."""
    pools.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}


def retry_after(said: str, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, in either of its two forms; None for anything else."""
    said = said.strip()
    if said.isascii() and said.isdigit() and len(said) < 8:
        return timedelta(seconds=int(said))
    try:
        moment = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now, timedelta())


def _refuse_private(connection: HTTPConnection, sock: Any) -> Any:
    """Look at the address that was really reached: names can change between a look-up and its use."""
    address = ipaddress.ip_address(sock.getpeername()[0].partition("%")[0])
    if not (settings.EXCHANGE_PRIVATE or address.is_global):
        sock.close()
        raise NotPublic(connection, "the address is not on the public net")
    return sock


class _Guarded(HTTPConnection):
    def _new_conn(self) -> Any:
        return _refuse_private(self, super()._new_conn())


class _GuardedTLS(HTTPSConnection):
    def _new_conn(self) -> Any:
        return _refuse_private(self, super()._new_conn())


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _GuardedTLS
