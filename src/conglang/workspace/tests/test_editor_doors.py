"""Wagtail's admin: what is not listed is closed, and what is open publishes nothing."""

import json

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RoutePattern
from wagtail.models import Revision

from conglang.base.accounts.audience import audience_of
from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.tools.approval.queries import review_of
from conglang.workspace.editor import ELSEWHERE, OPEN
from conglang.workspace.tests.conftest import write

EDITOR = "soan-thao/"
FILLERS = {"pk": "1", "pk1": "1"}


def doors():
    """Every pattern below the editor: its full name and a path that it matches."""
    [tree] = [
        each
        for each in get_resolver(settings.HOST_URLCONFS[settings.DESK_HOST]).url_patterns
        if str(each.pattern) == EDITOR
    ]
    yield from _below(tree.url_patterns, f"/{EDITOR}", ())


def _below(patterns, prefix, names):
    for each in patterns:
        path = prefix + _filled(each.pattern)
        if isinstance(each, URLPattern):
            yield ":".join((*names, each.name or "")).rstrip(":"), path, each.callback
        else:
            yield from _below(each.url_patterns, path, (*names, each.namespace) if each.namespace else names)


def _filled(pattern) -> str:
    if not isinstance(pattern, RoutePattern):
        return "nowhere/"
    route = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__
        value = "1" if kind == "IntConverter" else FILLERS.get(name, "1")
        start = route.index("<")
        route = route[:start] + value + route[route.index(">", start) + 1 :]
    return route


@pytest.mark.parametrize("role", list(Role))
def test_every_door_that_is_not_listed_is_closed_for_everyone(desk, ours, province, role):
    place = province if role is Role.PROVINCE_ADMINISTRATOR else ours
    browser = desk(place.user(role))
    shut = [(name, path) for name, path, _view in doors() if name not in OPEN | ELSEWHERE]
    assert len(shut) > 100
    wrong = {
        (name, method, answer.status_code)
        for name, path in shut
        for method in ("get", "post")
        if (answer := getattr(browser, method)(path)).status_code != 403
    }
    assert wrong == set()


def test_every_listed_door_exists():
    assert set(OPEN) | set(ELSEWHERE) <= {name for name, _path, _view in doors()}


def test_every_door_says_for_whom_it_is():
    assert [name for name, _path, view in doors() if audience_of(view, name) is None] == []


@pytest.mark.parametrize("role", [Role.UNIT_ADMINISTRATOR, Role.AUDITOR, Role.ACCOUNTANT])
def test_people_who_do_not_write_do_not_get_in(desk, ours, role):
    article = write(ours)
    browser = desk(ours.user(role))
    assert browser.get(f"/{EDITOR}snippets/newsroom/article/edit/{article.pk}/").status_code == 403
    assert browser.get(f"/{EDITOR}images/chooser/").status_code == 403


def test_old_ways_in_lead_to_ours(desk, ours):
    browser = desk(ours.user(Role.CONTRIBUTOR))
    assert browser.get(f"/{EDITOR}").url == "/"
    assert browser.get(f"/{EDITOR}account/").url == "/tai-khoan/"
    answer = browser.post(f"/{EDITOR}logout/")
    assert (answer.status_code, answer.url) == (307, "/tai-khoan/dang-xuat/")


def form_of(article, **changes) -> dict[str, str]:
    """What the editor's page sends."""
    facts = {
        "title": article.title,
        "section": str(article.section_id),
        "kind": article.kind,
        "summary": article.summary,
        "lead": "",
        "lead_alt": "",
        "author_name": article.author_name,
        "author_address": article.author_address,
        "department": "",
        "source_name": "",
        "source_url": "",
        "go_live_at": "",
        "expire_at": "",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": "",
        "body-0-value": json.dumps(
            {
                "blocks": [
                    {"key": "a", "text": "Một câu mới.", "type": "unstyled", "depth": 0,
                     "inlineStyleRanges": [], "entityRanges": []}
                ],
                "entityMap": {},
            }
        ),
        "loaded_revision_id": str(article.latest_revision_id),
        "loaded_revision_created_at": article.latest_revision.created_at.isoformat(),
    }  # fmt: skip
    return facts | changes


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.HEAD_EDITOR])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_editor_publishes_nothing(desk, ours, role, accept):
    article = write(ours)
    path = f"/{EDITOR}snippets/newsroom/article/edit/{article.pk}/"
    form = form_of(article, title="Tiêu đề lén đăng", **{"action-publish": "action-publish"})
    answer = desk(ours.user(role)).post(path, form, headers={"accept": accept})
    assert answer.status_code in {200, 302}
    with everything("tests"):
        row = Article.objects.get(pk=article.pk)
        assert not row.live
        assert review_of(row).stage == "draft"
        assert row.get_latest_revision_as_object().title == "Tiêu đề lén đăng"


def test_copying_over_the_original_is_not_possible(desk, ours):
    article = write(ours)
    browser = desk(ours.user(Role.HEAD_EDITOR))
    answer = browser.post(f"/{EDITOR}snippets/newsroom/article/copy/{article.pk}/", form_of(article))
    assert answer.status_code == 403
    assert Revision.objects.count() == 1


def test_contributors_compose_their_own_articles_only(desk, ours):
    article = write(ours, Role.DESK)
    browser = desk(ours.user(Role.CONTRIBUTOR))
    # Wagtail leads people back to its first page, and that one leads to the desk
    assert browser.get(f"/{EDITOR}snippets/newsroom/article/edit/{article.pk}/").url == f"/{EDITOR}"
    assert browser.get(f"/tin-bai/{article.pk}/sua/").status_code == 403
    assert browser.get(f"/tin-bai/{article.pk}/").status_code == 200


def test_the_editor_offers_saving_and_the_way_back(desk, ours):
    article = write(ours)
    browser = desk(ours.user(Role.CONTRIBUTOR))
    text = browser.get(f"/{EDITOR}snippets/newsroom/article/edit/{article.pk}/").content.decode()
    assert f'href="/tin-bai/{article.pk}/"' in text
    assert "action-publish" not in text
    assert "gravatar" not in text


def test_only_the_editor_may_run_inline_scripts(desk, ours):
    article = write(ours)
    browser = desk(ours.user(Role.CONTRIBUTOR))
    inside = browser.get(f"/{EDITOR}snippets/newsroom/article/edit/{article.pk}/")
    assert "unsafe-inline" in inside["Content-Security-Policy"]
    for path in ("/", f"/tin-bai/{article.pk}/", "/gui-tin-bai/", f"/{EDITOR}reports/"):
        assert "unsafe-inline" not in browser.get(path)["Content-Security-Policy"]


def test_the_preview_shows_what_is_being_written(desk, ours):
    article = write(ours)
    browser = desk(ours.user(Role.CONTRIBUTOR))
    path = f"/{EDITOR}snippets/newsroom/article/preview/{article.pk}/"
    answer = browser.post(path, form_of(article, title="Tiêu đề đang viết"))
    assert answer.json() == {"is_valid": True, "is_available": True}
    assert "Tiêu đề đang viết" in browser.get(f"{path}?mode=").content.decode()
