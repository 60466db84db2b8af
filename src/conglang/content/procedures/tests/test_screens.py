"""The desk's pages over HTTP, as people of the province and of a commune use them."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything
from conglang.content.procedures.models import ImportLine, Procedure, ProcedureImport
from conglang.content.procedures.services.carry_out import carry_out
from conglang.content.procedures.services.compare_import import compare_import
from conglang.content.procedures.tests.conftest import NOW, proposed, put_in_force
from conglang.content.procedures.tests.invented import entries
from conglang.kernel.ids import uuid7

BASE = "/danh-muc-thu-tuc/"


def send(browser, data, name="danh-muc.json"):
    sent = {"file": SimpleUploadedFile(name, data), "uid": str(uuid7())}
    return browser.post(f"{BASE}nhap/moi/", sent)


def test_a_file_goes_from_the_form_to_the_catalogue(province, desk):
    values = entries(3)
    proposer, head = desk(province, "desk"), desk(province, "head")
    page = send(proposer, json.dumps(values).encode()).headers["Location"]
    with everything("tests"):
        batch = ProcedureImport.objects.get()
    assert "co-hieu-luc" not in proposer.get(page).content.decode(), "not by the person who proposed it"
    assert values[0]["name"] in head.get(page).content.decode()
    assert head.post(f"{page}co-hieu-luc/").status_code == 302
    carry_out(batch_id=batch.pk, now=NOW)
    assert values[2]["name"] in head.get(BASE).content.decode()
    assert "Đã áp dụng" in head.get(page).content.decode()


def test_the_preview_shows_each_change_field_by_field_and_each_wrong_line(province, desk):
    one, two = entries(2)
    put_in_force(province, one)
    batch = proposed(province, one | {"result": "Giấy <b>mới</b>"}, two | {"code": "sai"})
    head = desk(province, "head")
    changed = head.get(f"{BASE}nhap/{batch.pk}/?thay-doi=changed").content.decode()
    assert f"<del>{one['result']}</del>" in changed
    assert "<ins>Giấy &lt;b&gt;mới&lt;/b&gt;</ins>" in changed
    wrong = head.get(f"{BASE}nhap/{batch.pk}/?thay-doi=wrong").content.decode()
    assert "dòng 3 của tệp" in wrong
    assert "“sai” không phải mã thủ tục" in wrong


@pytest.fixture
def little_at_once(monkeypatch):
    monkeypatch.setattr("conglang.content.procedures.views.imports.AT_ONCE_BYTES", 10)


def kept(settings) -> list[str]:
    return [each.name for each in Path(settings.PRIVATE_ROOT, "procedures").glob("*")]


def test_a_big_file_is_compared_by_the_worker(province, desk, settings, little_at_once):
    values = entries(3)
    proposer, head = desk(province, "desk"), desk(province, "head")
    page = send(proposer, json.dumps(values).encode()).headers["Location"]
    with everything("tests"):
        batch = ProcedureImport.objects.get()
        deliver(now=NOW, limit=100)
        queued = DBTaskResult.objects.values_list("task_path", flat=True)
        assert any(path.endswith("procedures.tasks.compare_received") for path in queued)
    assert "đang so sánh tệp" in head.get(page).content.decode()
    assert "co-hieu-luc" not in head.get(page).content.decode()
    assert len(kept(settings)) == 1
    for _twice in range(2):
        compare_import(batch_id=batch.pk, now=NOW)
    assert values[0]["name"] in head.get(page).content.decode()
    assert kept(settings) == []
    assert head.post(f"{page}co-hieu-luc/").status_code == 302
    carry_out(batch_id=batch.pk, now=NOW)
    assert values[2]["name"] in head.get(BASE).content.decode()


def test_a_big_file_that_cannot_be_read_says_why_and_can_no_longer_be_confirmed(
    province, desk, settings, little_at_once
):
    head = desk(province, "head")
    page = send(desk(province, "desk"), b"a;b\n1;2\n" * 5, "a.csv").headers["Location"]
    with everything("tests"):
        batch = ProcedureImport.objects.get()
    compare_import(batch_id=batch.pk, now=NOW)
    shown = head.get(page).content.decode()
    assert "Không tìm thấy cột" in shown
    assert "Không đọc được" in shown
    head.post(f"{page}co-hieu-luc/")
    with everything("tests"):
        assert ProcedureImport.objects.get().confirmed_at is None


def test_a_file_laid_aside_while_it_waits_is_deleted(
    province, desk, settings, little_at_once, django_capture_on_commit_callbacks
):
    proposer = desk(province, "desk")
    page = send(proposer, json.dumps(entries(1)).encode()).headers["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        assert proposer.post(f"{page}bo/").status_code == 302
    assert kept(settings) == []
    with everything("tests"):
        compare_import(batch_id=ProcedureImport.objects.get().pk, now=NOW)
        assert ImportLine.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "words"), [(b"PK\x03\x04 broken", "Tệp bị hỏng"), (b"a;b\n1;2\n", "Không tìm thấy cột")]
)
def test_a_file_that_cannot_be_read_is_told_why(province, desk, data, words):
    answer = send(desk(province, "desk"), data, "a.xlsx")
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_commune_reads_the_catalogue_and_imports_nothing(province, commune, catalogue, desk):
    head = desk(commune, "head")
    assert catalogue[0]["name"] in head.get(f"{BASE}?tu-khoa=khai+sinh").content.decode()
    assert catalogue[1]["name"] not in head.get(f"{BASE}?tu-khoa=khai+sinh").content.decode()
    shown = head.get(f"{BASE}ma/{catalogue[0]['code']}/").content.decode()
    for words in ("Cách thức thực hiện", "Tờ khai", "Đổi mã", "Mới"):
        assert (words in shown) is (words != "Đổi mã")
    for path in ("nhap/", "nhap/moi/"):
        assert head.get(BASE + path).status_code == 404
    assert head.get(f"{BASE}ma/9.000000/").status_code == 404


def test_the_figure_stands_on_the_desk_with_what_is_missing(province, commune, desk):
    whole, hollow = entries(2)
    put_in_force(province, whole, hollow | {"steps": []})
    shown = desk(commune, "head").get(f"{BASE}niem-yet/").content.decode()
    assert "50%" in shown
    assert hollow["name"] in shown
    assert whole["name"] not in shown
    of_province = desk(province, "head").get(f"{BASE}niem-yet/").content.decode()
    assert commune.unit.title in of_province
    with everything("tests"):
        assert Procedure.objects.count() == 2
