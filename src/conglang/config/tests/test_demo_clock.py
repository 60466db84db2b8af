"""The clock of a demonstration goes on by command, never back, and only where there is a demonstration."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from conglang.config.demo import MARK
from conglang.config.demo.clock import AHEAD, MovedClock, demo_clock
from conglang.kernel.clock import LOCAL_ZONE

SECOND = timedelta(seconds=1)


def test_the_moved_clock_goes_on_and_everybody_who_reads_the_file_goes_with_it(tmp_path):
    one, other = MovedClock(tmp_path / AHEAD), MovedClock(tmp_path / AHEAD)
    assert one.now() - datetime.now(UTC) < SECOND
    moment = datetime.now(UTC) + timedelta(days=40)
    one.move_to(moment)
    assert timedelta() <= other.now() - moment < 2 * SECOND
    with pytest.raises(ValueError, match="20"):
        one.move_to(datetime.now(UTC))
    assert other.now() >= moment


def test_the_command_takes_local_time_and_leaves_other_folders_alone(tmp_path):
    day = (datetime.now(LOCAL_ZONE) + timedelta(days=3)).date()
    arguments = ["--data", str(tmp_path), f"{day}T09:30"]
    assert "holds no demonstration" in CliRunner().invoke(demo_clock, arguments).output
    (tmp_path / MARK).write_text("[]")
    assert CliRunner().invoke(demo_clock, arguments).output == f"{day}T09:30\n"
    back = CliRunner().invoke(demo_clock, ["--data", str(tmp_path), "2026-01-01T08:00"])
    assert (back.exit_code, "past that moment" in back.output) == (1, True)
