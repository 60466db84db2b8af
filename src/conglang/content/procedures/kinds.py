"""How notes stand on the desk: in lists of all kinds, and on their own screen."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.content.procedures.models import LocalNote
from conglang.content.procedures.routes import STEPS
from conglang.tools.approval.kinds import Line, register
from conglang.tools.approval.screens import Screen

NOTES = Screen(
    model=LocalNote,
    read="procedures.read",
    write="procedures.write_note",
    content="procedures/note_shown.html",
    item="procedures:note",
    change="procedures:change_note",
    command="procedures:note_command",
    index="procedures:notes",
    steps=STEPS,
)
"""Where a note is read and decided."""


def lines(keys: Sequence[int]) -> Mapping[int, Line]:
    """Notes with what they are."""
    found = LocalNote.objects.filter(pk__in=keys).values_list("pk", flat=True)
    return {pk: Line(reverse("procedures:note", args=[pk]), _("Local note on procedures")) for pk in found}


register(LocalNote, LocalNote._meta.verbose_name or "", lines)
