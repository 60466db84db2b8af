"""Departments and hamlets that an item names stay: every version of it must be readable for ever."""

from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import Revision

from conglang.base.units.models import Department, Hamlet
from conglang.base.units.removal import ask_before_removal
from conglang.tools.approval.triggers import publishables


def is_named_in_a_version(model: type[Any], field: str, row: Any) -> bool:
    """Whether any stored version of an item names the row, whatever the item itself holds today."""
    items = model.objects.filter(unit=row.unit_id)
    versions = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=items.values(key=Cast("pk", CharField())),
        **{f"content__{field}": row.pk},
    )
    return bool(versions.exists())


for _model in publishables():
    for _field in _model._meta.concrete_fields:
        if _field.related_model in {Department, Hamlet}:
            ask_before_removal(_field.related_model, partial(is_named_in_a_version, _model, _field.name))
