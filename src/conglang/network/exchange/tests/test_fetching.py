"""Servers that never come to an end, over real lines."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from conglang.network.exchange import fetching
from conglang.network.exchange.fetching import Unreachable

LIMIT_SECONDS = 0.6
BEGUN = b"HTTP/1.1 200 OK\r\n"


@contextmanager
def endless(first: bytes, again: bytes, pause: float) -> Iterator[tuple[str, Callable[[], int]]]:
    """The address of a server that says something again and again; and how many bytes it could say."""
    listener, said, is_over = socket.create_server(("127.0.0.1", 0)), [0], threading.Event()

    def speak(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(5)
            line.recv(65_536)
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


@pytest.fixture(autouse=True)
def limits(settings, monkeypatch):
    settings.EXCHANGE_PRIVATE = True
    monkeypatch.setattr(fetching, "SECONDS_IN_ALL", LIMIT_SECONDS)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (BEGUN + b"Content-Length: 100000\r\n\r\n", b"x"),
        (BEGUN + b"Connection: close\r\n\r\n", b"x"),
        (BEGUN + b"X-Much: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "body without a length", "header", "no answer yet"],
)
def test_who_says_a_little_again_and_again_is_cut_off(first, again):
    begun = time.monotonic()
    with (
        endless(first, again, 0.05) as (url, _said),
        pytest.raises(Unreachable, match="takes too long"),
    ):
        fetching.fetch(url)
    assert time.monotonic() - begun < 30  # without the limit it has no end


def test_what_a_redirect_says_besides_is_not_read():
    part = bytes(65_536)
    redirect = b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 9999999999\r\n\r\n"
    with endless(redirect, part, 0) as (url, said):
        with pytest.raises(Unreachable, match="led on"):
            fetching.fetch(url)
        assert fetching.post(url, {"hub.mode": "subscribe"}) == 302
        assert said() < 64 * 1024 * 1024  # what the lines themselves take in
