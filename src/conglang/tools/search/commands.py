"""`conglang search …`, `conglang search-index` and `conglang search-synonyms …`."""

import json
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conglang.base.units.authority import Operator
from conglang.base.units.models import Site, Unit
from conglang.base.units.queries import descendants, predecessor_ids
from conglang.kernel.clock import now
from conglang.tools.search.highlighting import Segment
from conglang.tools.search.models import Synonym
from conglang.tools.search.queries import Found, Result, find
from conglang.tools.search.reach import hosts_of
from conglang.tools.search.services.rebuild import rebuild
from conglang.tools.search.services.synonyms import NotASynonym, add_synonym, end_synonym


@click.command("search")
@click.option("--site", "host", required=True, metavar="HOST", help="Host of the site to search.")
@click.option("--json", "as_json", is_flag=True, help="Print the results for programs.")
@click.option("--most", default=10, show_default=True, help="How many results to print.")
@click.argument("query", nargs=-1, required=True)
def search(host: str, as_json: bool, most: int, query: tuple[str, ...]) -> None:  # noqa: FBT001 - click's way
    """Search a site as its visitors do."""
    found = find(unit=_unit(host), query=" ".join(query), now=now(), number=most)
    hosts = hosts_of({result.unit_id for result in found.results})
    if as_json:
        click.echo(json.dumps(_plain(found, hosts), ensure_ascii=False, indent=2))
        return
    if found.corrected:
        click.echo(_("Results for “%(query)s”") % {"query": found.corrected})
    for number, result in enumerate(found.results, 1):
        click.echo(f"{number:3}. {_marked(result.title)}")
        click.echo(f"     {result.published_at:%d/%m/%Y}  {_address(result, hosts)}")
        if result.snippet:
            click.echo(f"     {_marked(result.snippet)}")
    total = ngettext("%(count)s result.", "%(count)s results.", found.total) % {"count": found.total}
    click.echo(_("More than %(count)s results.") % {"count": found.total} if found.is_cut else total)


@click.command("search-index")
@click.option("--site", "host", metavar="HOST", help="Only the units of this site.")
def search_index(host: str | None) -> None:
    """Rebuild the search index; the search works meanwhile, and a second start goes on after a cut."""
    units = None
    if host:
        unit = _unit(host)
        units = [unit.pk, *predecessor_ids(unit.pk), *descendants(unit).values_list("pk", flat=True)]
    changed = rebuild(
        unit_ids=units,
        now=now(),
        progress=lambda done: click.echo(
            ngettext("  %(count)s item read", "  %(count)s items read", done) % {"count": done}
        ),
    )
    click.echo(
        ngettext("%(count)s entry changed.", "%(count)s entries changed.", changed) % {"count": changed}
    )


def _unit(host: str) -> Unit:
    site = Site.objects.select_related("unit").filter(host=host).first()
    if site is None:
        raise click.BadParameter(_("No site has this host."), param_hint="--site")
    return site.unit


def _address(result: Result, hosts: dict[int, str]) -> str:
    host = hosts.get(result.unit_id)
    return f"//{host}{result.path}" if host else result.path


def _marked(segments: tuple[Segment, ...]) -> str:
    text = "".join(f"[{segment.text}]" if segment.is_hit else segment.text for segment in segments)
    return " ".join(text.split())


def _plain(found: Found, hosts: dict[int, str]) -> dict[str, Any]:
    return {
        "total": found.total,
        "is_cut": found.is_cut,
        "corrected": found.corrected,
        "results": [
            {
                "uid": str(result.uid),
                "title": result.title_text,
                "url": _address(result, hosts),
                "kind": result.kind,
                "section": result.section,
                "published_at": result.published_at.isoformat(),
                "snippet": "".join(segment.text for segment in result.snippet),
                "score": round(result.score, 4),
            }
            for result in found.results
        ],
    }


@click.group("search-synonyms")
def search_synonyms() -> None:
    """People's words and the office's words for the same thing."""


@search_synonyms.command("list")
def list_synonyms() -> None:
    """Print the pairs in force."""
    for row in Synonym.objects.filter(valid_to=None):
        click.echo(f"{row.said}\t{row.means}")


@search_synonyms.command("add")
@click.argument("said")
@click.argument("means")
def add(said: str, means: str) -> None:
    """Let SAID and MEANS find each other from today."""
    try:
        row = add_synonym(said=said, means=means, by=Operator("conglang search-synonyms"), now=now())
    except NotASynonym as error:
        raise click.ClickException(str(error)) from None
    click.echo(str(row))


@search_synonyms.command("end")
@click.argument("said")
@click.argument("means")
def end(said: str, means: str) -> None:
    """Let the pair count no longer."""
    if not end_synonym(said=said, means=means, by=Operator("conglang search-synonyms"), now=now()):
        raise click.ClickException(_("There is no such pair."))
