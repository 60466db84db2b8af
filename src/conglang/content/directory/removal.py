"""Departments and hamlets that entries name stay: every version of an entry must be readable for ever."""

from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import Revision

from conglang.base.units.models import Department, Hamlet
from conglang.base.units.removal import ask_before_removal
from conglang.content.directory.models import ENTRIES


def is_named_in_a_version(field: str, row: Any) -> bool:
    """Whether any stored version of an entry names the row, whatever the entry itself holds today."""
    for model in ENTRIES:
        if not any(each.name == field for each in model._meta.concrete_fields):
            continue
        entries: Any = model.objects.filter(unit=row.unit_id)
        versions = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=entries.values(key=Cast("pk", CharField())),
            **{f"content__{field}": row.pk},
        )
        if versions.exists():
            return True
    return False


ask_before_removal(Department, partial(is_named_in_a_version, "department"))
ask_before_removal(Hamlet, partial(is_named_in_a_version, "hamlet"))
