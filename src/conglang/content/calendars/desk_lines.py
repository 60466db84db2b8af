"""How entries are named in the desk's lists."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conglang.content.calendars.models import Entry
from conglang.tools.approval.kinds import Line, register


def lines(pks: Sequence[int]) -> Mapping[int, Line]:
    """The page of each entry, and when and where it is."""
    rows = Entry.objects.filter(pk__in=pks)
    return {
        row.pk: Line(
            reverse("calendars:entry", args=[row.pk]),
            f"{row.get_kind_display()} · {row.when} · {row.place}",
        )
        for row in rows
    }


register(Entry, _("calendar entry"), lines)
