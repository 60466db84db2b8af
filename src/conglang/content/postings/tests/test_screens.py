"""The postings' desk over HTTP, as people of the commune use it, and the records that they take along."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as WordFile

from conglang.base.units.scope import everything
from conglang.content.postings.models import Posting, Sighting
from conglang.content.postings.rules import Act
from conglang.content.postings.tests.conftest import DAY, HOUSE, NOW, OFFICE, photo, published, see, write
from conglang.kernel import clock

DESK = "/so-niem-yet/"


def typed(**more):
    return {
        "kind": "plan", "title": "Kế hoạch sử dụng đất", "text": "Nội dung.", "starts_on": "2026-11-21",
        "ends_on": "2026-12-31", "usual": [OFFICE], "others": "Chợ Bến Sen\n\nBến đò", "posted": "",
        "more_files": SimpleUploadedFile("ban-do.pdf", b"%PDF-1.4 a"),
    } | more  # fmt: skip


def only():
    with everything("tests"):
        return Posting.objects.get()


def test_a_posting_is_entered_with_its_places_and_stands_in_the_list(home, desk):
    clerk = desk(home, "clerk")
    form = clerk.get(f"{DESK}moi/").content.decode()
    assert OFFICE in form
    assert HOUSE in form
    answer = clerk.post(f"{DESK}moi/", typed())
    row = only()
    assert answer.headers["Location"] == f"{DESK}{row.pk}/"
    assert row.places == [OFFICE, "Chợ Bến Sen", "Bến đò"]
    with everything("tests"):
        assert [file.extension for file in row.documents] == ["pdf"]
    assert "Kế hoạch sử dụng đất" in clerk.get(DESK).content.decode()
    page = clerk.get(f"{DESK}{row.pk}/").content.decode()
    assert "30 ngày (khoản 2 Điều 13 Luật Thực hiện dân chủ ở cơ sở" in page


def test_nothing_typed_is_lost_when_the_end_comes_too_early(home, desk):
    answer = desk(home, "clerk").post(f"{DESK}moi/", typed(ends_on="2026-11-30", title="Đã gõ"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Phải niêm yết ít nhất 30 ngày, đến 21/12/2026" in page
    assert "Đã gõ" in page


def test_a_document_is_named_by_number_and_date(home, desk):
    from conglang.content.documents.tests import conftest as register  # noqa: PLC0415

    document = register.published(home)
    clerk = desk(home, "clerk")
    for text in ("99/QĐ-UBND", "12/QĐ-UBND, 06/03/2026", "12/QĐ-UBND, hôm nay"):
        assert clerk.post(f"{DESK}moi/", typed(posted=text)).status_code == 422
    clerk.post(f"{DESK}moi/", typed(posted="12/QĐ-UBND, 05/03/2026"))
    assert only().document_id == document.pk
    change = f"{DESK}{only().pk}/sua/"
    assert clerk.get(change).context["form"]["posted"].value() == "12/QĐ-UBND, 05/03/2026"
    sent = typed(posted="", version=str(only().latest_revision_id), others="")
    del sent["more_files"]
    assert clerk.post(change, sent).status_code == 302
    assert (only().document_id, only().places) == (None, [OFFICE])


def test_a_line_of_the_log_comes_with_its_photo(home, desk):
    row, clerk = published(home), desk(home, "clerk")
    url = f"{DESK}{row.pk}/so/"
    sent = {"place": OFFICE, "act": "put_up", "at": "2026-11-21T09:00", "who": "Lê Văn Mẫu",
            "photo": SimpleUploadedFile("a.jpg", photo().read()), "photo_alt": "Bảng tin"}  # fmt: skip
    refused = clerk.post(url, sent | {"photo_alt": ""})
    assert refused.status_code == 422
    assert "Hãy viết một câu mô tả ảnh." in refused.content.decode()
    sent["photo"] = SimpleUploadedFile("a.jpg", photo().read())
    assert clerk.post(url, sent).status_code == 302
    with everything("tests"):
        line = Sighting.objects.select_related("photo").get()
    assert line.photo.alt_text == "Bảng tin"
    assert line.photo.file.url in clerk.get(url).content.decode()


def test_before_the_approval_there_is_no_log_to_write_in(home, desk):
    row = write(home)
    clerk = desk(home, "clerk")
    assert clerk.post(f"{DESK}{row.pk}/so/", {}).status_code == 404
    assert f"{DESK}{row.pk}/so/" not in clerk.get(f"{DESK}{row.pk}/").content.decode()


def test_the_records_tell_who_hung_what_where_and_whether_it_hung_long_enough(home, desk):
    row, clerk = published(home), desk(home, "clerk")
    url = f"{DESK}{row.pk}/so/"
    assert clerk.get(f"{url}?bien-ban=niem-yet&dang=docx").status_code == 404
    see(home, row, Act.PUT_UP, NOW + timedelta(hours=1), photo=photo(), photo_alt="Bảng tin")
    see(home, row, Act.PUT_UP, NOW + timedelta(hours=2), HOUSE)
    see(home, row, Act.MISSING, NOW + 10 * DAY, HOUSE)
    see(home, row, Act.TAKEN_DOWN, NOW + 40 * DAY)
    with clock.frozen(NOW + 41 * DAY):
        begun = clerk.get(f"{url}?bien-ban=niem-yet&dang=docx")
        ended = clerk.get(f"{url}?bien-ban=ket-thuc&dang=pdf")
    table = WordFile(BytesIO(begun.content)).tables[1]
    assert [cell.text for cell in table.rows[1].cells] == [
        "1", OFFICE, "10 giờ 00, 21/11/2026", "Lê Văn Mẫu, trưởng thôn", "Có",
    ]  # fmt: skip
    text = " ".join(pypdfium2.PdfDocument(ended.content)[0].get_textpage().get_text_range().split())
    assert "BIÊN BẢN Kết thúc niêm yết công khai" in text
    assert "41" in text
    assert "không thấy bản niêm yết" in text
    assert f"tại: {HOUSE}" in text
    assert ended.headers["Content-Disposition"].endswith('.pdf"')


def test_only_those_who_may_see_the_postings_do(home, neighbour, desk):
    row = published(home)
    assert desk(home, "officer").get(DESK).status_code == 403
    for path in (f"{DESK}{row.pk}/", f"{DESK}{row.pk}/so/", f"{DESK}{row.pk}/sua/"):
        assert desk(neighbour, "clerk").get(path).status_code == 404
    assert row.title not in desk(neighbour, "clerk").get(DESK).content.decode()
