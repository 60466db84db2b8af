"""Reads for the front page: what surrounds the items that others bring."""

from collections.abc import Iterable
from dataclasses import dataclass

from conglang.base.units.models import Unit
from conglang.tools.pages.models import BannerPicture, Channel, LinkGroup, SiteLink
from conglang.tools.pages.queries import Frame


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask at one unit when an administrative procedure goes wrong; phone or e-mail may be empty."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class LinkList:
    """Links of one group in their order."""

    title: str
    links: tuple[SiteLink, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """What a front page shows besides items."""

    pictures: tuple[BannerPicture, ...]
    contacts: tuple[Contact, ...]
    links: tuple[LinkList, ...]


def front(around: Frame) -> Front:
    """The front of a site, in two queries; links and a contact come from above too."""
    return Front(pictures(around.unit), contacts(around), grouped(links_for(around.unit)))


def pictures(unit: Unit) -> tuple[BannerPicture, ...]:
    """The banner in its order."""
    return tuple(BannerPicture.objects.filter(unit=unit).select_related("image"))


def contacts(around: Frame) -> tuple[Contact, ...]:
    """Procedure control of the unit, then of its parent, of those that have told how to reach them."""
    rows = [(around.unit, around.profile), (around.unit.parent, around.parent_profile)]
    return tuple(
        Contact(of.title, known.control_phone, known.control_email)
        for of, known in rows
        if of is not None and known is not None and (known.control_phone or known.control_email)
    )


def links_for(unit: Unit) -> list[SiteLink]:
    """The links of the units above, those of the highest first, then the unit's own."""
    way = [unit.pk, *unit.ancestor_ids]
    rows = SiteLink.objects.filter(unit__in=way)
    return sorted(rows, key=lambda row: (-way.index(row.unit_id), row.order, row.pk))


def grouped(rows: Iterable[SiteLink]) -> tuple[LinkList, ...]:
    """Links by what they are for; an address that two units name is shown once."""
    seen: set[str] = set()
    groups: dict[str, list[SiteLink]] = {group: [] for group in LinkGroup.values}
    for row in rows:
        if row.address not in seen:
            seen.add(row.address)
            groups[row.group].append(row)
    return tuple(
        LinkList(str(LinkGroup(group).label), tuple(found)) for group, found in groups.items() if found
    )


def channels(unit: Unit) -> tuple[Channel, ...]:
    """All official channels of the unit in their order."""
    return tuple(Channel.objects.filter(unit=unit))
