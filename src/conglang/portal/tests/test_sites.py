"""What a visitor gets, over HTTP, by host."""

from datetime import date

import pytest
from django.test import Client

from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import HostRedirect, Part, Site, Succession
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, write
from conglang.kernel import clock
from conglang.tools.approval.models import Told
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.pages.models import SectionKind

HOST = "bensen.songmay.localhost"
SINCE = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def saturday():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=SINCE)
    return place


@pytest.fixture
def visitor():
    return Client(headers={"host": HOST})


def page(visitor: Client, path: str, status: int = 200) -> str:
    answer = visitor.get(path)
    assert answer.status_code == status, answer.content[:300]
    assert not answer.cookies, "visitors get no cookie"
    return answer.content.decode()


def address(article: Article) -> str:
    return f"/news/{article.slug}/"


def test_an_approved_item_is_on_the_home_page_in_its_section_and_found(home, visitor):
    article = publish(write(home), home)
    deliver(now=NOW)
    for path in ("/", "/news/", "/tim-kiem/?q=tiem+phong", "/tim-kiem/?q=TI%C3%8AM%20ph%C3%B2ng"):
        assert address(article) in page(visitor, path)
    text = page(visitor, address(article))
    assert "Từ 8 giờ tại trạm y tế." in text
    assert "Nguyễn Văn A" in text


def test_a_draft_exists_nowhere(home, visitor):
    draft = write(home, title="Chưa ai duyệt")
    deliver(now=NOW)
    for path in ("/", "/news/", "/tim-kiem/?q=duyet"):
        assert "Chưa ai duyệt" not in page(visitor, path)
    assert "Trang này không tồn tại" in page(visitor, address(draft), 404)


def test_a_withdrawn_item_is_gone_at_once_and_its_address_says_so(home, visitor):
    article = publish(write(home), home)
    with use_scope(home.head.scope):
        item = Article.objects.get(pk=article.pk)
        withdraw(item=item, by=home.head, now=NOW, reason="Đăng nhầm", told=Told.MISTAKE)
    told = page(visitor, address(article), 410)
    assert "Nội dung này đã được gỡ" in told
    assert "Nội dung có sai sót và đang được sửa." in told
    assert article.title not in told
    assert "Đăng nhầm" not in told
    assert article.title not in page(visitor, "/")


def test_an_item_that_is_public_again_is_read_where_it_was(home, visitor):
    article = publish(write(home), home)
    with use_scope(home.head.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=home.head, now=NOW, reason="Đăng nhầm")
    assert "Không nêu lý do." in page(visitor, address(article), 410)
    publish(article, home)
    assert article.title in page(visitor, address(article))


def test_what_a_neighbour_withdrew_is_unknown_here(home, visitor):
    other = commune("98002", "Bến Đá")
    article = publish(write(other), other)
    with use_scope(other.head.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=other.head, now=NOW, reason="Đăng nhầm")
    page(visitor, address(article), 404)


def test_a_neighbours_items_do_not_exist_here(home, visitor):
    other = commune("98002", "Bến Đá")
    article = publish(write(other, title="Chuyện của xã bên"), other)
    deliver(now=NOW)
    for path in ("/", "/news/", "/tim-kiem/?q=chuyen+cua+xa+ben"):
        assert "Chuyện của xã bên" not in page(visitor, path)
    page(visitor, address(article), 404)


def test_items_of_an_old_unit_are_found_under_its_successor_with_their_old_name(home, visitor):
    old = commune("98003", "Bến Cũ")
    article = publish(write(old, title="Tin của xã cũ"), old)
    deliver(now=NOW)
    Succession.objects.create(old=old.unit, new=home.unit, on=SINCE, part=Part.WHOLE)
    assert "Xã Bến Cũ" in page(visitor, "/tim-kiem/?q=tin+cua+xa+cu")
    assert "Xã Bến Cũ" in page(visitor, address(article))


def test_a_standing_page_is_shown_at_its_sections_address(home, visitor):
    publish(write(home, title="Lịch sử xã", section_id=home.sections["about"].pk), home)
    assert home.sections["about"].kind == SectionKind.PAGE
    assert "Từ 8 giờ tại trạm y tế." in page(visitor, "/about/")


def test_an_empty_section_says_so(home, visitor):
    assert "chưa có nội dung" in page(visitor, "/news/")


def test_an_old_host_leads_to_the_new_one_for_ever(home):
    HostRedirect.objects.create(host="bensencu.localhost", site=home.unit.site, since=SINCE)
    answer = Client(headers={"host": "bensencu.localhost:8000"}).get("/news/?page=2")
    assert (answer.status_code, answer["Location"]) == (301, f"http://{HOST}:8000/news/?page=2")


@pytest.mark.parametrize("host", ["la.example", "", "bensen.songmay.localhost.evil.example", "a b"])
def test_a_host_that_is_none_of_ours_gets_one_plain_answer(home, host):
    answer = Client(headers={"host": host}).get("/")
    assert answer.status_code == 404
    assert "Bến Sen" not in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    ['"', "' OR 1=1 --", "%", "_", "a" * 10_000, "\x00", "<script>alert(1)</script>", "((((", "đ" * 300],
)
def test_hostile_searches_are_harmless(home, visitor, query):
    answer = visitor.get("/tim-kiem/", {"q": query, "page": "999999999999999999999"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_pages_carry_a_strict_policy_and_no_inline_code(home, visitor):
    publish(write(home), home)
    for path in ("/", "/news/", "/tim-kiem/?q=a"):
        answer = visitor.get(path)
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
        assert "<style" not in answer.content.decode()
        assert " onclick" not in answer.content.decode()


def test_desk_addresses_do_not_exist_on_a_public_site(home, visitor):
    for path in ("/tai-khoan/dang-nhap/", "/soan-thao/", "/tep/1/aa/b.jpg", "/_ui/"):
        page(visitor, path, 404)


def test_the_home_page_costs_the_same_with_few_and_many_items(home, visitor, django_assert_max_num_queries):
    for number in range(9):
        publish(write(home, title=f"Tin số {number}"), home)
    with django_assert_max_num_queries(12):
        page(visitor, "/")


def test_only_reading_is_possible(home, visitor):
    for path in ("/", "/news/", "/tim-kiem/"):
        assert visitor.post(path).status_code == 405
