"""`conglang audit …` and `conglang outbox …`."""

import json
import sys
import time
from dataclasses import asdict

import click
from django.utils.translation import gettext as _

from conglang.base.ledger import outbox as letters
from conglang.base.ledger.verify import Verification
from conglang.base.ledger.verify import verify as verify_trail
from conglang.kernel.clock import now


@click.group("audit")
def audit() -> None:
    """The audit trail."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result for programs.")
def verify(as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Check that no row was altered, removed or inserted; exit code 1 if one was."""
    began = time.monotonic()
    result = verify_trail()
    if as_json:
        click.echo(json.dumps({"intact": result.intact, **asdict(result)}, ensure_ascii=False))
    else:
        _tell(result, time.monotonic() - began)
    sys.exit(0 if result.intact else 1)


def _tell(result: Verification, seconds: float) -> None:
    read = {"count": result.sealed, "seconds": f"{seconds:.1f}"}
    click.echo(_("%(count)s sealed rows read in %(seconds)s s.") % read)
    if result.unsealed:
        waiting = {"count": result.unsealed, "id": result.first_unsealed_id}
        click.echo(_("%(count)s rows wait for their seal, from row %(id)s on.") % waiting)
    if not result.guarded:
        click.echo(_("Warning: the triggers that forbid changes are down."))
    for problem in result.problems:
        place = "–" if problem.sequence is None else problem.sequence
        click.echo(f"{problem.kind}\t{place}\t{problem.message}")
    click.echo(_("The trail is intact.") if result.intact else _("The trail was changed."))


@click.group("outbox")
def outbox() -> None:
    """Events on their way between the parts of the installation."""


@outbox.command("dead")
def dead() -> None:
    """List the deliveries that were given up."""
    for letter in letters.dead():
        error = letter.last_error.splitlines()[0] if letter.last_error else ""
        message = letter.message
        click.echo(f"{letter.pk}\t{message.name}\t{letter.handler}\t{message.at:%Y-%m-%d %H:%M}\t{error}")


@outbox.command("retry")
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="All of them.")
def retry(ids: tuple[int, ...], everything: bool) -> None:  # noqa: FBT001 - click's way
    """Try these dead deliveries again."""
    chosen = list(letters.dead().values_list("pk", flat=True)) if everything else list(ids)
    count = letters.retry(chosen, now=now())
    click.echo(_("%(count)s deliveries will be tried again.") % {"count": count})
