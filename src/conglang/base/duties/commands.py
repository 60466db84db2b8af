"""`conglang duties …`: what is due, and why on that day."""

import click
from django.utils.translation import gettext as _

from conglang.base.duties import queries
from conglang.base.duties.models import Duty, Rule
from conglang.base.duties.rule_file import write
from conglang.base.duties.wording import STATES, demands
from conglang.base.ui.formats import vn_date
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now


@click.group()
def duties() -> None:
    """Duties of all units, and the terms that they follow."""


@duties.command()
@click.option("--unit", "code", metavar="CODE", help="Only this unit.")
@click.option("--late", is_flag=True, help="Only those whose day has passed.")
def due(code: str | None, late: bool) -> None:  # noqa: FBT001 - click's way
    """List open duties, the most urgent first."""
    now = clock_now()
    with everything("conglang duties due"):
        rows = queries.overdue(now) if late else queries.open_duties()
        for duty in rows.filter(unit__code=code) if code else rows:
            state = STATES[duty.state(now)][0]
            click.echo(f"{duty.pk}\t{duty.due_on:%d/%m/%Y}\t{state}\t{duty.unit.title}\t{duty.title}")


@duties.command()
@click.argument("duty_id", metavar="ID", type=int)
def why(duty_id: int) -> None:
    """Tell why duty ID is due on its day: every rule, every day counted and skipped."""
    with everything("conglang duties why"):
        duty = Duty.objects.select_related("unit").filter(pk=duty_id).first()
        if duty is None:
            raise click.BadParameter(_("There is no such duty."), param_hint="ID")
        click.echo(f"{duty.title} – {duty.unit.title}")
        click.echo(_("Due on %(day)s.") % {"day": vn_date(duty.due_on)})
        for demand in demands(queries.reckon(duty)):
            mark = "*" if demand.counts else " "
            click.echo(f"{mark} {demand.limit}: {demand.on} – {demand.basis} {demand.why}".rstrip())
            for step in demand.steps:
                click.echo(f"    {step.on:%d/%m/%Y}  {step.number:>3}  {step.text}")
            for warning in demand.warnings:
                click.echo(f"    ! {warning}")
        for extension in duty.extensions:
            click.echo(
                _("Extended: %(reason)s") % {"reason": extension["reason"]} + f" → {extension['until']}"
            )
        for change in duty.changes.all():
            click.echo(f"{change.was_on:%d/%m/%Y} → {change.is_on:%d/%m/%Y}: {change.cause}")


@duties.command()
def rules() -> None:
    """Print all terms as YAML."""
    click.echo(write(row.as_entry for row in Rule.objects.all()))
