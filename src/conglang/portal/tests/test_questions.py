"""Asking on the public site: what is known first, a code and a PIN, and the answer for everybody."""

import re
from datetime import date, timedelta
from urllib.parse import quote

from django.test import Client

from conglang.base.accounts.tests.villages import visit
from conglang.base.units.scope import everything
from conglang.citizens.questions.models import Question
from conglang.citizens.questions.tests.conftest import (  # noqa: F401  # fixtures
    NOW,
    Village,
    asked,
    drafted,
    frozen,
    home,
    neighbour,
    published,
)
from conglang.content.documents.tests import conftest as register
from conglang.kernel import clock
from conglang.portal.tests.telling import judge, report_from
from conglang.tools.approval.tests.releasing import settled

INDEX, ASK, ASKED = "/hoi-dap/", "/hoi-dap/dat-cau-hoi/", "/hoi-dap/tra-cuu/"
TEXT = "Làm giấy khai sinh cho con cần giấy tờ gì?"


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def second_page(text: str = TEXT) -> tuple[str, dict[str, str]]:
    """The page with what is known, and what its form sends."""
    first = visit(ASK)
    assert not first.cookies
    carried = {"dau": field(first.content.decode(), "dau")}
    page = visit(ASK, {"cau_hoi": text, "linh_vuc": "ho-tich", "buoc": "tiep"} | carried).content.decode()
    sent = {"cau_hoi": text, "linh_vuc": "ho-tich", "ma_gui": field(page, "ma_gui"), "buoc": "gui"}
    return page, sent | {"dau": field(page, "dau"), "ho_ten": "Lê Thị Mẫu", "dien_thoai": "0912 345 678"}


def send(text: str = TEXT, after: int = 60, **more: str):
    """The whole way, as a person does it who needs so many seconds."""
    _page, sent = second_page(text)
    with clock.frozen(NOW + timedelta(seconds=after)):
        return visit(ASK, sent | more)


def test_a_question_gets_code_and_pin_without_account_cookie_or_script(home):  # noqa: F811
    answer = send()
    page = answer.content.decode()
    assert (answer.status_code, len(answer.cookies)) == (200, 0)
    assert "no-store" in answer["Cache-Control"]
    code = re.search(r"HD26-\w{4}-\w{4}", page)
    pin = re.search(r"<strong>(\d{6})</strong>", page)
    assert code
    assert pin
    assert "thứ Ba, 08/12/2026" in page
    look = {"ma": code[0].lower(), "pin": pin[1]}
    found = visit(ASKED, look).content.decode()
    assert "Đã nhận. Cán bộ sẽ trả lời." in found
    assert TEXT in found
    assert visit(ASKED, look | {"pin": "000000"}).status_code == 422
    assert visit(ASKED, {"ma": "HD26-0000-0000", "pin": "1"}).status_code == 422
    visit(ASKED, look | {"viec": "xoa"})
    with everything("tests"):
        assert Question.objects.get().sender.sealed == ""
    assert "Xóa thông tin liên hệ" not in visit(ASKED, look).content.decode()


def test_what_is_known_already_comes_before_sending_and_while_typing(home):  # noqa: F811
    row = published(home)
    page, _sent = second_page("khai sinh cho con")
    assert row.get_absolute_url() in page
    typing = visit(f"{INDEX}goi-y/?q={quote('giấy khai sinh')}").content.decode()
    assert row.get_absolute_url() in typing
    assert "<html" not in typing
    assert row.title not in visit(f"{INDEX}goi-y/?q=xyz").content.decode()


def test_nothing_typed_is_lost_and_going_back_keeps_it(home):  # noqa: F811
    wrong = send(dien_thoai="12ab")
    assert wrong.status_code == 422
    assert "12ab" in wrong.content.decode()
    assert TEXT in wrong.content.decode()
    back = visit(ASK, {"cau_hoi": TEXT, "linh_vuc": "ho-tich", "buoc": "sua"})
    assert (back.status_code, TEXT in back.content.decode()) == (200, True)
    assert visit(ASK, {"cau_hoi": " ", "buoc": "tiep"}).status_code == 422
    with everything("tests"):
        assert not Question.objects.exists()


