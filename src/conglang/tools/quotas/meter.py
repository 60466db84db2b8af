"""Counts requests per minute, or per longer window, across all processes, in one small file.

A name (a network, a key) is known only as the place of its counter, which depends on the window and on the
installation's secret. So no address is ever written, and nobody can tell later who asked. Two names may share
a place; then they share a budget for that window.
"""

import fcntl
import hashlib
import logging
import os
import struct
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from conglang.tools.quotas.rules import WINDOW_SECONDS, Standing, seconds_left, window_of

logger = logging.getLogger(__name__)

PLACES = 1 << 18
_CELL = struct.Struct("<II")  # window, requests


class Meter:
    """Counters in a file, which several processes may share."""

    def __init__(self, path: Path, secret: str) -> None:
        self._key = hashlib.blake2b(secret.encode(), digest_size=32).digest()
        self._lock = Lock()  # the kernel's locks hold between processes, not between threads
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, name: str, limit: int, now: datetime, seconds: int = WINDOW_SECONDS) -> Standing:
        """Count a request of this window; it may be answered unless the standing is over."""
        return Standing(limit, self._add(1, name, now, seconds), seconds_left(now, seconds))

    def give_back(self, name: str, now: datetime, seconds: int = WINDOW_SECONDS) -> None:
        """Count one request less."""
        self._add(-1, name, now, seconds)

    def _add(self, number: int, name: str, now: datetime, seconds: int) -> int:
        window = window_of(now, seconds)
        place = self._place(f"{seconds}:{window}:{name}") * _CELL.size
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _CELL.size, place)
            try:
                cell = os.pread(self._file, _CELL.size, place)
                known, used = _CELL.unpack(cell) if len(cell) == _CELL.size else (0, 0)
                used = max(0, min((used if known == window else 0) + number, 0xFFFFFFFF))
                os.pwrite(self._file, _CELL.pack(window, used), place)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _CELL.size, place)
        return used

    def _place(self, name: str) -> int:
        digest = hashlib.blake2b(name.encode(), key=self._key, digest_size=8).digest()
        return int.from_bytes(digest) % PLACES


def take(name: str, limit: int, now: datetime, seconds: int = WINDOW_SECONDS) -> Standing:
    """Count a request of this window. A full or broken disk refuses nobody."""
    try:
        return _meter(str(settings.DATA), settings.SECRET_KEY).take(name, limit, now, seconds)
    except OSError as error:
        logger.warning("requests are not counted: %s", error)
        return Standing(limit, 0, seconds_left(now, seconds))


def give_back(name: str, now: datetime, seconds: int = WINDOW_SECONDS) -> None:
    """Count one request less, as when it was an honest slip."""
    try:
        _meter(str(settings.DATA), settings.SECRET_KEY).give_back(name, now, seconds)
    except OSError as error:
        logger.warning("requests are not counted: %s", error)


@cache
def _meter(folder: str, secret: str) -> Meter:
    return Meter(Path(folder, "meter"), secret)
