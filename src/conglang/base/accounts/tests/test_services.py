"""Joining, changing and leaving, and what nobody may do to get more rights."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conglang.base.accounts import mails
from conglang.base.accounts.models import Delegation, Invitation, Membership, User
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.accept import InvitationClosed, accept_signed_in, accept_with_new_account
from conglang.base.accounts.services.appoint import appoint
from conglang.base.accounts.services.composers import COMPOSERS_GROUP
from conglang.base.accounts.services.delegate import delegate
from conglang.base.accounts.services.end import end_membership, leave
from conglang.base.accounts.services.invite import invite, new_link_secret, revoke_invitation
from conglang.base.accounts.services.passwords import send_password_link
from conglang.base.accounts.services.second_factor import enrol_second_factor, reset_second_factor
from conglang.base.accounts.services.unlock import unlock
from conglang.base.accounts.tests.conftest import (
    PASSWORD,
    SECRET,
    SYSTEM,
    acting,
    appointment,
    hold,
    membership_of,
    official,
    person,
    run,
)
from conglang.base.ledger.models import AuditEntry, OutboxMessage
from conglang.base.units.models import Department
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day


def ask(admin, place, now, **changes):
    terms = {"email": "Moi@Example.vn", "full_name": "Trần Văn Mới", "phone": ""} | changes
    wanted = terms.pop("appointment", appointment())
    return run(invite, by=acting(admin, place), now=now, unit_id=place.pk, appointment=wanted, **terms)


def link_of(invitation):
    with everything("tests"):
        return new_link_secret(invitation)


def verbs():
    return set(AuditEntry.objects.values_list("verb", flat=True))


class TestInvitations:
    def test_an_invited_person_opens_an_account_with_the_role(self, admin, ours, now):
        invitation = ask(admin, ours, now)
        user = accept_with_new_account(
            token=link_of(invitation), username="Moi.Tran", password=PASSWORD, now=now
        )
        assert user.username == "moi.tran"
        assert acting(user).roles == {Role.CONTRIBUTOR}
        assert membership_of(user).decision_number == "34/QĐ"
        assert {"account.invited", "account.invitation_accepted", "account.appointed"} <= verbs()

    @pytest.mark.postgres
    def test_a_link_works_once(self, admin, ours, now):
        token = link_of(ask(admin, ours, now))
        accept_with_new_account(token=token, username="moi", password=PASSWORD, now=now)
        with pytest.raises(InvitationClosed):
            accept_with_new_account(token=token, username="moi2", password=PASSWORD, now=now)

    def test_a_link_dies_of_age_of_revocation_and_of_a_newer_one(self, admin, ours, now):
        invitation = ask(admin, ours, now)
        old, token = link_of(invitation), link_of(invitation)
        for secret, at in [(old, now), (token, now + timedelta(days=7)), ("", now), ("x" * 43, now)]:
            with pytest.raises(InvitationClosed):
                accept_with_new_account(token=secret, username="moi", password=PASSWORD, now=at)
        run(revoke_invitation, by=acting(admin), now=now, invitation_id=invitation.pk)
        with pytest.raises(InvitationClosed):
            accept_with_new_account(token=token, username="moi", password=PASSWORD, now=now)

    def test_a_dismissed_administrator_leaves_no_open_doors(self, admin, ours, now):
        token = link_of(ask(admin, ours, now))
        with everything("tests"):
            Membership.objects.filter(user=admin).update(ended_at=now)
        with pytest.raises(InvitationClosed):
            accept_with_new_account(token=token, username="moi", password=PASSWORD, now=now)

    def test_the_secret_is_nowhere_in_the_database(self, admin, ours, now):
        invitation = ask(admin, ours, now)
        with everything("tests"):
            message = mails.write("invitation", invitation.pk, {}, now=now)
            token = message.body.split("/loi-moi/")[1].split("/")[0]
            assert token not in str(Invitation.objects.values().get())
        assert message.to == ["moi@example.vn"]
        assert "Trần Văn Mới" in message.body
        assert not OutboxMessage.objects.filter(payload__icontains=token).exists()
        accept_with_new_account(token=token, username="moi", password=PASSWORD, now=now)

    def test_inviting_twice_sends_one_invitation(self, admin, ours, now):
        assert ask(admin, ours, now).pk == ask(admin, ours, now).pk
        assert OutboxMessage.objects.filter(name="accounts.person_invited").count() == 1

    def test_somebody_with_an_account_takes_the_role_up_with_it(self, admin, ours, stranger, now):
        token = link_of(ask(admin, ours, now, email=stranger.email))
        with pytest.raises(Forbidden):
            accept_with_new_account(token=token, username="hai", password=PASSWORD, now=now)
        with pytest.raises(Forbidden):  # a link that fell into other hands
            accept_signed_in(token=token, by=acting(admin), now=now)
        accept_signed_in(token=token, by=acting(stranger), now=now)
        assert acting(stranger, ours).unit_id == ours.pk

    def test_inviting_tells_nothing_about_existing_accounts(self, admin, ours, stranger, now):
        known, unknown = ask(admin, ours, now, email=stranger.email), ask(admin, ours, now)
        told = {"accepted_at", "accepted_by_id", "revoked_at", "expires_at", "unit_id"}
        assert {k: vars(known)[k] for k in told} == {k: vars(unknown)[k] for k in told}

    def test_somebody_who_comes_back_gets_the_old_account_with_its_history(self, admin, writer, ours, now):
        run(leave, by=acting(admin), now=now, user_id=writer.pk, reason="Nghỉ việc")
        token = link_of(ask(admin, ours, now, email=writer.email, full_name="Nguyễn Thị Tác Giả"))
        back = accept_with_new_account(token=token, username="tacgia", password=PASSWORD, now=now)
        assert back.pk == writer.pk
        assert (back.is_active, back.left_on, back.full_name) == (True, None, "Nguyễn Thị Tác Giả")
        assert acting(back).roles == {Role.CONTRIBUTOR}

    def test_a_weak_password_opens_no_account(self, admin, ours, now):
        token = link_of(ask(admin, ours, now))
        for weak in ["ngắn", "matkhau123456", "Mật khẩu 2026!", "123456789012", "Trần Văn Mới 1"]:
            with pytest.raises(ValidationError):
                accept_with_new_account(token=token, username="moi", password=weak, now=now)
        assert not User.objects.filter(username="moi").exists()


class TestRightsNobodyGives:
    @pytest.mark.parametrize("role", [Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR])
    def test_a_unit_administrator_appoints_no_overseers(self, admin, writer, ours, now, role):
        with pytest.raises(Forbidden):
            ask(admin, ours, now, appointment=appointment(role))
        with pytest.raises(Forbidden):
            run(appoint, by=acting(admin), user_id=writer.pk, unit_id=ours.pk, appointment=appointment(role))

    def test_the_province_appoints_an_auditor_for_a_commune(self, chief, writer, ours, now):
        run(
            appoint,
            by=acting(chief),
            user_id=writer.pk,
            unit_id=ours.pk,
            appointment=appointment(Role.AUDITOR),
        )
        assert Role.AUDITOR in acting(writer).roles

    def test_a_province_administrator_belongs_into_the_province(self, chief, writer, ours):
        wanted = appointment(Role.PROVINCE_ADMINISTRATOR)
        with pytest.raises(ValidationError):
            run(appoint, by=acting(chief), user_id=writer.pk, unit_id=ours.pk, appointment=wanted)

    def test_nobody_appoints_or_invites_themselves(self, admin, chief, ours, province, now):
        for who, place in [(admin, ours), (chief, province)]:
            wanted = appointment(Role.HEAD_EDITOR)
            with pytest.raises(Forbidden):
                run(appoint, by=acting(who), user_id=who.pk, unit_id=place.pk, appointment=wanted)
            with pytest.raises(Forbidden):
                ask(who, place, now, email=who.email)

    def test_a_writer_appoints_nobody(self, writer, admin, ours, now):
        with pytest.raises(Forbidden):
            run(appoint, by=acting(writer), user_id=admin.pk, unit_id=ours.pk, appointment=appointment())

    def test_a_neighbours_unit_and_people_do_not_exist(self, admin, stranger, ours, theirs, now):
        with pytest.raises(NotFound):
            ask(admin, theirs, now)
        with pytest.raises(NotFound):
            run(appoint, by=acting(admin), user_id=stranger.pk, unit_id=ours.pk, appointment=appointment())
        with pytest.raises(NotFound):
            run(end_membership, by=acting(admin), membership_id=membership_of(stranger).pk, reason="x")
        for service in (leave, reset_second_factor):
            with pytest.raises(NotFound):
                run(service, by=acting(admin), user_id=stranger.pk, reason="x")
            with pytest.raises(NotFound):
                run(service, by=acting(admin), user_id=10**9, reason="x")
        for service in (unlock, send_password_link):
            with pytest.raises(NotFound):
                run(service, by=acting(admin), user_id=stranger.pk)

    def test_a_neighbours_department_cannot_be_given(self, admin, writer, ours, theirs):
        with everything("tests"):
            foreign = Department.objects.create(unit=theirs, name="Văn phòng")
        with pytest.raises(NotFound):
            run(
                appoint,
                by=acting(admin),
                user_id=writer.pk,
                unit_id=ours.pk,
                appointment=appointment(Role.DESK, department_id=foreign.pk),
            )

    @pytest.mark.postgres
    def test_the_database_knows_no_superusers(self, db):
        with pytest.raises(PermissionError):
            User.objects.create_superuser("root", "x")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user("root", "x", full_name="Root", is_superuser=True)
        user = person("thuong")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=user.pk).update(is_superuser=True)

    def test_the_same_role_is_given_once(self, admin, writer, ours):
        for _ in range(2):
            run(appoint, by=acting(admin), user_id=writer.pk, unit_id=ours.pk, appointment=appointment())
        assert membership_of(writer, Role.CONTRIBUTOR)

    def test_an_appointment_needs_its_decision_and_a_period(self, admin, writer, ours, now):
        backwards = appointment(Role.DESK, ends_on=appointment().starts_on - timedelta(days=1))
        for wrong in (backwards, appointment(Role.DESK, decision_number=" ")):
            with pytest.raises(ValidationError):
                run(appoint, by=acting(admin), user_id=writer.pk, unit_id=ours.pk, appointment=wrong)


class TestAccountsOfOthers:
    def test_an_administrator_resets_the_second_factor_of_their_people(self, admin, writer, now):
        enrol_second_factor(user=writer, secret=SECRET, by=SYSTEM, now=now)
        run(reset_second_factor, by=acting(admin), user_id=writer.pk, reason="Mất điện thoại")
        assert not Authenticator.objects.filter(user=writer).exists()
        assert (
            AuditEntry.objects.get(verb="account.second_factor_reset").details["reason"] == "Mất điện thoại"
        )

    def test_never_their_own(self, admin):
        for service in (reset_second_factor, leave):
            with pytest.raises(Forbidden):
                run(service, by=acting(admin), user_id=admin.pk, reason="x")
        with pytest.raises(Forbidden):
            run(send_password_link, by=acting(admin), user_id=admin.pk)
        with pytest.raises(Forbidden):
            run(end_membership, by=acting(admin), membership_id=membership_of(admin).pk, reason="x")

    def test_not_of_somebody_who_also_works_elsewhere(self, admin, writer, theirs):
        """Who resets the access of an account holds all of its units."""
        hold(writer, theirs, Role.CONTRIBUTOR)
        for service, extra in [
            (reset_second_factor, {"reason": "x"}),
            (send_password_link, {}),
            (unlock, {}),
        ]:
            with pytest.raises(Forbidden):
                run(service, by=acting(admin), user_id=writer.pk, **extra)

    def test_not_of_a_superior_in_the_same_unit(self, ours, admin, writer, chief, province):
        hold(writer, ours, Role.AUDITOR)
        with pytest.raises(Forbidden):
            run(send_password_link, by=acting(admin), user_id=writer.pk)

    def test_a_superior_who_leaves_a_commune_keeps_the_rest(self, ours, admin, chief, province):
        hold(chief, ours, Role.CONTRIBUTOR)
        with pytest.raises(Forbidden):
            run(reset_second_factor, by=acting(admin), user_id=chief.pk, reason="x")
        run(leave, by=acting(admin), user_id=chief.pk, reason="x")
        chief.refresh_from_db()
        assert chief.is_active
        assert acting(chief).roles == {Role.PROVINCE_ADMINISTRATOR}

    def test_the_province_may(self, chief, writer):
        run(send_password_link, by=acting(chief), user_id=writer.pk)
        assert OutboxMessage.objects.filter(name="accounts.password_link_wanted").exists()

    def test_an_auditor_sees_people_and_changes_nothing(self, ours, writer):
        auditor = official("kiemtra", ours, Role.AUDITOR)
        for service, extra in [
            (reset_second_factor, {"reason": "x"}),
            (unlock, {}),
            (leave, {"reason": "x"}),
        ]:
            with pytest.raises(NotFound):
                run(service, by=acting(auditor), user_id=writer.pk, **extra)

    def test_unlocking_forgets_the_failures(self, admin, writer, now):
        AccessAttempt.objects.create(
            username=writer.username, ip_address="10.0.0.1", user_agent="x", failures_since_start=9
        )
        run(unlock, by=acting(admin), user_id=writer.pk)
        assert not AccessAttempt.objects.exists()


class TestLeaving:
    def test_an_ended_role_loses_the_scope_at_once(self, admin, writer, ours, now):
        run(
            end_membership,
            by=acting(admin),
            now=now,
            membership_id=membership_of(writer).pk,
            reason="Chuyển việc",
        )
        assert acting(writer, at=now).scope.readable == frozenset()
        row = membership_of(writer)
        assert (row.end_reason, row.starts_on) == ("Chuyển việc", appointment().starts_on)

    def test_ending_twice_changes_nothing(self, admin, writer, now):
        pk = membership_of(writer).pk
        for moment in (now, now + timedelta(hours=1)):
            run(end_membership, by=acting(admin), now=moment, membership_id=pk, reason="x")
        assert membership_of(writer).ended_at == now
        assert AuditEntry.objects.filter(verb="account.membership_ended").count() == 1

    def test_one_click_ends_everything(self, admin, writer, ours, now, desk):
        head = official("truongban", ours, Role.HEAD_EDITOR)
        run(
            delegate,
            by=acting(head),
            membership_id=membership_of(head).pk,
            receiver_id=writer.pk,
            permissions=[],
            starts_on=local_day(now),
            ends_on=local_day(now) + timedelta(days=9),
            decision_number="1/UQ",
            decided_on=local_day(now),
        )
        browser = desk(writer)
        assert browser.get("/").status_code == 200
        run(leave, by=acting(admin), user_id=writer.pk, reason="Nghỉ việc")
        writer.refresh_from_db()
        assert (writer.is_active, writer.left_on) == (False, local_day(now))
        assert not writer.has_usable_password()
        assert not UserSession.objects.filter(user=writer).exists()
        assert not Authenticator.objects.filter(user=writer).exists()
        assert not writer.groups.exists()
        with everything("tests"):
            assert Delegation.objects.get().ended_at is not None
        assert browser.get("/").status_code == 302

    def test_who_still_works_elsewhere_keeps_the_account(self, admin, writer, theirs):
        hold(writer, theirs, Role.CONTRIBUTOR)
        run(leave, by=acting(admin), user_id=writer.pk, reason="Chuyển xã")
        writer.refresh_from_db()
        assert writer.is_active
        assert acting(writer).unit_id == theirs.pk

    def test_who_only_works_elsewhere_now_is_left_in_peace(self, admin, writer, theirs, desk):
        hold(writer, theirs, Role.CONTRIBUTOR)
        run(leave, by=acting(admin), user_id=writer.pk, reason="Chuyển xã")
        browser = desk(writer)
        run(leave, by=acting(admin), user_id=writer.pk, reason="x")
        assert browser.get("/").status_code == 200
        assert AuditEntry.objects.filter(verb="account.left").count() == 1

    def test_the_composers_group_follows_the_roles(self, admin, writer, ours):
        run(appoint, by=acting(admin), user_id=writer.pk, unit_id=ours.pk, appointment=appointment(Role.DESK))
        assert [group.name for group in writer.groups.all()] == [COMPOSERS_GROUP]
        for role in (Role.DESK, Role.CONTRIBUTOR):
            run(end_membership, by=acting(admin), membership_id=membership_of(writer, role).pk, reason="x")
        assert not writer.groups.exists()
