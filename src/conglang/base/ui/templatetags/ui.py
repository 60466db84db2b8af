"""Tags and filters of the design system: `{% load ui %}`."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from conglang.base.ui import bundles, formats

register = template.Library()


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """Link to the bundle `public` or `desk`."""
    if name not in bundles.NAMES:
        raise template.TemplateSyntaxError(f"No stylesheet {name!r}; there are {bundles.NAMES}.")
    return format_html('<link rel="stylesheet" href="{}">', static(f"{bundles.PREFIX}{name}.css"))


@register.simple_tag
def module(name: str, *, app: str = "ui") -> SafeString:
    """Load the optional ES module `static/<app>/js/<name>.js`."""
    return format_html('<script type="module" src="{}"></script>', static(f"{app}/js/{name}.js"))


@register.simple_tag
@lru_cache(maxsize=500)  # a page draws thirty, the same ones as all others
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is hidden from assistive technology."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" data-name="{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        name,
        spoken,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """Numbers around the current page, with `…` where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def paired(columns: list[Any], cells: list[Any]) -> list[tuple[Any, Any]]:
    """Columns with the cells of one row; a row of another length is a mistake of the caller."""
    return list(zip(columns, cells, strict=True))


@register.filter
def vn_date(day: date | None) -> str:
    """`thứ Năm, 26/11/2026`, among English words `Thursday, 26 November 2026`; empty for nothing."""
    return _written(day, formats.vn_date, "l, j F Y")


@register.filter
def vn_datetime(at: datetime | None) -> str:
    """`thứ Năm, 26/11/2026, 8 giờ 05 phút`, among English words `…, 08:05`; empty for nothing."""
    return _written(at, formats.vn_datetime, "l, j F Y, H:i")


def _written(day: Any, in_vietnamese: Callable[[Any], str], in_english: str) -> str:
    if not day:
        return ""
    return date_format(formats.local(day), in_english) if get_language() == "en" else in_vietnamese(day)


@register.filter
def vn_number(number: float | Decimal | None) -> str:
    """`1.234.567,5`; empty for nothing."""
    return "" if number is None else formats.vn_number(number)


@register.filter
def file_size(size_bytes: int | None) -> str:
    """`3,5 MB`; empty for nothing."""
    return "" if size_bytes is None else formats.file_size(size_bytes)
