"""The front page rendered for the first time, beside the page as a beginner would write it.

Bars: at most 15 queries, the same at one commune and at 170 communes with 200 articles each, and at most half
the time of the naïve version in the same run.

Both are asked in-process through all middleware, with no stored page in front, and fill the same templates,
so that the pages are alike. The naïve view in this file reads what they want with plain queries: whole
rows with their bodies, each section, unit, picture and subsection looked up where it is needed. Both take
turns, so that a busy machine disturbs both alike.

The articles are copies that the database makes of approved ones; the guards of the database watch it.

    ./dev bench home [--communes 170] [--articles 200] [--rounds 15] [--trial]
"""

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from measuring.copies import copy_rows
from measuring.installation import environment, scratch
from measuring.report import Report
from measuring.roles import Process, play

MOST_QUERIES, MOST_SHARE = 15, 0.5
UNIT, PARENT = "99101", "99"


def naive_view(request: Any) -> Any:
    """The same front page with whatever query comes to mind."""
    from types import SimpleNamespace

    from django.db.models import Q
    from django.shortcuts import render as fill_template

    from conglang.content.newsroom.models import Article
    from conglang.content.procedures.queries import posted
    from conglang.network.exchange.models import FeedItem
    from conglang.portal import procedures
    from conglang.portal.home import ALSO, host_of, tasks
    from conglang.tools.distribution.models import Line
    from conglang.tools.pages.context import _masthead, about_links, imprint
    from conglang.tools.pages.front import Contact
    from conglang.tools.pages.models import BannerPicture, Channel, LinkGroup, Section, SiteLink, SiteProfile
    from conglang.tools.pages.queries import home_blocks

    unit = request.site.unit
    sections = Section.objects.filter(unit=unit)
    items = Article.objects.filter(translation_of=None).order_by("-first_published_at", "-pk")
    given = {
        line.object_id: line.options for line in Line.objects.filter(unit=unit, channel="portal", live=True)
    }
    given = {key: options.get("section") for key, options in given.items() if items.get(pk=key).unit != unit}
    notices, news = (
        items.filter(
            Q(unit=unit) | Q(pk__in=[pk for pk, key in given.items() if (key == "notices") is wanted])
        )
        for wanted in (True, False)
    )
    above = items.filter(unit=unit.parent).exclude(pk__in=given)
    around: Any = SimpleNamespace(
        unit=unit, profile=SiteProfile.objects.get(unit=unit), sections={each.slug: each for each in sections}
    )
    profiles = [around.profile, SiteProfile.objects.get(unit=unit.parent)]
    health = Section.objects.get(unit=unit.parent, key="health")
    links = SiteLink.objects.filter(unit__in=[unit.parent, unit]).order_by("unit_id", "order")
    context = {
        "frame": around,
        "masthead": _masthead(unit, around),
        "menu": [
            {**entry_of(top), "children": [entry_of(child) for child in Section.objects.filter(parent=top)]}
            for top in Section.objects.filter(unit=unit, parent=None, in_menu=True)
        ],
        "search_url": "/tim-kiem/",
        "suggest_url": "/tim-kiem/goi-y/",
        "imprint": imprint(around) | {"channels": Channel.objects.filter(unit=unit), "about": about_links()},
        "front": {
            "pictures": BannerPicture.objects.filter(unit=unit),
            "contacts": [Contact(row.unit.title, row.control_phone, row.control_email) for row in profiles],
            "links": [
                {"title": group.label, "links": links.filter(group=group)}
                for group in LinkGroup
                if links.filter(group=group).exists()
            ],
        },
        "blocks": home_blocks(unit),
        "tasks": tasks(
            {each.key: each for each in sections},
            {procedures.SECTION: procedures.BASE} if posted(unit) else {},
        ),
        "also": [each for key in ALSO for each in Section.objects.filter(unit=unit, key=key)],
        "notices": notices.exclude(~Q(section__key="notices"), unit=unit)[:6],
        "news": news.exclude(section__key="notices", unit=unit).exclude(section__kind="page")[:6],
        "news_section": Section.objects.get(unit=unit, key="news"),
        "notices_section": Section.objects.get(unit=unit, key="notices"),
        "parent_news": above.exclude(section__key="health").exclude(section__kind="page")[:5],
        "parent_host": host_of(request, unit.parent),
        "outside": FeedItem.objects.filter(unit=unit, feed__use="links", feed__stopped_at=None)[:6],
        "health": above.filter(section__key="health")[:3],
        "health_url": f"{host_of(request, unit.parent)}{health.get_absolute_url()}",
    }
    return fill_template(request, "portal/home.html", context)


