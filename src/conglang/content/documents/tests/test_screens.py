"""The register's desk over HTTP, as people of the commune use it."""

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from conglang.base.accounts.tests.people import custody
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import CustodyKind
from conglang.base.units.scope import everything
from conglang.content.documents import queries
from conglang.content.documents.models import DroppedFile, FileState, OfficialDocument
from conglang.content.documents.services.read_dropped import read_dropped
from conglang.content.documents.tests.conftest import NOW, publish, published, write
from conglang.content.documents.tests.papers import as_pdf
from conglang.content.documents.tests.test_reading import PAPERS
from conglang.content.documents.views import desk as desk_views

REGISTER = "/so-van-ban/"


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


def test_whoever_chooses_another_unit_keeps_what_was_typed(home, neighbour, desk):
    custody(home.unit, neighbour.unit, CustodyKind.SUCCESSOR)
    clerk, unit = desk(home, "clerk"), {"don-vi": neighbour.unit.pk}
    answer = clerk.post(f"{REGISTER}moi/", typed(issued_on="hôm qua") | unit | {"doi-don-vi": ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{neighbour.unit.pk}" selected' in page
    assert 'value="hôm qua"' in page
    assert "Ban hành Quy chế" in page
    assert "Xin chọn lại các tệp" in page
    assert f'value="{home.unit.pk}"' not in page.partition('name="issuer"')[2].partition("</select>")[0]
    drop = clerk.post(f"{REGISTER}nhan-tep/", {"name": "Quý hai"} | unit | {"doi-don-vi": ""})
    assert 'value="Quý hai"' in drop.content.decode()
    with everything("tests"):
        assert not OfficialDocument.objects.exists()
    assert clerk.post(f"{REGISTER}moi/", typed() | unit).status_code == 302
    assert only().unit_id == neighbour.unit.pk


def test_a_number_that_belongs_to_another_kind_is_taken_with_a_hint(home, desk):
    clerk = desk(home, "clerk")
    hint = "“KH” trong số, ký hiệu là chữ viết tắt của loại khác: Kế hoạch."
    wrong = {"kind": "chi-thi", "code": "12/KH-UBND"}
    assert hint in clerk.post(f"{REGISTER}moi/", typed(**wrong, issued_on="hôm qua")).content.decode()
    page = clerk.post(f"{REGISTER}moi/", typed(**wrong)).headers["Location"]
    for path in (page, f"{page}sua/"):
        assert hint in clerk.get(path).content.decode(), path
    right = typed(kind="ke-hoach", code="12/KH-UBND", version=only().version)
    assert clerk.post(f"{page}sua/", right).status_code == 302
    assert "chữ viết tắt" not in clerk.get(page).content.decode()


def test_pages_of_what_was_searched_are_those_of_the_whole_list(home, desk, monkeypatch):
    monkeypatch.setattr(desk_views, "PER_PAGE", 2)
    keys = [write(home, code=f"{number}/QĐ-UBND", abstract="Quy chế").pk for number in range(1, 6)]
    clerk = desk(home, "clerk")

    def shown(page, words="quy che"):
        found = clerk.get(REGISTER, {"tu-khoa": words, "page": page}).context["page"]
        return [row.pk for row in found], found.number, found.paginator.count

    first, last = keys[:2:-1], keys[:1]
    assert [shown(page) for page in ("1", "", "0", "-2", "a")] == [(first, 1, 5)] * 5
    assert shown("2") == (keys[2:0:-1], 2, 5)
    assert [shown(page) for page in ("3", "4", "9" * 30)] == [(last, 3, 5)] * 3
    assert shown("2", "khong co") == ([], 1, 0)


def test_counts_of_a_long_register_are_remembered_for_its_own_people(home, neighbour, desk, monkeypatch):
    monkeypatch.setattr(queries, "MANY", 1)
    write(home)
    clerk, other = desk(home, "clerk"), desk(neighbour, "clerk")

    def decisions(browser):
        kinds = browser.get(REGISTER).context["facets"][0]["choices"]
        return [(each["label"], each["count"]) for each in kinds]

    assert (decisions(clerk), decisions(other)) == ([("Quyết định", 1)], [])
    write(home, code="13/QĐ-UBND", abstract="Bản thứ hai")
    assert decisions(clerk) == [("Quyết định", 1)]
    assert "Bản thứ hai" in clerk.get(REGISTER).content.decode()
    cache.clear()  # a minute later
    assert decisions(clerk) == [("Quyết định", 2)]


def test_nothing_typed_is_lost_and_the_document_with_the_number_is_linked(home, desk):
    existing = write(home)
    answer = desk(home, "clerk").post(f"{REGISTER}moi/", typed(abstract="Trích yếu đã gõ"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Trích yếu đã gõ" in page
    assert f'<a href="{REGISTER}{existing.pk}/">Quyết định 12/QĐ-UBND</a>' in page


def test_the_second_person_reads_the_ground_and_ends_the_clock(home, desk):
    clerk, head = desk(home, "clerk"), desk(home, "head")
    clerk.post(f"{REGISTER}moi/", typed(disclosure="closed", disclosure_ground="Điều 9"))
    page = f"{REGISTER}{only().pk}/"
    question = f"{page}viec/xac-nhan-khong-cong-khai/"
    assert question not in clerk.get(page).content.decode()
    assert clerk.get(question).status_code == 403
    waiting = head.get(f"{REGISTER}?trang-thai=cho-nguoi-thu-hai").content.decode()
    assert page in waiting
    assert question in head.get(page).content.decode()
    asked = head.get(question)
    assert "căn cứ: Điều 9" in asked.content.decode()
    assert head.post(question, {"seen": "0"}).status_code == 409
    assert head.post(question, {"seen": asked.context["form"]["seen"].value()}).status_code == 302
    assert "Clerk.98001 quyết định, Head.98001 xác nhận" in head.get(page).content.decode()
    assert question not in head.get(page).content.decode()
    assert page not in head.get(f"{REGISTER}?trang-thai=cho-nguoi-thu-hai").content.decode()


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


def test_files_that_are_sent_lead_to_a_page_that_tells_what_became_of_them(home, desk):
    clerk = desk(home, "clerk")
    sent = [
        SimpleUploadedFile("12.pdf", as_pdf(PAPERS[0], by_rows=True)),
        SimpleUploadedFile("x.exe", b"MZ\x90"),
    ]
    answer = clerk.post(f"{REGISTER}nhan-tep/", {"files": sent})
    with everything("tests"):
        deliver(now=NOW, limit=50)
        waiting = DroppedFile.objects.get(state=FileState.WAITING)
    assert DBTaskResult.objects.filter(task_path__endswith="read_dropped_file").exists(), (
        "the worker reads it"
    )
    page = clerk.get(answer.headers["Location"]).content.decode()
    assert "data-progress" in page
    assert "x.exe" in page
    read_dropped(file_id=waiting.pk, now=NOW)
    row = only()
    assert (row.code, str(row.issued_on), row.signer) == ("12/QĐ-UBND", "2026-03-05", "Nguyễn Văn Thử")
    assert row.issuer == home.unit
    page = clerk.get(answer.headers["Location"]).content.decode()
    assert f"{REGISTER}{row.pk}/doi-chieu/" in page
    assert "data-progress" not in page
    nothing = clerk.post(f"{REGISTER}nhan-tep/", {"name": "Trống"})
    assert nothing.status_code == 422


def test_what_was_read_is_confirmed_by_saving_before_it_goes_on(home, desk):
    clerk = desk(home, "clerk")
    row = write(home)
    with everything("tests"):
        row.reading = {"code": {"line": "Số: 12/QĐ-UBND", "certainty": "likely"}}
        row.save()
    page = f"{REGISTER}{row.pk}/sua/"
    assert "Số: 12/QĐ-UBND" in clerk.get(page).content.decode()
    sent = typed(version=str(row.latest_revision_id), text=row.text)
    del sent["signed_file"]
    assert clerk.post(page, sent).status_code == 302
    assert only().reading == {}
    assert publish(only(), home).live


def test_only_those_who_may_see_the_register_do(home, neighbour, desk):
    row = write(home)
    assert desk(home, "officer").get(REGISTER).status_code == 403
    assert desk(neighbour, "clerk").get(f"{REGISTER}{row.pk}/").status_code == 404
    assert str(row.code) not in desk(neighbour, "clerk").get(REGISTER).content.decode()
