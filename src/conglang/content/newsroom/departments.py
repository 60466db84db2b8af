"""Departments that articles name stay: every version of an article must be readable for ever."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import Revision

from conglang.base.units.models import Department
from conglang.base.units.removal import ask_before_removal
from conglang.content.newsroom.models import Article


def is_named_in_a_version(department: Department) -> bool:
    """Whether any stored version of an article names the department, whatever the row holds today."""
    articles = Article.objects.filter(unit=department.unit_id)
    versions = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(Article),
        object_id__in=articles.values(key=Cast("pk", CharField())),
        content__department=department.pk,
    )
    return bool(versions.exists())


ask_before_removal(Department, is_named_in_a_version)
