"""Public pages, errors and the editor speak Vietnamese; the pages of the desk are read in `judging.py`."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps

from conglang.base.accounts.roles import Role
from tests.matrix.addresses import PUBLIC, doors
from tests.matrix.people import Browser, Walker
from tests.matrix.places import World
from tests.matrix.wording import calls_on, english_on, is_english, script_strings


def test_public_pages_speak_vietnamese_and_call_nobody(world: World) -> None:
    browser = Browser(Walker("nobody"), host=world.ours.host)
    for door in doors(PUBLIC):
        if door.undeclared:
            continue
        for address in door.own(world.ours):
            with browser.knock("GET", address.full) as page:
                text = page.body if page.is_html else ""
                assert (english_on(text), calls_on(text)) == ([], []), address.path


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_errors_speak_vietnamese(status: int) -> None:
    from django.test import RequestFactory  # noqa: PLC0415

    from conglang.base.ui import errors  # noqa: PLC0415

    view = {400: errors.bad_request, 403: errors.permission_denied, 404: errors.page_not_found}.get(status)
    request = RequestFactory().get("/")
    answer = view(request, Exception()) if view else errors.server_error(request)
    assert english_on(answer.content.decode()) == []


def test_the_editors_scripts_have_vietnamese_for_all_that_they_say(world: World) -> None:
    with Browser(world.walkers[Role.CONTRIBUTOR.value]).knock("GET", "/soan-thao/jsi18n/") as answer:
        given = json.loads(re.search(r"newcatalog = (\{.*?\});", answer.body, re.DOTALL)[1])
    wanted = script_strings(Path(apps.get_app_config("wagtailadmin").path))
    assert len(wanted) > 50
    assert sorted(text for text in wanted if given.get(text, text) == text and is_english(text)) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Lưu <b>the page</b></p>", ["the page"]),
        ('<input type="submit" value="Publish"><input value="Publish">', ["Publish"]),
        ('<div data-x=\'{"strings": {"A": "Move up", "B": "moveUp"}}\'></div>', ["Move up"]),
        ('<script>let the = "page"</script><p>Bài 1</p><!-- the -->', []),
    ],
)
def test_english_is_found(html: str, found: list[str]) -> None:
    assert english_on(html) == found


def test_calls_are_found() -> None:
    html = '<img src="https://www.gravatar.com/x"><a href="//xau.vn/a"></a><svg xmlns="http://www.w3.org/2000/svg">'
    assert calls_on(html) == ["//xau.vn/a", "https://www.gravatar.com/x"]
