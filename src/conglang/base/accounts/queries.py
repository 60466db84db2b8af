"""Reads of people for the screens."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Delegation, Device, Invitation, Membership, User
from conglang.kernel.text import fold, name_key


@dataclass(frozen=True)
class PersonRow:
    """A person with their running and coming appointments in the actor's reach."""

    user: User
    memberships: tuple[Membership, ...]


def people(by: Actor, now: datetime, text: str = "") -> list[PersonRow]:
    """People with an appointment in a unit where the actor may see people, in Vietnamese order of names."""
    rows = Membership.objects.not_over(now).filter(unit__in=_seen(by), user__is_active=True)
    held: dict[User, list[Membership]] = {}
    for row in rows.select_related("user", "unit", "department").order_by("unit_id", "starts_on"):
        held.setdefault(row.user, []).append(row)
    wanted = fold(text)
    found = [user for user in held if wanted in fold(f"{user.full_name} {user.username} {user.email}")]
    found.sort(key=lambda user: name_key(user.full_name))
    return [PersonRow(user, tuple(held[user])) for user in found]


def history(user_id: int, by: Actor) -> QuerySet[Membership]:
    """All appointments of a person where the actor may see people, the latest first."""
    rows: QuerySet[Membership] = Membership.objects.filter(user=user_id, unit__in=_seen(by))
    return rows.select_related("unit", "department")


def open_invitations(by: Actor, now: datetime) -> QuerySet[Invitation]:
    """Invitations whose links still work, where the actor may see people."""
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    rows: QuerySet[Invitation] = waiting.filter(unit__in=_seen(by))
    return rows.select_related("unit", "invited_by")


def devices(user_id: int) -> QuerySet[Device]:
    """Devices of a person that were not revoked."""
    return Device.objects.filter(user=user_id, revoked_at=None)


def unseen_devices(by: Actor) -> QuerySet[Device]:
    """New devices whose notice the owner has not confirmed; for the desk's first page."""
    return Device.objects.filter(user=by.user_id, revoked_at=None, noticed_at=None)


def sessions(user: User) -> list[UserSession]:
    """Where a person is signed in now."""
    return list(UserSession.objects.purge_and_list(user))


def delegations(by: Actor) -> QuerySet[Delegation]:
    """Loans that the person gave or received."""
    rows: QuerySet[Delegation] = Delegation.objects.filter(Q(receiver=by.user_id) | Q(giver__user=by.user_id))
    return rows.select_related("giver__user", "receiver", "unit")


def lendable(by: Actor, now: datetime) -> QuerySet[Membership]:
    """Own appointments that can be lent."""
    rows: QuerySet[Membership] = Membership.objects.in_force(now)
    return rows.filter(user=by.user_id)


def colleagues(by: Actor, now: datetime) -> QuerySet[User]:
    """Other people of the acting unit."""
    ids = Membership.objects.in_force(now).filter(unit=by.unit_id).exclude(user=by.user_id).values("user")
    return User.objects.filter(pk__in=ids)


def has_second_factor(user_id: int) -> bool:
    """Whether an authenticator app is set up."""
    return bool(Authenticator.objects.filter(user=user_id, type=Authenticator.Type.TOTP).exists())


def _seen(by: Actor) -> list[int]:
    return [unit for unit in by.grants if by.may("accounts.read_people", unit)]
