"""Who may act for whom: roles, custody, loans, and the end of all of them."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import HistoryIsKept, Membership
from conglang.base.accounts.permissions import (
    Forbidden,
    NotFound,
    UnknownPermission,
    django_permissions,
    register,
    register_django,
    require,
)
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.delegate import delegate
from conglang.base.accounts.tests.conftest import SINCE, acting, hold, official, person, run, unit
from conglang.base.accounts.tests.people import custody
from conglang.base.units.models import CustodyKind, UnitKind
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day, start_of_day

register(
    {"accounts_test.write": {Role.CONTRIBUTOR, Role.HEAD_EDITOR}, "accounts_test.approve": {Role.HEAD_EDITOR}}
)
register_django({"accounts_test.write": {"wagtailadmin.access_admin"}})
WRITE, APPROVE = "accounts_test.write", "accounts_test.approve"


def lend(giver, receiver, place, now, **changes):
    with everything("tests"):
        membership = Membership.objects.get(user=giver, unit=place, role=Role.HEAD_EDITOR)
    today = local_day(now)
    terms = {
        "permissions": [],
        "starts_on": today,
        "ends_on": today,
        "decision_number": "5/UQ",
        "decided_on": today,
    }
    given_by = acting(giver, place, now)
    return run(
        delegate,
        by=given_by,
        now=now,
        membership_id=membership.pk,
        receiver_id=receiver.pk,
        **(terms | changes),
    )


def test_a_role_counts_in_its_unit_only(writer, ours, theirs):
    actor = acting(writer)
    assert actor.may(WRITE, ours.pk)
    assert not actor.may(WRITE, theirs.pk)
    assert not actor.may(APPROVE, ours.pk)
    assert actor.scope.readable == actor.scope.writable == {ours.pk}


def test_a_strangers_unit_does_not_exist_and_a_missing_permission_is_refused(writer, ours, theirs):
    actor = acting(writer)
    assert require(actor, WRITE, ours) is actor
    with pytest.raises(NotFound):
        require(actor, WRITE, theirs.pk)
    with pytest.raises(Forbidden):
        require(actor, APPROVE, ours.pk)


def test_a_misspelt_permission_is_a_fault_and_no_refusal(writer, ours):
    with pytest.raises(UnknownPermission):
        acting(writer).may("accounts_test.wriet", ours.pk)


def test_the_central_board_writes_for_its_communes_and_administers_none(province, ours):
    custody(province, ours, CustodyKind.CENTRAL_BOARD)
    editor = official("banbientap", province, Role.HEAD_EDITOR, Role.UNIT_ADMINISTRATOR)
    actor = acting(editor)
    assert actor.may(APPROVE, ours.pk)
    assert not actor.may("accounts.manage_people", ours.pk)
    assert actor.may("accounts.manage_people", province.pk)


def test_an_auditor_reads_and_writes_nothing(province, ours):
    custody(province, ours, CustodyKind.AUDIT)
    actor = acting(official("kiemtra", province, Role.AUDITOR))
    assert actor.scope.readable == {province.pk, ours.pk}
    assert actor.scope.writable == frozenset()


def test_an_auditor_who_writes_elsewhere_in_the_unit_writes_there_only(province, ours):
    custody(province, ours, CustodyKind.AUDIT)
    actor = acting(official("kiemtra", province, Role.AUDITOR, Role.CONTRIBUTOR))
    assert actor.scope.writable == {province.pk}


def test_without_a_role_nothing_is_left(db):
    actor = acting(person("khong"))
    assert actor.scope.readable == frozenset()
    assert not actor.may_somewhere(WRITE)


def test_people_with_two_units_act_for_the_one_they_choose(writer, ours, theirs, now):
    hold(writer, theirs, Role.HEAD_EDITOR, starts_on=SINCE + timedelta(days=1))
    assert actor_for(writer, None, now).unit_id == ours.pk
    assert actor_for(writer, theirs.pk, now).unit_id == theirs.pk
    assert actor_for(writer, theirs.pk, now).scope.readable == {theirs.pk}
    assert actor_for(writer, 10**9, now).unit_id == ours.pk


def test_a_loan_lets_approve_on_behalf_and_names_the_giver(writer, ours, now):
    head = official("truongban", ours, Role.HEAD_EDITOR)
    lend(head, writer, ours, now)
    actor = acting(writer, at=now)
    assert require(actor, APPROVE, ours.pk).on_behalf_of == head.pk
    assert require(actor, WRITE, ours.pk).on_behalf_of is None  # own right comes first


def test_a_loan_of_one_permission_gives_no_other(ours, now):
    head = official("truongban", ours, Role.HEAD_EDITOR)
    clerk = official("vanthu", ours, Role.DOCUMENT_CLERK)
    lend(head, clerk, ours, now, permissions=[APPROVE])
    actor = acting(clerk, at=now)
    assert actor.may(APPROVE, ours.pk)
    assert not actor.may(WRITE, ours.pk)


def test_a_loan_is_over_after_its_last_day(writer, ours, now):
    lend(official("truongban", ours, Role.HEAD_EDITOR), writer, ours, now)
    tomorrow = start_of_day(local_day(now) + timedelta(days=1))
    assert acting(writer, at=tomorrow - timedelta(seconds=1)).may(APPROVE, ours.pk)
    assert not acting(writer, at=tomorrow).may(APPROVE, ours.pk)


def test_a_loan_falls_with_the_appointment_behind_it(writer, ours, now):
    head = official("truongban", ours, Role.HEAD_EDITOR)
    lend(head, writer, ours, now)
    with everything("tests"):
        Membership.objects.filter(user=head).update(ended_at=now)
    assert not acting(writer, at=now).may(APPROVE, ours.pk)


def test_history_cannot_be_deleted(writer):
    with everything("tests"):
        row = Membership.objects.get(user=writer)
        with pytest.raises(HistoryIsKept):
            row.delete()
        with pytest.raises(HistoryIsKept):
            Membership.objects.all().delete()


def test_the_editor_opens_by_role_and_never_by_a_flag(writer, stranger, ours, now):
    assert "wagtailadmin.access_admin" in django_permissions(acting(writer))
    assert writer.has_perm("wagtailadmin.access_admin")
    assert not writer.has_perm("newsroom.publish_article")
    with everything("tests"):
        Membership.objects.filter(user=stranger).update(ended_at=now)
    stranger.is_superuser = False
    assert not stranger.has_perm("wagtailadmin.access_admin")


def test_the_installation_itself_may_do_everything(ours):
    system = Actor.system("sao lưu")
    assert system.may(APPROVE, ours.pk)
    assert system.user_id is None


STARTS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
# short periods and days around them, so that first and last days are met often
LENGTHS = st.none() | st.integers(0, 6)
OFFSETS = st.integers(-3, 9)


@given(start=STARTS, length=LENGTHS, offset=OFFSETS)
def test_an_appointment_is_in_force_on_exactly_its_days(start, length, offset):
    end = None if length is None else start + timedelta(days=length)
    asked = start + timedelta(days=offset)
    row = Membership(starts_on=start, ends_on=end)
    inside = start <= asked and (end is None or asked <= end)
    assert row.covers(start_of_day(asked)) is inside
    assert row.covers(start_of_day(asked + timedelta(days=1)) - timedelta(microseconds=1)) is inside


@pytest.mark.postgres
@pytest.mark.django_db
@given(start=STARTS, length=LENGTHS, offset=OFFSETS, cut=st.none() | OFFSETS)
def test_the_database_counts_the_days_as_the_row_does(start, length, offset, cut):
    with transaction.atomic(), everything("tests"):
        place = unit("97", UnitKind.PROVINCE, "Thử")
        period = {
            "ends_on": None if length is None else start + timedelta(days=length),
            "ended_at": None if cut is None else start_of_day(start + timedelta(days=cut)),
        }
        row = hold(person("thu", password=None), place, Role.DESK, starts_on=start, **period)
        at = start_of_day(start + timedelta(days=offset))
        assert Membership.objects.in_force(at).filter(pk=row.pk).exists() is row.covers(at)
        transaction.set_rollback(True)
