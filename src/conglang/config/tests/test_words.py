import pytest
from click.testing import CliRunner

from conglang.config.words import workdays


def run(*arguments):
    return CliRunner().invoke(workdays, arguments)


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        (("2026-11-20", "2wd"), "2026-11-25"),
        (("2026-11-20", "2", "ngày", "làm", "việc"), "2026-11-25"),
        (("2026-11-17", "12d"), "2026-11-30"),
        (("2026-11-20T08:30", "48h"), "2026-11-22T08:30"),
        (("2026-11-20T23:30", "2wd"), "2026-11-25"),
    ],
)
def test_the_first_line_is_the_last_day(arguments, due):
    result = run(*arguments)
    assert (result.exit_code, result.output.splitlines()[0]) == (0, due)


def test_the_other_lines_tell_why_and_what_is_still_open():
    output = run("2026-11-20", "2wd").output
    assert "Ngày Văn hóa Việt Nam (Nghị quyết 28/2026/QH16)" in output
    assert "nếu được chốt thì hạn là 2026-11-26" in output


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        (("2026-11-20", "5", "tuần"), "TERM"),
        (("2026-11-20", "48h"), "TERM"),
        (("20/11/2026", "5wd"), "START"),
        (("9999-12-31", "5wd"), "START"),
    ],
)
def test_a_wrong_argument_is_named(arguments, culprit):
    result = run(*arguments)
    assert result.exit_code == 2
    assert f"Invalid value for {culprit}" in result.output
