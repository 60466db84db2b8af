"""What programs send is told from what people send, and what is doubtful is never lost."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.formguard.guard import (
    OF_NETWORK,
    OF_STAMP,
    OF_TEXT,
    SPENT_FOR,
    STORM,
    bait,
    guard,
    is_grey,
    refund,
    stamp,
)
from conglang.tools.formguard.models import SpentWork
from conglang.tools.formguard.rules import Circumstances, Reason, Verdict, is_work, score
from conglang.tools.formguard.tasks import forget_spent_work

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OPENED = NOW - timedelta(seconds=40)
LAMP = (
    "Đèn đường hỏng",
    "Đèn trước nhà văn hóa thôn Đông không sáng từ tối thứ Hai, trẻ con đi học về rất tối.",
)
ENGLISH = (
    "Hello dear website owner",
    "We found several problems which currently hurt your position with search",
)


@pytest.fixture(autouse=True)
def own_counters(settings, tmp_path):
    settings.DATA = tmp_path


def post(given=(), address="113.160.1.7", **more):
    fields = {"dau": stamp("cases", OPENED), "loi_giai": "", "trang_web": ""} | dict(given) | more
    return RequestFactory().post("/", fields, REMOTE_ADDR=address)


def judged(request, texts=LAMP, now=NOW):
    return guard(request, purpose="cases", texts=texts, now=now)


def worked(challenge):
    return next(str(number) for number in count() if is_work(challenge, str(number)))


def test_what_people_send_is_taken():
    assert judged(post()).verdict is Verdict.CLEAR


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"trang_web": "https://x.example"}, Reason.TRAP),
        ({"dau": ""}, Reason.NO_STAMP),
        ({"dau": stamp("cases", OPENED) + "x"}, Reason.NO_STAMP),
        ({"dau": stamp("questions", OPENED)}, Reason.NO_STAMP),
        ({"dau": stamp("cases", NOW - timedelta(seconds=3))}, Reason.FAST),
    ],
)
def test_who_sends_as_programs_do_waits_for_a_person(fields, reason):
    judgement = judged(post(fields))
    assert (judgement.verdict, judgement.reasons) == (Verdict.SUSPECT, (reason,))


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (("Xem <a href=x>", "tại đây"), Reason.MARKUP),
        (("Xem đi", "https://a.example và http://b.example"), Reason.LINKS),
        (("Nguyễn Văn A", "Nguyễn Văn A"), Reason.IDENTICAL),
        (("Здравствуйте, купите наш товар",), Reason.ALPHABET),
        (ENGLISH, Reason.NOT_SYLLABLES),
        (("aaaaaaaaaaaaaaa",), Reason.GIBBERISH),
        (("Vay tín chấp, giải ngân trong ngày, không thế chấp",), Reason.LURE),
        (("Gọi 0912345678, 0987654321 hoặc 0901234567",), Reason.NUMBERS),
        (("Gọi 0912345678 hoặc vào hangtot.top",), Reason.REACHED),
    ],
)
def test_what_only_programs_write_is_doubted(texts, reason):
    assert reason in judged(post(), texts).reasons


@pytest.mark.parametrize(
    "text",
    [
        "den duong truoc nha van hoa thon dong hong roi khong ai sua",
        "ĐƯỜNG NGẬP NƯỚC KHÔNG ĐI ĐƯỢC, MONG UBND XÃ CHO NGƯỜI ĐẾN XEM",
        "Có người dán quảng cáo vay tín chấp lên cột điện gần chợ, gọi tôi số 0912 345 678",
        "Loa thôn hỏng",
        "Xem ảnh tôi đăng ở facebook.com/duongngap hôm qua",
    ],
)
def test_people_write_without_marks_in_capitals_and_about_advertisements(text):
    assert judged(post(), ("Phản ánh", text)).verdict is Verdict.CLEAR


def test_a_grey_message_is_cleared_by_work_that_counts_once(db):
    challenge = stamp("cases", OPENED)
    request = post(dau=challenge, loi_giai=worked(challenge))
    assert is_grey(request, purpose="cases", texts=ENGLISH, now=NOW)
    assert [judged(request, ENGLISH).verdict for _ in range(2)] == [Verdict.CLEAR, Verdict.SUSPECT]
    forget_spent_work(NOW + SPENT_FOR - timedelta(seconds=1))
    assert SpentWork.objects.exists()
    forget_spent_work(NOW + SPENT_FOR)
    assert not SpentWork.objects.exists()


def test_without_the_script_a_grey_message_waits_for_a_person(db):
    assert judged(post(loi_giai="1"), ENGLISH).verdict is Verdict.SUSPECT


def test_no_work_clears_what_is_surely_a_program(db):
    challenge = stamp("cases", OPENED)
    request = post(dau=challenge, loi_giai=worked(challenge), trang_web="x")
    assert judged(request).verdict is Verdict.SUSPECT
    assert not SpentWork.objects.exists()


def test_a_shared_address_goes_on_by_work_and_slips_do_not_count(db):
    def send(**more):
        return judged(post(**more), ("Loa hỏng",))

    assert {send().verdict for _ in range(OF_NETWORK)} == {Verdict.CLEAR}
    assert send().reasons == (Reason.NETWORK,)
    assert send(address="113.160.2.7").reasons == ()
    challenge = stamp("cases", OPENED)
    assert send(dau=challenge, loi_giai=worked(challenge)).verdict is Verdict.CLEAR
    for _ in range(3):
        refund(post(), purpose="cases", now=NOW)
    assert send().reasons == ()


def test_only_a_storm_is_refused():
    verdicts = [judged(post()).verdict for _ in range(STORM + 1)]
    assert verdicts[-1] is Verdict.REFUSED
    assert Verdict.REFUSED not in verdicts[:-1]


def test_one_opened_form_sends_few_messages():
    request = post()
    worn = [Reason.WORN in judged(request, ("Số", f"{word} giờ")).reasons for word in "abcdef"]
    assert worn.index(True) == OF_STAMP


def test_the_same_words_from_everywhere_are_noticed_whatever_name_link_and_number():
    texts = [(f"Người {n}", f"{LAMP[1]} https://a{n}.example 091234567{n}") for n in range(OF_TEXT + 1)]
    found = [judged(post(address=f"113.{n}.1.7"), each).reasons for n, each in enumerate(texts)]
    assert [Reason.REPEATED in reasons for reasons in found] == [False] * OF_TEXT + [True]


@given(st.lists(st.text(), max_size=4))
def test_any_text_gets_a_score(texts):
    assert score(texts, Circumstances(), bait()).points >= 0


@given(st.text(), st.text())
def test_any_text_is_work_or_not(challenge, solution):
    assert is_work(challenge, solution) in {True, False}


def test_only_a_grey_message_has_a_puzzle_in_its_form():
    page = Template("{% load formguard %}{% guard_fields 'abc' %}{% guard_fields 'abc' works=True %}").render(
        Context()
    )
    assert page.count("data-work") == 1
    assert page.count('aria-hidden="true"') == 2
