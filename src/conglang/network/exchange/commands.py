"""`conglang pull-procedures`: propose what the national source says."""

import click
from django.conf import settings

from conglang.base.accounts.actor import Actor
from conglang.base.units.queries import unit_with_code
from conglang.base.units.scope import everything
from conglang.content.procedures.queries import change_counts
from conglang.content.procedures.source import SourceFailed
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.network.exchange.kept_answers import KeptAnswers
from conglang.network.exchange.national import PublicPages
from conglang.network.exchange.services.pull_procedures import pull_procedures


@click.command("pull-procedures")
@click.option("--unit", "code", required=True, help="Code of the province.")
@click.option("--source", "origin", required=True, help="Scheme and host of the source's public pages.")
def pull(code: str, origin: str) -> None:
    """Compare the national source with the catalogue; two people decide at the desk.

    No specification of the source could be had: try it before you rely on it, and import files otherwise.
    """
    now = clock_now()
    source = PublicPages(origin.rstrip("/"), KeptAnswers(settings.DATA / "national-source"))
    with everything("an operator asks the national source for a province"):
        unit = unit_with_code(code, local_day(now))
        try:
            batch = pull_procedures(
                by=Actor.system("pull-procedures"), unit_id=unit.pk, source=source, name=origin[:255], now=now
            )
        except SourceFailed as failed:
            raise click.ClickException(f"Nothing was taken: {failed}") from failed
        counts = change_counts(batch)
    click.echo(f"Import {batch.pk} waits for a decision at the desk: {counts}")
