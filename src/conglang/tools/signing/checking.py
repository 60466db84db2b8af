"""Have a PDF judged or a revocation list read by the worker process, which a hostile file may kill."""

import json
import os
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock, Timer
from types import TracebackType
from typing import Any, Self

import conglang
from conglang.tools.signing.rules import ListFacts, ListTrouble, Report, Trouble, TrustAnchors

SECONDS = 20.0  # of one file; honest ones take well under one
MEMORY_BYTES = 1024 * 1024 * 1024  # address space; honest files of 60 MiB need under 400 MiB
GRACE_SECONDS = 15.0  # for the worker to start and to give up by itself
_SOURCE = str(Path(conglang.__file__).parents[1])


class Checker:
    """A worker that judges one file after the other; starting it takes about half a second.

    Use it in a `with` statement. It may be shared by threads.
    """

    def __init__(self, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def check(self, data: bytes, trust: TrustAnchors, at: datetime) -> Report:
        """As `reading.verify`, but within limits: a file that breaks them is reported as GAVE_UP."""
        answer = self._order("verify", data, trust, at=at.isoformat())
        return Report.from_plain(answer) if answer else Report(trouble=Trouble.GAVE_UP)

    def read_list(self, data: bytes, authorities: Sequence[bytes]) -> ListFacts | ListTrouble:
        """As `lists.read_list`, but within limits."""
        answer = self._order("read_list", data, TrustAnchors(tuple(authorities)))
        if not answer or "trouble" in answer:
            return ListTrouble(answer["trouble"]) if answer else ListTrouble.GAVE_UP
        return ListFacts.from_plain(answer)

    def _order(self, task: str, data: bytes, trust: TrustAnchors, **more: Any) -> dict[str, Any]:
        """What the worker found; nothing if it gave the file up."""
        request = more | {
            "task": task,
            "size": len(data),
            "seconds": self._seconds,
            "memory_bytes": self._memory_bytes,
            "roots": _text(trust.roots),
            "intermediates": _text(trust.intermediates),
            "crls": _text(trust.crls),
        }
        with self._lock:
            answer = self._ask(json.dumps(request).encode() + b"\n" + data).strip()
        found: dict[str, Any] = json.loads(answer) if answer else {}
        return found

    def _ask(self, message: bytes) -> bytes:
        """The answer; nothing if the worker did not give one in time, and then it is gone."""
        worker = self._worker()
        alarm = Timer(self._seconds + GRACE_SECONDS, _kill, [worker])
        alarm.start()
        try:
            if worker.stdin is None or worker.stdout is None:
                return b""
            with suppress(BrokenPipeError):
                worker.stdin.write(message)
                worker.stdin.flush()
            answer = worker.stdout.readline()
        finally:
            alarm.cancel()
        if not answer:
            self._stop()
        return answer

    def _worker(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "conglang.tools.signing.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # nothing of ours that the file's reader has no business with, such as the secret key
                env={"PYTHONPATH": _SOURCE, "PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"},
                start_new_session=True,  # a group of its own, so that it goes with its children
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        process.wait()


def check_file(data: bytes, trust: TrustAnchors, at: datetime) -> Report:
    """Judge a single file."""
    with Checker() as checker:
        return checker.check(data, trust, at)


def read_list_confined(data: bytes, authorities: Sequence[bytes]) -> ListFacts | ListTrouble:
    """Read a single revocation list."""
    with Checker() as checker:
        return checker.read_list(data, authorities)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:  # not waited for, so the number is still this worker's
        os.killpg(process.pid, signal.SIGKILL)


def _text(items: Iterable[bytes]) -> list[str]:
    return [b64encode(item).decode() for item in items]
