"""Facts about people that others may want to know."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from conglang.base.ledger.events import Event

# what may change about somebody's access, by allauth's names and one of ours
CHANGES = {
    "password_changed": _("Your password was changed."),
    "password_set": _("A password was set for your account."),
    "password_reset": _("Your password was replaced by way of a mailed link."),
    "totp_activated": _("Two-step sign-in was turned on."),
    "totp_deactivated": _("Two-step sign-in was turned off."),
    "recovery_codes_generated": _("New recovery codes were made."),
    "second_factor_reset": _("An administrator reset your two-step sign-in."),
    "email_changed": _("Your account has another e-mail now. Messages no longer come to this one."),
}


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
    unit_id: int | None


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
    """Something that guards an account changed; `change` is a key of CHANGES.

    `to` is the e-mail to tell, where it is not the account's own any more.
    """

    user_id: int
    change: str
    address: str
    to: str = ""


@dataclass(frozen=True)
class PasswordLinkWanted(Event):
    user_id: int
