"""Voting on the public site: without account, cookie or script, once, with a receipt that tells nothing."""

import re
from datetime import timedelta
from typing import Any

from conglang.base.accounts.tests.villages import visit
from conglang.base.units.scope import everything
from conglang.citizens.polls.models import Ballot, Cast
from conglang.citizens.polls.queries import result_of
from conglang.citizens.polls.rules import fingerprint, recount
from conglang.citizens.polls.tests.conftest import (  # noqa: F401  # fixtures
    LATER,
    NOW,
    ballot,
    box,
    cast,
    counted,
    frozen,
    home,
    neighbour,
    proposed,
    quick,
    slips,
)
from conglang.kernel import clock

INDEX = "/binh-chon/"


def filled(poll: Any, after: int = 30, device: str = "Phone", **more: str) -> Any:
    """A vote as a person sends it who needs so many seconds."""
    path = poll.get_absolute_url()
    page = visit(path).content.decode()
    sent = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("dau", "ma_gui")}
    with clock.frozen(NOW + timedelta(seconds=after)):
        return visit(path, sent | more, HTTP_USER_AGENT=device)


def test_a_vote_is_confirmed_with_a_receipt_and_the_result(home):  # noqa: F811
    poll = quick(home)
    first = visit(poll.get_absolute_url())
    assert not first.cookies
    assert "Tham khảo, không thay cho lấy ý kiến theo luật" in first.content.decode()
    for choice in (0, 0, 0, 0, 0, 1, 1):
        cast(home, poll, choice)
    assert "Kết quả" not in visit(poll.get_absolute_url()).content.decode()
    answer = filled(poll, lua_chon="0")
    page = answer.content.decode()
    assert (answer.status_code, len(answer.cookies)) == (200, 0)
    assert "no-store" in answer["Cache-Control"]
    receipt = re.search(r"BP26-\w{4}-\w{4}", page)
    assert "Đã lưu phiếu của ông bà" in page
    assert "8 lượt chọn" in page
    assert "không hiện" in page
    check = {"bien_nhan": receipt[0]}
    assert "đã được lưu." in visit(poll.get_absolute_url(), check).content.decode()
    wrong = {"bien_nhan": "BP26-0000-0000"}
    assert "Không có phiếu nào" in visit(poll.get_absolute_url(), wrong).content.decode()
    empty = visit(poll.get_absolute_url(), {"bien_nhan": " "})
    assert (empty.status_code, "Vui lòng nhập mã biên nhận." in empty.content.decode()) == (422, True)


def test_a_form_without_a_choice_says_so(home):  # noqa: F811
    answer = filled(quick(home))
    assert answer.status_code == 422
    assert "Vui lòng chọn một ý." in answer.content.decode()


def test_votes_of_programs_are_counted_apart_and_those_of_one_device_are_few(home):  # noqa: F811
    poll = quick(home)
    assert filled(poll, after=1, lua_chon="0").status_code == 200
    with everything("tests"):
        assert (result_of(poll).n, result_of(poll).held) == (0, 1)
    answers = [filled(poll, lua_chon="1").status_code for _each in range(3)]
    assert answers == [200, 200, 429]
    assert filled(poll, device="Laptop", lua_chon="1").status_code == 200


def test_a_household_votes_with_its_code_once(home):  # noqa: F811
    poll = ballot(home)
    codes = slips(home, poll)
    wrong = filled(poll, lua_chon="0", ma_phieu="7K4M-2QX7-ABCD")
    assert wrong.status_code == 422
    assert "Không có mã này" in wrong.content.decode()
    assert filled(poll, lua_chon="0", ma_phieu=codes[2].code).status_code == 200
    again = filled(poll, lua_chon="1", ma_phieu=codes[2].code)
    assert again.status_code == 422
    assert "đã dùng mã này" in again.content.decode()
    with everything("tests"):
        assert (Cast.objects.count(), Ballot.objects.count()) == (1, 1)


def test_the_published_file_has_the_published_hash_and_counts_the_same(home):  # noqa: F811
    poll = ballot(home)
    box(home, poll, [1, 2, 3, 4, 5, 6], [5, 1])
    path = f"{poll.get_absolute_url()}?tep=phieu"
    assert visit(path).status_code == 404
    done = counted(home, poll)
    with clock.frozen(LATER):
        page, file = visit(poll.get_absolute_url()).content.decode(), visit(path).content
    assert done.sha256 == fingerprint(file)
    assert done.sha256 in page
    assert recount(file) == {"Đồng ý": 5, "Không đồng ý": 1}
    assert "được thông qua" in page


def test_what_is_not_confirmed_or_of_others_is_not_there(home, neighbour):  # noqa: F811
    waiting, poll = proposed(home, question="Chưa duyệt?"), quick(home)
    assert visit(waiting.get_absolute_url()).status_code == 404
    assert visit(poll.get_absolute_url(), host="c98002.localhost").status_code == 404
    page = visit(INDEX).content.decode()
    assert str(poll) in page
    assert "Chưa duyệt?" not in page
    assert "Hiện chưa có cuộc bình chọn nào" in visit(INDEX, host="c98002.localhost").content.decode()
