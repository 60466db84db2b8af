"""The province opens sites, moves them and hands content over; for others the pages do not exist."""

from datetime import timedelta

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.kinds import Part
from conglang.base.units.models import Custody, CustodyKind, FormerName, HostRedirect, Site, Succession, Unit
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.workspace.tests.conftest import SINCE, write
from conglang.workspace.tests.test_lists import queries

HOST = "bensen.songmay.gov.vn"


@pytest.fixture
def official(desk, province):
    return desk(province.user(Role.PROVINCE_ADMINISTRATOR))


def seen(official, path: str) -> str:
    """What the form of a page says that it knows."""
    return official.get(path).context["form"]["seen"].value()


def open_site(official, unit, host=HOST, **more):
    path = f"/don-vi/{unit.pk}/mo-trang/"
    return official.post(path, {"host": host, "seen": seen(official, path), **more})


def move(official, unit, host, at=None):
    path = f"/don-vi/{unit.pk}/doi-ten-mien/"
    return official.post(path, {"host": host, "seen": at or seen(official, path)})


def test_units_are_found_by_name_without_marks_by_code_and_by_host(official, ours, theirs):
    Site.objects.create(unit=theirs.unit, host="golau.example", opened_on=SINCE)
    for text, found, missing in (
        ("BEN SEN", "Bến Sen", "Gò Lau"),
        ("98002", "Gò Lau", "Bến Sen"),
        ("golau.ex", "Gò Lau", "Bến Sen"),
    ):
        page = official.get("/don-vi/", {"tu-khoa": text}).content.decode()
        assert found in page
        assert missing not in page


def test_the_list_tells_who_has_a_site_and_who_has_ended(official, province, ours, theirs):
    Site.objects.create(unit=theirs.unit, host="golau.example", opened_on=SINCE)
    Unit.objects.filter(pk=ours.unit.pk).update(valid_to=local_day(clock_now()))
    for group, count in (("", 2), ("chua-co-trang", 1), ("da-ket-thuc", 1), ("vo-nghia", 2)):
        assert len(official.get("/don-vi/", {"nhom": group}).context["page"]) == count


def test_the_list_costs_the_same_for_three_thousand_communes(official, province, ours):
    few = queries(official, "/don-vi/?tu-khoa=xa")
    made = Unit.objects.bulk_create(
        Unit(
            code=f"{number:05}", kind="commune", level="commune", name=f"Làng {number}", parent=province.unit,
            lineage=province.unit.below, valid_from=SINCE,
        )
        for number in range(1000, 4320)
    )  # fmt: skip
    Custody.objects.create(
        holder=province.unit, unit=province.unit, kind=CustodyKind.ADMINISTRATION, valid_from=SINCE,
        legal_basis="QĐ 2", with_descendants=True,
    )  # fmt: skip
    assert queries(official, "/don-vi/?tu-khoa=xa") <= few + 2  # the custody of a whole province
    assert official.get("/don-vi/?page=133").status_code == 200
    one = queries(official, f"/don-vi/{made[0].pk}/")
    assert one < 25
    for path in ("/phong-ban/", "/thon-to/", "/quy-trinh/"):
        page = official.get(f"{path}?don-vi={made[7].pk}")
        assert page.context["reach"].unit == made[7]
        assert page.content.decode().count("<option") < 40


def test_a_units_page_shows_its_history_at_a_steady_cost(official, ours, theirs):
    path = f"/don-vi/{ours.unit.pk}/"
    site = Site.objects.create(unit=ours.unit, host=HOST, opened_on=SINCE)
    few = queries(official, path)
    FormerName.objects.create(unit=ours.unit, kind="ward", name="Bến Cũ", valid_to=SINCE)
    Succession.objects.create(old=theirs.unit, new=ours.unit, on=SINCE, part=Part.PART, legal_basis="NQ 7")
    for number in range(5):
        HostRedirect.objects.create(host=f"cu{number}.example", site=site, since=SINCE)
    page = official.get(path).content.decode()
    for words in ("Phường Bến Cũ", "NQ 7", "cu3.example", f'href="/don-vi/{theirs.unit.pk}/"', HOST):
        assert words in page
    assert queries(official, path) <= few


def test_a_site_is_opened_at_the_proposed_host(official, ours):
    page = official.get(f"/don-vi/{ours.unit.pk}/mo-trang/")
    assert page.context["form"]["host"].value() == HOST
    given = {"host": HOST, "seen": page.context["form"]["seen"].value()}
    for _twice in range(2):
        assert official.post(f"/don-vi/{ours.unit.pk}/mo-trang/", given).status_code == 302
    assert Site.objects.get(unit=ours.unit).host == HOST
    assert AuditEntry.objects.filter(verb="units.site_opened").count() == 1
    again = official.get(f"/don-vi/{ours.unit.pk}/mo-trang/", follow=True)
    assert HOST in again.content.decode()


