"""Rounds of inspection: a sample that can be drawn again, findings by the inspector alone; the register."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.tests.villages import page
from conglang.base.ledger.models import AuditEntry
from conglang.base.ledger.sealer import seal
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.tests.conftest import NOW, publish, write
from conglang.content.supervision.models import Checked, Mark, Round
from conglang.content.supervision.rules import drawn
from conglang.content.supervision.services.inspect import (
    choose_item,
    close_round,
    draw_due,
    open_round,
    write_finding,
)
from conglang.content.supervision.tests.conftest import DESK

ROUNDS, REGISTER = f"{DESK}kiem-tra/", f"{DESK}vi-pham-khen-thuong/"
LATER = NOW + timedelta(days=1)


def announced(home, inspector=None, size: int = 2, **more) -> Round:
    inspector = inspector or home.editor
    facts = {"title": "Quý IV", "first": date(2026, 11, 1), "last": date(2026, 11, 30)} | more
    with use_scope(home.head.scope):
        wanted = Round(inspector_id=inspector.user_id, size=size, **facts)
        return open_round(by=home.head, unit_id=home.unit.pk, wanted=wanted, now=LATER)


def draw() -> int:
    seal(now=LATER)
    return draw_due(now=LATER)


def opened(home, inspector=None, size: int = 2, **more) -> Round:
    row = announced(home, inspector, size, **more)
    draw()
    with everything("tests"):
        return Round.objects.get(pk=row.pk)


def find(home, by, item: Checked, fault: str = "", note: str = "") -> Checked:
    with use_scope(by.scope):
        return write_finding(
            by=by, checked_id=item.pk, fault=fault, note=note, needs_correction=True, now=LATER
        )


def items_of(row: Round) -> list[Checked]:
    with everything("tests"):
        return list(Checked.objects.filter(round=row).select_related("article"))


@given(st.sets(st.integers(1, 10**6), max_size=40), st.integers(1, 50), st.text(max_size=8))
def test_a_sample_is_drawn_again_from_the_same_keys_and_seed(keys, size, seed):
    sample = drawn(keys, size, seed)
    assert sample == drawn(sorted(keys, reverse=True), size, seed) == sorted(set(sample))
    assert len(sample) == min(size, len(keys))
    assert set(sample) <= keys


def test_the_seal_of_the_announcement_draws_and_nobody_waits_for_another_one(home):
    publish(write(home), home)
    row = announced(home)
    assert (draw_due(now=LATER), items_of(row)) == (0, []), "not sealed yet"
    assert (draw(), draw_due(now=LATER)) == (1, 0)
    entry = AuditEntry.objects.get(verb="supervision.round_opened")
    with everything("tests"):
        assert Round.objects.get().seed == entry.hash[:32]
    assert entry.details["candidates"] == [item.article_id for item in items_of(row)]


def choose(home, row: Round, article, because: str = "Bạn đọc phản ánh", by=None) -> Checked:
    by = by or home.head
    with use_scope(by.scope):
        return choose_item(by=by, round_id=row.pk, article_id=article.pk, because=because, now=LATER)


def test_items_are_chosen_beside_the_drawn_ones_with_a_reason_on_record(home):
    articles = [publish(write(home, title=f"Bài {number}"), home) for number in range(3)]
    own = publish(write(home, by=home.desk), home)
    row = opened(home, inspector=home.desk, size=1)
    [first] = items_of(row)
    other = next(article for article in articles if article.pk != first.article_id)
    with pytest.raises(ValidationError):
        choose(home, row, other, " ")
    with pytest.raises(ValidationError):
        choose(home, row, own)
    with pytest.raises(Forbidden):
        choose(home, row, other, by=home.writer)
    assert choose(home, row, other) == choose(home, row, other, "Lý do khác")
    assert not choose(home, row, first.article).because, "drawn is drawn"
    assert [(item.because, item.chosen_name) for item in items_of(row)] == [
        ("", ""), ("Bạn đọc phản ánh", home.head.name),
    ]  # fmt: skip
    assert AuditEntry.objects.get(verb="supervision.item_chosen").details["reason"] == "Bạn đọc phản ánh"


def test_items_are_drawn_from_what_is_public_and_not_from_ones_own(home):
    for number in range(3):
        publish(write(home, title=f"Bài {number}"), home)
    write(home, title="Chỉ là nháp")
    row = opened(home)
    assert (row.population, len(items_of(row))) == (3, 2)
    assert [item.article_id for item in items_of(row)] == drawn(
        [item.article_id for item in items_of(opened(home, size=9))], 2, row.seed
    )
    with pytest.raises(ValidationError):
        opened(home, inspector=home.writer)
    with pytest.raises(ValidationError):
        opened(home, size=101)
    with pytest.raises(ValidationError):
        opened(home, first=date(2026, 1, 1), last=date(2026, 1, 31))


def test_nobody_inspects_what_they_wrote(home):
    publish(write(home, by=home.desk), home)
    with pytest.raises(ValidationError):
        opened(home, inspector=home.desk)
    assert len(items_of(opened(home))) == 1


def test_the_inspector_alone_writes_findings_and_closes_when_all_were_looked_at(home):
    publish(write(home), home)
    row = opened(home)
    [item] = items_of(row)
    with pytest.raises(Forbidden):
        find(home, home.head, item)
    with pytest.raises(ValidationError):
        find(home, home.editor, item, fault="fact")
    with use_scope(home.editor.scope), pytest.raises(ValidationError):
        close_round(by=home.editor, round_id=row.pk, conclusion="", now=LATER)
    assert find(home, home.editor, item, "fact", "Sai ngày họp").needs_correction
    assert not find(home, home.editor, item).needs_correction
    with use_scope(home.editor.scope):
        close_round(by=home.editor, round_id=row.pk, conclusion="Đạt", now=LATER)
    with pytest.raises(ValidationError):
        find(home, home.editor, item)


def test_a_round_goes_from_drawing_to_report_on_the_desk(home, neighbour, desk):
    publish(write(home, title="Tin bị sai"), home)
    head, editor = desk(home.head), desk(home.editor)
    typed = {"title": "Quý IV", "first": "2026-11-01", "last": "2026-11-30", "size": "5"}
    assert head.post(ROUNDS, typed).status_code == 422
    path = head.post(ROUNDS, typed | {"inspector": home.editor.user_id}).headers["Location"]
    assert "chờ chọn mẫu" in page(head, ROUNDS)
    draw()
    with everything("tests"):
        item = Checked.objects.get()
    editor.post(path, {"muc": item.pk, "loi": "fact", "ghi-chu": "Sai ngày", "can-sua": "on"})
    editor.post(path, {"ket-luan": "Cần đính chính một tin."})
    shown = page(head, path)
    assert "Sai ngày" in shown
    assert "Cần đính chính một tin." in shown
    paper = Document(BytesIO(head.get(f"{path}?tep=docx").content))
    assert any(
        "Tin bị sai" in cell.text for table in paper.tables for row in table.rows for cell in row.cells
    )
    assert desk(home.writer).get(path).status_code == 403
    assert desk(neighbour.head).get(path).status_code == 404
    assert editor.post(path, {"muc": "987654321"}).status_code == 404


def test_the_register_is_for_those_who_lead_and_nobody_enters_themselves(home, desk):
    leader = desk(home.leader)
    typed = {
        "kind": "praise", "person": home.writer.user_id, "on": "2026-11-20", "what": "Nhiều bài nhất quý",
        "basis": "Quy chế, Điều 14", "decision": "12/QĐ-UBND",
    }  # fmt: skip
    assert leader.post(REGISTER, typed | {"on": "2027-01-01"}).status_code == 422
    assert desk(home.head).post(REGISTER, typed | {"person": home.head.user_id}).status_code == 422
    assert leader.post(REGISTER, typed).status_code == 302
    assert "Nhiều bài nhất quý" in page(desk(home.head), REGISTER)
    for person in (home.writer, home.desk, home.editor):
        assert desk(person).get(REGISTER).status_code == 403
    with everything("tests"):
        assert Mark.objects.get().decision == "12/QĐ-UBND"


def test_an_empty_line_of_the_register_is_refused_in_plain_words(home, desk):
    answer = desk(home.head).post(REGISTER, {"what": ""})
    assert answer.status_code == 422
    assert "Vui lòng chọn một người hoặc một phòng, ban." in answer.content.decode()
    assert "Constraint" not in answer.content.decode()
