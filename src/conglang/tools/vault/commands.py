"""`conglang vault …`: which personal data go, and when."""

import click

from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.tools.vault.services.expire import due_to_go, shred_due


@click.group()
def vault() -> None:
    """Personal data of senders."""


@vault.command()
@click.option("--dry-run", is_flag=True, help="Only list what would go.")
def expire(dry_run: bool) -> None:  # noqa: FBT001 - click's way
    """Destroy what is due, as the worker does every night."""
    now = clock_now()
    with everything("conglang vault expire"):
        for row in due_to_go(now):
            click.echo(f"{row.on:%d/%m/%Y}\t{row.kind}\t{row.label}")
    if not dry_run:
        click.echo(str(shred_due(now=now)))
