"""The desk's pages as officials meet them."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from conglang.base.accounts.models import User
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.duties.commands import duties
from conglang.base.duties.models import Duty, Evidence
from conglang.base.duties.tests.conftest import SYSTEM, begin
from conglang.base.units.scope import use_scope
from conglang.kernel.clock import LOCAL_ZONE, local_day
from conglang.kernel.clock import now as clock_now


@pytest.fixture
def desk(settings):
    def browser(actor):
        user = User.objects.get(pk=actor.user_id)
        enrol_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", by=SYSTEM, now=clock_now())
        client = Client(HTTP_HOST=settings.DESK_HOST)
        client.force_login(user, backend="conglang.base.accounts.backends.UnitRoleBackend")
        return client

    return browser


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
