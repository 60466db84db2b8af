"""The desk's screens over HTTP, as the officials of the commune use them."""

from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything
from conglang.citizens.questions.models import Answer, Question
from conglang.citizens.questions.tests.conftest import asked, drafted, published

DESK = "/hoi-dap-cong-dan/"


def typed(**more):
    return {
        "field": "ho-tich", "title": "Khai sinh cần gì?", "asked": "", "text": "Mang giấy chứng sinh.",
        "basis": "Luật 60/2014/QH13", "answerer": "UBND xã", "review_on": "2027-01-01",
    } | more  # fmt: skip


def test_the_inbox_shows_who_answers_until_when_and_the_answers_beside(home, desk):
    row, held = asked(home).question, asked(home, "Mua ngay", held_because=("links",)).question
    draft = drafted(home)
    officer = desk(home, "officer")
    page = officer.get(DESK).content.decode()
    assert row.printed_code in page
    assert "08/12/2026" in page
    assert held.printed_code not in page
    assert "có nhiều đường dẫn" in officer.get(f"{DESK}{held.pk}/").content.decode()
    assert held.printed_code in officer.get(f"{DESK}?xem=tam-giu").content.decode()
    assert draft.title in officer.get(f"{DESK}?xem=cau-tra-loi").content.decode()
    for name in ("can-ra-soat", "da-xong", "la"):
        assert officer.get(f"{DESK}?xem={name}").status_code == 200


def test_a_question_is_answered_from_its_page(home, desk):
    row = asked(home, "Làm khai sinh\ncần gì?").question
    officer = desk(home, "officer")
    form = officer.get(f"{DESK}tra-loi/moi/?cau-hoi={row.pk}").content.decode()
    assert 'value="Làm khai sinh"' in form
    faulty = officer.post(f"{DESK}tra-loi/moi/?cau-hoi={row.pk}", typed(title="", text="Đã gõ"))
    assert faulty.status_code == 422
    assert "Đã gõ" in faulty.content.decode()
    answer = officer.post(f"{DESK}tra-loi/moi/?cau-hoi={row.pk}", typed())
    with everything("tests"):
        draft = Answer.objects.get()
        assert Question.objects.get().answer_id == draft.pk
    assert answer.headers["Location"] == f"{DESK}tra-loi/{draft.pk}/"
    changed = typed(text="Mang thêm căn cước.", version=str(draft.latest_revision_id))
    assert officer.post(f"{DESK}tra-loi/{draft.pk}/sua/", changed).status_code == 302
    late = officer.post(f"{DESK}tra-loi/{draft.pk}/sua/", changed | {"text": "Bản khác"})
    assert late.status_code == 422
    assert "Bản khác" in late.content.decode()


def test_the_counter_gets_a_receipt_with_code_and_pin(home, desk):
    officer = desk(home, "officer")
    sent = {"channel": "phone", "text": "Hỏi về thẻ bảo hiểm", "field": "y-te", "name": "Ông Mẫu"}
    assert officer.get(f"{DESK}nhap/").status_code == 200
    assert officer.post(f"{DESK}nhap/", sent | {"text": ""}).status_code == 422
    page = officer.post(f"{DESK}nhap/", sent).content.decode()
    with everything("tests"):
        row = Question.objects.get()
    assert row.printed_code in page
    assert "Mã PIN" in page
    assert desk(home, "writer").get(f"{DESK}nhap/").status_code == 403


def test_who_asked_is_seen_for_a_reason_only_and_never_without_a_trace(home, desk):
    row = asked(home).question
    page, officer = f"{DESK}{row.pk}/", desk(home, "officer")
    assert "0912345678" not in officer.get(page).content.decode()
    refused = officer.post(page, {"act": "look", "reason": ""})
    assert refused.status_code == 422
    shown = officer.post(page, {"act": "look", "reason": "Gọi lại hỏi rõ"}).content.decode()
    assert "0912345678" in shown
    with everything("tests"):
        assert AuditEntry.objects.filter(verb="vault.looked").count() == 1
    # whoever writes the answer does not learn who asked
    assert desk(home, "writer").post(page, {"act": "look", "reason": "Xem"}).status_code == 403


def test_a_question_is_handed_out_and_ended_on_its_page(home, desk):
    row = asked(home).question
    page, officer = f"{DESK}{row.pk}/", desk(home, "officer")
    moved = {"act": "hand_out", "field": "dat-dai", "person": ""}
    assert officer.post(page, moved).status_code == 302
    assert officer.post(page, {"act": "close", "ending": "unclear", "told": ""}).status_code == 422
    assert (
        officer.post(page, {"act": "close", "ending": "unclear", "told": "Xin hỏi lại."}).status_code == 302
    )
    assert officer.post(page, {"act": "fly"}).status_code == 404
    with everything("tests"):
        assert Question.objects.get().state == "closed"
    assert "Xin hỏi lại." in officer.get(page).content.decode()


def test_an_answer_is_put_among_the_frequent_ones_by_those_who_approve(home, desk):
    row = published(home)
    page = f"{DESK}tra-loi/{row.pk}/"
    assert desk(home, "officer").post(page, {"faq": "yes"}).status_code == 403
    assert desk(home, "head").post(page, {"faq": "yes"}).status_code == 302
    assert "Bỏ khỏi mục hỏi thường gặp" in desk(home, "head").get(page).content.decode()
    assert "Bỏ khỏi" not in desk(home, "officer").get(page).content.decode()


def test_an_auditor_reads_and_changes_nothing_and_a_neighbour_finds_nothing(home, neighbour, desk):
    row, answer = asked(home).question, drafted(home)
    auditor = desk(home, "auditor")
    assert auditor.get(f"{DESK}{row.pk}/").status_code == 200
    assert auditor.post(f"{DESK}{row.pk}/", {"act": "let_in"}).status_code == 403
    stranger = desk(neighbour, "officer")
    for path in (f"{row.pk}/", f"tra-loi/{answer.pk}/", f"tra-loi/moi/?cau-hoi={row.pk}"):
        assert stranger.get(f"{DESK}{path}").status_code == 404
