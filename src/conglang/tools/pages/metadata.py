"""What programs are told about a page: Dublin Core, Open Graph and schema.org. The mappings are data.

Dublin Core as Circular 24/2011/TT-BTTTT wants it: six elements are due on every page, four are recommended,
five are free; several values of one element are joined by semicolons. Pure: no query, no clock.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from conglang.kernel.clock import local_day
from conglang.tools.media.public import PublicPicture

LEGAL_BASIS = "Thông tư 24/2011/TT-BTTTT"
LOCALES = {"vi": "vi_VN", "en": "en_US", "km": "km_KH"}
MOST_LETTERS = 300  # of a description; programs cut longer ones anyway
# "</script>" in a title must not end the block, and JSON knows these escapes
_INERT = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """Whose page it is. `base` is scheme and host, without a slash at the end."""

    base: str
    name: str
    authority: str
    since: date
    parent_name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    emblem: str = ""  # path


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """What the page is about. `crumbs` leads from the home page to it: labels with paths."""

    title: str
    path: str
    home: str = ""  # scheme and host of the site that it comes from, where that is another one
    description: str = ""
    is_news: bool = False
    language: str = "vi"
    creator: str = ""
    contributor: str = ""
    source: str = ""
    source_url: str = ""
    subjects: tuple[str, ...] = ()
    published_at: datetime | None = None
    changed_at: datetime | None = None
    picture: PublicPicture | None = None
    picture_alt: str = ""
    identifier: str = ""
    rights: str = ""
    unit_name: str = ""  # of the unit that published it, where that is another one
    crumbs: tuple[tuple[str, str], ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()  # titles with the folders in which the feeds lie

    def url(self, site: SiteFacts) -> str:
        """The one address under which it is to be known."""
        return f"{self.home or site.base}{self.path}"


def described(site: SiteFacts, page: PageFacts) -> str:
    """A description in one line; the title with the site's name where nobody wrote one."""
    text = " ".join(page.description.split()) or f"{page.title} – {site.name}"
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1].rstrip()}…"


class Duty(StrEnum):
    """How much an element is wanted."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    FREE = "free"


@dataclass(frozen=True)
class Element:
    """An element of Dublin Core and where its value comes from; an empty value leaves it out."""

    name: str
    duty: Duty
    value: Callable[[SiteFacts, PageFacts], str]


DUBLIN_CORE = (
    Element("title", Duty.MANDATORY, lambda _site, page: page.title),
    Element("creator", Duty.MANDATORY, lambda site, page: page.creator or site.authority),
    Element("date", Duty.MANDATORY, lambda site, page: _day(site, page).isoformat()),
    Element("description", Duty.MANDATORY, described),
    Element("publisher", Duty.MANDATORY, lambda site, page: page.unit_name or site.authority),
    Element("identifier", Duty.MANDATORY, lambda site, page: page.identifier or page.url(site)),
    Element("language", Duty.RECOMMENDED, lambda _site, page: page.language),
    Element("source", Duty.RECOMMENDED, lambda _site, page: _joined(page.source, page.source_url)),
    Element("contributor", Duty.RECOMMENDED, lambda _site, page: page.contributor),
    Element("subject", Duty.RECOMMENDED, lambda _site, page: _joined(*page.subjects)),
    Element("coverage", Duty.FREE, lambda site, page: page.unit_name or _joined(site.name, site.parent_name)),
    Element("type", Duty.FREE, lambda _site, _page: "Text"),
    Element("format", Duty.FREE, lambda _site, _page: "text/html"),
    Element("relation", Duty.FREE, lambda site, _page: f"{site.base}/"),
    Element("rights", Duty.FREE, lambda _site, page: page.rights),
)


def dublin_core(site: SiteFacts, page: PageFacts) -> dict[str, str]:
    """The elements that have a value, in the order of the rule."""
    values = {element.name: element.value(site, page) for element in DUBLIN_CORE}
    return {name: value for name, value in values.items() if value}


OPEN_GRAPH: tuple[tuple[str, Callable[[SiteFacts, PageFacts], Any]], ...] = (
    ("og:type", lambda _site, page: "article" if page.is_news else "website"),
    ("og:title", lambda _site, page: page.title),
    ("og:description", described),
    ("og:url", lambda site, page: page.url(site)),
    ("og:site_name", lambda site, _page: site.name),
    ("og:locale", lambda _site, page: LOCALES.get(page.language, page.language)),
    ("og:image", lambda site, page: f"{site.base}{page.picture.path}" if page.picture else ""),
    ("og:image:type", lambda _site, page: page.picture.content_type if page.picture else ""),
    ("og:image:width", lambda _site, page: page.picture.width if page.picture else ""),
    ("og:image:height", lambda _site, page: page.picture.height if page.picture else ""),
    ("og:image:alt", lambda _site, page: page.picture_alt if page.picture else ""),
    ("article:published_time", lambda _site, page: _moment(page.published_at) if page.is_news else ""),
    ("article:modified_time", lambda _site, page: _moment(page.changed_at) if page.is_news else ""),
    ("article:section", lambda _site, page: page.subjects[0] if page.is_news and page.subjects else ""),
)


def open_graph(site: SiteFacts, page: PageFacts) -> dict[str, str]:
    """The properties that have a value."""
    return {name: str(value) for name, of in OPEN_GRAPH if (value := of(site, page))}


def structured_data(site: SiteFacts, page: PageFacts) -> str:
    """The page for schema.org as JSON that can stand in a `script` element; it is data, never run."""
    graph = [_organisation(site), _page(site, page)]
    if page.crumbs:
        graph.append(_breadcrumb(site, page))
    return as_json({"@context": "https://schema.org", "@graph": graph})


def as_json(value: Any) -> str:
    """JSON in which nothing looks like markup."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_INERT)


