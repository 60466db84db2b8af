import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.pagestore.rules import NoticeState, may_confirm, storable, until_allowed

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@given(st.text(max_size=300))
def test_only_our_own_addresses_become_paths_of_files(path):
    if storable(path, b"") is not None:
        assert path.startswith("/")
        folders, _slash, file = path.rpartition("/")
        assert not re.search(r"[^a-z0-9/-]|//", folders)
        assert file == "" or re.fullmatch(r"[a-z0-9-]+\.(json|txt|xml)", file)


@given(st.binary(max_size=40))
def test_any_unknown_key_is_refused(query):
    number = storable("/tin-tuc/", query)
    if query and number is not None:
        assert query == b"page=%d" % number
        assert 1 <= number <= 9999


def test_pages_of_the_portal_can_be_stored():
    assert storable("/", b"") == 0
    assert storable("/tin-tuc/hop-dan-quy-4/", b"") == 0
    assert storable("/tin-tuc/", b"page=2") == 2


def test_feeds_can_be_stored_under_their_names_and_have_no_pages():
    assert storable("/tin-tuc/rss.xml", b"") == 0
    assert storable("/robots.txt", b"") == 0
    assert storable("/rss.xml", b"page=2") is None
    for path in ("/rss.xml/", "/a.b.xml", "/.xml", "/rss.html", "/rss.xml.json", "/tin-tuc/.feed.json"):
        assert storable(path, b"") is None


def test_a_notice_is_confirmed_by_another_person_while_it_is_of_use():
    notice = NoticeState(proposed_by=1, confirmed=False, ended=False, until=NOW + timedelta(hours=1))
    assert may_confirm(notice, 2, NOW)
    assert not may_confirm(notice, 1, NOW)
    assert not may_confirm(notice, None, NOW)
    assert not may_confirm(notice, 2, NOW + timedelta(hours=1))


def test_a_notice_ends_within_a_week():
    assert until_allowed(NOW + timedelta(days=7), NOW)
    assert not until_allowed(NOW + timedelta(days=7, seconds=1), NOW)
    assert not until_allowed(NOW, NOW)
