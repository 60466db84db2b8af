"""Lines to machines of others: only to the public net, for a while, not before they said to come again."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Timer
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


class Turn:
    """A while in which lines may be open; then all of them end, and a new one ends at once."""

    def __init__(self) -> None:
        self.is_over = False
        self._lines: list[socket.socket] = []

    def take(self, line: socket.socket) -> None:
        """A line that was opened, or is used again."""
        # a handle of our own: TLS takes the line itself away before it shakes hands
        self._lines.append(socket.fromfd(line.fileno(), line.family, line.type))
        if self.is_over:
            self.end()

    def end(self) -> None:
        """End all lines. Whoever reads from one finds that nothing more comes."""
        self.is_over = True
        self.hang_up()

    def hang_up(self) -> None:
        """End the lines that are open now."""
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the lines."""
        for line in self._lines:
            line.close()


_TURN: ContextVar[Turn | None] = ContextVar("turn", default=None)


@contextmanager
def at_most(seconds: float) -> Iterator[Turn]:
    """Guarded lines that are opened or used here end when the time is over.

    A limit on each step of the net holds against silence, not against a byte now and then.
    """
    turn = Turn()
    timer = Timer(seconds, turn.end)
    timer.daemon = True
    before = _TURN.set(turn)
    timer.start()
    try:
        yield turn
    finally:
        timer.cancel()
        turn.close()
        _TURN.reset(before)


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


def _guarded(connection: HTTPConnection, sock: Any) -> Any:
    """The line, if it may be used."""
    # the address that was really reached: names can change between a look-up and its use
    address = ipaddress.ip_address(sock.getpeername()[0].partition("%")[0])
    if not (settings.EXCHANGE_PRIVATE or address.is_global):
        sock.close()
        raise NotPublic(connection, "the address is not on the public net")
    _take(sock)
    return sock


def _take(sock: Any) -> None:
    turn = _TURN.get()
    if turn is not None and sock is not None:
        turn.take(sock)


class _Guarded(HTTPConnection):
    def _new_conn(self) -> Any:
        return _guarded(self, super()._new_conn())

    def request(self, *args: Any, **kwargs: Any) -> None:
        _take(self.sock)
        super().request(*args, **kwargs)


class _GuardedTLS(HTTPSConnection):
    def _new_conn(self) -> Any:
        return _guarded(self, super()._new_conn())

    def request(self, *args: Any, **kwargs: Any) -> None:
        _take(self.sock)
        super().request(*args, **kwargs)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _GuardedTLS
