"""Departments that calendar entries name stay: every version of an entry must be readable for ever."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import Revision

from conglang.base.units.models import Department
from conglang.base.units.removal import ask_before_removal
from conglang.content.calendars.models import Entry


def is_named_in_a_version(department: Department) -> bool:
    """Whether any stored version of an entry names the department, whatever the row holds today."""
    entries = Entry.objects.filter(unit=department.unit_id)
    versions = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(Entry),
        object_id__in=entries.values(key=Cast("pk", CharField())),
        content__department=department.pk,
    )
    return bool(versions.exists())


ask_before_removal(Department, is_named_in_a_version)
