"""A device follows units, follows others, or no more. Whoever knows its endpoint speaks for it."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.sealing import InvalidToken, seal, unseal
from conglang.tools.notify.links import PURPOSE, mark_of
from conglang.tools.notify.models import Subscription, Way
from conglang.tools.notify.posting import is_allowed
from conglang.tools.notify.queries import followed_by
from conglang.tools.notify.rules import Wish
from conglang.tools.notify.services.change import forget
from conglang.tools.notify.services.follow import follow
from conglang.tools.notify.webpush import BadKeys, Device, check_keys


class UnknownDevice(LookupError):
    """The device follows nothing, and did not say what it wants to follow."""


@transaction.atomic
def subscribe_device(
    *, device: Device, home_id: int, wishes: Sequence[Wish] | None, old_endpoint: str = "", now: datetime
) -> list[Wish]:
    """Let the device follow what the wishes say, and nothing else; None leaves it as it is.

    With the endpoint that the browser had before, the device takes its place. The same call changes nothing.
    Raises UnknownDevice, and ValidationError for keys and endpoints that no message can be sent with.
    """
    row = known_device(device)
    if row is None and old_endpoint:
        row = _locked(old_endpoint)
    if row is None and wishes is None:
        raise UnknownDevice
    row = keep_device(row, device, home_id, now)
    if wishes is not None:
        dropped = {each.unit_id for each in followed_by(row)} - {each.unit_id for each in wishes}
        follow(row, [*wishes, *(Wish(unit_id, frozenset()) for unit_id in dropped)])
    return followed_by(row)


def known_device(device: Device) -> Subscription | None:
    """The row of a device, kept from others until the commit.

    Raises ValidationError for keys and endpoints that no message can be sent with.
    """
    if not is_allowed(device.endpoint):
        raise ValidationError(_("Notices cannot be sent to this device."))
    try:
        check_keys(device)
    except BadKeys:
        raise ValidationError(_("Notices cannot be sent to this device.")) from None
    return _locked(device.endpoint)


def keep_device(row: Subscription | None, device: Device, home_id: int, now: datetime) -> Subscription:
    """The row as the device is now; without one a new row."""
    row = row or Subscription(way=Way.PUSH, home_id=home_id, made_at=now, confirmed_at=now)
    row.mark = mark_of(Way.PUSH, device.endpoint)
    if row.pk is None or device_of(row) != device:
        row.sealed = seal(json.dumps([device.endpoint, device.p256dh, device.auth]), PURPOSE)
        row.failures = 0
        row.save()
    return row


def stop_device(*, endpoint: str) -> None:
    """Forget a device; unknown ones are forgotten already."""
    row = _locked(endpoint, lock=False)
    if row is not None:
        forget(row=row)


def device_of(row: Subscription) -> Device | None:
    """Where and with which keys to send; None when the installation's secret key was changed since."""
    try:
        return Device(*json.loads(unseal(row.sealed, PURPOSE)))
    except InvalidToken:
        return None


def _locked(endpoint: str, *, lock: bool = True) -> Subscription | None:
    rows = Subscription.objects.filter(way=Way.PUSH, mark=mark_of(Way.PUSH, endpoint))
    return (rows.select_for_update() if lock else rows).first()
