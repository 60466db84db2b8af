"""The running product, for tests that meet it as its users do: through its command and its ports."""

from collections import Counter
from collections.abc import Iterator

import pytest
from _pytest.terminal import TerminalReporter

from tests.running import Demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo on a data folder of its own, shared by the whole session: leave no trap for the next test."""
    with Demo.started(tmp_path_factory.mktemp("demo") / "data") as demo:
        yield demo


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """What the matrix of roles and addresses tried, in one line."""
    reports = [each for name in ("passed", "failed") for each in terminalreporter.stats.get(name, [])]
    rows = [value for report in reports for name, value in report.user_properties if name == "matrix"]
    answers: Counter[int] = Counter()
    for row in rows:
        answers.update(row["answers"])
    if rows:
        by_status = ", ".join(f"{count} × {status}" for status, count in sorted(answers.items()))
        terminalreporter.write_line(
            f"matrix: {rows[0]['doors']} addresses × {len(rows)} roles × 2 units and nothing: "
            f"{answers.total()} requests, answered {by_status}"
        )
