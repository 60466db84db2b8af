"""`conglang recount`."""

from pathlib import Path

import click

from conglang.citizens.polls.rules import fingerprint, recount


@click.command("recount")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def recount_file(file: Path) -> None:
    """Count the votes of a published ballot FILE again, and say its SHA-256."""
    data = file.read_bytes()
    try:
        counts = recount(data)
    except ValueError as fault:
        raise click.ClickException(str(fault)) from fault
    for choice, count in counts.most_common():
        click.echo(f"{count:>7}  {choice}")
    click.echo(f"{counts.total():>7}  votes")
    click.echo(f"SHA-256  {fingerprint(data)}")
