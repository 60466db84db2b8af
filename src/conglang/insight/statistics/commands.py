"""`conglang statistics`."""

from pathlib import Path

import click

from conglang.insight.statistics.services.read_log import read_log as take_in
from conglang.kernel.clock import now


@click.group()
def statistics() -> None:
    """How often pages are seen."""


@statistics.command("read-log")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def read_log(file: Path) -> None:
    """Take the page views of a log in, such as one of another server; a log counts once."""
    click.echo(f"{take_in(path=file, now=now())} page views were taken in.")
