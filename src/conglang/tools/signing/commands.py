"""`conglang verify FILE`."""

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _

from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.kernel.clock import now
from conglang.tools.signing.checking import check_file
from conglang.tools.signing.queries import anchors_for
from conglang.tools.signing.wording import lines_of


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--unit", "code", metavar="CODE", help="Trust what this unit's province installed; else all provinces."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report for programs.")
def verify(file: Path, code: str | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Judge the signatures of a PDF. Ends with 0 if every one is valid, with 1 if not or if there is none."""
    at = now()
    with everything("a file is verified at the command line"):
        unit = Unit.objects.filter(code=code).first() if code else None
        if code and unit is None:
            raise click.ClickException(_("No unit has the code %(code)s.") % {"code": code})
        trust = anchors_for(unit)
    report = check_file(file.read_bytes(), trust, at)
    if as_json:
        whole = report.plain() | {"valid": report.is_valid, "anchors": trust.fingerprint}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        for line in lines_of(report):
            click.echo(line)
    raise SystemExit(0 if report.is_valid else 1)
