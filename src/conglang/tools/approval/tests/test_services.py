"""From the writer to the public, and back, through the services."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry, OutboxMessage
from conglang.base.units.models import UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.tools.approval import queries
from conglang.tools.approval.labels import REASONS
from conglang.tools.approval.models import Approval, Decision, Review
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.routes import BadRoute, Route
from conglang.tools.approval.rules import Command, Reason, Stage
from conglang.tools.approval.services import publish_due, set_route, submit
from conglang.tools.approval.tests.conftest import (
    NOW,
    SYSTEM,
    actor,
    approved,
    do,
    draft,
    lent,
    seen,
    standing,
    unit,
    write,
)
from conglang.tools.approval.tests.notices import LONG, SHORT, Notice

KIND = "notices.notice"


def refused(verb, notice, by, **more) -> Reason:
    with pytest.raises(Refused) as caught:
        do(verb, notice, by, **more)
    return caught.value.reason


@pytest.fixture
def small(office):
    """The commune has two people: one writes, one approves."""
    with everything("tests"):
        set_route(unit_id=office.unit.pk, kind=KIND, route=SHORT, by=SYSTEM, now=NOW)
    return office


def test_an_approved_notice_is_public_and_every_step_is_on_record(office):
    notice = approved(office)
    assert notice.live
    assert notice.approved_hash == notice.approval.sha256
    assert notice.first_published_at == notice.last_published_at == NOW
    with use_scope(office.head.scope):
        told = [(row.verdict, row.by.full_name if row.by else None) for row in queries.history(notice)]
    assert told == [
        ("submit", "Tacgia"),
        ("assign", "Phoban"),
        ("verify", "Bientap"),
        ("approve", "Truongban"),
        ("publish", "Truongban"),
    ]
    verbs = AuditEntry.objects.filter(object_label=KIND, object_pk=str(notice.pk)).order_by("pk")
    assert [entry.verb.removeprefix("approval.") for entry in verbs] == [verb for verb, _ in told]
    names = list(OutboxMessage.objects.order_by("pk").values_list("name", flat=True))
    assert names == [
        "approval.item_submitted",
        "approval.item_assigned",
        "approval.item_approved",
        "approval.item_published",
    ]


def test_a_repeated_call_changes_nothing(office):
    notice = approved(office)
    count = Decision._base_manager.count()
    do("approve", notice, office.head)
    do("publish", notice, office.desk)
    assert Decision._base_manager.count() == count
    assert Approval._base_manager.count() == 1


def test_incomplete_content_is_not_submitted(office):
    notice = draft(office, office.writer)
    with use_scope(office.writer.scope):
        notice.title = ""
        notice.save_revision(clean=False)
    with pytest.raises(ValidationError):
        do("submit", notice, office.writer)


def test_who_lacks_the_role_gets_a_403_with_a_reason(office):
    notice = draft(office, office.writer)
    do("submit", notice, office.writer)
    with pytest.raises(PermissionDenied, match=str(REASONS[Reason.NOT_PERMITTED])):
        do("assign", notice, office.editor, assignee_id=office.editor.user_id)


def test_an_autosave_between_reading_and_approving_is_noticed(small):
    notice = draft(small, small.writer)
    do("submit", notice, small.writer)
    shown = seen(notice, small.head)
    write(notice, small.writer, title="Lịch tiêm phòng (sửa)")
    assert refused("approve", notice, small.head, expected_hash=shown) is Reason.CONTENT_CHANGED
    assert do("approve", notice, small.head).stage == Stage.PUBLISHED
    assert notice.title == "Lịch tiêm phòng (sửa)"


def test_an_edit_voids_what_was_decided(office):
    notice = draft(office, office.writer, go_live_at=NOW + timedelta(days=1))
    do("submit", notice, office.writer)
    do("assign", notice, office.desk, assignee_id=office.editor.user_id)
    do("verify", notice, office.editor)
    review = do("approve", notice, office.head)
    assert (review.stage, notice.live) == (Stage.APPROVED, False)
    write(notice, office.colleague, title="Lịch khác")
    assert standing(notice, office.head).stage is Stage.IN_REVIEW
    assert standing(notice, office.head).steps == ("verify",)
    assert Approval._base_manager.get().voided_at == NOW


def test_nobody_approves_what_they_edited_not_even_through_a_delegate(small):
    notice = draft(small, small.writer)
    write(notice, small.head, title="Lịch tiêm phòng mới")
    do("submit", notice, small.writer)
    assert refused("approve", notice, small.head) is Reason.OWN_WORK
    deputy = lent(small.desk, small.head, Role.HEAD_EDITOR)
    assert refused("approve", notice, deputy) is Reason.OWN_WORK_OF_GIVER
    assert do("approve", notice, small.board).stage == Stage.PUBLISHED


def test_a_delegate_approves_in_the_name_of_the_head(small):
    notice = draft(small, small.writer)
    do("submit", notice, small.writer)
    deputy = lent(small.desk, small.head, Role.HEAD_EDITOR)
    do("approve", notice, deputy)
    assert notice.approval.approved_by_id == deputy.user_id
    assert notice.approval.on_behalf_of_id == small.head.user_id
    entry = AuditEntry.objects.get(verb="approval.approve")
    assert (entry.actor_id, entry.on_behalf_of) == (deputy.user_id, small.head.user_id)


def test_the_text_of_a_public_notice_changes_only_with_the_next_approval(small):
    notice = draft(small, small.writer)
    do("submit", notice, small.writer)
    do("approve", notice, small.head)
    write(notice, small.colleague, title="Bản hai")
    assert (notice.live, notice.title) == (True, "Lịch tiêm phòng")
    do("submit", notice, small.colleague)
    do("approve", notice, small.head)
    assert notice.title == "Bản hai"
    assert Approval._base_manager.filter(voided_at=None).count() == 1


def test_a_return_names_the_reason_and_the_resubmission_skips_what_was_passed(office):
    notice = draft(office, office.writer)
    do("submit", notice, office.writer)
    do("assign", notice, office.desk, assignee_id=office.editor.user_id)
    do("verify", notice, office.editor)
    assert refused("return_", notice, office.head, reason=" ") is Reason.NO_REASON_GIVEN
    do("return_", notice, office.head, reason="Thiếu nguồn ảnh")
    write(notice, office.writer, title="Lịch tiêm phòng, có nguồn")
    do("submit", notice, office.writer)
    assert standing(notice, office.head).steps == ("approve",)


def test_a_person_who_may_not_verify_or_who_left_is_not_assigned(office):
    notice = draft(office, office.writer)
    do("submit", notice, office.writer)
    wrong = refused("assign", notice, office.desk, assignee_id=office.colleague.user_id)
    assert wrong is Reason.ASSIGNEE_NOT_PERMITTED
    assert do("assign", notice, office.desk, assignee_id=office.board.user_id).stage == Stage.IN_REVIEW


def test_a_step_goes_by_itself_to_the_person_whom_the_content_names(office, monkeypatch):
    monkeypatch.setattr(Notice, "reviewer", office.editor.user_id)
    notice = draft(office, office.writer)
    do("submit", notice, office.writer)
    do("verify", notice, office.editor)


def test_what_is_set_for_later_comes_out_then_and_goes_when_it_expires(office):
    later, end = NOW + timedelta(hours=1), NOW + timedelta(days=2)
    notice = approved(office, go_live_at=later, expire_at=end)
    assert (notice.live, refused("publish", notice, office.desk)) == (False, Reason.NOT_DUE)
    with everything("tests"):
        assert publish_due(now=later - timedelta(seconds=1)) == 0
        assert publish_due(now=later) == 1
        notice.refresh_from_db()
        assert (notice.live, notice.first_published_at) == (True, later)
        assert publish_due(now=end) == 1
        notice.refresh_from_db()
    assert (notice.live, notice.expired) == (False, True)
    assert standing(notice, office.head).stage is Stage.WITHDRAWN


def test_an_approval_is_recalled_before_its_time(office):
    later = NOW + timedelta(hours=1)
    notice = approved(office, go_live_at=later)
    do("recall", notice, office.head, reason="Chờ ý kiến")
    with everything("tests"):
        assert publish_due(now=later) == 0
    assert standing(notice, office.head).steps == ("approve",)
    assert do("approve", notice, office.board, now=later).stage == Stage.PUBLISHED


def test_withdrawing_takes_a_reason_and_the_way_back_an_approval(office):
    notice = approved(office)
    assert refused("withdraw", notice, office.desk, reason="") is Reason.NO_REASON_GIVEN
    do("withdraw", notice, office.desk, reason="Sai số liệu")
    assert not notice.live
    assert refused("publish", notice, office.desk) is Reason.WRONG_STAGE
    assert do("submit", notice, office.writer).stage == Stage.IN_REVIEW


def test_what_wagtail_itself_takes_down_counts_as_withdrawn(office):
    notice = approved(office)
    with use_scope(office.desk.scope):
        Notice.objects.filter(pk=notice.pk).update(live=False)
    assert standing(notice, office.writer).stage is Stage.WITHDRAWN
    assert do("submit", notice, office.writer).stage == Stage.IN_REVIEW


def test_what_was_taken_down_behind_our_back_is_own_work_again(small):
    notice = draft(small, small.head)
    do("submit", notice, small.head)
    do("approve", notice, small.board)
    Notice.objects.filter(pk=notice.pk).update(live=False)
    do("submit", notice, small.head)
    assert refused("approve", notice, small.head) is Reason.OWN_WORK
    assert do("approve", notice, small.board).stage == Stage.PUBLISHED


def test_the_writer_takes_the_submission_back(office):
    notice = draft(office, office.writer)
    do("submit", notice, office.writer)
    assert refused("take_back", notice, office.colleague) is Reason.NOT_SUBMITTER
    assert do("take_back", notice, office.writer).stage == Stage.DRAFT


def test_a_neighbour_cannot_submit_what_does_not_exist_for_them(office):
    notice = draft(office, office.writer)
    stranger = actor("nguoila", unit("98002", UnitKind.COMMUNE, "Gò Lau", office.province), Role.HEAD_EDITOR)
    with use_scope(stranger.scope), pytest.raises(Notice.DoesNotExist):
        submit(item=notice, by=stranger, now=NOW)


def test_each_person_sees_what_waits_for_them(office):
    def waiting(by):
        with use_scope(by.scope):
            return [(turn.review.title, turn.step) for turn in queries.waiting_for(by)]

    notice = draft(office, office.writer)
    do("submit", notice, office.writer)
    here = [("Lịch tiêm phòng", "verify")]
    assert (waiting(office.desk), waiting(office.editor), waiting(office.writer)) == (here, [], [])
    do("assign", notice, office.desk, assignee_id=office.editor.user_id)
    assert (waiting(office.desk), waiting(office.editor)) == ([], here)
    do("return_", notice, office.editor, reason="Viết ngắn lại")
    assert (waiting(office.editor), waiting(office.writer)) == ([], [("Lịch tiêm phòng", "revise")])


def test_the_list_and_the_buttons_cost_the_same_however_much_there_is(office, django_assert_num_queries):
    for number in range(3):
        notice = draft(office, office.writer, title=f"Tin {number}")
        do("submit", notice, office.writer)
        do("assign", notice, office.desk, assignee_id=office.editor.user_id)
    with use_scope(office.editor.scope), django_assert_num_queries(1):
        assert len([turn.review.title for turn in queries.waiting_for(office.editor)]) == 3
    with use_scope(office.editor.scope):
        row = Notice.objects.get(pk=notice.pk)
        with django_assert_num_queries(5):
            now = queries.standing(office.editor, row, now=NOW)
    assert [command for command in now.commands if now.may(command)] == [Command.VERIFY, Command.RETURN]


def test_a_unit_follows_the_route_from_above_until_it_has_its_own(office):
    def steps():
        with use_scope(office.writer.scope):
            return [step.name for step in queries.route_for(notice).steps]

    notice = draft(office, office.writer)
    assert steps() == ["verify", "approve"]
    with everything("tests"):
        set_route(
            unit_id=office.province.pk, kind=KIND, route=SHORT, by=SYSTEM, now=NOW, for_units_below=True
        )
        assert steps() == ["approve"]
        set_route(unit_id=office.unit.pk, kind=KIND, route=LONG, by=SYSTEM, now=NOW)
    assert steps() == ["verify", "approve"]


def test_what_is_under_way_keeps_its_route(small):
    notice = draft(small, small.writer)
    do("submit", notice, small.writer)
    with everything("tests"):
        set_route(unit_id=small.unit.pk, kind=KIND, route=LONG, by=SYSTEM, now=NOW)
    assert do("approve", notice, small.head).stage == Stage.PUBLISHED


def test_a_route_with_an_unknown_permission_is_refused(office):
    bad = Route.from_data(SHORT.as_data() | {"publish": "nobody.knows"})
    with everything("tests"), pytest.raises(BadRoute):
        set_route(unit_id=office.unit.pk, kind=KIND, route=bad, by=SYSTEM, now=NOW)


def test_an_administrator_sets_the_route_and_nobody_else(office):
    admin = actor("quantri", office.unit, Role.UNIT_ADMINISTRATOR)
    with use_scope(office.head.scope), pytest.raises(PermissionDenied):
        set_route(unit_id=office.unit.pk, kind=KIND, route=SHORT, by=office.head, now=NOW)
    with use_scope(admin.scope):
        set_route(unit_id=office.unit.pk, kind=KIND, route=SHORT, by=admin, now=NOW)
    assert AuditEntry.objects.filter(verb="approval.set_route").count() == 1


def test_history_is_not_rewritten(office):
    approved(office)
    for row in [Decision._base_manager.first(), Approval._base_manager.first()]:
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
    assert Review._base_manager.count() == 1
