"""The desk's pages as officials meet them."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image as Picture

from conglang.base.accounts.models import User
from conglang.base.duties.commands import duties
from conglang.base.duties.models import Duty, Evidence
from conglang.base.duties.tests.conftest import begin, official
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import use_scope
from conglang.kernel.clock import LOCAL_ZONE, local_day
from conglang.kernel.clock import now as clock_now


@pytest.fixture
def duty(clerk, commune):
    today = local_day(clock_now())
    return begin(clerk, commune, at=today, now=clock_now(), person_id=clerk.user_id)


def test_lists_show_what_waits(desk, duty, clerk):
    browser = desk(clerk)
    for name, shown in (("mine", True), ("of_unit", True), ("late", False), ("closed", False)):
        page = browser.get(reverse(f"duties:{name}"))
        assert (duty.title in page.content.decode()) is shown


def test_the_page_tells_why_this_date(desk, duty, clerk):
    page = desk(clerk).get(reverse("duties:duty", args=[duty.pk])).content.decode()
    assert "Vì sao là ngày này?" in page
    assert "khoản 4 Điều 18 Luật Tiếp cận thông tin 01/2026/QH16" in page
    assert "5 ngày làm việc" in page
    assert "Ngày xảy ra sự kiện không tính." in page


def test_somebody_else_finds_nothing(desk, duty, neighbour, chief):
    from conglang.base.accounts.roles import Role  # noqa: PLC0415
    from conglang.base.duties.tests.conftest import official  # noqa: PLC0415

    stranger = official("nguoila", neighbour, Role.DOCUMENT_CLERK)
    assert desk(stranger).get(reverse("duties:duty", args=[duty.pk])).status_code == 404
    assert desk(chief).get(reverse("duties:duty", args=[duty.pk])).status_code == 200


def test_a_clerk_pauses_proves_and_finishes(desk, duty, clerk):
    browser = desk(clerk)
    act = lambda slug: reverse("duties:act", args=[duty.pk, slug])  # noqa: E731
    assert browser.post(act("tam-dung"), {"reason": ""}).status_code == 422
    assert browser.post(act("tam-dung"), {"reason": "chờ hồ sơ"}).status_code == 302
    assert browser.post(act("tiep-tuc")).status_code == 302
    at = clock_now().astimezone(LOCAL_ZONE)
    proof = {
        "channel": "board",
        "place": "Trụ sở",
        "begins_at": (at - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"),
    }
    proof["ends_at"] = (at - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(act("bang-chung"), proof).status_code == 302
    assert browser.get(act("gia-han")).status_code == 403
    assert browser.post(act("hoan-thanh"), {"note": "đã đăng"}).status_code == 302
    page = browser.get(reverse("duties:duty", args=[duty.pk])).content.decode()
    assert "xong đúng hạn" in page
    assert "3 ngày liên tục" in page
    with use_scope(clerk.scope):
        assert (Duty.objects.get().fulfilled_at is not None, Evidence.objects.count()) == (True, 1)


def test_terms_and_days_are_shown_to_all_and_kept_by_the_province(desk, clerk, chief, deputy, commune):
    reader, keeper = desk(clerk), desk(chief)
    assert "PUB_DEFAULT" in reader.get(reverse("duties:rules")).content.decode()
    assert "Giỗ Tổ" in reader.get(reverse("duties:calendar")).content.decode()
    assert "id: PUB_DEFAULT" in reader.get(reverse("duties:export")).content.decode()
    assert reader.get(reverse("duties:new_rule")).status_code == 403
    typed = {"code": "PUB_DEFAULT", "title": "Đăng", "starts": "ban hành", "limit": "nhanh", "doc": "KH 1"}
    typed["valid_from"] = "2026-01-01"
    at = f"{reverse('duties:new_rule')}?don-vi={commune.pk}"
    assert "Vui lòng ghi như 5wd" in keeper.post(at, typed).content.decode()
    assert keeper.post(at, typed | {"limit": "2wd"}).status_code == 302
    day = {"on": "2026-12-24", "kind": "holiday", "name": "Nghỉ bão", "decision": "CĐ 1"}
    assert keeper.post(reverse("duties:new_day"), day).status_code == 302
    page = desk(deputy).get(f"{reverse('duties:calendar')}?nam=2026").content.decode()
    assert "Nghỉ bão" in page
    assert "Xác nhận" in page


def test_commands_list_and_explain(duty):
    run = CliRunner().invoke
    assert duty.title in run(duties, ["due"]).output
    assert duty.title not in run(duties, ["due", "--late"]).output
    told = run(duties, ["why", str(duty.pk)]).output
    assert "PUB" not in told
    assert f"{duty.due_on:%d/%m/%Y}    5" in told
    assert run(duties, ["why", "999999"]).exit_code == 2


def test_a_leader_starts_a_duty_and_gives_it_to_somebody(desk, clerk, leader, commune):
    browser = desk(leader)
    page = browser.get(reverse("duties:new_duty")).content.decode()
    assert "5 ngày làm việc – khoản 4 Điều 18 Luật Tiếp cận thông tin 01/2026/QH16" in page
    key = page.partition('name="key" value="')[2].partition('"')[0]
    typed = {
        "key": key, "title": "Công khai bảng giá nước", "rule": "PUB_DEFAULT", "event": "Thông báo 5/TB",
        "on": local_day(clock_now()).isoformat(), "person": str(clerk.user_id),
    }  # fmt: skip
    assert browser.post(reverse("duties:new_duty"), typed | {"rule": ""}).status_code == 422
    answer = browser.post(reverse("duties:new_duty"), typed)
    assert answer.status_code == 302
    assert browser.post(reverse("duties:new_duty"), typed)["Location"] == answer["Location"]
    with use_scope(leader.scope):
        duty = Duty.objects.get()
    assert duty.person_id == clerk.user_id
    act = reverse("duties:act", args=[duty.pk, "giao-viec"])
    assert browser.post(act, {"person": "", "department": ""}).status_code == 302
    with use_scope(leader.scope):
        assert Duty.objects.get().person_id is None
    mine = desk(clerk)
    assert "Công khai bảng giá nước" in mine.get(reverse("duties:notices")).content.decode()
    assert "Đánh dấu đã đọc" in mine.get(reverse("duties:notices")).content.decode()
    assert mine.post(reverse("duties:notices"), {"duty": str(duty.pk)}).status_code == 302
    assert "Đánh dấu đã đọc" not in mine.get(reverse("duties:notices")).content.decode()


def test_a_photo_proves_what_hung(desk, duty, clerk, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    picture = BytesIO()
    Picture.new("RGB", (60, 40), "white").save(picture, "JPEG")
    at = (clock_now() - timedelta(minutes=5)).astimezone(LOCAL_ZONE).strftime("%Y-%m-%dT%H:%M")
    act, browser = reverse("duties:act", args=[duty.pk, "bang-chung"]), desk(clerk)
    typed = {"channel": "board", "place": "Trụ sở", "begins_at": at}
    text = SimpleUploadedFile("anh.jpg", b"khong phai anh", "image/jpeg")
    assert browser.post(act, typed | {"photo": text}).status_code == 422
    photo = SimpleUploadedFile("anh.jpg", picture.getvalue(), "image/jpeg")
    assert browser.post(act, typed | {"photo": photo}).status_code == 302
    with use_scope(clerk.scope):
        row = Evidence.objects.get()
    assert row.sha256 == sha256(picture.getvalue()).hexdigest()
    assert b"".join(browser.get(row.path).streaming_content) == picture.getvalue()
    assert row.path in browser.get(reverse("duties:duty", args=[duty.pk])).content.decode()


def test_a_month_shows_what_is_due_and_its_days_off(desk, duty, clerk):
    at = reverse("duties:month")
    page = desk(clerk).get(f"{at}?thang={duty.due_on:%Y-%m}").content.decode()
    assert duty.title in page
    page = desk(clerk).get(f"{at}?thang=2026-11&cua=don-vi").content.decode()
    assert 'datetime="2026-11-24"' in page
    assert "Ngày Văn hóa Việt Nam" in page
    assert desk(clerk).get(f"{at}?thang=2099-12").status_code == 200
    assert desk(clerk).get(f"{at}?thang=9999-99").status_code == 200


def test_a_calendar_program_reads_by_a_secret_that_can_be_renewed(desk, duty, clerk, client, settings):
    browser, at = desk(clerk), reverse("duties:month")

    def secret() -> str:
        return browser.post(at).content.decode().partition("/cua-toi.ics")[0].rpartition("/")[2]

    def ask(key: str, which: str = "cua-toi"):
        return client.get(reverse("duties:feed", args=[key, which]), HTTP_HOST=settings.DESK_HOST)

    first = secret()
    text = ask(first).content.decode().replace("\r\n ", "")
    assert f"SUMMARY:Hạn: {duty.title}" in text
    assert f"DTSTART;VALUE=DATE:{duty.due_on:%Y%m%d}" in text
    assert ask(first, "don-vi").content.decode().count("BEGIN:VEVENT") == 1
    assert ask(first, "khac").status_code == 404
    second = secret()
    assert (ask(first).status_code, ask(second).status_code) == (404, 200)
    User.objects.filter(pk=clerk.user_id).update(is_active=False)
    assert ask(second).status_code == 404


def test_the_overdue_list_is_taken_out_as_a_file(desk, clerk, commune):
    begin(clerk, commune, at=local_day(clock_now()) - timedelta(days=60), title="=1+1", now=clock_now())
    browser, at = desk(clerk), reverse("duties:late")
    assert "?tep=xlsx" in browser.get(at).content.decode()
    lines = browser.get(f"{at}?tep=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("'=1+1,")
    book = load_workbook(BytesIO(browser.get(f"{at}?tep=xlsx").content))
    assert [cell.data_type for cell in book.active[2]][:1] == ["s"]
    assert AuditEntry.objects.filter(verb="duties.exported").count() == 2


def test_the_administrator_of_a_commune_lays_down_its_hours(desk, commune, clerk):
    from conglang.base.accounts.roles import Role  # noqa: PLC0415

    url, typed = (
        reverse("duties:calendar"),
        {"since": f"{local_day(clock_now()):%Y-%m-%d}", "hours": "7h-11h30"},
    )
    assert desk(clerk).post(url, typed).status_code == 403
    browser = desk(official("quanly", commune, Role.UNIT_ADMINISTRATOR))
    wrong = browser.post(url, typed | {"hours": "buổi sáng"})
    assert wrong.status_code == 422
    assert "buổi sáng" in wrong.content.decode()
    assert browser.post(url, typed).status_code == 302
    assert "07:00-11:30" in browser.get(url).content.decode()