def _organisation(site: SiteFacts) -> dict[str, Any]:
    place = {"@type": "PostalAddress", "streetAddress": site.address, "addressCountry": "VN"}
    above = {"@type": "GovernmentOrganization", "name": site.parent_name}
    return _filled(
        {
            "@type": "GovernmentOrganization",
            "@id": f"{site.base}/#don-vi",
            "name": site.authority,
            "alternateName": site.name if site.name != site.authority else "",
            "url": f"{site.base}/",
            "logo": f"{site.base}{site.emblem}" if site.emblem else "",
            "telephone": site.phone,
            "email": site.email,
            "address": place if site.address else None,
            "parentOrganization": above if site.parent_name else None,
            "areaServed": {"@type": "AdministrativeArea", "name": site.name},
        }
    )


def _page(site: SiteFacts, page: PageFacts) -> dict[str, Any]:
    publisher = {"@id": f"{site.base}/#don-vi"}
    facts = {
        "@type": "NewsArticle" if page.is_news else "WebPage",
        "@id": f"{page.url(site)}#trang",
        "url": page.url(site),
        "name": page.title,
        "description": described(site, page),
        "inLanguage": page.language,
        "datePublished": _moment(page.published_at),
        "dateModified": _moment(page.changed_at),
        "image": f"{site.base}{page.picture.path}" if page.picture else "",
        "publisher": publisher,
        "isAccessibleForFree": True,
    }
    if page.is_news:
        author = page.creator or page.contributor
        facts |= {
            "headline": page.title,
            "author": {"@type": "Person", "name": author} if author else publisher,
            "articleSection": page.subjects[0] if page.subjects else "",
            "isBasedOn": page.source_url,
            "usageInfo": f"{site.base}/ban-quyen/",
            "copyrightNotice": page.rights,
        }
    return _filled(facts)


def _breadcrumb(site: SiteFacts, page: PageFacts) -> dict[str, Any]:
    steps = [
        {"@type": "ListItem", "position": number, "name": label, "item": f"{site.base}{path}"}
        for number, (label, path) in enumerate(page.crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{page.url(site)}#duong-dan", "itemListElement": steps}


def _filled(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}


def _day(site: SiteFacts, page: PageFacts) -> date:
    moment = page.changed_at or page.published_at
    return local_day(moment) if moment else site.since


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _joined(*values: str) -> str:
    return "; ".join(value for value in values if value)
