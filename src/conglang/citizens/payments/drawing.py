"""A payload as the picture that pages and slips show."""

import segno
from django.utils.safestring import SafeString, mark_safe


def code_of(payload: str) -> SafeString:
    """The code as SVG that stands in the page itself and is as large as its style sheet says.

    A quarter of it may be torn or dirty: slips are folded, and posters hang outside.
    """
    drawn = segno.make_qr(payload, error="q").svg_inline(border=4, light="#fff", omitsize=True)
    return mark_safe(drawn)  # noqa: S308 - our own