def test_what_a_program_sends_is_held_back_and_it_learns_nothing_of_it(home):  # noqa: F811
    page = send(after=1, trang_web="x").content.decode()
    assert "Đã nhận câu hỏi" in page
    with everything("tests"):
        row = Question.objects.get()
    assert (row.state, "trap" in row.held_because) == ("held", True)


def test_an_answer_is_read_with_its_law_found_and_told_in_feeds(home):  # noqa: F811
    law = register.published(
        Village(home.unit, {**home.users, "clerk": home.users["writer"]}), code="60/2014/QH13"
    )
    row, draft = published(home), drafted(home, title="Chưa duyệt")
    page = visit(row.get_absolute_url()).content.decode()
    assert "giấy chứng sinh" in page
    assert law.get_absolute_url() in page
    assert "Nghị định 123/2015/NĐ-CP" in page
    assert "đang được rà soát" not in page
    index = visit(INDEX).content.decode()
    assert row.title in index
    assert draft.title not in index
    assert visit(draft.get_absolute_url()).status_code == 404
    assert row.get_absolute_url() in visit(f"{INDEX}?q={quote('khai sinh')}").content.decode()
    assert "Chưa có câu trả lời nào khớp" in visit(f"{INDEX}?q=xyz").content.decode()
    assert row.get_absolute_url() in visit(f"/tim-kiem/?q={quote('khai sinh')}").content.decode()
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert row.title in visit(f"{INDEX}{name}").content.decode()


def test_a_document_that_ends_another_one_throws_doubt_on_answers_of_the_units_below(home):  # noqa: F811
    row = published(home)
    people = Village(home.unit, {**home.users, "clerk": home.users["writer"]})
    with clock.frozen(NOW + timedelta(days=1)):
        ties = [{"relation": "replaces", "text": "Luật Hộ tịch 60/2014/QH13"}]
        register.published(people, code="7/2026/QH16", relations=ties)
        settled(row)
        page = visit(row.get_absolute_url()).content.decode()
    assert "Câu trả lời này đang được rà soát" in page
    assert "7/2026/QH16" in page


def test_after_its_day_of_review_readers_are_warned(home):  # noqa: F811
    row = published(home, review_on=date(2026, 11, 20))
    assert "đang rà soát" not in visit(INDEX).content.decode()
    with clock.frozen(NOW + timedelta(days=10)):
        assert "đang rà soát" in visit(INDEX).content.decode()
        assert "Đã quá ngày rà soát" in visit(row.get_absolute_url()).content.decode()


def test_the_asker_reads_the_answer_under_the_code_and_no_page_names_them(home):  # noqa: F811
    sent = asked(home, TEXT)
    row = published(home, sent.question)
    look = {"ma": sent.question.code, "pin": sent.pin}
    assert row.get_absolute_url() in visit(ASKED, look).content.decode()
    for path in (INDEX, row.get_absolute_url(), f"{INDEX}rss.xml", f"{INDEX}?q=khai"):
        page = visit(path).content.decode()
        assert "Lê Thị Mẫu" not in page
        assert sent.question.printed_code not in page


def test_a_neighbours_site_knows_neither_question_nor_answer(home, neighbour):  # noqa: F811
    sent, row = asked(home), published(home)
    there = Client(HTTP_HOST="c98002.localhost")
    assert there.get(row.get_absolute_url()).status_code == 404
    assert there.post(ASKED, {"ma": sent.question.code, "pin": sent.pin}).status_code == 422


def test_the_list_costs_as_many_queries_for_many_as_for_one(home, django_assert_max_num_queries):  # noqa: F811
    published(home)
    with django_assert_max_num_queries(60) as first:
        assert visit(INDEX).status_code == 200
    published(home, title="Làm lại giấy khai sinh cần gì?")
    published(home, title="Ai làm giấy khai sinh?")
    with django_assert_max_num_queries(len(first)):
        visit(INDEX)


def test_readers_judge_an_answer_and_say_what_is_wrong_with_it(home):  # noqa: F811
    row = published(home)
    assert judge(row.get_absolute_url()).page_uid == row.uid
    assert report_from(row.get_absolute_url()).title == row.title
