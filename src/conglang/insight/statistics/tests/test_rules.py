from datetime import date

import pytest

from conglang.insight.statistics.rules import (
    is_page,
    is_robot,
    is_shown,
    network_of,
    period,
    robot_words,
    section_of,
)

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile"


@pytest.mark.parametrize("path", ["/", "/tin-tuc/", "/tin-tuc/lich-tiem-phong/"])
def test_pages_count(path):
    assert is_page(path)


@pytest.mark.parametrize(
    "path",
    ["/rss.xml", "/robots.txt", "/static/a.css", "/-/urgent", "/tin-tuc", "//", "/a b/", "/wp-login.php"],
)
def test_files_feeds_and_guesses_do_not(path):
    assert not is_page(path)


@pytest.mark.parametrize(
    ("status", "kind", "shown"),
    [
        (200, "text/html; charset=utf-8", True),
        (304, "", True),
        (404, "text/html", False),
        (200, "application/json", False),
    ],
)
def test_what_was_shown(status, kind, shown):
    assert is_shown(status, kind) is shown


@pytest.mark.parametrize(
    "agent",
    [
        "",
        " ",
        "Googlebot/2.1",
        "curl/8.1",
        "python-requests/2",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (compatible; coccocbot)",
    ],
)
def test_programs_that_say_so(agent):
    assert is_robot(agent)


def test_a_phone_is_a_person():
    assert not is_robot(PHONE)


def test_the_words_fit_into_a_pattern_of_nginx():
    assert [
        word for word in robot_words() if not set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/")
    ] == []


def test_only_the_network_of_an_address_is_looked_at():
    assert network_of("113.160.1.7") == network_of("113.160.1.250") != network_of("113.160.2.7")
    assert (
        network_of("2001:ee0:4f01:1::1") == network_of("2001:ee0:4f01:2::9") != network_of("2001:ee0:4f02::1")
    )
    assert network_of("nobody") == ""


def test_the_section_is_the_first_part():
    assert [section_of(path) for path in ("/", "/tin-tuc/", "/tin-tuc/a/")] == ["", "tin-tuc", "tin-tuc"]


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, (date(2026, 10, 24), TODAY)),
        (date(2026, 11, 1), None, (date(2026, 11, 1), TODAY)),
        (date(2026, 11, 5), date(2026, 11, 2), (date(2026, 11, 2), date(2026, 11, 2))),
        (None, date(2030, 1, 1), (date(2026, 10, 24), TODAY)),
        (date(1900, 1, 1), TODAY, (date(2025, 11, 21), TODAY)),
    ],
)
def test_the_days_of_a_report(first, last, days):
    assert period(first, last, today=TODAY) == days
