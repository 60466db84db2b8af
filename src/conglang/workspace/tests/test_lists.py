"""Lists cost the same at any length, and say what a person needs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conglang.base.accounts.roles import Role
from conglang.base.ledger.audit import record
from conglang.base.ledger.models import Delivery, OutboxMessage
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.services import submit
from conglang.tools.pages.models import Section
from conglang.workspace.tests.conftest import SYSTEM, typed, write


def queries(browser, path) -> int:
    browser.get(path)  # what is read once a process is read now
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def send(office, **given) -> Article:
    article = write(office, **given)
    actor = office.actor(Role.CONTRIBUTOR)
    with use_scope(actor.scope):
        submit(item=article, by=actor, now=clock_now())
    return article


@pytest.mark.parametrize(
    "path", ["/", "/tin-bai/", "/tin-bai/cua-toi/", "/tin-bai/?tu-khoa=kenh&trang-thai=in_review"]
)
def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(desk, ours, path):
    browser = desk(ours.user(Role.HEAD_EDITOR))
    send(ours)
    write(ours, Role.HEAD_EDITOR)
    few = queries(browser, path)
    for number in range(6):
        send(ours, title=f"Kênh số {number}")
        write(ours, Role.HEAD_EDITOR, title=f"Nháp {number}")
    assert queries(browser, path) <= few
    assert few < 30


def test_an_articles_page_costs_the_same_whatever_happened_to_it(desk, ours):
    browser = desk(ours.user(Role.DESK))
    article = send(ours)
    path = f"/tin-bai/{article.pk}/"
    few = queries(browser, path)
    actor = ours.actor(Role.DESK)
    link = browser.get(path).context["buttons"]
    for button in link:
        if "tra-lai" in button["url"]:
            browser.post(button["url"], {"reason": "Xin sửa."})
    with use_scope(actor.scope):
        assert article.latest_revision_id
    assert queries(browser, path) <= few + 1  # the reason of the return


def test_the_navigation_counts_what_waits(desk, ours):
    browser = desk(ours.user(Role.DESK))
    send(ours)
    send(ours, title="Bài thứ hai")
    text = browser.get("/tro-giup/").content.decode()
    assert '<span class="badge" data-tone="warning">2</span>' in text


def test_search_forgives_marks_and_capitals(desk, ours):
    write(ours, title="Đường quê Bến Sen")
    write(ours, title="Chuyện khác")
    text = desk(ours.user(Role.DESK)).get("/tin-bai/?tu-khoa=DUONG+que").content.decode()
    assert "Đường quê Bến Sen" in text
    assert "Chuyện khác" not in text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"trang-thai": "draft"}, ["Chợ quê", "Đường quê"]),
        ({"trang-thai": "in_review"}, ["Kênh quê"]),
        ({"trang-thai": "draft", "tu-khoa": "duong"}, ["Đường quê"]),
        ({"trang-thai": "in_review", "tu-khoa": "duong"}, []),
        ({"trang-thai": "draft", "chuyen-muc": "own"}, ["Chợ quê", "Đường quê"]),
        ({"trang-thai": "draft", "chuyen-muc": "none"}, []),
        ({"tu-khoa": "que", "chuyen-muc": "own"}, ["Chợ quê", "Kênh quê", "Đường quê"]),
    ],
)
@pytest.mark.parametrize("path", ["/tin-bai/", "/tin-bai/cua-toi/"])
def test_what_is_asked_for_together_narrows_a_list_together(desk, ours, path, asked, shown):
    write(ours, title="Đường quê")
    send(ours, title="Kênh quê")
    write(ours, title="Chợ quê")
    keys = {"own": ours.section.pk, "none": ours.section.pk + 10_000}
    given = {name: keys.get(value, value) for name, value in asked.items()}
    context = desk(ours.user(Role.CONTRIBUTOR)).get(path, given).context
    assert [article.title for article, _standing in context["rows"]] == shown
    assert context["page"].paginator.count == len(shown)


@pytest.mark.parametrize(
    "query",
    [
        "?page=abc",
        "?trang-thai=nothing",
        "?chuyen-muc=x",
        "?chuyen-muc=" + "9" * 30,
        "?tu-khoa=%00",
        "?page=999",
    ],
)
def test_nonsense_in_the_address_asks_for_nothing(desk, ours, query):
    article = write(ours)
    answer = desk(ours.user(Role.DESK)).get(f"/tin-bai/{query}")
    assert answer.status_code == 200
    assert article.title in answer.content.decode()


def test_my_articles_are_those_that_i_worked_on(desk, ours):
    mine = write(ours, Role.CONTRIBUTOR, title="Bài của tôi")
    write(ours, Role.DESK, title="Bài của người khác")
    text = desk(ours.user(Role.CONTRIBUTOR)).get("/tin-bai/cua-toi/").content.decode()
    assert mine.title in text
    assert "Bài của người khác" not in text


def test_a_failed_delivery_is_seen_and_tried_again(desk, province):
    now = clock_now()
    message = OutboxMessage.objects.create(name="newsroom.Written", at=now)
    letter = Delivery.objects.create(
        message=message, handler="nobody", state=Delivery.State.DEAD, due_at=now, finished_at=now
    )
    browser = desk(province.user(Role.PROVINCE_ADMINISTRATOR))
    assert "newsroom.Written" in browser.get("/gui-khong-duoc/").content.decode()
    answer = browser.post("/gui-khong-duoc/", {"letter": [letter.pk, "x"]}, follow=True)
    assert "Mọi việc đã đến nơi" in answer.content.decode()
    letter.refresh_from_db()
    assert letter.state == Delivery.State.PENDING


def test_older_entries_of_the_trail_follow_the_newest(desk, ours):
    for number in range(60):
        ours.section.title = f"Mục {number}."
        record("pages.laid_out", ours.section, by=SYSTEM, now=clock_now() + timedelta(seconds=number))
    browser = desk(ours.user(Role.UNIT_ADMINISTRATOR))
    first = browser.get("/nhat-ky/?area=pages")
    assert "Mục 59." in first.content.decode()
    assert "Mục 5." not in first.content.decode()
    assert "Mục 5." in browser.get(f"/nhat-ky/?area=pages&truoc={first.context['older']}").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_first_page_and_a_guide(desk, ours, province, role):
    place = province if role is Role.PROVINCE_ADMINISTRATOR else ours
    browser = desk(place.user(role))
    for path in ("/", "/tro-giup/"):
        assert browser.get(path).status_code == 200


def test_an_article_of_a_hidden_section_says_so_and_can_be_moved(desk, ours):
    article = write(ours)
    with everything("tests"):
        other = Section.objects.create(unit=ours.unit, key="notices", slug="thong-bao", title="Thông báo")
        Section.objects.filter(pk=ours.section.pk).update(is_hidden=True)
    author = desk(ours.user(Role.CONTRIBUTOR))
    page = author.get(f"/tin-bai/{article.pk}/").content.decode()
    assert f"Chuyên mục “{ours.section.title}” đang ẩn" in page
    change = f"/tin-bai/{article.pk}/sua/"
    assert "Xin chọn chuyên mục mới" in author.get(change).content.decode()
    given = typed(ours, section=str(other.pk), version=article.version)
    assert author.post(change, given).status_code == 302
    assert "đang ẩn" not in author.get(f"/tin-bai/{article.pk}/").content.decode()
