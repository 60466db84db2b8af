"""Servers that never come to an end."""

import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def endless(
    first: bytes, again: bytes, pause: float, *, before: Iterable[bytes] = ()
) -> Iterator[tuple[str, Callable[[], int]]]:
    """The address of a server that says something again and again; and how many bytes it could say.

    Earlier requests on a line get the answers in `before`.
    """
    listener, said, is_over = socket.create_server(("127.0.0.1", 0)), [0], threading.Event()

    def speak(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(5)
            for whole in before:
                _hear(line)
                line.sendall(whole)
            _hear(line)
            line.sendall(first)
            while not is_over.wait(pause):
                line.sendall(again)
                said[0] += len(again)

    def answer() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=speak, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", lambda: said[0]
    finally:
        is_over.set()
        listener.close()


def _hear(line: socket.socket) -> None:
    """A whole request, or what came of one."""
    head, part = b"", b" "
    while part and b"\r\n\r\n" not in head:
        head += (part := line.recv(65_536))
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    left = (int(length[1]) if length else 0) - len(head.partition(b"\r\n\r\n")[2])
    while part and left > 0:
        left -= len(part := line.recv(65_536))