def test_namesakes_and_taken_hosts_are_named_before_anything_is_typed(official, ours, theirs):
    Unit.objects.filter(pk=theirs.unit.pk).update(name="Bến Sến")
    Site.objects.create(unit=theirs.unit, host=HOST, opened_on=SINCE)
    page = official.get(f"/don-vi/{ours.unit.pk}/mo-trang/").content.decode()
    assert "Xã Bến Sến" in page
    assert "xabensen.songmay.gov.vn" in page
    refused = open_site(official, ours.unit)
    assert refused.status_code == 422
    assert "Xã Bến Sến" in str(refused.context["form"].errors["host"])
    assert open_site(official, ours.unit, "xabensen.songmay.gov.vn").status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("http://bensen.songmay.gov.vn", "http://"),
        ("bensen.songmay.gov.vn/tin-tuc", "http://"),
        ("bensen.songmay.gov.vn:8000", "cổng"),
        ("bếnsen.songmay.gov.vn", "bensen.songmay.gov.vn"),
        ("xn--bnsen-abc.songmay.gov.vn", "xn--"),
        ("bensen", "không phải là tên miền"),
        ("bensen .songmay.gov.vn", "không phải là tên miền"),
        ("127.0.0.1", "không phải là tên miền"),
        ("", "bắt buộc"),
        ("ban-lam-viec.localhost", "dành riêng"),
        ("a" * 64 + ".vn", "không phải là tên miền"),
        ("a" * 300 + ".vn", "không phải là tên miền"),
    ],
)
def test_a_wrong_host_is_explained_beside_its_field(official, ours, typed, words):
    answer = open_site(official, ours.unit, typed)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["host"])
    assert not Site.objects.exists()


def test_capitals_and_blanks_around_a_host_are_forgiven(official, ours):
    assert open_site(official, ours.unit, "  BenSen.SongMay.GOV.vn ").status_code == 302
    assert Site.objects.get().host == HOST


def test_an_ended_unit_gets_no_site(official, ours):
    Unit.objects.filter(pk=ours.unit.pk).update(valid_to=local_day(clock_now()))
    path = f"/don-vi/{ours.unit.pk}/mo-trang/"
    assert official.post(path, {"host": HOST, "seen": "x"}).status_code == 302
    assert not Site.objects.exists()


def test_an_old_host_leads_to_the_new_one_for_ever(official, ours, client):
    open_site(official, ours.unit)
    for host in ("moi.songmay.gov.vn", "moinua.songmay.gov.vn"):
        assert move(official, ours.unit, host).status_code == 302
    page = official.get(f"/don-vi/{ours.unit.pk}/").content.decode()
    assert HOST in page
    assert "moi.songmay.gov.vn" in page
    answer = client.get("/tin-tuc/?a=1", HTTP_HOST=HOST)
    assert (answer.status_code, answer["Location"]) == (301, "http://moinua.songmay.gov.vn/tin-tuc/?a=1")


def test_a_site_is_not_moved_onto_a_neighbours_host(official, ours, theirs):
    open_site(official, ours.unit)
    site = Site.objects.create(unit=theirs.unit, host="golau.example", opened_on=SINCE)
    HostRedirect.objects.create(host="cu.example", site=site, since=SINCE)
    for host in ("golau.example", "cu.example"):
        answer = move(official, ours.unit, host)
        assert answer.status_code == 422
        assert "Gò Lau" in str(answer.context["form"].errors["host"])
    assert Site.objects.get(unit=ours.unit).host == HOST


def test_a_host_that_changed_meanwhile_is_shown_before_it_is_overwritten(official, ours):
    open_site(official, ours.unit)
    old = seen(official, f"/don-vi/{ours.unit.pk}/doi-ten-mien/")
    move(official, ours.unit, "nguoikhac.example")
    answer = move(official, ours.unit, "toi.example", at=old)
    assert answer.status_code == 422
    assert answer.context["form"]["host"].value() == "toi.example"
    assert "nguoikhac.example" in answer.content.decode()
    assert Site.objects.get().host == "nguoikhac.example"
    assert (
        move(official, ours.unit, "toi.example", at=answer.context["form"]["seen"].value()).status_code == 302
    )


def test_a_button_pressed_twice_moves_a_site_once(official, ours):
    open_site(official, ours.unit)
    at = seen(official, f"/don-vi/{ours.unit.pk}/doi-ten-mien/")
    for _twice in range(2):
        assert move(official, ours.unit, "moi.example", at=at).status_code == 302
    assert list(HostRedirect.objects.values_list("host", flat=True)) == [HOST]


