"""The worker process: delivers events, runs queued tasks and periodic jobs, seals the audit trail.

Each part has a thread of its own, so that one that fails, hangs or is busy does not stop the others. No
scope is set: jobs, tasks and handlers set their own.
"""

import logging
import math
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import FrameType

from django.db import close_old_connections, connections

from conglang.base.ledger import outbox, schedule, sealer, wakeups
from conglang.base.ledger.queues import SLOW, USUAL
from conglang.config.task_queue import TaskQueue
from conglang.kernel.clock import now
from conglang.tools.pagestore.services.freshen import freshen

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
GATHER_SECONDS = 0.2  # what is committed meanwhile is one round's work
LONGEST_WAIT_SECONDS = 60.0
STOP_SECONDS = 6.0


@dataclass
class Part:
    """One kind of work: `work(now)` returns how much it did; nothing to do, and it waits to be woken."""

    name: str
    work: Callable[[datetime], int]
    woken: bool = True  # by commits; otherwise it only looks once a second
    stopping: threading.Event = field(default_factory=threading.Event)
    wake: threading.Event = field(default_factory=threading.Event)
    failures: int = 0

    def run(self) -> None:
        """Work until told to stop."""
        while not self.stopping.is_set():
            if not self.once():
                self.wake.wait(self.pause())
            self.wake.clear()
        connections.close_all()

    def once(self) -> bool:
        """One round; whether there may be more to do at once."""
        close_old_connections()
        try:
            done = self.work(now())
        except Exception:
            self.failures += 1
            logger.exception("%s failed; the next try is in %.0f s", self.name, self.pause())
            return False
        finally:
            close_old_connections()
        self.failures = 0
        return done > 0 and self.woken

    def pause(self) -> float:
        """Seconds until the next look; longer after each failure in a row."""
        return min(math.ldexp(IDLE_SECONDS, min(self.failures, 10)), LONGEST_WAIT_SECONDS)


class Worker:
    """The parts, and the one who wakes them."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work until `stop`; then give the parts a few seconds to end what they are doing."""
        threads = [threading.Thread(target=part.run, name=part.name, daemon=True) for part in self.parts]
        for thread in threads:
            thread.start()
        self.watch()
        for part in self.parts:
            part.stopping.set()
            part.wake.set()
        end = time.monotonic() + STOP_SECONDS
        for thread in threads:
            thread.join(max(end - time.monotonic(), 0.05))

    def watch(self) -> None:
        """Wake the parts whenever something was committed."""
        waker = wakeups.waker()
        while not self.stopping.is_set():
            if waker.wait(IDLE_SECONDS):
                for part in self.parts:
                    # a part that failed keeps to its pause, or a busy installation would hammer at the fault
                    if part.woken and not part.failures:
                        part.wake.set()
                self.stopping.wait(GATHER_SECONDS)  # our own commits wake us too
        waker.close()

    def stop(self, number: int = signal.SIGTERM, frame: FrameType | None = None) -> None:
        """End soon."""
        self.stopping.set()


def parts() -> list[Part]:
    """What one worker process does."""
    place = f"{socket.gethostname()[:30]}:{os.getpid()}"
    return [
        Part("outbox", lambda at: outbox.deliver(now=at)),
        Part("tasks", TaskQueue(place, USUAL).run_one),
        Part("slow tasks", TaskQueue(place, SLOW).run_one),
        Part("pages", lambda at: freshen()),
        Part("schedule", lambda at: schedule.run_due(now=at), woken=False),
        Part("sealer", lambda at: sealer.seal(now=at), woken=False),
    ]


def run() -> None:
    """Run a worker until SIGTERM or SIGINT."""
    worker = Worker(parts())
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()
    sys.stderr.flush()
    os._exit(0)  # a thread that hangs in a handler would keep the process; its transaction is undone
