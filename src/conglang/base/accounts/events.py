"""Facts about people that others may want to know."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class PersonInvited(Event):
    invitation_id: int
    unit_id: int


@dataclass(frozen=True)
class PersonAppointed(Event):
    membership_id: int
    user_id: int
    unit_id: int


@dataclass(frozen=True)
class MembershipEnded(Event):
    membership_id: int
    user_id: int
    unit_id: int


@dataclass(frozen=True)
class PersonLeft(Event):
    user_id: int
    unit_id: int


@dataclass(frozen=True)
class RoleDelegated(Event):
    delegation_id: int
    unit_id: int


@dataclass(frozen=True)
class DelegationRevoked(Event):
    delegation_id: int
    unit_id: int


@dataclass(frozen=True)
class NewDeviceSeen(Event):
    device_id: int
    user_id: int


@dataclass(frozen=True)
class SecurityNotice(Event):
    """A password or a second factor changed; `change` is allauth's name of the notice."""

    user_id: int
    change: str
    address: str


@dataclass(frozen=True)
class PasswordLinkWanted(Event):
    user_id: int
