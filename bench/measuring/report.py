"""The table on the screen, the verdict, and the section in results.md."""

import os
import platform
import re
import sqlite3
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "results.md"
HEAD = """# Measured

Each section is written by the command that it names, on the machine that it names. A limit marked ≤ or ≥ is a
bar of the product: a figure beyond it makes the command fail.
"""


@dataclass
class Row:
    """One measured thing; `values` are its repetitions, `limit` its bar if it has one, as in "≤ 100"."""

    what: str
    values: Sequence[float]
    unit: str
    limit: str = ""

    @property
    def figure(self) -> float:
        """What is held against the limit: the median."""
        return statistics.median(self.values)

    @property
    def held(self) -> bool:
        """Whether the bar holds; true without one."""
        sign, _, number = self.limit.partition(" ")
        if not sign:
            return True
        return self.figure <= float(number) if sign == "≤" else self.figure >= float(number)


@dataclass
class Report:
    """A run of one script, or of the part of it that has a section of its own. `notes` go under the table."""

    name: str
    title: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    load: float = field(default_factory=lambda: os.getloadavg()[0])
    part: str = ""

    def add(self, what: str, values: Sequence[float] | float, unit: str, limit: str = "") -> None:
        """Add a line; a single number stands for itself."""
        several = [values] if isinstance(values, int | float) else list(values)
        self.rows.append(Row(what, several, unit, limit))

    def finish(self, *, write: bool) -> int:
        """Print all, write the section unless it was only a trial; the exit code."""
        held = all(row.held for row in self.rows)
        table = self._table()
        print(f"\n{self.title}\n{machine(self.load)}\n\n{table}\n")
        print("\n".join(self.notes))
        print("held" if held else "MISSED: " + "; ".join(row.what for row in self.rows if not row.held))
        if write:
            self._write(table, held=held)
        return 0 if held else 1

    def _table(self) -> str:
        head = ("what", "min", "median", "max", "unit", "limit", "")
        body = [
            (
                row.what,
                *(_number(pick(row.values)) for pick in (min, statistics.median, max)),
                row.unit,
                row.limit,
                "" if not row.limit else "held" if row.held else "MISSED",
            )
            for row in self.rows
        ]
        wide = [max(len(line[n]) for line in [head, *body]) for n in range(len(head))]
        lines = [
            "| " + " | ".join(cell.ljust(wide[n]) for n, cell in enumerate(line)) + " |" for line in body
        ]
        first = "| " + " | ".join(cell.ljust(wide[n]) for n, cell in enumerate(head)) + " |"
        return "\n".join([first, "|" + "|".join("-" * (width + 2) for width in wide) + "|", *lines])

    def _write(self, table: str, *, held: bool) -> None:
        text = RESULTS.read_text("utf-8") if RESULTS.exists() else HEAD
        found = re.findall(r"^## (\w+): .*?(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
        sections = dict(
            zip(found, re.findall(r"^## .*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL), strict=True)
        )
        arguments = " ".join([self.name, *sys.argv[1:]])
        notes = "".join(f"{note}\n\n" for note in self.notes)
        day = datetime.now(UTC).strftime("%Y-%m-%d")
        section = f"{self.name}_{self.part}" if self.part else self.name
        sections[section] = (
            f"## {section}: {self.title}\n\n{'Held' if held else 'Missed'} on {day} by "
            f"`./dev bench {arguments}`.\n{machine(self.load)}\n\n{table}\n\n{notes}"
        )
        RESULTS.write_text(
            HEAD + "\n" + "\n".join(sections[name].strip() + "\n" for name in sorted(sections)), "utf-8"
        )


def machine(load: float) -> str:
    """Cores, memory and versions; the load tells whether the machine had other work."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return (
        f"{os.cpu_count()} cores ({model[1].strip() if model else platform.machine()}), {memory:.0f} GiB, "
        f"load {load:.1f} at the start; Python {platform.python_version()}, Django {version('django')}, "
        f"Wagtail {version('wagtail')}, SQLite {sqlite3.sqlite_version}."
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
