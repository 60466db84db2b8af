"""How documents stand on the desk: in lists of all kinds, and on their own screens."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.permissions import READ, WRITE
from conglang.content.documents.routes import STEPS
from conglang.tools.approval.kinds import Line, register
from conglang.tools.approval.screens import Screen

SCREEN = Screen(
    model=OfficialDocument,
    read=READ,
    write=WRITE,
    content="documents/document.html",
    item="documents:document",
    change="documents:change",
    command="documents:command",
    index="documents:register",
    steps=STEPS,
)


def lines(keys: Sequence[int]) -> Mapping[int, Line]:
    """Documents with what they are about."""
    found = OfficialDocument.objects.filter(pk__in=keys).values_list("pk", "abstract")
    words = str(OfficialDocument._meta.verbose_name)
    return {
        pk: Line(reverse("documents:document", args=[pk]), abstract[:160] or words) for pk, abstract in found
    }


register(OfficialDocument, OfficialDocument._meta.verbose_name or "", lines)
