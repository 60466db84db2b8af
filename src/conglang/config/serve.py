"""The supervisor: opens the port, starts the web and worker processes, and starts again whichever falls.

It imports no Django, so that it costs a few megabytes.
"""

import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger(__name__)

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30.0
STEADY_SECONDS = 60.0  # a child that lived so long starts with the first wait again
STOP_SECONDS = 9.0  # then children are killed; everything they do bears that
READY_SECONDS = 120.0


@dataclass
class Child:
    """One process that should always run: `conglang` with these arguments."""

    name: str
    arguments: list[str]
    fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0  # not before this (monotonic clock)
    wait: float = FIRST_WAIT_SECONDS

    def start(self) -> None:
        """Start it, away from the terminal's signals: the supervisor alone hears Ctrl-C."""
        self.process = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", "conglang", *self.arguments, "--supervised"],
            stdin=subprocess.PIPE,
            pass_fds=self.fds,
            start_new_session=True,
        )
        self.started = time.monotonic()

    def tend(self) -> None:
        """Start it when it is due, and set the next start when it has fallen."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.process = self._forget(self.process)
        if now - self.started >= STEADY_SECONDS:
            self.wait = FIRST_WAIT_SECONDS
        logger.warning("%s ended with code %s; it starts again in %.1f s", self.name, code, self.wait)
        self.due, self.wait = now + self.wait, min(self.wait * 2, LONGEST_WAIT_SECONDS)

    def signal(self, number: int) -> None:
        """Pass a signal on."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def reap(self, seconds: float) -> None:
        """Wait for its end; kill it after so many seconds."""
        if self.process is None:
            return
        try:
            self.process.wait(max(seconds, 0.05))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not stop in time and was killed", self.name)
            self.process.kill()
            self.process.wait()
        self.process = self._forget(self.process)

    @staticmethod
    def _forget(process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            process.stdin.close()


@dataclass
class Supervisor:
    """Keeps its children running until it is told to stop."""

    children: list[Child]
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Tend the children; returns when all have ended after `stop`."""
        try:
            while not self.stopping.is_set():
                for child in self.children:
                    child.tend()
                self.stopping.wait(0.1)
        finally:
            self._stop_children()

    def stop(self, number: int = signal.SIGTERM, frame: FrameType | None = None) -> None:
        """End soon; may be called from a signal handler or another thread."""
        self.stopping.set()

    def _stop_children(self) -> None:
        end = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.signal(signal.SIGTERM)
        for child in self.children:
            child.reap(end - time.monotonic())


def serve(
    port: int = 8000,
    host: str = "127.0.0.1",
    web_processes: int = 1,
    ready: Callable[[], None] | None = None,
) -> int:
    """Run the installation in the foreground until SIGTERM or SIGINT; returns the exit code.

    `ready` is called once, from another thread, when pages are answered. Port 0 takes a free one.
    Raises OSError when the port is taken.
    """
    with _listen(host, port) as listener:
        fd = listener.fileno()
        web = [Child(f"web {n + 1}", ["web", "--fd", str(fd)], (fd,)) for n in range(web_processes)]
        supervisor = Supervisor([*web, Child("worker", ["worker"])])
        before = {
            number: signal.signal(number, supervisor.stop) for number in (signal.SIGTERM, signal.SIGINT)
        }
        if ready is not None:
            arguments = (listener.getsockname()[:2], supervisor.stopping, ready)
            threading.Thread(target=_tell_when_ready, args=arguments, daemon=True).start()
        try:
            supervisor.run()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def _tell_when_ready(address: tuple[str, int], stopping: threading.Event, ready: Callable[[], None]) -> None:
    # the port is open from the start, so the question waits there until a web process answers it
    host = "127.0.0.1" if address[0] == "0.0.0.0" else address[0]  # noqa: S104 - compared, not bound
    end = time.monotonic() + READY_SECONDS
    while not stopping.is_set() and time.monotonic() < end:
        try:
            with socket.create_connection((host, address[1]), timeout=5) as question:
                question.sendall(b"GET /-/alive HTTP/1.0\r\nHost: localhost\r\n\r\n")
                if b" 200 " in question.recv(64):
                    ready()
                    return
        except OSError:
            time.sleep(0.05)
