"""The register's desk over HTTP, as people of the commune use it."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conglang.base.units.scope import everything
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.tests.conftest import publish, published, write
from conglang.content.documents.tests.papers import Paper, as_pdf, as_word
from conglang.content.documents.tests.test_reading import PAPERS

BACKEND = "conglang.base.accounts.backends.UnitRoleBackend"
REGISTER = "/so-van-ban/"


@pytest.fixture
def desk(settings):
    """A browser at the desk, signed in as one of the commune's people."""
    cache.clear()

    def browser(of, name):
        client = Client(HTTP_HOST=settings.DESK_HOST)
        client.force_login(of.users[name], backend=BACKEND)
        return client

    return browser


def typed(**more):
    return {
        "kind": "quyet-dinh", "code": "12/QĐ-UBND", "issued_on": "2026-03-05", "signer": "Nguyễn Văn Thử",
        "issuer_name": "Ủy ban nhân dân xã Bến Sen", "abstract": "Ban hành Quy chế", "disclosure": "open",
        "disclosure_ground": "Điều 17", "signed_file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 a"),
    } | more  # fmt: skip


def only():
    with everything("tests"):
        return OfficialDocument.objects.get()


def test_a_document_is_entered_and_stands_on_its_page_and_in_the_list(home, desk):
    clerk = desk(home, "clerk")
    answer = clerk.post(f"{REGISTER}moi/", typed())
    assert answer.headers["Location"] == f"{REGISTER}{only().pk}/"
    assert "Ban hành Quy chế" in clerk.get(f"{REGISTER}{only().pk}/").content.decode()
    for query, is_there in (("", True), ("?loai=ke-hoach", False), ("?nam=2026&tu-khoa=quy che", True)):
        shown = clerk.get(REGISTER + query).content.decode()
        assert (f"{REGISTER}{only().pk}/" in shown) is is_there, query


def test_nothing_typed_is_lost_and_the_document_with_the_number_is_linked(home, desk):
    existing = write(home)
    answer = desk(home, "clerk").post(f"{REGISTER}moi/", typed(abstract="Trích yếu đã gõ"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Trích yếu đã gõ" in page
    assert f'<a href="{REGISTER}{existing.pk}/">Quyết định 12/QĐ-UBND</a>' in page


def test_relations_lead_to_documents_in_reach_and_to_nothing_else(home, neighbour, desk):
    known, strange = published(home), published(neighbour, code="13/QĐ-UBND")
    sent = typed(code="40/QĐ-UBND", relation_0="replaces", related_0="12/QĐ-UBND, 05/03/2026")
    desk(home, "clerk").post(f"{REGISTER}moi/", sent | {"relation_1": "amends", "related_1": strange.code})
    with everything("tests"):
        row = OfficialDocument.objects.get(code="40/QĐ-UBND")
    assert [(each.relation.value, each.uid) for each in row.ties] == [
        ("replaces", str(known.uid)),
        ("amends", ""),
    ]
    half = desk(home, "clerk").post(f"{REGISTER}moi/", typed(code="41/QĐ-UBND", relation_0="amends"))
    assert half.status_code == 422


def test_files_become_drafts_that_wait_to_be_checked(home, desk):
    clerk = desk(home, "clerk")
    sent = [
        SimpleUploadedFile("12.pdf", as_pdf(PAPERS[0], by_rows=True)),
        SimpleUploadedFile("135.docx", as_word(PAPERS[1])),
        SimpleUploadedFile("xau.exe", b"MZ\x90\x00"),
        SimpleUploadedFile("khong-phai.pdf", b"khong phai PDF"),
    ]
    page = clerk.post(f"{REGISTER}nhan-tep/", {"files": sent}).content.decode()
    with everything("tests"):
        first, second = OfficialDocument.objects.order_by("pk")
    assert (first.code, str(first.issued_on), first.signer) == ("12/QĐ-UBND", "2026-03-05", "Nguyễn Văn Thử")
    assert second.code == "135/KH-UBND"
    assert first.issuer == home.unit
    assert "Căn cứ Luật Tổ chức" in first.text
    assert f"{REGISTER}{first.pk}/sua/" in page
    assert "xau.exe" in page
    assert "Chỉ nhận tệp PDF và Word (.docx)." in page
    form = clerk.get(f"{REGISTER}{first.pk}/sua/").content.decode()
    assert "Số: 12/QĐ-UBND Bến Sen, ngày 05 tháng 3 năm 2026" in form, "the line stands beside its field"
    again = [SimpleUploadedFile("khac.pdf", as_pdf(PAPERS[0], by_rows=True)),
             SimpleUploadedFile("ban-word.docx", as_word(PAPERS[0]))]  # fmt: skip
    page = clerk.post(f"{REGISTER}nhan-tep/", {"files": again}).content.decode()
    assert page.count(f'href="{REGISTER}{first.pk}/"') == 2, "known by its bytes, and by its number"
    with everything("tests"):
        assert OfficialDocument.objects.count() == 2


def test_what_was_read_is_confirmed_by_saving_before_it_goes_on(home, desk):
    clerk = desk(home, "clerk")
    paper = Paper({}, PAPERS[0].heading, number=PAPERS[0].number, dated=PAPERS[0].dated)
    clerk.post(f"{REGISTER}nhan-tep/", {"files": [SimpleUploadedFile("12.pdf", as_pdf(paper))]})
    row = only()
    assert row.reading
    page = f"{REGISTER}{row.pk}/sua/"
    shown = clerk.get(page).context["form"]
    sent = typed(version=str(row.latest_revision_id), text=row.text)
    del sent["signed_file"]
    assert shown["code"].value() == "12/QĐ-UBND"
    assert clerk.post(page, sent).status_code == 302
    assert only().reading == {}
    assert publish(only(), home).live


def test_only_those_who_may_see_the_register_do(home, neighbour, desk):
    row = write(home)
    assert desk(home, "officer").get(REGISTER).status_code == 403
    assert desk(neighbour, "clerk").get(f"{REGISTER}{row.pk}/").status_code == 404
    assert str(row.code) not in desk(neighbour, "clerk").get(REGISTER).content.decode()
