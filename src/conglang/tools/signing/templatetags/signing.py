"""`{% load signing %}{% signature_panel document %}`."""

from typing import Any

from django import template

from conglang.tools.media.models import Document
from conglang.tools.signing.queries import verification_of
from conglang.tools.signing.wording import panel_of

register = template.Library()


@register.inclusion_tag("signing/panel.html")
def signature_panel(document: Document) -> dict[str, Any]:
    """What is known of the signatures of an attachment, for readers and clerks; nothing for other files."""
    if document.extension != "pdf":
        return {"document": None}
    verification = verification_of(document)
    return {
        "document": document,
        "verification": verification,
        "panel": panel_of(verification.findings) if verification else None,
    }
