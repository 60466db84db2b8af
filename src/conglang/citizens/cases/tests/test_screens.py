"""What people meet on the desk: buttons of the table, forms with their faults, recorded looks."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from conglang.base.accounts.models import User
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Hamlet
from conglang.base.units.scope import everything
from conglang.citizens.cases.models import Case, CaseAnswer, RoutingRule
from conglang.citizens.cases.rules import Process, Visibility
from conglang.citizens.cases.services import show, visit
from conglang.citizens.cases.tests.conftest import (
    NOW,
    again,
    answered,
    audit_eyes,
    case_of,
    do,
    message,
    sent,
    working,
)

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def desk(settings, monkeypatch):
    monkeypatch.setattr("conglang.base.accounts.middleware.needs_second_factor", lambda _places: False)


def as_(actor) -> Client:
    client = Client(headers={"host": "ban-lam-viec.localhost"})
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def url(row: Case) -> str:
    return f"/ho-so/{row.pk}/"


def test_an_officer_takes_it_in_and_gives_it_out(home):
    row = case_of(sent(home))
    RoutingRule(unit=home.unit, category="light", department=home.works)
    officer = as_(home.officer)
    page = officer.get(url(row)).content.decode()
    assert 'value="accept"' in page
    assert 'value="start"' not in page
    assert officer.post(url(row), {"do": "accept"}).status_code == 302
    answer = officer.post(url(row), {"do": "assign", "department": home.works.pk})
    assert answer.status_code == 302
    assert again(row).process == Process.ASSIGNED
    assert officer.get("/ho-so/?tim=den").status_code == 200
    assert row.printed_code in officer.get(f"/ho-so/?tim={row.printed_code}").content.decode()


def test_a_refusal_without_words_stands_beside_its_field_and_loses_nothing(home):
    row = case_of(sent(home))
    answer = as_(home.officer).post(url(row), {"do": "refuse", "ground": "unclear", "words": ""})
    assert answer.status_code == 422
    assert again(row).process == Process.WAITING


def test_the_department_reads_a_covered_copy_and_the_original_only_for_a_reason(home):
    row = working(home, text="Tôi là Trần Thị Hoa Sen, gọi 0912345678. Đèn hỏng.")
    worker = as_(home.worker)
    page = worker.get(url(row)).content.decode()
    assert "Hoa Sen" not in page
    assert 'value="look"' not in page
    assert worker.post(url(row), {"do": "look", "note": "Cần gọi"}).status_code == 403
    assert worker.post(url(row), {"do": "original", "note": " "}).status_code == 422
    assert "Hoa Sen" in worker.post(url(row), {"do": "original", "note": "Cần số cột"}).content.decode()
    with everything("tests"):
        assert AuditEntry.objects.filter(verb="cases.original_read").count() == 1
    assert as_(home.stranger).get(url(row)).status_code == 404


def test_the_office_sees_the_sender_once_for_a_reason(home):
    row = working(home)
    officer = as_(home.officer)
    assert "0912" not in officer.get(url(row)).content.decode()
    assert "0912 345 678" in officer.post(url(row), {"do": "look", "note": "Hẹn lịch"}).content.decode()
    assert "0912" not in officer.get(url(row)).content.decode()
    with everything("tests"):
        assert AuditEntry.objects.filter(verb="vault.looked").count() == 1


def test_an_answer_goes_from_the_draft_over_the_leader_to_the_sender(home):
    row = working(home)
    worker, leader = as_(home.worker), as_(home.leader)
    drafted = worker.post(url(row), {"do": "draft", "outcome": "solved", "text": "Đã thay bóng."})
    page = worker.get(drafted["Location"]).content.decode()
    assert "Đã thay bóng." in page
    with everything("tests"):
        answer = CaseAnswer.objects.get()
    submit_url = next(part for part in page.split('"') if "/viec/" in part).replace("&amp;", "&")
    assert worker.post(submit_url, {"note": ""}).status_code == 302
    assert again(row).process == Process.IN_REVIEW
    assert leader.get(f"/ho-so/tra-loi/{answer.pk}/").status_code == 200


def test_public_words_are_put_out_as_they_were_seen(home):
    row = working(home)
    do(home.worker, show.propose_words, row, subject="Đèn hỏng", text="Đèn đường thôn Đông hỏng.")
    leader = as_(home.leader)
    page = leader.get(url(row)).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert leader.post(url(row), {"do": "put_out", "seen": seen}).status_code == 302
    assert again(row).visibility == Visibility.PUBLIC


def test_what_is_typed_in_gets_code_and_pin_and_a_fault_keeps_the_words(home):
    officer = as_(home.officer)
    given = {
        "channel": "phone", "received_at": "2026-11-20T08:30", "stream": "field", "category": "light",
        "text": message(home).text, "hamlet": home.hamlet.pk, "mode": "name_hidden", "name": "Hoa",
    }  # fmt: skip
    faulty = officer.post("/ho-so/nhap/", given | {"category": ""})
    assert faulty.status_code == 422
    assert message(home).text in faulty.content.decode()
    assert "HB26-" in officer.post("/ho-so/nhap/", given).content.decode()


def test_the_restricted_register_is_its_keepers_alone(home):
    sent(home, stream="denunciation", category="", text="Ông Mẫu nhận tiền.")
    assert as_(home.officer).get("/ho-so/han-che/").status_code == 403
    leader = as_(home.leader)
    assert "Ông Mẫu" in leader.get("/ho-so/han-che/").content.decode()
    line = leader.get("/ho-so/han-che/").content.decode().split('name="line" value="')[1].split('"')[0]
    assert leader.post("/ho-so/han-che/", {"do": "take", "line": line}).status_code == 302
    page = leader.post("/ho-so/han-che/", {"do": "look", "line": line, "note": "Xác minh"}).content.decode()
    assert "Hoa Sen" in page


def test_routing_rules_and_templates_are_kept_and_dropped(home):
    officer = as_(home.officer)
    given = {"do": "rule", "stream": "", "category": "light", "hamlet": "", "department": home.works.pk}
    assert officer.post("/ho-so/thiet-lap/", given).status_code == 302
    with everything("tests"):
        rule = RoutingRule.objects.get()
    template = {"do": "template", "label": "Đã nhận", "category": "", "text": "Cảm ơn.", "legal_basis": ""}
    assert officer.post("/ho-so/thiet-lap/", template).status_code == 302
    assert "Cảm ơn." in officer.get("/ho-so/thiet-lap/").content.decode()
    assert officer.post("/ho-so/thiet-lap/", {"do": "drop", "rule": rule.pk}).status_code == 302
    with everything("tests"):
        assert not RoutingRule.objects.exists()


def test_requests_for_information_stand_in_their_register_and_leave_it_as_a_file(home):
    row = case_of(sent(home, stream="information", category="", now=NOW, text="=1+1 bản sao quyết toán"))
    leader, there = as_(home.leader), "/ho-so/so-yeu-cau/"
    assert row.printed_code in leader.get(there).content.decode()
    table = leader.get(f"{there}?tep=csv").content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert table[1].startswith(f"{row.printed_code},20/11/2026,'=1+1 bản sao quyết toán,")
    book = load_workbook(BytesIO(leader.get(f"{there}?tep=xlsx").content))
    assert [cell.value for cell in book.active[2]][:2] == [row.printed_code, "20/11/2026"]
    assert "Hoa Sen" not in "".join(table)
    assert as_(home.worker).get(f"{there}?tep=csv").status_code == 403


def test_the_work_is_shown_as_a_board_and_on_a_map_to_those_who_do_it(home):
    row = case_of(sent(home, lat=Decimal("20.5"), lon=Decimal("106.1")))
    working(home)
    officer = as_(home.officer)
    board = officer.get("/ho-so/?dang=bang").content.decode()
    assert board.index("column-moi") < board.index(row.printed_code) < board.index("column-dang-lam")
    plan = officer.get("/ho-so/?dang=ban-do").content.decode()
    assert plan.count("<circle") == 1
    assert ">Thôn Đông</text>" in plan
    with everything("tests"):
        Hamlet.objects.filter(pk=home.hamlet.pk).update(lat="20.6", lon="106.1")
    [circle] = re.findall(r'cy="(\d+)"', moved := officer.get("/ho-so/?dang=ban-do").content.decode())
    [name] = re.findall(r'y="(\d+)" aria-hidden="true">Thôn Đông</text>', moved)
    assert int(name) < int(circle)  # the hamlet lies north of the lamp
    assert f"?thon={home.hamlet.pk}" in plan
    assert officer.get(f"/ho-so/?thon={home.hamlet.pk}").content.decode().count("HB26-") >= 2
    assert row.printed_code not in as_(home.worker).get("/ho-so/?dang=ban-do").content.decode()


def test_one_step_is_taken_with_many_cases_where_the_table_permits(home):
    fresh, other = case_of(sent(home)), case_of(sent(home))
    taken = working(home)
    officer = as_(home.officer)
    keys = [fresh.pk, other.pk, taken.pk]
    page = officer.post("/ho-so/", {"do": "accept", "case": keys}, follow=True).content.decode()
    assert "Done with 2 cases." in page
    assert "It did not fit 1 cases." in page
    assert {again(each).process for each in (fresh, other)} == {Process.ACCEPTED}
    assert again(taken).process == Process.ASSIGNED
    assert officer.post("/ho-so/", {"do": "refuse", "case": keys}).status_code == 404
    strangers = as_(home.stranger).post("/ho-so/", {"do": "start", "case": keys}, follow=True)
    assert "Done with" not in strangers.content.decode()
    assert again(taken).process == Process.ASSIGNED


def test_the_province_reads_each_commune_s_figures_and_every_number_opens_its_cases(
    home, neighbour, province
):
    audit_eyes(province, neighbour)
    auditor = as_(audit_eyes(province, home, "kiemtra2"))
    row = answered(home, working(home))
    visit.rate(unit_id=home.unit.pk, case_id=row.pk, level=3, now=NOW)
    case_of(sent(neighbour))
    page = auditor.get("/ho-so/so-lieu/").content.decode()
    main = page[page.index("<main") :]
    for link, number in re.findall(r'href="([^"]*nhom=[^"]*)">([0-9]+)</a>', main):
        listed = auditor.get(link.replace("&amp;", "&")).content.decode()
        assert listed[listed.index("<main") :].count('scope="row"') == int(number), link
    assert f"don-vi={neighbour.unit.pk}" in main
    assert as_(home.worker).get("/ho-so/so-lieu/").status_code == 403
