"""From the receipt to the answer: who may do what, which clock runs, and what the sender reads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.duties.rules import State
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.cases.models import Case, CaseAnswer, CaseEvent, Denunciation, Forward, Rating
from conglang.citizens.cases.queries import Wish, buttons, find, work_list
from conglang.citizens.cases.rules import OPEN, Command, Outcome, Process, Visibility
from conglang.citizens.cases.services import decide, forward, join, show, visit, work
from conglang.citizens.cases.tests.conftest import (
    DAY,
    NOW,
    Commune,
    again,
    answered,
    case_of,
    do,
    handed_in,
    local_term,
    sent,
    settle,
    working,
)
from conglang.citizens.cases.tests.walking import Walk
from conglang.kernel.clock import start_of_day
from conglang.tools.approval.queries import standing
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.services import approve, return_


def state_of(row: Case, now=NOW) -> State | None:
    duty = again(row).answer_duty
    return duty.state(now) if duty else None


def visitor(service, of: Commune, row: Case, now=NOW, **more):
    return service(unit_id=of.unit.pk, case_id=row.pk, now=now, **more)


def test_a_broken_lamp_is_answered_after_a_pause_and_an_extension(home, province):
    local_term(province)
    row = working(home)
    later = NOW + 3 * DAY
    do(home.worker, work.begin, row, later)
    do(home.worker, work.ask, row, later, text="Cột đèn số mấy?")
    assert (again(row).process, state_of(row, later)) == (Process.ASKED, State.PAUSED)
    visitor(visit.reply, home, row, later + 2 * DAY, text="Cột số 7")
    assert again(row).answer_duty.due_on == date(2026, 12, 3)  # one working day rested: the 24th is free
    do(home.leader, work.extend, row, later + 3 * DAY, until=date(2026, 12, 10), words="Chờ vật tư về kho.")
    row = again(row)
    assert (row.answer_duty.due_on, row.told) == (date(2026, 12, 10), "Chờ vật tư về kho.")
    row = answered(home, row, later + 4 * DAY)
    assert (row.process, row.outcome) == (Process.ANSWERED, Outcome.SOLVED)
    assert state_of(row) is State.DONE_IN_TIME
    assert "thay bóng đèn" in row.told
    with everything("tests"):
        told = list(CaseEvent.objects.values_list("command", flat=True))
    assert told == ["send", "accept", "assign", "start", "ask", "reply", "extend", "submit", "answer"]


def test_nobody_approves_the_own_answer_and_a_returned_one_is_worked_on_again(home):
    row = working(home)
    answer = handed_in(home, row)
    assert again(row).process == Process.IN_REVIEW
    with use_scope(home.worker.scope):
        item = CaseAnswer.objects.get(pk=answer.pk)
        with pytest.raises(Refused):
            approve(
                item=item, expected_hash=standing(home.worker, item, now=NOW).content, by=home.worker, now=NOW
            )
    with use_scope(home.leader.scope):
        return_(item=CaseAnswer.objects.get(pk=answer.pk), reason="Thiếu ngày", by=home.leader, now=NOW)
    settle()
    assert again(row).process == Process.IN_PROGRESS


def test_an_answer_about_a_petition_names_the_law(home):
    row = working(home, stream="petition", category="")
    with pytest.raises(ValidationError) as refused:
        handed_in(home, row)
    assert set(refused.value.message_dict) == {"legal_basis"}
    assert answered(home, row, legal_basis="Luật Tiếp công dân, Điều 28").process == Process.ANSWERED


def test_a_code_finds_its_case_also_when_it_has_ended(home):
    row = case_of(sent(home))
    do(home.officer, decide.refuse, row, ground="unclear", words="Chưa rõ.")
    with use_scope(home.officer.scope):
        open_ones = Wish(processes=OPEN, words="đèn")
        assert list(work_list(home.officer, open_ones, NOW)) == []
        [found] = work_list(home.officer, replace(open_ones, words=row.printed_code.lower()), NOW)
    assert found.pk == row.pk


def test_a_department_sees_only_its_own_cases_and_sends_one_back_once(home):
    mine, other = working(home), case_of(sent(home))
    with use_scope(home.worker.scope):
        assert [each.pk for each in work_list(home.worker, Wish(), NOW)] == [mine.pk]
        with pytest.raises(NotFound):
            find(home.worker, other.pk, NOW)
    with pytest.raises(Forbidden):
        do(home.stranger, work.send_back, mine, reason="Không phải việc của phòng")
    do(home.worker, work.send_back, mine, reason="Đường do điện lực quản lý")
    row = again(mine)
    assert (row.process, row.department_id) == (Process.ACCEPTED, None)
    do(home.officer, work.assign, row, department_id=home.works.pk)
    with use_scope(home.worker.scope):
        assert Command.SEND_BACK not in buttons(home.worker, again(row), NOW)
    with pytest.raises(ValidationError, match="once"):
        do(home.worker, work.send_back, row, reason="Vẫn không phải")


def test_a_refusal_needs_a_ground_of_its_stream_and_a_sentence(home):
    row = case_of(sent(home, stream="information", category=""))
    with pytest.raises(ValidationError):
        do(home.officer, decide.refuse, row, ground="not_ours", words="Không phải của xã.")
    with pytest.raises(ValidationError):
        do(home.officer, decide.refuse, row, ground="info_already_public", words="  ")
    do(home.officer, decide.refuse, row, ground="info_already_public", words="Đã đăng ở mục Ngân sách.")
    row = again(row)
    assert (row.process, row.outcome, row.told) == (
        Process.REFUSED, Outcome.EXPLAINED, "Đã đăng ở mục Ngân sách.",
    )  # fmt: skip
    assert state_of(row) is State.DONE_IN_TIME


def test_a_repeated_call_changes_nothing(home):
    row = working(home)
    with everything("tests"):
        before = AuditEntry.objects.count()
    do(home.officer, work.assign, row, department_id=home.works.pk)
    do(home.worker, work.begin, row)
    do(home.worker, work.begin, row)
    with everything("tests"):
        assert AuditEntry.objects.count() == before + 1


def test_the_own_clock_stops_only_when_the_other_unit_has_it(home, neighbour, province):
    local_term(province)
    row = working(home)
    do(home.officer, forward.forward, row, to_id=neighbour.unit.pk, words="Đoạn đường này thuộc xã Gò Lau.")
    assert (again(row).process, state_of(row)) == (Process.FORWARDED, State.OPEN)
    with everything("tests"):
        there = Case.objects.get(unit=neighbour.unit)
    assert (there.sender_id, there.text, there.origin_id) == (None, row.clean_text, home.unit.pk)
    do(neighbour.officer, decide.accept, there)
    assert (again(row).process, state_of(row)) == (Process.TRANSFERRED, State.DONE_IN_TIME)
    assert str(there) in again(row).told
    do(neighbour.officer, work.assign, there, department_id=neighbour.works.pk)
    answered(neighbour, there)
    assert "thay bóng đèn" in again(row).told


def test_what_comes_back_twice_is_answered_here(home, neighbour):
    row = working(home)
    for _turn in range(2):
        do(home.officer, forward.forward, row, to_id=neighbour.unit.pk, words="Thuộc xã bên.")
        with everything("tests"):
            there = Case.objects.filter(unit=neighbour.unit).first()
        do(neighbour.officer, decide.refuse, there, ground="not_ours", words="Không thuộc xã tôi.")
        assert again(row).process == Process.ACCEPTED
    with everything("tests"):
        assert Forward.objects.filter(bounced_at=None).count() == 0
    with pytest.raises(ValidationError, match="twice"):
        do(home.officer, forward.forward, row, to_id=neighbour.unit.pk, words="Lần nữa.")


def test_more_time_is_given_twice_before_the_day_and_by_law_once_for_information(home):
    row = working(home, stream="information", category="")
    with pytest.raises(ValidationError, match="14/12"):
        do(home.leader, work.extend, row, until=date(2026, 12, 15), words="Cần tra kho lưu trữ.")
    do(home.leader, work.extend, row, until=date(2026, 12, 14), words="Cần tra kho lưu trữ.")
    do(home.leader, work.extend, row, until=date(2026, 12, 14), words="Cần tra kho lưu trữ.")
    with pytest.raises(ValidationError):
        do(home.leader, work.extend, row, until=date(2026, 12, 15), words="Lại cần thêm.")


def test_after_the_day_nothing_is_extended(home):
    row = working(home, stream="information", category="")
    late = start_of_day(date(2026, 12, 4))
    with pytest.raises(ValidationError, match="passed"):
        do(home.leader, work.extend, row, late, until=date(2026, 12, 10), words="Quên mất.")


def test_who_never_replies_finds_it_closed_and_told(home):
    row = working(home)
    do(home.worker, work.ask, row, text="Cột số mấy?")
    with everything("tests"):
        until = row.questions.get().until
    assert work.close_due(now=start_of_day(until)) == 0
    assert work.close_due(now=start_of_day(until) + DAY) == 1
    row = again(row)
    assert (row.process, row.outcome) == (Process.CLOSED, Outcome.NO_INFORMATION)
    assert row.told


def test_an_answer_is_rated_closes_by_itself_and_is_opened_again(home, province):
    local_term(province)
    row = answered(home, working(home))
    visitor(visit.rate, home, row, level=1, reasons=["not_solved"])
    visitor(visit.rate, home, row, level=2)
    with everything("tests"):
        assert Rating.objects.get().level == 2
    with pytest.raises(ValidationError):
        visitor(visit.rate, home, row, NOW + 15 * DAY, level=3)
    assert work.close_due(now=NOW + 16 * DAY) == 1
    with pytest.raises(ValidationError):
        visitor(visit.ask_reopen, home, row, NOW + 33 * DAY, reason="Đèn lại tắt")
    visitor(visit.ask_reopen, home, row, NOW + 20 * DAY, reason="Đèn lại tắt")
    do(home.leader, join.reopen, row, NOW + 20 * DAY)
    row = again(row)
    assert (row.process, row.round) == (Process.REOPENED, 1)
    assert row.answer_duty.started_at == NOW + 20 * DAY
    row = answered(home, row, NOW + 21 * DAY, text="Đã thay cả dây.")
    assert (row.process, row.told) == (Process.ANSWERED, "Đã thay cả dây.")


def test_two_about_the_same_lamp_get_one_answer_and_can_be_parted(home):
    main, twin, third = working(home), case_of(sent(home)), case_of(sent(home))
    do(home.officer, join.merge, twin, code=main.printed_code)
    with pytest.raises(ValidationError, match="joined"):
        do(home.officer, join.merge, third, code=twin.printed_code)
    do(home.officer, join.merge, third, code=main.printed_code)
    do(home.officer, join.unmerge, third, reason="Là đèn khác")
    assert again(third).process == Process.ACCEPTED
    assert again(main).followers == 1
    answered(home, main)
    assert "thay bóng đèn" in again(twin).told
    with pytest.raises(ValidationError):
        do(home.officer, join.unmerge, twin, reason="Muộn rồi")


def test_what_came_back_within_thirty_days_is_linked(home):
    first = answered(home, working(home))
    soon = case_of(sent(home, now=NOW + 20 * DAY))
    assert again(soon).recurs_id == first.pk
    assert again(case_of(sent(home, now=NOW + 40 * DAY))).recurs_id != first.pk


def test_only_words_that_another_person_has_seen_become_public(home):
    row = working(home)
    with pytest.raises(ValidationError, match="0912"):
        do(home.worker, show.propose_words, row, subject="Đèn hỏng", text="Gọi anh Bình 0912345678")
    do(home.worker, show.propose_words, row, subject="Đèn hỏng", text="Đèn đường thôn Đông hỏng.")
    with everything("tests"):
        seen = show.words_hash(again(row))
    with pytest.raises(Forbidden):
        do(home.worker, show.put_out, row, seen=seen)
    with pytest.raises(ValidationError):
        do(home.leader, show.put_out, row, seen="khác")
    do(home.leader, show.put_out, row, seen=seen)
    assert again(row).visibility == Visibility.PUBLIC
    assert visit.follow(unit_id=home.unit.pk, code=row.code, now=NOW) == 1
    do(home.leader, show.hide, row, reason="Có lời xúc phạm")
    with pytest.raises(NotFound):
        visit.follow(unit_id=home.unit.pk, code=row.code, now=NOW)


def test_against_the_senders_wish_nothing_is_public(home):
    row = working(home, wants_public=False)
    with pytest.raises(ValidationError, match="sender"):
        do(home.worker, show.propose_words, row, subject="Đèn hỏng", text="Đèn đường hỏng.")


def test_a_sender_takes_it_back_and_has_what_is_personal_destroyed(home):
    row = case_of(sent(home, text="Tôi là Trần Thị Hoa Sen. Đèn hỏng."))
    visitor(visit.withdraw, home, row)
    visitor(visit.erase, home, row)
    visitor(visit.erase, home, row)
    with everything("tests"):
        row = Case.objects.select_related("sender").get(pk=row.pk)
        assert row.sender.erased_at == NOW
    assert row.process == Process.WITHDRAWN
    assert "Hoa Sen" not in f"{row.text}{row.clean_text}{row.subject}"


def test_a_denunciation_sent_as_feedback_leaves_the_cases(home):
    row = case_of(sent(home, text="Tố cáo ông Mẫu nhận hối lộ"))
    do(home.officer, decide.sort_out, row, stream="denunciation", category="")
    row = again(row)
    assert "Mẫu" not in f"{row.text}{row.clean_text}{row.subject}"
    assert (row.process, row.sender_id) == (Process.REFUSED, None)
    with everything("tests"):
        assert "Mẫu" in Denunciation.objects.get().text


def test_another_law_counts_from_the_same_receipt(home):
    row = case_of(sent(home))
    do(home.officer, decide.sort_out, row, NOW + DAY, stream="information", category="")
    duty = again(row).answer_duty
    assert (duty.started_at, duty.rule_keys) == (NOW, ["INFO_REQ/VN@1"])


def test_several_are_given_out_at_once(home):
    rows = [case_of(sent(home)) for _number in range(3)]
    with use_scope(home.officer.scope):
        ids = [row.pk for row in rows]
        assert work.assign_many(by=home.officer, case_ids=ids, department_id=home.works.pk, now=NOW) == 3
    assert {again(row).process for row in rows} == {Process.ASSIGNED}


def test_a_neighbour_finds_nothing(home, neighbour):
    row = working(home)
    with pytest.raises(NotFound):
        do(neighbour.officer, decide.accept, row)
    with use_scope(neighbour.leader.scope):
        assert not work_list(neighbour.leader, Wish(), NOW + timedelta(days=1))


def test_on_random_days_nobody_is_left_without_a_word_and_every_clock_is_as_counted_by_hand(
    home, neighbour, province
):
    local_term(province)
    walk = Walk(home, neighbour, seed=5)
    walk.go(80)
    assert walk.faults() == []
    assert walk.refused
    with everything("tests"):
        places = set(Case.objects.values_list("process", flat=True))
    assert len(places) > 3
