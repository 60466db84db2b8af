"""Wagtail's file choosers ask for a group; membership of it follows the appointments."""

from datetime import datetime

from django.contrib.auth.models import Group

from conglang.base.accounts.models import Delegation, Membership, User
from conglang.base.accounts.roles import COMPOSERS
from conglang.base.units.scope import everything

COMPOSERS_GROUP = "Biên soạn"


def follow_appointments(user: User, now: datetime) -> None:
    """Put the person into the group, or take them out. The group gives no rows: the scope does."""
    with everything("one group for all units of a person"):
        composes = Membership.objects.not_over(now).filter(user=user, role__in=COMPOSERS).exists()
        lent = Delegation.objects.filter(receiver=user, giver__role__in=COMPOSERS, ended_at=None)
        composes = composes or any(not loan.is_over(now) for loan in lent)
    if composes:
        user.groups.add(Group.objects.get_or_create(name=COMPOSERS_GROUP)[0])
    else:
        user.groups.remove(*Group.objects.filter(name=COMPOSERS_GROUP))
