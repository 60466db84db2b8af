"""The process that opens other people's files: without network, with little memory and time.

`python -m conglang.tools.signing.worker`. A request is a line of JSON (`task`, `size`, `at`, `seconds`,
`memory_bytes`, and the anchors in base64) and the file, a PDF or a revocation list; the answer is a line of
JSON, empty for a file that was given up. Each file is read by a child that is forked for it, so that no file
can spoil the judgement on the next one, and one that hangs or dies takes nothing along.
"""

import gc
import json
import os
import resource
import select
import signal
import sys
from base64 import b64decode
from datetime import datetime
from typing import Any

from conglang.kernel.confinement import PATIENCE
from conglang.tools.signing.lists import read_list
from conglang.tools.signing.reading import verify
from conglang.tools.signing.rules import ListTrouble, TrustAnchors

KINDS = ("roots", "intermediates", "crls")
_FORBIDDEN = (
    # asyncio needs a pair of sockets for itself, so only the ways out are closed
    *("socket.connect", "socket.bind", "socket.get", "socket.send"),
    *("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn"),
)


def main() -> None:
    """Answer requests until the pipe closes."""
    os.nice(PATIENCE)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    gc.disable()  # a child lives for one file, and a collection would copy all that it shares with us
    while line := source.readline():
        request = json.loads(line)
        data = source.read(request["size"])
        answer = _in_a_child(data, request)
        sink.write(answer + b"\n")
        sink.flush()


def _in_a_child(data: bytes, request: dict[str, Any]) -> bytes:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _child(data, request, writing)
    os.close(writing)
    try:
        answer = _read(reading, float(request["seconds"]))
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)  # not yet waited for, so the number is still this child's
        os.waitpid(pid, 0)
    return answer


def _read(pipe: int, seconds: float) -> bytes:
    """All that the child wrote before it ended; nothing if it did not end in time."""
    parts: list[bytes] = []
    while select.select([pipe], [], [], seconds)[0]:
        part = os.read(pipe, 65536)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return b""


def _child(data: bytes, request: dict[str, Any], pipe: int) -> None:
    try:
        seconds, memory = max(1, int(request["seconds"])), request["memory_bytes"]
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        sys.addaudithook(_refuse)
        trust = TrustAnchors(*(tuple(map(b64decode, request[name])) for name in KINDS))
        answer = json.dumps(TASKS[request["task"]](data, trust, request)).encode()
        while answer:
            answer = answer[os.write(pipe, answer) :]
    finally:
        os._exit(0)  # whatever happened: the parent judges by the answer


def _verify(data: bytes, trust: TrustAnchors, request: dict[str, Any]) -> dict[str, Any]:
    return verify(data, trust, datetime.fromisoformat(request["at"])).plain()


def _read_list(data: bytes, trust: TrustAnchors, _request: dict[str, Any]) -> dict[str, Any]:
    found = read_list(data, trust.roots)
    return {"trouble": found} if isinstance(found, ListTrouble) else found.plain()


TASKS = {"verify": _verify, "read_list": _read_list}


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


if __name__ == "__main__":
    main()
