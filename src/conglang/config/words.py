"""Commands that show the kernel's answers: folded text and counted days."""

import sys
from datetime import date

import click

from conglang.kernel.calendar import load_national_calendar, parse_term
from conglang.kernel.text import fold as fold_text


@click.command()
@click.argument("text", nargs=-1, required=True)
def fold(text: tuple[str, ...]) -> None:
    """Print TEXT as search compares it: no marks, no capitals."""
    click.echo(fold_text(" ".join(text)))
