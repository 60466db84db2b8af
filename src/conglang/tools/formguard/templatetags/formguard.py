"""What a guarded form carries besides what people type."""

from typing import Any

from django import template

from conglang.tools.formguard.rules import WORK_BITS

register = template.Library()


@register.inclusion_tag("formguard/fields.html")
def guard_fields(stamp: str, *, works: bool = False) -> dict[str, Any]:
    """The trap, the stamp and the place of the work; `works` if the message is grey."""
    return {"stamp": stamp, "bits": WORK_BITS if works else 0}
