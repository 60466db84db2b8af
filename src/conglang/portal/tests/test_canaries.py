"""What people tell of themselves is found nowhere else (bench/canaries.py tries it with a thousand)."""

import logging

import pytest
from django.test import Client

from conglang.base.accounts.actor import Actor
from conglang.base.units.scope import everything
from conglang.base.units.services.open_site import open_site
from conglang.citizens.cases.tests.conftest import NOW, home, province, settle  # noqa: F401  # fixtures
from conglang.kernel import clock
from conglang.portal.tests.canaries import LISTS, Canary, live_through, plain, published, seen_in, tables
from conglang.tools.notify.models import Sending
from conglang.tools.notify.services.send_pushes import letter_of
from conglang.tools.notify.tests.push_service import Browser

CANARIES = [Canary(number * 6151 + 77) for number in range(4)]


@pytest.mark.postgres
def test_nothing_of_a_sender_is_found_outside(home, settings, tmp_path, caplog):  # noqa: F811
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    settings.EXCHANGE_PRIVATE, settings.DATA = True, tmp_path
    caplog.set_level(logging.INFO)
    with clock.frozen(NOW):
        with everything("tests"):
            open_site(unit=home.unit, host="c98001.localhost", by=Actor.system("tests"), now=NOW)
        device = Browser("http://127.0.0.1:9/lan").device
        codes = [live_through(home, each, device if n == 0 else None, NOW) for n, each in enumerate(CANARIES)]
        settle()
        visitor = Client(headers={"host": "c98001.localhost"})
        paths = [*LISTS, *(path for code in codes for path in published(code))]
        pages = {path: visitor.get(path) for path in paths}
        with everything("tests"):
            letters = [letter_of(row).plain.decode() for row in Sending.objects.all()]
    texts = {path: page.content.decode(errors="replace") for path, page in pages.items()}
    assert {path: found for path, text in texts.items() if (found := seen_in(text, CANARIES))} == {}
    assert all(pages[published(code)[0]].status_code == 200 for code in codes)
    assert letters
    assert seen_in("\n".join(letters), CANARIES) == []
    assert seen_in(caplog.text, CANARIES) == []
    assert seen_in(tables(), CANARIES) == []
    kept = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    assert seen_in(kept.decode("utf-8", "replace"), CANARIES) == []


def test_the_search_would_find_each_of_them():
    for each in CANARIES:
        assert seen_in(each.text, CANARIES) == list(each.marks)
        assert plain(each.contact.phone) == each.contact.phone.replace(" ", "")
