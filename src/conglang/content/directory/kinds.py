"""How entries stand on the desk: in lists of all kinds, and on their own screens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.content.directory.models import (
    Business,
    DepartmentPage,
    Entry,
    HamletPage,
    Official,
    ReceptionDesk,
)
from conglang.content.directory.routes import STEPS
from conglang.tools.approval.kinds import Line, register
from conglang.tools.approval.screens import Screen


@dataclass(frozen=True)
class EntryKind:
    """A kind of entry on the desk: its names, its word in addresses, its rows for lists."""

    model: type[Entry]
    name: str  # in code
    slug: str  # in addresses
    title: Promise  # of the list
    new: Promise  # on the button that begins one
    empty: Promise
    related: tuple[str, ...] = ()

    @property
    def screen(self) -> Screen:
        """Where an entry is read and decided."""
        return Screen(
            model=self.model,
            read="directory.read",
            write="directory.write",
            content=f"directory/{self.name}.html",
            item=f"directory:{self.name}",
            change=f"directory:change_{self.name}",
            command=f"directory:{self.name}_command",
            index=f"directory:{self.name}_list",
            steps=STEPS,
        )


KINDS = (
    EntryKind(
        Official,
        "official",
        "can-bo",
        _("People in office"),
        _("Add a person"),
        _("Leaders, officials and part-time staff stand here, with what people may ask them."),
        ("department", "hamlet"),
    ),
    EntryKind(
        DepartmentPage,
        "department",
        "phong-ban",
        _("What departments do"),
        _("Describe a department"),
        _("Say what each department does, where it is and when it is open."),
        ("department",),
    ),
    EntryKind(
        ReceptionDesk,
        "reception",
        "tiep-cong-dan",
        _("Citizen reception"),
        _("Describe the reception desk"),
        _("Say where citizens are received, when, and by which rules."),
    ),
    EntryKind(
        HamletPage,
        "hamlet",
        "thon",
        _("Hamlets in the directory"),
        _("Describe a hamlet"),
        _("Each hamlet with its cultural house and the people who head it."),
        ("hamlet",),
    ),
    EntryKind(
        Business,
        "business",
        "doanh-nghiep",
        _("Businesses and producers"),
        _("Add a business"),
        _("Local producers with their products, so that people can find and call them."),
        ("hamlet",),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def lines(kind: EntryKind, keys: Sequence[int]) -> Mapping[int, Line]:
    """Entries with what they are."""
    rows: Any = kind.model.objects
    words = str(kind.model._meta.verbose_name)
    found = rows.filter(pk__in=keys).values_list("pk", flat=True)
    return {
        pk: Line(reverse(f"directory:{kind.name}", args=[pk]), words[:1].upper() + words[1:]) for pk in found
    }


for _kind in KINDS:
    register(_kind.model, _kind.model._meta.verbose_name or "", partial(lines, _kind))
