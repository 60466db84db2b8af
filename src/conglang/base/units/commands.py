"""`conglang units …`: the tree of units at the command line."""

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conglang.base.units.authority import Operator
from conglang.base.units.catalogue import catalogue
from conglang.base.units.models import Unit
from conglang.base.units.queries import collisions, propose_host, unit_with_code
from conglang.base.units.services.load_units import load_units
from conglang.kernel.clock import local_day, now


@click.group()
def units() -> None:
    """Provinces, communes and their predecessors; hosts of their sites."""


@units.command()
@click.option("--province", metavar="CODE", help="Only this province of today, with what went into it.")
def load(province: str | None) -> None:
    """Add the units of Việt Nam that are missing; a second run changes nothing."""
    data = catalogue()
    if province:
        try:
            data = data.of_province(province)
        except KeyError:
            raise click.BadParameter(_("No province has this code."), param_hint="--province") from None
    total = {"units": len(data.old) + len(data.new), "successions": len(data.links)}
    words = {"units": _("Units"), "successions": _("Successions")}
    loaded = load_units(
        data=data,
        by=Operator("conglang units load"),
        now=now(),
        progress=lambda what, done: click.echo(f"  {words[what]}: {done} / {total[what]}"),
    )
    for line in loaded.differing:
        click.echo(_("Left as it is, although the files differ: %(line)s") % {"line": line})
    if not loaded:
        click.echo(_("Nothing to do: all units are there."))
        return
    click.echo(
        _("Added %(units)d units, %(successions)d successions, %(reclassified)d changes of kind.")
        % {
            "units": loaded.units,
            "successions": loaded.successions,
            "reclassified": loaded.reclassified,
        }
    )


@units.command()
@click.argument("code")
def host(code: str) -> None:
    """Propose the host of the unit with CODE, with what stands in its way."""
    today = local_day(now())
    try:
        unit = unit_with_code(code, today)
    except Unit.DoesNotExist:
        raise click.BadParameter(_("No unit has this code."), param_hint="CODE") from None
    proposal = propose_host(unit)
    click.echo(f"{unit.title} ({unit.code}): {proposal}")
    found = collisions(unit, today)
    if found.units:
        names = ", ".join(f"{other.title} ({other.code})" for other in found.units)
        click.echo(
            ngettext(
                "Careful: %(names)s would have the same host.",
                "Careful: %(names)s would all have the same host.",
                len(found.units),
            )
            % {"names": names}
        )
    if found.site:
        click.echo(
            _("Taken: %(host)s belongs to %(unit)s.") % {"host": proposal, "unit": found.site.unit.title}
        )
