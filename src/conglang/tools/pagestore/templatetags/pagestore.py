from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe

from conglang.tools.pagestore.slot import MARK, UrgentFiles
from conglang.tools.pagestore.stored import is_asked

register = template.Library()


@register.inclusion_tag("pagestore/slot.html", takes_context=True)
def urgent_slot(context: dict[str, Any]) -> dict[str, Any]:
    """The place of urgent notices on a public page.

    A page that the front stores gets the mark, any other one the notices themselves.
    """
    request = context.get("request")
    site = getattr(request, "site", None)
    if site is None:
        return {"mark": ""}
    if request is not None and is_asked(request):
        return {"mark": mark_safe(MARK)}  # noqa: S308 - a constant
    files = UrgentFiles(settings.URGENT_ROOT)
    # our own HTML, rendered with escaping when the notice was put up
    return {"mark": mark_safe(files.text(site.host, files.version(site.host)).decode())}  # noqa: S308
