"""The desk's screens over HTTP, as the officials of the commune use them."""

from conglang.base.units.scope import everything
from conglang.citizens.polls.models import Cast, Household, Poll
from conglang.citizens.polls.tests.conftest import LATER, ballot, cast, proposed, quick, slips
from conglang.kernel import clock

DESK = "/lay-phieu/"


def typed(**more):
    return {
        "question": "Có nên trồng cây?", "choices": "Đồng ý\nKhông đồng ý", "note": "",
        "opens_on": "2026-11-16", "closes_on": "2026-11-25", "matter": "",
        "agreement": "", "agreed_on": "", "more_than": "",
    } | more  # fmt: skip


def test_a_poll_is_proposed_by_one_and_confirmed_by_another(home, desk):
    clerk = desk(home, "desk")
    faulty = clerk.post(f"{DESK}moi/", typed(choices="Một dòng thôi"))
    assert faulty.status_code == 422
    assert "Một dòng thôi" in faulty.content.decode()
    page = clerk.post(f"{DESK}moi/", typed()).headers["Location"]
    assert clerk.post(page, {"act": "confirm"}).status_code == 403
    assert "chờ người thứ hai duyệt" in clerk.get(page).content.decode()
    assert desk(home, "head").post(page, {"act": "confirm"}).status_code == 302
    assert "đang mở" in clerk.get(DESK).content.decode()


def test_a_ballot_needs_the_agreement_and_says_so(home, desk):
    clerk = desk(home, "desk")
    answer = clerk.post(f"{DESK}moi/", typed(matter="tu-quan-khac"))
    assert answer.status_code == 422
    assert "Chưa thống nhất với Mặt trận" in answer.content.decode()
    agreed = {"matter": "tu-quan-khac", "agreement": "05/BB-MTTQ", "agreed_on": "2026-11-02"}
    page = clerk.post(f"{DESK}moi/", typed(**agreed)).headers["Location"]
    refused = desk(home, "head").post(page, {"act": "confirm"})
    assert "Danh sách hộ còn trống" in refused.content.decode()
    sen, sung = home.hamlets
    assert clerk.post(page, {"act": "list", f"ho-{sen.pk}": "4", f"ho-{sung.pk}": ""}).status_code == 302
    with everything("tests"):
        assert list(Household.objects.values_list("hamlet", "number")) == [(sen.pk, n) for n in (1, 2, 3, 4)]
    assert desk(home, "head").post(page, {"act": "confirm"}).status_code == 302


def test_the_booth_prints_enters_paper_and_counts(home, desk):
    poll = ballot(home)
    page, officer = f"{DESK}{poll.pk}/", desk(home, "officer")
    hamlet = home.hamlets[0].pk
    assert officer.post(page, {"act": "print", "hamlet": hamlet, "again": "x"}).status_code == 422
    sheet = officer.post(page, {"act": "print", "hamlet": hamlet, "again": ""})
    assert (sheet["Content-Type"], sheet["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert sheet.content.startswith(b"%PDF")
    code = slips(home, poll, (1,))[1].code
    cast(home, poll, 0, code)
    box = {"act": "enter", "hamlet": hamlet, "batch": "Hòm 1", "so-0": "1", "so-1": "1", "so-2": "0"}
    refused = officer.post(page, box | {"households": "1, 2"})
    assert refused.status_code == 422
    assert "đã bỏ phiếu, trên trang hoặc trên giấy: 1" in refused.content.decode()
    assert officer.post(page, box | {"households": "2-3"}).status_code == 302
    assert "Hòm 1" in officer.get(page).content.decode()
    assert officer.post(page, {"act": "count"}).status_code == 422
    with clock.frozen(LATER):
        assert officer.post(page, {"act": "count"}).status_code == 302
    with everything("tests"):
        assert Cast.objects.count() == 3
        assert Poll.objects.get().sha256 in officer.get(page).content.decode()


def test_an_auditor_reads_and_changes_nothing_and_a_neighbour_finds_nothing(home, neighbour, desk):
    poll, waiting = quick(home), proposed(home)
    auditor = desk(home, "auditor")
    assert auditor.get(f"{DESK}{poll.pk}/").status_code == 200
    for act in ("withdraw", "confirm", "count"):
        assert auditor.post(f"{DESK}{waiting.pk}/", {"act": act}).status_code == 403
    assert auditor.post(f"{DESK}{waiting.pk}/", {"act": "fly"}).status_code == 404
    stranger = desk(neighbour, "head")
    assert stranger.get(f"{DESK}{poll.pk}/").status_code == 404
    assert stranger.post(f"{DESK}{waiting.pk}/", {"act": "confirm"}).status_code == 404
