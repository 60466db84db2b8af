"""What still speaks of a row that somebody wants to remove. Apps above know, so they are asked."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from conglang.base.units.scope import everything
from conglang.base.units.scoped import ScopedModel

Speaks = Callable[[Any], bool]
_asked: dict[type[ScopedModel], set[Speaks]] = defaultdict(set)


def ask_before_removal(model: type[ScopedModel], speaks: Speaks) -> None:
    """Let an app keep rows that it knows by other ways than a foreign key, such as stored versions."""
    _asked[model].add(speaks)


def refuse_in_use(row: ScopedModel, refusal: Any) -> None:
    """Raise ValidationError with these words when something, in whatever unit, still speaks of the row."""
    with everything("what names a row may lie outside the scope of whoever removes it"):
        if _is_pointed_at(row) or any(speaks(row) for speaks in _asked[type(row)]):
            raise ValidationError(refusal, code="in_use")


def _is_pointed_at(row: ScopedModel) -> bool:
    # include_hidden, because most relations here have no name on this side
    relations: list[Any] = [
        field
        for field in row._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in relations
    )
