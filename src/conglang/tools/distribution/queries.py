"""Reads of sheets: of an item for those who sent it, and of a unit for those who get it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model, Prefetch, Q, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.queries import review_of
from conglang.tools.distribution.models import Evidence, Line, LocalRemark
from conglang.tools.distribution.permissions import SET, SET_OWN
from conglang.tools.pages.layout import Rule
from conglang.tools.pages.queries import template_for

PORTAL = "portal"
MOST_PLACED = 500  # items from above that a unit's lists hold; older ones are found at the unit above


def lines_of(item: Publishable) -> list[Line]:
    """Every line of an item with its evidence and unit, wherever it went; in three queries."""
    with everything("who sent an item sees where it went"):
        rows = Line.objects.filter(model=item._meta.label_lower, object_id=item.pk)
        proofs = Prefetch("evidence", Evidence.objects.order_by("-pk"))
        return list(rows.select_related("unit", "refused_by").prefetch_related(proofs))


def may_set(by: Actor, item: Publishable) -> bool:
    """Whether the person says where the item goes: the board for every item, others for what they wrote."""
    review = review_of(item)
    worked = review is not None and review.contributions.filter(user=by.user_id).exists()
    return by.may(SET, item.unit_id) or (worked and by.may(SET_OWN, item.unit_id))


def received(unit_id: int) -> QuerySet[Line]:
    """What others put on the unit's site, the newest first."""
    rows: QuerySet[Line] = Line.objects.filter(unit=unit_id, channel=PORTAL).exclude(sender=unit_id)
    return rows.filter(Q(is_wanted=True) | Q(ended_at__isnull=False)).select_related("sender").order_by("-pk")


def placed(model: type[Model], unit_ids: Collection[int]) -> list[tuple[int, str]]:
    """Keys of others' items that these units' sites show, with the key of the section; newest first."""
    rows = Line.objects.filter(unit__in=unit_ids, channel=PORTAL, live=True, model=model._meta.label_lower)
    found = (
        rows.exclude(sender__in=unit_ids).order_by("-pk").values_list("object_id", "options")[:MOST_PLACED]
    )
    return [(pk, str(options.get("section", ""))) for pk, options in found]


def placed_line(item: Any, unit_ids: Collection[int]) -> Line | None:
    """The line by which a site of these units shows another unit's item."""
    rows = Line.objects.filter(unit__in=unit_ids, channel=PORTAL, live=True)
    line: Line | None = rows.filter(model=item._meta.label_lower, object_id=item.pk).first()
    return line


def remark_on(line: Line) -> LocalRemark | None:
    """What the line's unit adds to the item, as far as the scope shows it."""
    found: LocalRemark | None = LocalRemark.objects.filter(line=line).first()
    return found


def may_be_refused(line: Line) -> bool:
    """Whether the layout lets the unit do without: not where the province fixed the section."""
    rows = template_for(Unit.objects.get(pk=line.unit_id)).sections
    rule = next((row.rule for row in rows if row.key == line.options.get("section")), Rule.OPTIONAL)
    return line.sender_id != line.unit_id and rule is not Rule.FIXED
