"""Counts requests per minute across all processes, in one small file.

A name (a network, a key) is known only as the place of its counter, which depends on the minute and on the
installation's secret. So no address is ever written, and nobody can tell later who asked. Two names may share
a place; then they share a budget for that minute.
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

from conglang.tools.quotas.rules import Standing, minute_of, seconds_left

logger = logging.getLogger(__name__)

PLACES = 1 << 18
_CELL = struct.Struct("<II")  # minute, requests


class Meter:
    """Counters in a file, which several processes may share."""

    def __init__(self, path: Path, secret: str) -> None:
        self._key = hashlib.blake2b(secret.encode(), digest_size=32).digest()
        self._lock = Lock()  # the kernel's locks hold between processes, not between threads
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, name: str, limit: int, now: datetime) -> Standing:
        """Count a request of this minute; it may be answered unless the standing is over."""
        minute = minute_of(now)
        place = self._place(name, minute) * _CELL.size
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _CELL.size, place)
            try:
                cell = os.pread(self._file, _CELL.size, place)
                known, used = _CELL.unpack(cell) if len(cell) == _CELL.size else (0, 0)
                used = min(used + 1, 0xFFFFFFFF) if known == minute else 1
                os.pwrite(self._file, _CELL.pack(minute, used), place)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _CELL.size, place)
        return Standing(limit, used, seconds_left(now))

    def _place(self, name: str, minute: int) -> int:
        digest = hashlib.blake2b(f"{minute}:{name}".encode(), key=self._key, digest_size=8).digest()
        return int.from_bytes(digest) % PLACES


def take(name: str, limit: int, now: datetime) -> Standing:
    """Count a request of this minute. A full or broken disk refuses nobody."""
    try:
        return _meter(str(settings.DATA), settings.SECRET_KEY).take(name, limit, now)
    except OSError as error:
        logger.warning("requests are not counted: %s", error)
        return Standing(limit, 0, seconds_left(now))


@cache
def _meter(folder: str, secret: str) -> Meter:
    return Meter(Path(folder, "meter"), secret)
