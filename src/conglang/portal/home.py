"""The front page of a site."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.content.newsroom.models import Article
from conglang.content.procedures.queries import posted
from conglang.network.exchange.queries import linked_items
from conglang.portal import procedures
from conglang.portal.cases.frame import BASE, LOOK_UP
from conglang.portal.framing import unit_of
from conglang.portal.queries import articles
from conglang.portal.questions import ADDRESS as QUESTIONS
from conglang.tools.distribution.queries import placed
from conglang.tools.pages.context import page_context
from conglang.tools.pages.front import front
from conglang.tools.pages.models import Section, SectionKind
from conglang.tools.pages.queries import HomeBlock, home_blocks
from conglang.tools.pagestore.stored import stored

# Three of the six tasks that bring most people to a commune's site are sections; below them what comes next.
TASKS = (("procedures", "file"), ("schedules", "calendar"), ("notices", "bell"))
ALSO = ("documents", "disclosure", "contacts")
NOTICES, NEWS, PARENT_NEWS, HEALTH = 6, 6, 5, 3


@visitors
@require_safe
@stored
def home(request: HttpRequest) -> HttpResponse:
    """The main tasks, pictures, notices, own news and what the parent gives to all its communes."""
    unit = unit_of(request)
    context = page_context(request)
    sections = {section.key: section for section in context["frame"].sections.values()}
    blocks = home_blocks(unit)
    notices = [section.pk for key, section in sections.items() if key == "notices"]
    elsewhere = [*notices, *_own_health(unit, sections, blocks)]
    given = placed(Article, [unit.pk]) if unit.parent_id else []
    in_notices, in_news = (
        Q(pk__in=[pk for pk, key in given if (key == "notices") is wanted]) for wanted in (True, False)
    )
    context |= {
        "front": front(context["frame"]),
        "blocks": blocks,
        "tasks": tasks(sections, _lists(unit)),
        "also": [sections[key] for key in ALSO if key in sections],
        "notices": articles([unit.pk], in_notices).filter(Q(section__in=notices) | in_notices)[:NOTICES],
        "news": articles([unit.pk], in_news)
        .exclude(section__in=elsewhere)
        .exclude(section__kind=SectionKind.PAGE)[:NEWS],
        "news_section": sections.get("news"),
        "notices_section": sections.get("notices"),
        "outside": linked_items(unit.pk),
        **_from_above(request, unit, [pk for pk, _key in given]),
    }
    return render(request, "portal/home.html", context)


def tasks(sections: Mapping[str, Section], lists: Mapping[str, str]) -> list[dict[str, str]]:
    """Six tiles, without missing sections; `lists` are pages that serve better than a section's own."""
    return [
        {"label": _("Tell of a matter"), "url": BASE, "icon_name": "send"},
        {"label": _("Ask an official"), "url": QUESTIONS, "icon_name": "people"},
        *(
            {
                "label": sections[key].title,
                "url": lists.get(key, sections[key].get_absolute_url()),
                "icon_name": icon,
            }
            for key, icon in TASKS
            if key in sections
        ),
        {"label": _("Look up a code"), "url": LOOK_UP, "icon_name": "search"},
    ]


def _lists(unit: Unit) -> dict[str, str]:
    """Pages by the key of the section that they stand for, where they have something to show."""
    return {procedures.SECTION: procedures.BASE} if posted(unit).exists() else {}


def _own_health(unit: Unit, sections: Mapping[str, Section], blocks: Iterable[HomeBlock]) -> list[int]:
    """The section whose items a site without a parent shows in the block on health, not among its news."""
    is_shown = not unit.parent_id and any(block.key == "shared" for block in blocks)
    return [sections["health"].pk] if is_shown and "health" in sections else []


def _from_above(request: HttpRequest, unit: Unit, here: list[int]) -> dict[str, Any]:
    """News and health of the parent; a site without a parent shows its own health section.

    What stands on the site itself (`here`) is not repeated.
    """
    source = unit.parent or unit
    host = host_of(request, unit.parent) if unit.parent else ""
    if unit.parent and not host:  # nowhere to read on
        return {}
    above = articles([source.pk]).exclude(pk__in=here)
    # looked up inside, and by its own id, so that the index gives the newest without sorting thousands
    section = Section.objects.filter(unit=source, key="health", is_hidden=False).values("pk")[:1]
    news = above.exclude(section__kind=SectionKind.PAGE)
    health = list(above.filter(section=Subquery(section))[:HEALTH])
    return {
        "health": health,
        "health_url": f"{host}{health[0].section.get_absolute_url()}" if health else "",
        "parent_host": host,
        "parent_news": news.exclude(section__in=section)[:PARENT_NEWS] if unit.parent else (),
    }


def host_of(request: HttpRequest, unit: Unit) -> str:
    """Scheme, host and port of another unit's site, empty when it has none."""
    site = getattr(unit, "site", None)
    if site is None:
        return ""
    # the port that the browser asked, not the one behind a proxy
    port = split_domain_port(request.get_host())[1]
    place = f"{site.host}:{port}" if port else site.host
    return f"{request.scheme}://{place}"
