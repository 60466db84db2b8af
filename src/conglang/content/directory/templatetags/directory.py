from django import template

from conglang.content.directory import rules

register = template.Library()


@register.filter
def dialled(phone: str) -> str:
    """The number for a `tel:` link."""
    return rules.dialled(phone)
