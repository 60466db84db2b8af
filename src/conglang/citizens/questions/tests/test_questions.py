"""From a question to its answer, through services."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.models import Delegation, Membership
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.duties.models import Duty
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.questions.models import Answer, Channel, Question
from conglang.citizens.questions.queries import at_code, duty_of, to_look_over
from conglang.citizens.questions.rules import Ending, State
from conglang.citizens.questions.services.ask import Wording, ask, type_in
from conglang.citizens.questions.services.hand_out import hand_out, let_in
from conglang.citizens.questions.services.mark import doubt, keep_among_frequent
from conglang.citizens.questions.services.settle import answer_with, close
from conglang.citizens.questions.services.write import edit_answer
from conglang.citizens.questions.tests.conftest import NOW, asked, drafted, facts, published, release
from conglang.kernel import clock
from conglang.kernel.ids import uuid7
from conglang.tools.approval.queries import standing
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.tests.releasing import settled
from conglang.tools.approval.versions import Conflict
from conglang.tools.vault.models import Expiry, Identity
from conglang.tools.vault.rules import Contact


def again(row: Question) -> Question:
    with everything("tests"):
        return Question.objects.select_related("sender").get(pk=row.pk)


def duty(row: Question) -> Duty:
    with everything("tests"):
        found = duty_of(row)
    assert found is not None
    return found


def acting(of, name, service, **given):
    by = of.actor(name)
    with use_scope(by.scope):
        return service(by=by, now=clock.now(), **given)


def test_a_question_gets_a_code_a_clock_and_whose_work_it_is(home):
    row = asked(home).question
    assert row.printed_code.startswith("HD26-")
    assert row.official_id == home.users["officer"].pk
    found = duty(row)
    # fifteen working days from Monday; the new holiday of 24 November is one less
    assert found.due_on == date(2026, 12, 8)
    assert found.person_id == home.users["officer"].pk
    assert asked(home, topic="y-te").question.official_id is None
    assert asked(home, topic="không có").question.field == "khac"


def test_while_an_official_is_away_questions_go_to_who_stands_in(home):
    with everything("tests"):
        post = Membership.objects.get(user=home.users["officer"])
        Delegation.objects.create(
            unit=home.unit, giver=post, receiver=home.users["editor"], starts_on=date(2026, 11, 1),
            ends_on=date(2026, 11, 30), decision_number="3/QĐ", decided_on=date(2026, 11, 1),
        )  # fmt: skip
    assert asked(home).question.official_id == home.users["editor"].pk


def test_a_form_that_is_sent_twice_is_one_question_and_its_pin_stays_secret(home):
    wording, uid = Wording("Hỏi về đất"), uuid7()
    first = ask(unit_id=home.unit.pk, wording=wording, uid=uid, now=NOW)
    second = ask(unit_id=home.unit.pk, wording=wording, uid=uid, now=NOW)
    assert (second.question.pk, second.pin) == (first.question.pk, "")
    assert first.pin not in repr(first)
    for text in (" ", "x" * 4001):
        with pytest.raises(ValidationError):
            ask(unit_id=home.unit.pk, wording=Wording(text), uid=uuid7(), now=NOW)


def test_who_asked_is_in_the_vault_and_nowhere_else(home):
    row = again(asked(home).question)
    told = " ".join(str(getattr(row, field.attname)) for field in row._meta.concrete_fields)
    assert "Mẫu" not in told
    assert row.sender.mode == "name_hidden"
    nobody = again(asked(home, contact=Contact()).question)
    assert (nobody.sender.mode, nobody.sender.sealed) == ("anonymous", "")


def test_a_published_answer_settles_everybody_who_asked_it(home):
    first, second = asked(home).question, asked(home, "Cần gì để khai sinh?").question
    row = drafted(home, first)
    acting(home, "officer", answer_with, question_id=second.pk, answer_id=row.pk)
    assert again(second).state == State.WAITING
    with clock.frozen(NOW + timedelta(days=2)):
        assert release(row, home).live
        for question in (first, second):
            assert again(question).state == State.ANSWERED
            assert duty(question).fulfilled_at == clock.now()
        late = asked(home).question
        assert acting(home, "officer", answer_with, question_id=late.pk, answer_id=row.pk).state == "answered"
    with everything("tests"):
        kept = Expiry.objects.get(key=str(first.sender_id))
    assert (kept.kind, kept.on) == ("vault.contact", date(2027, 11, 18))


def test_nobody_approves_the_answer_they_drafted_and_a_check_comes_first(home):
    row = drafted(home)
    officer, head = home.actor("officer"), home.actor("head")
    with use_scope(officer.scope):
        submit(item=row, by=officer, now=NOW)
    for by in (officer, head):
        with use_scope(by.scope):
            item = Answer.objects.get(pk=row.pk)
            seen = standing(by, item, now=NOW).content
            with pytest.raises(Refused):
                approve(item=item, expected_hash=seen, by=by, now=NOW)


@pytest.mark.parametrize("lacking", ["basis", "text", "answerer", "review_on"])
def test_an_answer_without_law_or_day_of_review_is_not_submitted(home, lacking):
    row = drafted(home, **{lacking: None if lacking == "review_on" else ""})
    with pytest.raises(ValidationError):
        acting(home, "officer", submit, item=row)


def test_personal_data_in_an_answer_need_a_legal_ground(home):
    with pytest.raises(Refused):
        published(home, asked="Tôi là Nguyễn Văn Mẫu, căn cước 001099012345, hỏi về hộ tịch.")


def test_a_question_is_ended_with_words_for_its_sender(home):
    private, formal = asked(home).question, asked(home).question
    with pytest.raises(ValidationError):
        acting(home, "officer", close, question_id=private.pk, ending=Ending.PRIVATE, told=" ")
    told = {"ending": Ending.PRIVATE, "told": "Đã trả lời riêng qua điện thoại."}
    acting(home, "officer", close, question_id=private.pk, **told)
    acting(home, "officer", close, question_id=private.pk, **told)  # a repeated call changes nothing
    assert duty(private).fulfilled_at == NOW
    acting(home, "officer", close, question_id=formal.pk, ending=Ending.FORMAL, told="Đây là khiếu nại.")
    assert duty(formal).cancelled_at == NOW
    with pytest.raises(ValidationError):
        acting(home, "officer", hand_out, question_id=formal.pk, field="y-te", official_id=None)


def test_what_is_held_back_waits_for_a_person_while_its_clock_runs(home):
    row = asked(home, held_because=("links",)).question
    assert (row.state, row.held_because) == (State.HELD, ["links"])
    assert duty(row).due_on == date(2026, 12, 8)
    with pytest.raises(Forbidden):
        acting(home, "writer", let_in, question_id=row.pk)
    assert acting(home, "officer", let_in, question_id=row.pk).state == State.WAITING


def test_a_question_is_handed_to_another_field_and_its_official_is_told(home):
    row = asked(home).question
    acting(home, "officer", hand_out, question_id=row.pk, field="dat-dai", official_id=None)
    assert again(row).official_id == home.users["writer"].pk
    assert duty(row).person_id == home.users["writer"].pk
    with pytest.raises(ValidationError):
        acting(
            home, "officer", hand_out, question_id=row.pk, field="y-te", official_id=home.users["auditor"].pk
        )


def test_the_counter_types_in_what_people_ask(home):
    wording = Wording("Hỏi ở quầy", "ho-tich", Contact(name="Ông Mẫu"))
    given = {"unit_id": home.unit.pk, "wording": wording, "uid": uuid7()}
    taken = acting(home, "officer", type_in, channel=Channel.COUNTER, **given)
    assert (taken.question.channel, taken.question.entered_by) == ("counter", home.users["officer"])
    assert len(taken.pin) == 6
    with pytest.raises(Forbidden):
        acting(home, "writer", type_in, channel=Channel.COUNTER, **given)
    with pytest.raises(ValidationError):
        acting(home, "officer", type_in, channel=Channel.WEB, **given)


def test_a_neighbour_has_no_part_in_it(home, neighbour):
    row, answer = asked(home).question, published(home)
    for service, given in (
        (let_in, {"question_id": row.pk}),
        (close, {"question_id": row.pk, "ending": Ending.SPAM, "told": "x"}),
        (answer_with, {"question_id": row.pk, "answer_id": answer.pk}),
    ):
        with pytest.raises(NotFound):
            acting(neighbour, "officer", service, **given)
    assert at_code([neighbour.unit.pk], row.printed_code) is None
    assert at_code([home.unit.pk], row.printed_code.lower().replace("0", "o")) == row


def test_a_changed_law_throws_doubt_on_what_rests_on_it_until_a_new_version_is_published(home):
    law, other = published(home), published(home, basis="Luật Đất đai 31/2024/QH15, Điều 9")
    with clock.frozen(NOW + timedelta(days=1)):
        with everything("tests"):
            units = [home.unit.pk]
            found = doubt(unit_ids=units, codes={"60/2014/QH13"}, because="Luật mới", now=clock.now())
            assert [row.pk for row in found] == [law.pk]
            assert doubt(unit_ids=units, codes={"60/2014/QH13"}, because="Luật khác", now=clock.now()) == []
            assert [row.pk for row in to_look_over(date(2026, 11, 17))] == [law.pk]
        law = settled(law)
        assert (law.is_doubted, law.doubted_because, law.live) == (True, "Luật mới", True)
    with clock.frozen(NOW + timedelta(days=2)):
        values = facts(text="Theo luật mới, bà con mang căn cước.")
        version = law.version
        acting(home, "officer", edit_answer, answer_id=law.pk, expected_version=version, values=values)
        assert settled(law).is_doubted
        assert not release(law, home).is_doubted
    with everything("tests"):
        assert [row.pk for row in to_look_over(date(2027, 7, 1))] == [law.pk, other.pk]


def test_a_good_answer_becomes_a_frequent_question_and_stays_one_in_its_next_version(home):
    row = published(home)
    with pytest.raises(Forbidden):
        acting(home, "officer", keep_among_frequent, answer_id=row.pk, is_faq=True)
    with pytest.raises(ValidationError):
        acting(home, "head", keep_among_frequent, answer_id=drafted(home).pk, is_faq=True)
    assert acting(home, "head", keep_among_frequent, answer_id=row.pk, is_faq=True).is_faq
    values, version = facts(text="Thêm một điều."), row.version
    given = {"answer_id": row.pk, "values": values}
    acting(home, "officer", edit_answer, expected_version=version, **given)
    acting(home, "officer", edit_answer, expected_version="", **given)  # the same values change nothing
    with pytest.raises(Conflict):
        acting(home, "officer", edit_answer, answer_id=row.pk, expected_version=version, values=facts())
    row = release(row, home)
    assert (row.is_faq, row.text) == (True, "Thêm một điều.")


def test_contact_data_of_a_settled_question_have_a_day_on_which_they_go(home):
    row = asked(home).question
    with everything("tests"):
        assert not Expiry.objects.exists()
    acting(home, "officer", close, question_id=row.pk, ending=Ending.UNCLEAR, told="Xin hỏi lại.")
    with everything("tests"):
        assert Expiry.objects.get().key == str(Identity.objects.get().pk)
