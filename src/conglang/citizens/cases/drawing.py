"""docs/cases.md from the table: `python -m conglang.citizens.cases.drawing > docs/cases.md`."""

import sys
from collections.abc import Iterator

from conglang.citizens.cases.rules import FINAL, STEPS, TABLE, VISIBLE, Process, Step, Who

HEAD = """# The way of a case

Made from `TABLE` in `src/conglang/citizens/cases/rules.py`; a test compares both. Visibility and clock are
axes of their own: a case can be public at any of these places, and its clock is a duty.
"""


def document() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_diagram(), "", *_commands(), "", *_permissions(), "", *_visibility(), ""])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {Process.WAITING}"
    yield f"    [*] --> {Process.QUARANTINED}"
    for step in TABLE:
        for source in _ordered(step):
            yield f"    {source} --> {step.target or source}: {step.command}"
    for process in Process:
        if process in FINAL:
            yield f"    {process} --> [*]"
    yield "```"


def _ordered(step: Step) -> list[Process]:
    return [each for each in Process if each in step.sources]


def _commands() -> Iterator[str]:
    yield "| command | from | to | needs | clocks | sender is told |"
    yield "|---|---|---|---|---|---|"
    for step in TABLE:
        needs, effects = ", ".join(sorted(step.needs)), ", ".join(step.effects)
        sources = ", ".join(_ordered(step))
        told = "yes" if step.tells else "no"
        yield f"| {step.command} | {sources} | {step.target or 'stays'} | {needs} | {effects} | {told} |"


def _permissions() -> Iterator[str]:
    yield "| command | " + " | ".join(Who) + " |"
    yield "|---|" + "---|" * len(Who)
    for command, step in STEPS.items():
        yield f"| {command} | " + " | ".join("x" if who in step.who else "" for who in Who) + " |"


def _visibility() -> Iterator[str]:
    yield "| visible to | may become |"
    yield "|---|---|"
    for source, targets in VISIBLE.items():
        yield f"| {source} | {', '.join(sorted(targets))} |"


if __name__ == "__main__":
    sys.stdout.write(document())