def test_a_unit_without_a_site_has_nothing_to_move(official, ours):
    assert official.get(f"/don-vi/{ours.unit.pk}/doi-ten-mien/").status_code == 302


def hand_over(official, unit, board, **more):
    facts = {"holder": board.pk, "on": "2026-01-05", "legal_basis": "12/QĐ-UBND", **more}
    return official.post(f"/don-vi/{unit.pk}/giao-noi-dung/", facts)


def boards() -> list[Custody]:
    return list(Custody.objects.filter(kind=CustodyKind.CENTRAL_BOARD))


def test_the_board_above_takes_the_content_over_and_gives_it_back(official, desk, province, ours):
    path = f"/don-vi/{ours.unit.pk}/"
    for _twice in range(2):
        assert hand_over(official, ours.unit, province.unit).status_code == 302
    assert [(row.holder, row.unit, row.legal_basis) for row in boards()] == [
        (province.unit, ours.unit, "12/QĐ-UBND")
    ]
    assert "12/QĐ-UBND" in official.get(path).content.decode()
    article = write(ours)
    editor = desk(province.user(Role.HEAD_EDITOR))
    assert article.title in editor.get("/tin-bai/").content.decode()
    writer = desk(province.user(Role.CONTRIBUTOR))
    form = writer.get(f"/gui-tin-bai/?don-vi={ours.unit.pk}").context["form"]
    assert form["author_address"].value() == province.unit.title
    typed = {"title": "Tin đã gõ", "text": "Nội dung.", "author_address": province.unit.title, "lead": "1"}
    answer = writer.post("/gui-tin-bai/", typed | {"don-vi": ours.unit.pk, "doi-don-vi": ""})
    form = answer.context["form"]
    assert (answer.status_code, answer.context["unit"]) == (200, ours.unit)
    assert [form[name].value() for name in ("title", "text", "lead")] == ["Tin đã gõ", "Nội dung.", None]
    assert not form.is_bound, "nothing was to be stored yet"
    today = local_day(clock_now())
    end = {"on": (today - timedelta(days=1)).isoformat(), "decision": "13/QĐ"}
    assert official.post(f"{path}thoi-giao-noi-dung/", end).status_code == 422
    for _twice in range(2):
        answer = official.post(f"{path}thoi-giao-noi-dung/", end | {"on": today.isoformat()})
        assert answer.status_code == 302
    assert [row.valid_to for row in boards()] == [today]
    entry = AuditEntry.objects.get(verb="units.custody_ended")
    assert entry.details["decision"] == "13/QĐ"
    assert article.title not in editor.get("/tin-bai/").content.decode()


def test_only_a_unit_above_takes_content_over(official, province, ours, theirs):
    for holder in (theirs.unit, ours.unit):
        assert hand_over(official, ours.unit, holder).status_code == 422
    for wrong in ({"legal_basis": " "}, {"on": "hôm nay"}, {"holder": "9" * 30}, {"holder": "x"}):
        assert hand_over(official, ours.unit, province.unit, **wrong).status_code == 422
    assert boards() == []


def test_a_province_takes_over_all_units_below_at_once(official, province, ours):
    assert hand_over(official, province.unit, province.unit).status_code == 302
    assert [row.with_descendants for row in boards()] == [True]
    page = official.get(f"/don-vi/{ours.unit.pk}/").context
    assert not page["may_hand_over"]
    assert not page["may_take_back"]  # where it was given it is ended


PAGES = ("", "mo-trang/", "doi-ten-mien/", "giao-noi-dung/", "thoi-giao-noi-dung/")


@pytest.mark.parametrize("page", PAGES)
def test_a_unit_out_of_reach_is_no_unit(official, ours, page):
    stranger = Unit.objects.create(
        code="97", kind="province", level="province", name="Xa Lạ", valid_from=SINCE
    )
    for pk in (stranger.pk, 10**9):
        assert official.get(f"/don-vi/{pk}/{page}").status_code == 404
        if page:
            assert official.post(f"/don-vi/{pk}/{page}", {"host": "a.example"}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROVINCE_ADMINISTRATOR])
def test_nobody_in_a_commune_opens_the_provinces_pages(desk, ours, role):
    official = desk(ours.user(role))
    for path in ("/don-vi/", *(f"/don-vi/{ours.unit.pk}/{page}" for page in PAGES)):
        assert official.get(path).status_code == 403
        assert official.post(path, {"host": HOST}).status_code == 403
    assert not Site.objects.exists()
