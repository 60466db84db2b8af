"""Say where the newest version of an item is to go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Hamlet
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.versions import Conflict, store
from conglang.tools.distribution.channels import Ask, Sheet, channels_for
from conglang.tools.distribution.permissions import SET_OWN
from conglang.tools.distribution.queries import may_set
from conglang.tools.distribution.rules import Window
from conglang.tools.pages.models import Section


@transaction.atomic
def set_sheet(
    *, by: Actor, item: Publishable, sheet: Sheet, expected_version: int | None, now: datetime
) -> Publishable:
    """Store a new version with this sheet; what is public stays as it was approved. The same changes nothing.

    `expected_version` is the key of the newest revision that the person had before them. Raises NotFound,
    Forbidden, Conflict, and ValidationError for what a channel does not ask or offer.
    """
    model: Any = type(item)
    row = model.objects.select_for_update().filter(pk=item.pk).first()
    if row is None:
        raise NotFound
    by = require(by, SET_OWN, row)
    if not may_set(by, row):
        raise Forbidden
    if row.locked and row.locked_by_id != by.user_id:
        raise ValidationError(_("Another person has locked this item. Please try again later."))
    newest = row.get_latest_revision_as_object()
    chosen = {key: _checked(newest, key, given) for key, given in sheet.items()}
    chosen = {key: given for key, given in chosen.items() if given}
    if chosen == newest.sheet:
        return row  # type: ignore[no-any-return]
    if expected_version != row.latest_revision_id:
        raise Conflict
    newest.sheet = chosen
    revision = store(newest, by=by, row=row)
    record("distribution.sheet_set", row, by=by, now=now, revision=revision.pk, sheet=chosen)
    return newest  # type: ignore[no-any-return]


def _checked(item: Publishable, key: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen for a channel, without what is empty."""
    channel = next((each for each in channels_for(item) if each.key == key), None)
    asks = channel.asks(item) if channel else frozenset()
    allowed = {ask.value for ask in asks} | ({"starts_at", "ends_at"} if Ask.TIMES in asks else set())
    chosen = {name: value for name, value in given.items() if value}
    if channel is None or not chosen.keys() <= allowed:
        raise ValidationError(_("This channel cannot carry the item like that."))
    offered = {unit.pk for unit in channel.units(item)} if chosen.get("units") else set()
    if not set(chosen.get("units", ())) <= offered:
        raise ValidationError(_("Please choose units below your own."))
    own: dict[str, tuple[Any, str]] = {"hamlets": (Hamlet, "pk"), "topics": (Section, "key")}
    for name, (model, field) in own.items():
        wanted = set(chosen.get(name, ()))
        if wanted - set(model.objects.filter(unit=item.unit_id).values_list(field, flat=True)):
            raise ValidationError(_("Please choose hamlets and sections of your own unit."))
    if not window_of(chosen).is_possible:
        raise ValidationError(_("The end has to be after the beginning."))
    return chosen


def window_of(given: Mapping[str, Any]) -> Window:
    """The time that was chosen for a channel."""
    starts, ends = (given.get(name) or "" for name in ("starts_at", "ends_at"))
    return Window(parse_datetime(starts) if starts else None, parse_datetime(ends) if ends else None)