def entry_of(section: Any) -> dict[str, Any]:
    """A section in the menu."""
    return {"label": section.title, "url": section.get_absolute_url(), "current": False}


def naive(host: str) -> bytes:
    """The naïve page through the same middleware: only the addresses of public sites are others."""
    from types import ModuleType

    from django.test import override_settings
    from django.urls import include, path

    from conglang.base.accounts.audience import visitors

    if "naive_urls" not in sys.modules:
        addresses = ModuleType("naive_urls")
        rest = path("", include("conglang.config.urls_public"))
        addresses.urlpatterns = [path("", visitors(naive_view)), rest]  # type: ignore[attr-defined]
        sys.modules["naive_urls"] = addresses
    with override_settings(PUBLIC_URLCONF="naive_urls"):
        return ours(host)


def render(communes: int, articles: int, rounds: int) -> dict[str, Any]:
    """Fill an installation, then render in turns: queries and seconds of both."""
    from django.core.management import call_command

    from conglang.base.units.models import Site
    from conglang.base.units.scope import everything
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.config.demo.load import load_demo
    from conglang.kernel.clock import now

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    load_demo(now())
    with everything("fill a measurement"):
        host = Site.objects.get(unit__code=UNIT).host
        fill(communes, articles)

    sides: dict[str, Callable[[], bytes]] = {"ours": lambda: ours(host), "naive": lambda: naive(host)}
    check_alike({name: side() for name, side in sides.items()})
    found: dict[str, Any] = {name: {"queries": queries(side), "seconds": []} for name, side in sides.items()}
    for _ in range(rounds):
        for name, side in sides.items():
            began = time.perf_counter()
            side()
            found[name]["seconds"].append(time.perf_counter() - began)
    return found


def ours(host: str) -> bytes:
    """The product's page, rendered anew."""
    from django.test import Client

    answer = Client().get("/", headers={"host": host})
    if answer.status_code != 200:
        raise AssertionError(f"the page answered {answer.status_code}")
    return bytes(answer.content)


