"""The budget's desk over HTTP, as people of the commune and of the province use it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed, custody
from conglang.base.units.kinds import CustodyKind
from conglang.base.units.models import Unit, UnitKind
from conglang.base.units.scope import everything
from conglang.content.budgets.models import BudgetEvent, BudgetItem
from conglang.content.budgets.tests.books import ROWS, balance, book
from conglang.content.budgets.tests.conftest import happened, publish, write
from conglang.content.documents.tests.conftest import NOW, SINCE, Village

DESK = "/ngan-sach-cong-khai/"


def typed(**more):
    return {
        "year": "2026", "key": "exec_06", "note": "Thu đạt một nửa dự toán.",
        "signed": SimpleUploadedFile("ky.pdf", b"%PDF-1.4 a"),
        "sheet": SimpleUploadedFile("so-lieu.xlsx", balance()),
    } | more  # fmt: skip


def only():
    with everything("tests"):
        return BudgetItem.objects.get()


def test_an_item_is_entered_and_its_figures_stand_on_its_page(home, desk):
    clerk = desk(home, "clerk")
    answer = clerk.post(f"{DESK}moi/", typed())
    assert answer.headers["Location"] == f"{DESK}{only().pk}/"
    page = clerk.get(f"{DESK}{only().pk}/").content.decode()
    assert "Các khoản thu xã hưởng 100%" in page
    assert '<rect width="50"' in page, "half of the estimate is half a bar"
    assert "3.266,5" in page
    assert f"{DESK}{only().pk}/" in clerk.get(f"{DESK}?nam=2026").content.decode()


def test_a_workbook_that_cannot_be_taken_is_refused_in_words_and_nothing_typed_is_lost(home, desk):
    bad = SimpleUploadedFile("so-lieu.xlsx", book(ROWS, hidden="Bản nháp"))
    answer = desk(home, "clerk").post(f"{DESK}moi/", typed(sheet=bad, note="Lời đã gõ"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Trang tính “Bản nháp” đang ẩn" in page
    assert "Lời đã gõ" in page
    wrong = SimpleUploadedFile("so-lieu.xlsx", b"MZ\x90\x00")
    assert desk(home, "clerk").post(f"{DESK}moi/", typed(sheet=wrong)).status_code == 422
    with everything("tests"):
        assert not BudgetItem.objects.exists()


def test_whoever_chooses_another_unit_keeps_what_was_typed(home, neighbour, desk):
    custody(home.unit, neighbour.unit, CustodyKind.SUCCESSOR)
    clerk, unit = desk(home, "clerk"), {"don-vi": neighbour.unit.pk}
    answer = clerk.post(f"{DESK}moi/", typed(year="năm nay") | unit | {"doi-don-vi": ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{neighbour.unit.pk}" selected' in page
    assert 'value="năm nay"' in page
    assert "Thu đạt một nửa dự toán." in page
    assert clerk.post(f"{DESK}moi/", typed() | unit).status_code == 302
    assert only().unit_id == neighbour.unit.pk
    happened = {"year": "2026", "key": "exec_06", "happened_on": "2026-06-30", "words": ""}
    assert clerk.post(f"{DESK}su-kien/", happened | unit).status_code == 302
    with everything("tests"):
        assert BudgetEvent.objects.get().unit_id == neighbour.unit.pk


def test_a_draft_is_changed_without_sending_its_files_again(home, desk):
    row = write(home)
    clerk = desk(home, "clerk")
    given = {"year": "2026", "key": "exec_06", "note": "Số liệu sửa", "version": row.latest_revision_id}
    assert clerk.post(f"{DESK}{row.pk}/sua/", given).status_code == 302
    assert (only().note, len(only().tables)) == ("Số liệu sửa", 1)
    assert clerk.post(f"{DESK}{row.pk}/sua/", given | {"note": "Khác"}).status_code == 422, "an older version"


def test_what_happened_starts_a_term_that_the_year_shows(home, desk):
    clerk = desk(home, "clerk")
    assert "Ghi việc phát sinh để tính hạn" in clerk.get(f"{DESK}?nam=2026").content.decode()
    sent = {"year": "2026", "key": "exec_06", "happened_on": "2026-06-30", "words": ""}
    assert clerk.post(f"{DESK}su-kien/", sent).status_code == 302
    page = clerk.get(f"{DESK}?nam=2026").content.decode()
    assert "10/07/2026" in page
    assert "Quá hạn, chưa công khai" in page
    assert clerk.post(f"{DESK}su-kien/", sent | {"happened_on": "2026-12-30"}).status_code == 422
    with everything("tests"):
        assert BudgetEvent.objects.count() == 1


def test_strange_years_and_units_open_nothing(home, neighbour, desk):
    row = write(neighbour)
    clerk = desk(home, "clerk")
    assert clerk.get(f"{DESK}{row.pk}/").status_code == 404
    assert clerk.get(f"{DESK}?don-vi={neighbour.unit.pk}").status_code == 404
    assert clerk.get(f"{DESK}?nam=999999999999999999999").status_code == 200
    assert desk(home, "officer").get(DESK).status_code == 403


@pytest.fixture
def overseer(home: Village, neighbour: Village) -> Village:
    """Somebody of the province that both communes lie in."""
    with everything("tests"):
        province = Unit.objects.create(
            code="98",
            kind=UnitKind.PROVINCE,
            level=UnitKind.PROVINCE.level,
            name="Sông Mây",
            valid_from=SINCE,
        )
        for village in (home, neighbour):
            custody(province, village.unit, CustodyKind.ADMINISTRATION)
        chief = appointed("chief.98", province, Role.PROVINCE_ADMINISTRATOR, NOW)
        return Village(province, {"chief": chief})


def test_the_province_sees_all_communes_of_a_year_in_one_table(home, neighbour, overseer, desk):
    happened(neighbour, date(2026, 6, 30))
    publish(write(home), home)
    page = desk(overseer, "chief").get(f"{DESK}cac-xa/?nam=2026").content.decode()
    assert "2 trên 2 xã, phường còn thiếu" in page
    assert "Xã Bến Sen" in page
    assert "Quá hạn, chưa công khai" in page
    assert "Công khai chậm" in page
    assert desk(home, "head").get(f"{DESK}cac-xa/").status_code == 403
