"""The desk's screens over HTTP: a draft from Word, opinions on paper, the table as a paper, the outcome."""

from io import BytesIO

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as WordFile

from conglang.base.units.scope import everything
from conglang.citizens.consultations.models import Consultation, Opinion, Outcome
from conglang.citizens.consultations.rules import Verdict
from conglang.citizens.consultations.services.weigh import Weighed, weigh
from conglang.citizens.consultations.tests.conftest import OVER, drafted, opened, said
from conglang.kernel import clock
from conglang.tools.approval.tests.releasing import release

DESK = "/lay-y-kien-nhan-dan/"


def typed(**more):
    return {
        "title": "Quy chế chợ", "about": "Giữ chợ sạch.", "text": "Điều 1. Giờ họp chợ\nTừ 5 giờ.",
        "basis": "Luật 10/2022/QH15", "opens_on": "2026-11-16", "closes_on": "2026-12-10",
    } | more  # fmt: skip


def word(*lines):
    data, paper = BytesIO(), WordFile()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(data)
    return SimpleUploadedFile("du-thao.docx", data.getvalue())


def test_a_draft_comes_from_word_and_a_day_too_early_loses_nothing_typed(home, desk):
    clerk = desk(home, "clerk")
    assert clerk.get(f"{DESK}moi/").status_code == 200
    early = clerk.post(f"{DESK}moi/", typed(closes_on="2026-11-20", title="Đã gõ"))
    assert early.status_code == 422
    assert "20 ngày, đến 06/12/2026" in early.content.decode()
    assert "Đã gõ" in early.content.decode()
    broken = clerk.post(f"{DESK}moi/", typed(word=SimpleUploadedFile("a.docx", b"khong phai Word")))
    assert "Không đọc được tệp Word" in broken.content.decode()
    answer = clerk.post(f"{DESK}moi/", typed(text="", word=word("Điều 1. Tên", "Câu một.", "Điều 2. Khác")))
    with everything("tests"):
        row = Consultation.objects.get()
    assert answer.headers["Location"] == f"{DESK}{row.pk}/"
    assert [each.key for each in row.sections] == ["dieu-1", "dieu-2"]
    changed = typed(text=row.text, title="Tên khác", version=str(row.latest_revision_id))
    assert clerk.post(f"{DESK}{row.pk}/sua/", changed).status_code == 302
    assert clerk.post(f"{DESK}{row.pk}/sua/", changed | {"title": "Nữa"}).status_code == 422
    assert "Tên khác" in clerk.get(DESK).content.decode()


def test_opinions_on_paper_are_typed_in_weighed_and_taken_along_as_the_official_table(home, desk):
    row = opened(home)
    clerk, page = desk(home, "clerk"), f"{DESK}{row.pk}/y-kien/"
    sent = {
        "channel": "paper", "section": "dieu-2", "stance": "oppose", "text": "Không cho mượn",
        "hamlet": str(home.hamlets[0].pk), "name": "Bà Mẫu",
        "scan": SimpleUploadedFile("phieu.pdf", b"%PDF-1.4 phieu"),
    }  # fmt: skip
    assert clerk.post(page, sent | {"text": "", "scan": ""}).status_code == 422
    assert clerk.post(page, sent).status_code == 302
    with everything("tests"):
        one = Opinion.objects.select_related("scan").get()
    assert one.scan is not None
    assert "Không cho mượn" in clerk.get(page).content.decode()
    own = f"{DESK}y-kien/{one.pk}/"
    assert "Bà Mẫu" not in clerk.get(own).content.decode()
    faulty = clerk.post(own, {"act": "weigh", "gist": "Không cho mượn", "verdict": "explained", "reply": ""})
    assert faulty.status_code == 422
    weighed = {
        "act": "weigh",
        "gist": "Không cho mượn nhà",
        "verdict": "explained",
        "reply": "Nhu cầu có thật.",
    }
    assert clerk.post(own, weighed).status_code == 302
    answer = clerk.get(f"{page}?dang=docx")
    words = "\n".join(
        cell.text for table in WordFile(BytesIO(answer.content)).tables for cell in table._cells
    )
    assert "Không cho mượn nhà" in words
    assert "Giải trình" in words
    printed = pypdfium2.PdfDocument(clerk.get(f"{page}?dang=pdf").content)
    text = "".join(printed[number].get_textpage().get_text_range() for number in range(len(printed)))
    assert "tiếp thu, giải trình ý kiến" in text
    assert clerk.post(own, {"act": "drop"}).status_code == 302
    assert clerk.post(own, {"act": "fly"}).status_code == 404


def test_the_outcome_is_written_when_it_is_over_and_asks_for_reasons(home, desk):
    row = opened(home)
    one = said(row)
    clerk = desk(home, "clerk")
    page = f"{DESK}{row.pk}/ket-qua/"
    sent = {"decision": "as_drafted", "text": "Ban hành như dự thảo.", "reasons": ""}
    assert clerk.post(page, sent).status_code == 422
    with clock.frozen(OVER):
        home.do(
            "clerk",
            weigh,
            opinion_id=one.pk,
            weighed=Weighed(Verdict.EXPLAINED, "Mở muộn", "Tốn điện."),
        )
        assert page in clerk.get(f"{DESK}{row.pk}/y-kien/").content.decode()
        assert clerk.get(page).status_code == 200
        clerk.post(page, sent)
        with everything("tests"):
            draft = Outcome.objects.get()
        own = f"{DESK}ket-qua/{draft.pk}/"
        shown = clerk.get(own)
        assert "Mở muộn" in shown.content.decode()
        assert clerk.get(page).headers["Location"] == own
        seen = shown.content.decode().split("da-xem=")[1].split('"')[0]
        refused = clerk.post(f"{own}viec/gui-duyet/?da-xem={seen}", {"seen": seen})
        assert refused.status_code == 422
        assert "Quá nửa ý kiến muốn khác" in refused.content.decode()
        more = sent | {"reasons": "Vì tốn điện.", "version": str(draft.latest_revision_id)}
        assert clerk.post(f"{own}sua/", more).status_code == 302
        assert release(draft, home).live


def test_the_last_day_is_moved_on_the_page_by_those_who_approve(home, desk):
    row = opened(home)
    page, moved = f"{DESK}{row.pk}/", {"to": "2026-12-25", "because": "Bà con đề nghị"}
    assert desk(home, "clerk").post(page, moved).status_code == 403
    head = desk(home, "head")
    early = head.post(page, moved | {"to": "2026-11-20"})
    assert (early.status_code, "20 ngày" in early.content.decode()) == (422, True)
    assert head.post(page, moved).status_code == 302
    assert "25/12/2026" in head.get(page).content.decode()


def test_an_auditor_reads_and_a_neighbour_finds_nothing(home, neighbour, desk):
    row, draft = opened(home), drafted(home)
    one = said(row)
    auditor, stranger = desk(home, "auditor"), desk(neighbour, "clerk")
    assert auditor.get(f"{DESK}{row.pk}/y-kien/").status_code == 200
    assert auditor.post(f"{DESK}{row.pk}/y-kien/", {}).status_code == 403
    for path in (f"{draft.pk}/", f"{row.pk}/y-kien/", f"y-kien/{one.pk}/", f"{row.pk}/ket-qua/"):
        assert stranger.get(f"{DESK}{path}").status_code == 404