def queries(side: Callable[[], bytes]) -> int:
    """How many statements one rendering sends."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        side()
    return len(seen)


def check_alike(pages: dict[str, bytes]) -> None:
    """Both must be the same page, else they cannot be compared."""
    import difflib

    lines = [page.decode().split("\n") for page in (pages["ours"], pages["naive"])]
    different = list(difflib.unified_diff(*lines, lineterm="", n=0))
    if different:
        raise AssertionError("the two pages differ:\n" + "\n".join(different[:20]))


def fill(communes: int, articles: int) -> None:
    """Communes beside the first one, and this many public articles in each of them and in the province."""
    from django.db import connection, transaction
    from django.db.models import Max

    from conglang.base.units.models import Unit

    home, parent = (Unit.objects.get(code=code).pk for code in (UNIT, PARENT))
    top = Unit.objects.aggregate(top=Max("pk"))["top"]
    with transaction.atomic():
        copy_rows(connection, "units_unit", home, communes - 1, {
            "id": f"({top} + n)", "uid": "lower(hex(randomblob(16)))", "code": "printf('98%03d', n)",
            "name": "'Mẫu ' || n",
        })  # fmt: skip
        for unit in (home, parent):
            copy_articles(source=unit, unit=unit, count=articles)
        for unit in range(top + 1, top + communes):
            copy_sections(source=home, unit=unit)
            copy_articles(source=home, unit=unit, count=articles)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def copy_sections(*, source: int, unit: int) -> None:
    """The sections that hold the articles."""
    from django.db import connection
    from django.db.models import Max

    from conglang.tools.pages.models import Section

    top = Section.objects.aggregate(top=Max("pk"))["top"]
    wanted = Section.objects.filter(unit=source, key__in=["news", "notices"]).values_list("pk", flat=True)
    for number, key in enumerate(wanted, 1):
        copy_rows(connection, "pages_section", key, 1, {
            "id": str(top + number), "uid": "lower(hex(randomblob(16)))", "unit_id": str(unit),
        })  # fmt: skip


def copy_articles(*, source: int, unit: int, count: int) -> None:
    """Public articles in the unit, in its own sections in turn; drafts first, as the guards want it."""
    from django.db import connection
    from django.db.models import Max

    from conglang.content.newsroom.models import Article
    from conglang.tools.approval.models import Approval
    from conglang.tools.pages.models import Section

    originals = Article.objects.filter(unit=source, live=True, translation_of=None)
    first = originals.filter(section__key="news").first()
    top, top_approval = (model.objects.aggregate(top=Max("pk"))["top"] for model in (Article, Approval))
    keys = Section.objects.filter(unit=unit, key__in=["news", "notices", "health"])
    turns = "".join(f"WHEN {turn} THEN {key} " for turn, key in enumerate(keys.values_list("pk", flat=True)))
    at = "strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', (n * 80) || ' minutes')"
    copy_rows(connection, "newsroom_article", first.pk, count, {
        "id": f"({top} + n)", "uid": "lower(hex(randomblob(16)))", "unit_id": str(unit),
        "section_id": f"CASE n % {len(keys)} {turns}END", "title": f"'Bài số ' || n || ' của đơn vị {unit}'",
        "slug": f"'bai-so-' || n || '-{unit}'", "live": "0", "approval_id": "NULL", "approved_hash": "''",
        "first_published_at": at, "last_published_at": at,
    })  # fmt: skip
    copy_rows(connection, "approval_approval", first.approval_id, count, {
        "id": f"({top_approval} + n)", "object_id": f"({top} + n)", "unit_id": str(unit),
        "sha256": "printf('%064x', n)", "at": at,
    })  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE newsroom_article SET live = 1, approval_id = a.id, approved_hash = a.sha256 "
            "FROM approval_approval a WHERE a.object_id = newsroom_article.id AND a.id > %s",
            [top_approval],
        )


def main() -> int:
    """Both sizes, each in a process and an installation of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--communes", type=int, default=170)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--trial", action="store_true", help="write nothing into results.md")
    asked = parser.parse_args()
    report = Report("home", "First render of the front page, beside a naïve version")
    counts = []
    for communes in (1, asked.communes):
        with scratch() as folder:
            process = Process(
                __file__, "render", environment(folder), communes=communes, articles=asked.articles,
                rounds=asked.rounds,
            )  # fmt: skip
            found = process.result()
        where = f"{communes} × {asked.articles}"
        counts.append(found["ours"]["queries"])
        report.add(f"queries, {where}", found["ours"]["queries"], "", f"≤ {MOST_QUERIES}")
        report.add(f"queries, naïve, {where}", found["naive"]["queries"], "")
        for name, label in (("ours", "time"), ("naive", "time, naïve")):
            report.add(f"{label}, {where}", [second * 1000 for second in found[name]["seconds"]], "ms")
        pairs = zip(found["ours"]["seconds"], found["naive"]["seconds"], strict=True)
        report.add(f"share of the naïve time, {where}", [a / b for a, b in pairs], "", f"≤ {MOST_SHARE}")
    report.add("more queries with more communes", counts[1] - counts[0], "", "≤ 0")
    report.notes.append(
        "Both render all items again each time; what is stored in front of ours is not in these figures."
    )
    return report.finish(write=not asked.trial)


if __name__ == "__main__":
    if "--role" in sys.argv:
        play(render)
    sys.exit(main())
