"""Templates say what they need, and stay inside the content security policy."""

import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from conglang.base.ui import errors, samples, views

ROOM = Path(views.__file__).parent
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))
ICONS = set(re.findall(r'id="([\w-]+)"', (ROOM / "static/ui/icons.svg").read_text("utf-8")))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_says_what_it_needs(path: Path):
    head = path.read_text("utf-8").removeprefix('{% extends "').split("\n", 2)
    assert any(line.startswith("{# needs: ") for line in head[:2])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_has_no_inline_style_or_script(path: Path):
    """The policy forbids them: the page would lose its look silently."""
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", text))


def test_every_icon_that_a_template_names_is_drawn():
    named = {
        icon
        for path in TEMPLATES
        for icon in re.findall(
            r'(?:\{% icon |icon_name=|icon_name\|default:)"(\w+)"', path.read_text("utf-8")
        )
    }
    assert named - ICONS == set()


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500])
def test_an_error_page_needs_no_database_and_says_what_to_do(status: int):
    response = errors.error_page(RequestFactory().get("/"), status)
    text = response.content.decode()
    assert response.status_code == status
    assert re.search(r"<h1>\s*\S", text)
    assert "Xin " in text
    assert str(status) in text


def test_djangos_handlers_show_the_error_pages():
    request = RequestFactory().get("/")
    answers = [
        errors.bad_request(request, exception=ValueError()),
        errors.permission_denied(request, exception=PermissionError()),
        errors.page_not_found(request, exception=LookupError()),
        errors.server_error(request),
    ]
    assert [answer.status_code for answer in answers] == [400, 403, 404, 500]


def test_hostile_text_stays_text():
    html = render_to_string("ui/alert.html", {"text": "<script>alert(1)</script>", "title": "<b>"})
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_footer_without_facts_shows_no_empty_lines():
    html = render_to_string("ui/footer.html", {"masthead": {"name": "Xã Bình Minh"}, "imprint": {}})
    assert "<dt>" not in html
    assert "Xã Bình Minh" in html


def test_one_page_needs_no_page_numbers():
    request = RequestFactory().get("/")
    page = Paginator(range(3), 20).get_page(1)
    assert not render_to_string("ui/pagination.html", {"page": page, "request": request}).strip()


def test_page_links_keep_the_other_words_of_the_query():
    request = RequestFactory().get("/", {"q": "đất", "page": "7"})
    html = render_to_string(
        "ui/pagination.html", {"page": Paginator(range(970), 20).get_page(7), "request": request}
    )
    assert "q=%C4%91%E1%BA%A5t&amp;page=8" in html
    assert "Trang 7 trên 49" in html


def test_a_table_names_the_column_before_each_value_for_phones():
    html = render_to_string("ui/table.html", samples.TABLE | {"caption": "Tin bài"})
    assert html.count('data-label="Người gửi"') == len(samples.TABLE["rows"])
    assert '<th scope="row">' in html


def test_the_message_of_a_service_shows_its_level():
    html = render_to_string(
        "ui/messages.html", {"messages": [{"level_tag": "warning", "message": "Sắp đến hạn"}]}
    )
    assert 'data-level="warning"' in html
    assert "Sắp đến hạn" in html


def test_a_step_says_its_state_in_words_too():
    html = render_to_string("ui/steps.html", {"steps": samples.STEPS})
    assert [html.count(word) for word in ("(đã xong)", "(bị trả lại)", "(đang làm)", "(chưa đến)")] == [
        1,
        1,
        1,
        1,
    ]
    assert html.count('aria-current="step"') == 1


def test_an_icon_speaks_only_when_it_has_a_label():
    html = Template('{% load ui %}{% icon "phone" %}{% icon "phone" "Điện thoại" %}').render(Context())
    assert html.count('aria-hidden="true"') == 1
    assert 'role="img" aria-label="Điện thoại"' in html


@pytest.mark.urls("conglang.base.ui.tests.urls")
@pytest.mark.parametrize("view", [views.guide, views.public_sample, views.desk_sample])
def test_the_style_guide_shows_a_chosen_theme(view):
    html = view(
        RequestFactory().get("/", {"theme": "dark", "contrast": "more", "text": '"><b>'})
    ).content.decode()
    assert 'data-theme="dark" data-contrast="more"' in html
    assert "data-text" not in html.split(">", 2)[1]
