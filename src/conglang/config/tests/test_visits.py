"""What the front counts, without slowing what it sends."""

import asyncio
import signal
import subprocess
import sys

import pytest

from conglang.config.tests.test_serve import answer, eventually, free_port
from conglang.config.tests.test_web_processes import HOST as SEN
from conglang.config.tests.test_web_processes import Installation, _is_up
from conglang.config.tests.visiting import HOST
from conglang.config.visits import Visits
from conglang.insight.statistics.tally import Tally

PHONE = ("user-agent", "Mozilla/5.0 (Linux; Android 10; K) Chrome/140 Mobile")


@pytest.fixture
def counted(visitors, tmp_path):
    """Asks as a phone, and tells what was counted: path, from a program, from within the site."""
    visitors.front.visits = Visits(Tally(tmp_path / "visits"), uncounted=["ban-lam-viec.localhost"])

    def ask(path="/", host=HOST, headers=(), **more):
        tally = visitors.front.visits.tally
        tally.counts.clear()
        visitors.get(host, path, headers=[PHONE, *headers], **more)
        return [(key[2], *key[4:], count) for key, count in tally.counts.items()]

    return ask


def test_a_page_counts_when_it_is_rendered_and_when_it_is_stored(counted, visitors):
    assert counted() == counted() == [("/", False, False, 1)]
    assert visitors.rendered == ["/"]


def test_a_stored_page_is_sent_and_counted_with_few_calls(counted, visitors):
    through = {
        "client": "10.0.0.1",
        "headers": [PHONE, ("x-forwarded-for", "113.2.3.4"), ("x-forwarded-proto", "http")],
    }

    async def calls() -> int:
        seen = []
        sys.setprofile(lambda _frame, event, _argument: seen.append(event in {"call", "c_call"}))
        try:
            await visitors.ask(HOST, **through)
        finally:
            sys.setprofile(None)
        return sum(seen)

    for _turn in range(2):
        counted(**through)
    assert asyncio.run(calls()) <= 120  # with the addresses read each time they were more than 200


def test_a_page_that_the_browser_has_counts_too(counted, visitors):
    etag = visitors.get(HOST).headers["etag"]
    assert counted(headers=[("if-none-match", etag)]) == [("/", False, False, 1)]


def test_a_page_that_is_not_stored_counts(counted):
    assert counted("/tim-kiem/?q=a") == [("/tim-kiem/", False, False, 1)]


def test_a_link_within_the_site_makes_no_visit(counted):
    assert counted(headers=[("referer", f"http://{HOST}/news/")]) == [("/", False, True, 1)]
    assert counted(headers=[("referer", f"http://{HOST}.evil/")]) == [("/", False, False, 1)]


@pytest.mark.parametrize("path", ["/khong-co/", "/news", "/-/urgent", "/static/a.css", "/robots.txt"])
def test_what_is_no_page_does_not_count(counted, path):
    assert counted(path) == []


def test_nor_what_nobody_sees(counted):
    assert counted(method="HEAD") == []
    assert counted(headers=[("sec-purpose", "prefetch")]) == []
    assert counted(host="ban-lam-viec.localhost") == []


def test_a_proxy_of_ours_may_say_that_it_counts_and_nobody_else(counted):
    told = [("x-conglang-counted", "yes"), ("x-forwarded-for", "9.9.9.9")]
    assert counted(headers=told, client="10.0.0.1") == []
    assert counted(headers=told) == [("/", False, False, 1)]


def test_a_process_that_stops_writes_what_it_counted_and_one_that_is_killed_loses_seconds_only(tmp_path):
    here = Installation(tmp_path)
    request = f"GET / HTTP/1.0\r\nHost: {SEN}\r\nUser-Agent: {PHONE[1]}\r\n\r\n".encode()

    def lines() -> int:
        return sum(log.read_text().count(SEN) for log in (tmp_path / "visits").glob("*.log"))

    for number, end in enumerate((signal.SIGTERM, signal.SIGKILL), 1):
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "conglang", "web", "--port", str(port)],
            env=here.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        eventually(lambda port=port: _is_up(port), 60)
        answer(port, request, 60)
        if end == signal.SIGKILL:
            eventually(lambda: lines() == 2)
        process.send_signal(end)
        process.wait(20)
        assert lines() == number
