"""Have the ordered rows of a front page be exactly those that were decided on."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from conglang.tools.media.services.expose import conceal, expose
from conglang.tools.pages.models import BannerPicture


@transaction.atomic
def arrange_rows(model: type[Any], unit_id: int, fields: Sequence[str], wanted: list[dict[str, Any]]) -> None:
    """Write the rows in this order, for whoever may and leaves a trace.

    Rows that stay keep their keys, and their files stay public.
    """
    there = list(model.objects.filter(unit=unit_id))
    kept = []
    for order, facts in enumerate(wanted):
        same = (row for row in there if {name: getattr(row, name) for name in fields} == facts)
        row = next(same, None) or model(unit_id=unit_id, **facts)
        if row in there:
            there.remove(row)
        row.order = order
        kept.append(row)
    for row in there:  # before the others are written: a picture stands once
        if isinstance(row, BannerPicture):
            conceal(owner=row)
        row.delete()
    for row in kept:
        row.save()
        if isinstance(row, BannerPicture):
            expose(owner=row, images=[row.image], documents=())
