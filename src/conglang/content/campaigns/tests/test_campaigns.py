"""A campaign from the letter to its end: who sees what, what comes in, and what the clock does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.actor import actor_for
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.duties.models import Duty, Notice, Rule
from conglang.base.duties.rules import State as DutyState
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything, use_scope
from conglang.content.campaigns import queries
from conglang.content.campaigns.models import Ask, Reply, ReplyFile
from conglang.content.campaigns.rules import State
from conglang.content.campaigns.services.decide import send_back
from conglang.content.campaigns.services.follow_up import close_campaign, extend_campaign, remind_late
from conglang.content.campaigns.services.start import start_campaign
from conglang.content.campaigns.tests.conftest import (
    DAY,
    LAST,
    NOW,
    ask_of,
    file,
    hand,
    lay,
    sent,
    take,
    written,
)
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.services.read_dropped import read_dropped
from conglang.content.documents.tests.papers import Paper, as_word
from conglang.tools.media.models import Document

PLAN = as_word(
    Paper({}, ["KẾ HOẠCH", "Công khai năm 2027"], number="Số: 9/KH-UBND", dated="ngày 05 tháng 3 năm 2026")
)
SECRET = as_word(Paper({}, ["MẬT", "KẾ HOẠCH"], number="Số: 8/KH-UBND", dated="ngày 05 tháng 3 năm 2026"))
LATER = NOW + timedelta(hours=5)


def states(ask):
    with everything("tests"):
        return dict(Reply.objects.filter(ask=ask).values_list("item", "state"))


def duty(ask):
    with everything("tests"):
        return Duty.objects.get(pk=ask.duty_id)


def complete(world, at=NOW):
    """Bến Sen answers both compulsory items."""
    ask = ask_of(world.sen)
    assert lay(world.sen, ask, "1", file("ke-hoach.docx", PLAN), at=at) == []
    lay(world.sen, ask, "2", none_reason="xã chưa có bảng tin", at=at)
    hand(world.sen, ask, at)
    return ask


def act(of, service, name="head", **given):
    by = of.actor(name)
    with use_scope(by.scope):
        return service(by=by, **given)


def test_everyone_who_is_asked_gets_a_letter_and_a_duty_with_the_last_day(world):
    row = sent(world.province, [world.sen.unit.pk, world.da.unit.pk])
    for place in (world.sen, world.da):
        ask = ask_of(place)
        assert (ask.title, ask.duty.due_on, ask.duty.subject_url) == (
            row.title,
            LAST,
            f"/thu-thap/phieu/{ask.pk}/",
        )
        with use_scope(place.actor("leader").scope):
            assert queries.asks().get() == ask
            assert Notice.objects.get().person == place.users["leader"]
    act(world.province, start_campaign, campaign_id=row.pk, now=LATER)
    # terms of a province are read by all communes, so these are not the province's
    assert {rule.scope for rule in Rule.objects.filter(is_delivered=False)} == {"98001", "98002"}
    with everything("tests"):
        assert Ask.objects.count() == Duty.objects.count() == 2


def test_neither_a_stranger_nor_a_neighbour_finds_what_lies_between_the_two_ends(world):
    sent(world.province, [world.sen.unit.pk])
    ask = complete(world)
    with everything("tests"):
        handed = ReplyFile.objects.get()
    for place in (world.da, world.stranger):
        by = place.actor("head")
        with use_scope(by.scope):
            for find, pk in ((queries.find_sheet, ask.pk), (queries.find_file, handed.pk)):
                with pytest.raises(NotFound):
                    find(by, pk)
            with pytest.raises(NotFound):
                queries.find_campaign(by, ask.campaign_id)
    for place in (world.sen, world.province):
        by = place.actor("head")
        with use_scope(by.scope):
            assert queries.find_file(by, handed.pk) == handed
    with pytest.raises(NotFound):  # the asked side does not see the campaign, only its own letter
        act(world.sen, queries.find_campaign, pk=ask.campaign_id)


def test_whoever_asks_sees_files_only_once_they_are_handed_in(world):
    sent(world.province, [world.sen.unit.pk])
    ask = ask_of(world.sen)
    lay(world.sen, ask, "3", file("ghi-chu.pdf"))
    with everything("tests"):
        laid = ReplyFile.objects.get()
    with pytest.raises(NotFound):
        act(world.province, queries.find_file, pk=laid.pk)
    assert act(world.sen, queries.find_file, pk=laid.pk) == laid


def test_a_wrong_kind_of_file_is_refused_by_name_and_the_right_ones_stay(world):
    sent(world.province, [world.sen.unit.pk])
    ask = ask_of(world.sen)
    told = lay(
        world.sen, ask, "1", file("ban-ve.pdf"), file("ke-hoach.docx", PLAN), file("xau.exe", b"MZ\x90\x00")
    )
    assert "ban-ve.pdf" in told[0]
    assert "Word" in told[0]
    assert "xau.exe" in told[1]
    with everything("tests"):
        assert [row.name for row in ReplyFile.objects.all()] == ["ke-hoach.docx"]
        assert Document.objects.count() == 1


def test_a_file_with_a_secrecy_mark_is_stopped_before_anybody_else_sees_it(world):
    sent(world.province, [world.sen.unit.pk])
    ask = ask_of(world.sen)
    lay(world.sen, ask, "1", file("mat.docx", SECRET))
    with pytest.raises(ValidationError, match=r"mat\.docx"):
        hand(world.sen, ask)
    assert states(ask) == {"1": State.READY}
    with everything("tests"):
        assert Document.objects.get().is_quarantined
        assert not OfficialDocument.objects.exists()


def test_official_documents_become_drafts_of_the_unit_whose_documents_they_are(world):
    sent(world.province, [world.sen.unit.pk])
    ask = complete(world)
    with everything("tests"):
        (dropped,) = Reply.objects.get(ask=ask, item="1").drop.files.all()
    read_dropped(file_id=dropped.pk, now=NOW)
    with everything("tests"):
        draft = OfficialDocument.objects.get()
    assert (draft.unit, draft.code, draft.live) == (world.sen.unit, "9/KH-UBND", False)


def test_the_clock_rests_while_it_is_looked_at_and_stops_when_all_is_accepted(world):
    sent(world.province, [world.sen.unit.pk])
    ask = complete(world)
    assert duty(ask).state(NOW) is DutyState.PAUSED
    take(world.province, ask, "1", LAST_MORNING)
    assert duty(ask).state(LAST_MORNING) is DutyState.PAUSED
    for _again in range(2):
        take(world.province, ask, "2", LAST_MORNING + 9 * DAY)
    assert duty(ask).state(LAST_MORNING + 9 * DAY) is DutyState.DONE_IN_TIME
    assert duty(ask).fulfilled_at == NOW
    with pytest.raises(ValidationError):
        lay(world.sen, ask, "1", file("khac.docx", PLAN + b" "))


LAST_MORNING = NOW + 8 * DAY


def test_what_is_sent_back_runs_again_until_the_later_day_and_is_replaced(world):
    sent(world.province, [world.sen.unit.pk])
    ask = complete(world)
    given = {"ask_id": ask.pk, "item": "2", "reason": "Cần ảnh.", "until": LAST + 5 * DAY, "now": LATER}
    for _again in range(2):
        act(world.province, send_back, **given)
    assert states(ask)["2"] == State.RETURNED
    assert (duty(ask).due_on, duty(ask).state(LATER)) == (LAST + 5 * DAY, DutyState.OPEN)
    lay(world.sen, ask, "2", file("anh.pdf"), at=LATER)
    hand(world.sen, ask, LATER)
    with everything("tests"):
        reply = Reply.objects.get(ask=ask, item="2")
    assert (reply.state, reply.none_reason) == (State.RECEIVED, "")


def test_nobody_accepts_what_they_handed_in_themselves(world):
    sent(world.sen, [world.sen.departments[0].pk])
    ask = ask_of(world.sen, 0)
    assert ask.duty.department_id == world.sen.departments[0].pk
    with everything("tests"):
        both = appointed("ca.hai", world.sen.unit, Role.HEAD_EDITOR, NOW)
    world.sen.users["clerk"] = both
    lay(world.sen, ask, "3", file("a.pdf"))
    hand(world.sen, ask)
    with pytest.raises(ValidationError, match="đã nộp tài liệu này"):
        take(world.sen, ask, "3", name="clerk")
    take(world.sen, ask, "3")
    assert states(ask) == {"3": State.ACCEPTED}


def test_roles_part_those_who_ask_from_those_who_answer(world):
    row = written(world.province, [world.sen.unit.pk])
    with pytest.raises(Forbidden):
        act(world.province, start_campaign, "clerk", campaign_id=row.pk, now=NOW)
    row = sent(world.province, [world.sen.unit.pk])
    ask = complete(world)
    with pytest.raises(NotFound):  # the asked side decides nothing
        act(world.sen, lambda by: take(world.sen, ask, "1"))
    with pytest.raises(NotFound):
        lay(world.province, ask, "1", file("a.docx", PLAN))


def test_the_late_ones_are_reminded_once_a_day(world):
    row = sent(world.province, [world.sen.unit.pk, world.da.unit.pk])
    complete(world)
    assert act(world.province, remind_late, campaign_id=row.pk, now=LATER) == 0
    late = NOW + 9 * DAY
    assert act(world.province, remind_late, campaign_id=row.pk, now=late) == 1
    assert act(world.province, remind_late, campaign_id=row.pk, now=late + timedelta(hours=3)) == 0
    assert act(world.province, remind_late, campaign_id=row.pk, now=late + DAY) == 1
    with use_scope(world.da.actor("leader").scope):
        notice = Notice.objects.filter(kind="late").first()
    assert "Kế hoạch công khai" in notice.note


def test_an_extension_moves_the_open_duties_with_the_reason(world):
    row = sent(world.province, [world.sen.unit.pk])
    until = LAST + 7 * DAY
    for _again in range(2):
        act(world.province, extend_campaign, campaign_id=row.pk, until=until, reason="Mưa lũ", now=LATER)
    found = duty(ask_of(world.sen))
    assert (found.due_on, found.original_on, found.extensions[0]["by"]) == (until, LAST, "Head.98")
    assert len(found.extensions) == 1
    with pytest.raises(ValidationError):
        act(
            world.province,
            extend_campaign,
            campaign_id=row.pk,
            until=until + DAY,
            reason="nữa",
            now=NOW + 30 * DAY,
        )


def test_closing_cancels_what_is_open_and_nothing_comes_in_any_more(world):
    row = sent(world.province, [world.sen.unit.pk])
    ask = ask_of(world.sen)
    for _again in range(2):
        act(world.province, close_campaign, campaign_id=row.pk, reason="Đã đủ số liệu", now=LATER)
    assert (duty(ask).state(LATER), duty(ask).close_reason) == (DutyState.CANCELLED, "Đã đủ số liệu")
    with pytest.raises(ValidationError):
        lay(world.sen, ask, "1", file("a.docx", PLAN))
    with everything("tests"):
        assert AuditEntry.objects.filter(verb="campaigns.closed").count() == 1


def test_the_same_again_changes_nothing(world):
    sent(world.province, [world.sen.unit.pk])
    ask = complete(world)
    before = AuditEntry.objects.count()
    lay(world.sen, ask, "1", file("ke-hoach.docx", PLAN))
    lay(world.sen, ask, "2", none_reason="xã chưa có bảng tin")
    hand(world.sen, ask, LATER)
    assert states(ask) == {"1": State.RECEIVED, "2": State.RECEIVED}
    assert AuditEntry.objects.count() == before


def test_a_campaign_without_lines_or_with_a_day_gone_by_is_not_kept(world):
    for wrong in ({"items": ()}, {"due_on": LAST - 30 * DAY}, {"reason": " "}):
        with pytest.raises(ValidationError):
            written(world.province, [world.sen.unit.pk], **wrong)
    with pytest.raises(ValidationError):  # who is not below cannot be asked
        written(world.province, [world.stranger.unit.pk])


def test_what_the_catalogue_lacks_is_offered_as_far_as_the_person_may_see_it(world):
    by = world.sen.actor("head")
    with use_scope(by.scope):
        found = queries.missing_headings(by, world.sen.unit, LAST)
    assert found
    by = actor_for(world.province.users["head"], world.province.unit.pk, NOW)
    with use_scope(by.scope):
        assert queries.missing_headings(by, world.province.unit, LAST) == []
