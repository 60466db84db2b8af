"""A person's own e-mail and phone."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.events import SecurityNotice
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import Forbidden
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish


@transaction.atomic
def change_contacts(*, by: Actor, email: str, phone: str, now: datetime, address: str = "") -> User:
    """Set where the acting person is reached; a new e-mail is told to the one before it.

    Links for new passwords go there, so the caller has asked for the password. `address` is the network's.
    A repeated call changes nothing. Raises Forbidden, ValidationError.
    """
    if by.user_id is None:
        raise Forbidden
    user = User.objects.select_for_update().get(pk=by.user_id)
    before = {"email": user.email, "phone": user.phone}
    given = {"email": email.strip().lower(), "phone": " ".join(phone.split())}
    changed = sorted(name for name in given if given[name] != before[name])
    if not changed:
        return user
    user.email, user.phone = given["email"], given["phone"]
    user.clean_fields(exclude={field.name for field in user._meta.fields} - set(changed))
    if User.objects.filter(email=user.email).exclude(pk=user.pk).exists():
        raise ValidationError({"email": _("Another account has this e-mail.")})
    user.save(update_fields=changed)
    record("account.contacts_changed", user, by=by, now=now, unit_id=by.unit_id, fields=changed)
    if "email" in changed and before["email"]:
        notice = SecurityNotice(user_id=user.pk, change="email_changed", address=address, to=before["email"])
        publish(notice, now=now)
    return user
