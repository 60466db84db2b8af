"""The counter of one web process: in memory, appended to today's log every few seconds, in one write.

Plain Python, called from the loop that answers requests. An address is turned into a number with a salt that
lives in memory for a day; neither is written down, so nobody can tell later whose network it was.
"""

import logging
import os
import secrets
import threading
from collections import Counter
from hashlib import blake2b
from pathlib import Path

from conglang.insight.statistics.lines import line_of
from conglang.insight.statistics.rules import View, is_robot, network_of

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 2.0
MOST_KEYS = 100_000  # more are not kept in memory while the disk refuses them
DAY_SECONDS = 86_400
_Key = tuple[int, str, str, str, bool, bool]


class Tally:
    """Page views that were sent and are not written yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: Counter[_Key] = Counter()
        self._writing = threading.Lock()
        self._day = 0
        self._salt = b""
        self._networks: dict[str, str] = {}
        self._robots: dict[bytes, bool] = {}

    def note(self, now: float, host: str, path: str, address: str, agent: bytes, *, is_inside: bool) -> None:
        """Count one view of a page that was sent."""
        if len(self.counts) < MOST_KEYS:
            key = (int(now) // 60, host, path, self._network(address, now), self._is_robot(agent), is_inside)
            self.counts[key] += 1

    def flush(self) -> None:
        """Append what was counted to the log; what the disk refuses stays for the next time."""
        with self._writing:
            counts, self.counts = self.counts, Counter()
            if not counts:
                return
            text = "".join(line_of(View(*key, count=count)) for key, count in sorted(counts.items()))
            minute = max(key[0] for key in counts)
            path = self.folder / f"{minute * 60 // DAY_SECONDS}.log"
            try:
                _append(path, text.encode())
            except OSError as error:
                logger.warning("page views are not written: %s", error)
                self.counts.update(counts)

    def _network(self, address: str, now: float) -> str:
        if int(now) // DAY_SECONDS != self._day:
            self._day, self._salt = int(now) // DAY_SECONDS, secrets.token_bytes(16)
            self._networks.clear()
        known = self._networks.get(address)
        if known is None:
            if len(self._networks) > 10_000:
                self._networks.clear()
            network = network_of(address).encode()
            known = self._networks[address] = blake2b(network, key=self._salt, digest_size=6).hexdigest()
        return known

    def _is_robot(self, agent: bytes) -> bool:
        known = self._robots.get(agent)
        if known is None:
            if len(self._robots) > 10_000:
                self._robots.clear()
            known = self._robots[agent] = is_robot(agent.decode("latin-1"))
        return known


def _append(path: Path, text: bytes) -> None:
    """One write: processes that append to the same file at once do not mix their lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        before = os.fstat(file).st_size
        if os.write(file, text) < len(text):  # the disk is full: nothing rather than a part
            os.ftruncate(file, before)
            raise OSError(28, "no space for the page views")
    finally:
        os.close(file)
