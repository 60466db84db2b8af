"""What an import would change: each row of a file beside what is in force. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from conglang.content.procedures.reading import Row
from conglang.content.procedures.rules import Content, Fault, Problem, changed_parts, read_content
from conglang.kernel.text import fold


class Change(StrEnum):
    """What becomes of a procedure."""

    NEW = "new"
    CHANGED = "changed"
    CODE = "code"
    REPEALED = "repealed"
    SAME = "same"
    WRONG = "wrong"


EFFECTIVE = (Change.NEW, Change.CHANGED, Change.CODE, Change.REPEALED)


@dataclass(frozen=True)
class Planned:
    """One line of a preview.

    `code` names the procedure in the catalogue, the old code where the code changes; `basis` is the hash of
    what was in force when this was compared, empty for what was not there.
    """

    number: int  # in the file; 0 for what the file does not name
    change: Change
    code: str
    content: Content | None = None
    parts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    basis: str = ""


def compare(rows: Iterable[Row], known: Mapping[str, Content], *, is_whole: bool) -> list[Planned]:
    """The preview. `known` is what is in force by code; `is_whole`: what the file lacks is repealed."""
    planned: list[Planned] = []
    read = [(row, *read_content(row.values)) for row in rows]
    codes = {content.code for _row, content, _problems in read}
    seen: set[str] = set()
    taken: set[str] = set()
    for row, content, problems in read:
        found = [*row.problems, *problems]
        if content.code and content.code in seen:
            found.append(Problem("code", Fault.TWICE, content.code))
        seen.add(content.code)
        former = row.former_code or _renamed(content, known, codes | taken, is_whole=is_whole)
        if row.former_code and row.former_code not in known and content.code not in known:
            found.append(Problem("former_code", Fault.UNKNOWN_FORMER, row.former_code))
        line = _line(row, content, tuple(found), known, former)
        taken.add(line.code)
        planned.append(line)
    if is_whole:
        gone = sorted(known.keys() - taken - codes)
        planned += [Planned(0, Change.REPEALED, code, basis=known[code].sha256) for code in gone]
    return planned


def _line(
    row: Row, content: Content, found: tuple[Problem, ...], known: Mapping[str, Content], former: str
) -> Planned:
    old = known.get(content.code)
    if row.is_repealed and content.code and not row.problems:
        if old is None:
            return Planned(row.number, Change.SAME, content.code)
        return Planned(row.number, Change.REPEALED, content.code, basis=old.sha256)
    if found:
        return Planned(row.number, Change.WRONG, content.code, content, problems=found)
    if old is None and former and former in known:
        parts = tuple(changed_parts(known[former], content))
        return Planned(row.number, Change.CODE, former, content, parts, basis=known[former].sha256)
    if old is None:
        return Planned(row.number, Change.NEW, content.code, content)
    parts = tuple(changed_parts(old, content))
    return Planned(
        row.number, Change.CHANGED if parts else Change.SAME, content.code, content, parts, basis=old.sha256
    )


def _renamed(content: Content, known: Mapping[str, Content], still: set[str], *, is_whole: bool) -> str:
    """The code under which a whole catalogue had the same name and field before, if only one did."""
    if not is_whole or content.code in known:
        return ""
    wanted = (fold(content.name), fold(content.field))
    same = [code for code, old in known.items() if (fold(old.name), fold(old.field)) == wanted]
    gone = [code for code in same if code not in still]
    return gone[0] if len(gone) == 1 else ""
