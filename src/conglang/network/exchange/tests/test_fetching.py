"""Servers that never come to an end, over real lines."""

import time

import pytest

from conglang.network.exchange import fetching
from conglang.network.exchange.fetching import Unreachable
from conglang.tools.outward.tests.endless import endless

LIMIT_SECONDS = 0.6
BEGUN = b"HTTP/1.1 200 OK\r\n"


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
