"""Lending power: by whom, to whom, which, and for how long."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.delegate import delegate, revoke_delegation
from conglang.base.accounts.tests.conftest import (
    acting,
    membership_of,
    official,
    run,
)
from conglang.kernel.clock import local_day


def lend(by, giver, receiver, now, **changes):
    terms = {
        "permissions": [],
        "starts_on": local_day(now),
        "ends_on": local_day(now) + timedelta(days=3),
    }
    terms |= {"decision_number": "7/UQ", "decided_on": local_day(now)} | changes
    pk = membership_of(giver).pk
    return run(delegate, by=acting(by), membership_id=pk, receiver_id=receiver.pk, **terms)


def test_only_the_holder_and_the_administrator_lend(ours, writer, admin, now):
    head = official("truongban", ours, Role.HEAD_EDITOR)
    with pytest.raises(Forbidden):
        lend(writer, head, writer, now)
    assert lend(admin, head, writer, now).pk == lend(admin, head, writer, now).pk


def test_an_administrator_lends_nothing_to_themselves(ours, admin, now):
    with pytest.raises(Forbidden):
        lend(admin, official("truongban", ours, Role.HEAD_EDITOR), admin, now)


def test_power_over_accounts_is_not_lent(admin, writer, now):
    with pytest.raises(ValidationError):
        lend(admin, admin, writer, now)


def test_only_to_colleagues(writer, stranger, now):
    with pytest.raises(NotFound):
        lend(writer, writer, stranger, now)


def test_only_what_the_role_holds(ours, writer, now):
    clerk = official("vanthu", ours, Role.DOCUMENT_CLERK)
    with pytest.raises(ValidationError):
        lend(writer, writer, clerk, now, permissions=["accounts.manage_people"])


def test_a_loan_has_an_end(ours, writer, now):
    clerk = official("vanthu", ours, Role.DOCUMENT_CLERK)
    with pytest.raises(ValidationError):
        lend(writer, writer, clerk, now, ends_on=local_day(now) - timedelta(days=1))


def test_taking_back_counts_at_once(ours, writer, now):
    clerk = official("vanthu", ours, Role.DOCUMENT_CLERK)
    loan = lend(writer, writer, clerk, now)
    assert Role.CONTRIBUTOR in acting(clerk).roles
    run(revoke_delegation, by=acting(writer), delegation_id=loan.pk)
    assert Role.CONTRIBUTOR not in acting(clerk).roles


def test_a_stranger_takes_nothing_back(ours, writer, stranger, now):
    clerk = official("vanthu", ours, Role.DOCUMENT_CLERK)
    loan = lend(writer, writer, clerk, now)
    with pytest.raises(NotFound):
        run(revoke_delegation, by=acting(stranger), delegation_id=loan.pk)
    other = official("khac", ours, Role.ACCOUNTANT)
    with pytest.raises(Forbidden):
        run(revoke_delegation, by=acting(other), delegation_id=loan.pk)
