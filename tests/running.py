"""`conglang demo` as a process: started, waited for, stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

START_SECONDS = 60.0
STOP_SECONDS = 30.0
READY = "Ready: "
OURS = ("CONGLANG_", "DJANGO_", "PYTEST_")


@dataclass(frozen=True)
class Account:
    """A demo account as `demo-accounts.json` lists it; `totp_secret` is None where the role needs none."""

    unit: str
    role: str
    username: str
    password: str
    totp_secret: str | None


@dataclass
class Demo:
    """A running demo. `lines` grows with what it prints."""

    port: int
    data: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    started_in_seconds: float = 0.0

    @classmethod
    @contextmanager
    def started(cls, data: Path, *arguments: str) -> Iterator[Self]:
        """Start on a free port, wait until it says that it is ready, stop at the end."""
        port = free_port()
        conglang = Path(sys.executable).with_name("conglang")
        # the tests' own settings must not leak into the product under test
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        process = subprocess.Popen(
            [conglang, "demo", "--port", str(port), "--data", data, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # a push service of the tests stands on this machine
            env=inherited | {"PYTHONUNBUFFERED": "1", "CONGLANG_EXCHANGE_PRIVATE": "yes"},
        )
        demo = cls(port, data, process)
        try:
            demo.wait_until_ready()
            yield demo
        finally:
            demo.stop()

    @property
    def url(self) -> str:
        """What the `Ready:` line named."""
        return next(line for line in self.lines if line.startswith(READY)).removeprefix(READY).strip()

    def at(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def accounts(self) -> list[Account]:
        return [Account(**row) for row in json.loads((self.data / "demo-accounts.json").read_text())]

    def account(self, role: str, unit: str | None = None) -> Account:
        """The first account of a role, of a unit where one is named."""
        return next(a for a in self.accounts if a.role == role and unit in {None, a.unit})

    def move_clock(self, moment: datetime) -> None:
        """Let the installation's own clock go on to a moment (local time)."""
        command = [Path(sys.executable).with_name("conglang"), "demo-clock", "--data", self.data]
        subprocess.run([*command, f"{moment:%Y-%m-%dT%H:%M}"], check=True, stdout=subprocess.DEVNULL)

    def wait_until_ready(self) -> None:
        began = time.monotonic()
        ready = threading.Event()
        threading.Thread(target=self._listen, args=(ready,), daemon=True).start()
        while not ready.wait(0.05):
            late = time.monotonic() - began > START_SECONDS
            if late or self.process.poll() is not None:
                raise AssertionError("The demo did not get ready:\n" + "".join(self.lines))
        self.started_in_seconds = time.monotonic() - began

    def _listen(self, ready: threading.Event) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith(READY):
                ready.set()

    def stop(self) -> None:
        """Ask it to end; a demo that does not listen or leaves its children behind is a failure."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
            assert not self._leaves_children(), "The demo left processes behind"
        except subprocess.TimeoutExpired:
            raise AssertionError(f"The demo did not stop within {STOP_SECONDS:.0f} s") from None
        finally:
            self._kill_what_is_left()

    def _leaves_children(self) -> bool:
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def _kill_what_is_left(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
