"""The demonstration's own clock: it can be moved on, so that what falls due later is seen today."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from conglang.config.demo import MARK
from conglang.kernel.clock import LOCAL_ZONE

AHEAD = "clock-ahead"


@dataclass(frozen=True)
class MovedClock:
    """The machine's clock and as many seconds as a file holds; all processes of a demonstration read it."""

    path: Path

    def now(self) -> datetime:
        """Return the instant that the demonstration takes for the present."""
        try:
            ahead = int(self.path.read_text("ascii"))
        except FileNotFoundError:
            ahead = 0
        return datetime.now(UTC) + timedelta(seconds=ahead)

    def move_to(self, moment: datetime) -> None:
        """Let `moment` be the present. Raises ValueError for the past: records know no way back."""
        if moment < self.now():
            raise ValueError(moment)
        ahead = moment - datetime.now(UTC)
        beside = self.path.with_suffix(".new")
        beside.write_text(str(math.ceil(ahead.total_seconds())), "ascii")
        beside.replace(self.path)  # nobody reads half a number


@click.command()
@click.option(
    "--data", default="var/demo", show_default=True, type=click.Path(path_type=Path, file_okay=False)
)
@click.argument("moment", type=click.DateTime(["%Y-%m-%dT%H:%M"]), required=False)
def demo_clock(data: Path, moment: datetime | None) -> None:
    """Move the clock of a demonstration on to MOMENT, such as 2026-12-02T09:30, and say what time it is.

    It may be running: whatever falls due until then happens at once. There is no way back.
    """
    if not (data / MARK).exists():
        raise click.ClickException(f"{data} holds no demonstration")
    clock = MovedClock(data / AHEAD)
    if moment is not None:
        try:
            clock.move_to(moment.replace(tzinfo=LOCAL_ZONE))
        except ValueError:
            raise click.ClickException("the demonstration is past that moment already") from None
    click.echo(f"{clock.now().astimezone(LOCAL_ZONE):%Y-%m-%dT%H:%M}")
