"""Lay down the route of a kind of content in a unit."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import registered, require
from conglang.base.ledger.audit import record
from conglang.tools.approval.models import RouteSetting
from conglang.tools.approval.powers import permissions_of
from conglang.tools.approval.routes import BadRoute, Route


@transaction.atomic
def set_route(
    *, unit_id: int, kind: str, route: Route, by: Actor, now: datetime, for_units_below: bool = False
) -> RouteSetting:
    """Set a unit's route, for its later submissions; what is under way keeps its own.

    `kind` is the model's label, `newsroom.article`. A repeated call changes nothing. Raises Forbidden, and
    BadRoute for a permission that no app knows.
    """
    named = require(by, "approval.set_route", unit_id)
    unknown = permissions_of(route) - registered().keys()
    if unknown:
        raise BadRoute(f"no app knows the permission {sorted(unknown)[0]}")
    data = route.as_data()
    rows: QuerySet[RouteSetting] = RouteSetting.objects.filter(unit_id=unit_id, kind=kind)
    setting = rows.select_for_update().first()
    if setting and (setting.route, setting.for_units_below) == (data, for_units_below):
        return setting
    before = setting.route if setting else None
    setting = setting or RouteSetting(unit_id=unit_id, kind=kind)
    setting.route, setting.for_units_below = data, for_units_below
    setting.save()
    record("approval.set_route", setting, by=named, now=now, before=before, route=data)
    return setting
