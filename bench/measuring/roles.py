"""A script that plays several parts, each in a process of its own: settings and memory are not shared."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any


def play(part: Callable[..., dict[str, Any]]) -> None:
    """Be one part: its data come in as a line of JSON, its result goes out as one; never returns."""
    data = json.loads(sys.stdin.readline())
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        import django

        django.setup()
    print(json.dumps(part(**data)))
    sys.stdout.flush()
    os._exit(0)


class Process:
    """The script in another role; may say "ready", wait for `go`, and ends with its result."""

    def __init__(self, script: str, role: str, env: dict[str, str], **data: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, script, "--role", role], env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._send(json.dumps(data))

    def _send(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "ready\n":
            raise SystemExit("a process of the measurement ended too early")

    def go(self) -> None:
        self._send("go")

    def result(self) -> dict[str, Any]:
        text, _nothing = self.process.communicate()
        if self.process.returncode:
            raise SystemExit("a process of the measurement failed")
        return dict(json.loads(text.splitlines()[-1]))
