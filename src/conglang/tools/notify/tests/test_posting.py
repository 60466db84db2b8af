"""Push services that somebody set up to hold the sender; each device names its own."""

from datetime import UTC, datetime

import pytest

from conglang.tools.notify import posting
from conglang.tools.notify.keys import private_key
from conglang.tools.notify.posting import LINES, MOST_ANSWER_BYTES, Answer, Letter, Post, open_post
from conglang.tools.notify.tests.push_service import Browser
from conglang.tools.notify.webpush import Signer
from conglang.tools.outward.tests.endless import endless

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LETTER = Letter(b"{}", 60, "normal", "a")
TAKEN = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def post(settings, monkeypatch) -> Post:
    settings.EXCHANGE_PRIVATE = True
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 0.6)
    return open_post(Signer(private_key(), "https://a.vn"))


@pytest.mark.parametrize("before", [[], [TAKEN, TAKEN]], ids=["new line", "line that was good"])
@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"HTTP/1.1 201 Created\r\nX-Much: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n", b"x"),
    ],
    ids=["header", "no answer yet", "body"],
)
def test_who_says_a_little_again_and_again_is_cut_off(post, first, again, before):
    with endless(first, again, 0.05, before=before) as (url, _said):
        device = Browser(url).device
        assert [post(device, LETTER, NOW) for _ in before] == [Answer(201)] * len(before)
        assert post(device, LETTER, NOW) == Answer(0, later=True)


def test_who_says_too_much_is_not_heard_out_and_holds_no_line(post):
    long = b"HTTP/1.1 201 Created\r\nContent-Length: 9999999999\r\n\r\n"
    with endless(long, bytes(MOST_ANSWER_BYTES), 0) as (url, said):
        answers = [post(Browser(url).device, LETTER, NOW) for _ in range(LINES + 2)]
        assert answers == [Answer(201)] * len(answers)
        assert said() < 64 * 1024 * 1024 * len(answers)  # what the lines themselves take in
