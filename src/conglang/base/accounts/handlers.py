"""What happens after people were invited, or something about their access changed: they get a mail."""

from datetime import datetime

from conglang.base.accounts.events import NewDeviceSeen, PasswordLinkWanted, PersonInvited, SecurityNotice
from conglang.base.accounts.tasks import send_mail
from conglang.base.ledger.events import subscribe


@subscribe(PersonInvited)
def mail_invitation(event: PersonInvited, now: datetime) -> None:
    """Queue the mail with the link; a repeated call mails a fresh link and voids the one before."""
    send_mail.enqueue("invitation", event.invitation_id, {})


@subscribe(NewDeviceSeen)
def mail_new_device(event: NewDeviceSeen, now: datetime) -> None:
    """Queue the notice of a new device."""
    send_mail.enqueue("new_device", event.device_id, {})


@subscribe(SecurityNotice)
def mail_security_notice(event: SecurityNotice, now: datetime) -> None:
    """Queue the notice of a change to what guards an account."""
    words = {"change": event.change, "address": event.address, "at": now.isoformat(), "to": event.to}
    send_mail.enqueue("security_notice", event.user_id, words)


@subscribe(PasswordLinkWanted)
def mail_password_link(event: PasswordLinkWanted, now: datetime) -> None:
    """Queue the mail with a link for choosing a new password."""
    send_mail.enqueue("password_link", event.user_id, {})
