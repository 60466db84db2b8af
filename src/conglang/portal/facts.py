"""What programs are told about the portal's pages (see tools/pages/metadata)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from conglang.content.newsroom.models import Article
from conglang.tools.media.public import public_picture
from conglang.tools.pages.metadata import PageFacts
from conglang.tools.pages.models import Section, SectionKind

LICENSE = "/ban-quyen/"  # where a site says who may publish what of it elsewhere


def article_facts(item: Article, crumbs: Sequence[dict[str, str]] = (), home: str = "") -> PageFacts:
    """An item's facts. Of a collected one the author named is the collector, and its source the creator.

    `home` is scheme and host of the site that it comes from, where that is another one.
    """
    is_page = item.section.kind == SectionKind.PAGE
    return PageFacts(
        title=item.title,
        path=address_of(item),
        home=home,
        description=item.summary,
        is_news=not is_page,
        language=item.language,
        creator=item.source_name if item.is_collected else item.author_name,
        contributor=item.author_name if item.is_collected else "",
        source=item.source_name,
        source_url=item.source_url,
        subjects=(item.section.title, *([item.theme.title] if item.theme else [])),
        published_at=item.first_published_at,
        changed_at=item.last_published_at,
        picture=public_picture(item.lead),
        picture_alt=item.lead_alt,
        identifier=f"urn:uuid:{item.uid}",
        rights=rights_of(item),
        unit_name=item.unit.title,
        crumbs=_with_paths(crumbs, address_of(item)),
    )


def section_facts(section: Section, crumbs: Sequence[dict[str, str]], page: Any = None) -> PageFacts:
    """A list's facts; it is as old as its newest item, and its second page is a page of its own."""
    rows = list(page.object_list) if page is not None else []
    number = page.number if page is not None and page.number > 1 else 0
    return PageFacts(
        title=section.title,
        path=f"{section.get_absolute_url()}?page={number}" if number else section.get_absolute_url(),
        subjects=(section.title,),
        changed_at=max((row.last_published_at for row in rows if row.last_published_at), default=None),
        crumbs=_with_paths(crumbs, section.get_absolute_url()),
        feeds=((section.title, section.get_absolute_url()),),
    )


def address_of(item: Article) -> str:
    """Where an item is to be known: a standing page is read at its section's own address."""
    is_page = item.section.kind == SectionKind.PAGE and item.translation_of_id is None
    return item.section.get_absolute_url() if is_page else item.get_absolute_url()


def rights_of(item: Article) -> str:
    """Whether others may publish it, in a sentence."""
    if item.is_free:
        named = {"source": attribution_of(item)}
        return _("May be used elsewhere with the source named: %(source)s.") % named
    return _(
        "May be used elsewhere only with the agreement of the editorial board and the People's Committee."
    )


def attribution_of(item: Article) -> str:
    """Whom others name: the author, or the source of a collected item, and the unit."""
    return ", ".join(name for name in (item.source_name or item.author_name, item.unit.title) if name)


def _with_paths(crumbs: Sequence[dict[str, str]], last: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(crumb["label"]), crumb.get("url") or last) for crumb in crumbs)
