"""What Django's `check` refuses to start with, because a scope would not hold."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models

from conglang.base.units.scoped import ScopedManager, ScopedModel, ScopedQuerySet


@checks.register(checks.Tags.models)
def check_scoped_models(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[checks.CheckMessage]:
    """Every manager of a scoped model is scoped, and no many-to-many relation leads to one unguarded."""
    chosen = apps.get_app_configs() if app_configs is None else app_configs
    return [error for config in chosen for model in config.get_models() for error in scope_errors(model)]


def scope_errors(model: type[models.Model]) -> Iterator[checks.CheckMessage]:
    """The errors of one model; none for a model without a unit and without relations to one."""
    if issubclass(model, ScopedModel):
        for manager in (model._base_manager, *model._meta.managers):
            if not isinstance(manager, ScopedManager) or not issubclass(
                type(manager.get_queryset()), ScopedQuerySet
            ):
                yield checks.Error(f"{model._meta.label}.{manager.name} is not scoped", id="units.E001")
    for field in model._meta.many_to_many:
        target, through = field.related_model, field.remote_field.through
        scoped = isinstance(target, type) and issubclass(target, ScopedModel)
        if scoped and through and through._meta.auto_created:
            yield checks.Error(
                f"{model._meta.label}.{field.name} would accept rows of other units",
                hint="Write the table between as a ScopedModel.",
                id="units.E002",
            )
