"""Many files at once: whoever brings them in does not approve them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article, BatchStatus, ImportBatch
from conglang.content.newsroom.services.approve_batch import carry_out_approval
from conglang.content.newsroom.services.run_import import run_import
from conglang.kernel.clock import now as clock_now


def text_file(name: str, title: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"{title}\n\nĐoạn một của bài.\n\nĐoạn hai.".encode())


@pytest.fixture
def batch(desk, ours):
    """Two good files and a bad one, sent by the desk and read by the worker."""
    files = [
        text_file("mot.txt", "Bài thứ nhất"),
        text_file("hai.txt", "Bài thứ hai"),
        SimpleUploadedFile("hong.docx", b"PK\x03\x04 cut off"),
    ]
    answer = desk(ours.user(Role.DESK)).post(
        "/nhap-tep/moi/", {"section": ours.section.pk, "source_name": "Trang cũ", "files": files}
    )
    assert answer.status_code == 302
    with everything("tests"):
        found = ImportBatch.objects.get()
    run_import(batch_id=found.pk, clock=clock_now)
    return found


def test_good_files_become_drafts_and_bad_ones_are_reported(desk, ours, batch):
    page = desk(ours.user(Role.DESK)).get(f"/nhap-tep/{batch.pk}/").content.decode()
    for words in ("Bài thứ nhất", "Bài thứ hai", "hong.docx", "Gửi duyệt cả đợt"):
        assert words in page
    state = desk(ours.user(Role.DESK)).get(f"/nhap-tep/{batch.pk}/tien-do/").json()
    assert (state["done"], state["total"], state["finished"]) == (3, 3, True)


def test_an_import_is_approved_by_another_person_under_a_decision(desk, ours, batch):
    importer, head = desk(ours.user(Role.DESK)), desk(ours.user(Role.HEAD_EDITOR))
    path = f"/nhap-tep/{batch.pk}/viec"
    importer.post(f"{path}/gui-duyet/")
    assert head.post(f"{path}/phe-duyet/", {"decision": ""}).status_code == 422
    head.post(f"{path}/phe-duyet/", {"decision": "12/QĐ-UBND"})
    with everything("tests"):
        assert ImportBatch.objects.get().status == BatchStatus.APPROVING
    carry_out_approval(batch_id=batch.pk, clock=clock_now)
    with everything("tests"):
        assert Article.objects.filter(live=True).count() == 2
    assert "12/QĐ-UBND" in head.get(f"/nhap-tep/{batch.pk}/").content.decode()


def test_the_importer_cannot_approve(desk, ours):
    head = desk(ours.user(Role.HEAD_EDITOR))
    form = {"section": ours.section.pk, "files": [text_file("mot.txt", "Bài thứ nhất")]}
    head.post("/nhap-tep/moi/", form)
    with everything("tests"):
        found = ImportBatch.objects.get()
    run_import(batch_id=found.pk, clock=clock_now)
    path = f"/nhap-tep/{found.pk}"
    head.post(f"{path}/viec/gui-duyet/")
    assert "Số và ngày quyết định" not in head.get(f"{path}/").content.decode()
    answer = head.post(f"{path}/viec/phe-duyet/", {"decision": "12/QĐ"}, follow=True)
    assert "người khác phải duyệt" in answer.content.decode()
    with everything("tests"):
        assert not Article.objects.filter(live=True).exists()


def test_a_cancelled_import_can_go_no_further(desk, ours, batch):
    browser = desk(ours.user(Role.DESK))
    browser.post(f"/nhap-tep/{batch.pk}/viec/huy/")
    answer = browser.post(f"/nhap-tep/{batch.pk}/viec/gui-duyet/", follow=True)
    assert "chưa đến bước này" in answer.content.decode()


def test_a_neighbours_import_does_not_exist(desk, theirs, batch):
    browser = desk(theirs.user(Role.HEAD_EDITOR))
    for path in (f"/nhap-tep/{batch.pk}/", f"/nhap-tep/{batch.pk}/tien-do/"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"/nhap-tep/{batch.pk}/viec/huy/").status_code == 404
    assert "Trang cũ" not in browser.get("/nhap-tep/").content.decode()
