"""People with a post, for the tests of the rooms above."""

from datetime import date, datetime

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.units.models import Unit

SINCE = date(2025, 7, 1)


def appointed(name: str, unit: Unit, role: Role, now: datetime) -> User:
    """Somebody who holds the role in the unit, has a second factor, and may open every screen of theirs."""
    user = User.objects.create_user(name, full_name=name.title(), password_changed_at=now)
    Membership.objects.create(
        user=user, unit=unit, role=role, starts_on=SINCE, decision_number="1", decided_on=SINCE
    )
    enrol_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", by=Actor.system("tests"), now=now)
    return user
