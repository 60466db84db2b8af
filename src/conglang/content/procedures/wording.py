"""What people read for parts, choices and faults."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.content.procedures.comparing import Change
from conglang.content.procedures.rules import Content, Fault

PARTS: dict[str, Promise] = {
    "code": gettext_lazy("Code of the procedure"),
    "former_code": gettext_lazy("Former code"),
    "name": gettext_lazy("Name of the procedure"),
    "field": gettext_lazy("Field of the procedure"),
    "levels": gettext_lazy("Carried out by"),
    "kind": gettext_lazy("Kind of procedure"),
    "decision": gettext_lazy("Decision that announced it"),
    "who": gettext_lazy("Who may apply"),
    "steps": gettext_lazy("How it goes"),
    "ways": gettext_lazy("Ways of filing"),
    "papers": gettext_lazy("What to bring"),
    "sets": gettext_lazy("Number of sets"),
    "result": gettext_lazy("What you receive"),
    "conditions": gettext_lazy("Conditions"),
    "basis": gettext_lazy("Legal grounds"),
    "agency": gettext_lazy("Who handles it"),
    "authority": gettext_lazy("Who decides"),
    "address": gettext_lazy("Where files are received"),
    "delegated": gettext_lazy("Who is authorised"),
    "coordinating": gettext_lazy("Who takes part"),
    "online": gettext_lazy("Online service"),
    "online_reason": gettext_lazy("Why not wholly online"),
    "keywords": gettext_lazy("Keywords"),
    "description": gettext_lazy("Description"),
    "link": gettext_lazy("Page on the national portal"),
}
LEVELS = {
    "ministry": gettext_lazy("Ministry level"),
    "province": gettext_lazy("Province level"),
    "commune": gettext_lazy("Commune level"),
}
ONLINE = {
    "full": gettext_lazy("Wholly online"),
    "partial": gettext_lazy("Partly online"),
    "none": gettext_lazy("At the counter or by post"),
}
WAYS = {
    "office": gettext_lazy("At the counter"),
    "online": gettext_lazy("Online"),
    "post": gettext_lazy("By public post"),
}
CHANGES: dict[str, Promise] = {
    Change.WRONG: gettext_lazy("Cannot be taken"),
    Change.CHANGED: gettext_lazy("Altered"),
    Change.CODE: gettext_lazy("New code"),
    Change.NEW: gettext_lazy("New"),
    Change.REPEALED: gettext_lazy("Repealed"),
    Change.SAME: gettext_lazy("Unchanged"),
}
FAULTS: dict[str, Promise] = {
    Fault.NO_CODE: gettext_lazy("The code is missing."),
    Fault.BAD_CODE: gettext_lazy(
        "“%(found)s” is no code of a procedure. A code looks like 1.001193 or 1.001193.000.00.00.H01."
    ),
    Fault.TWICE: gettext_lazy("The code %(found)s stands in the file twice. Please keep one of the lines."),
    Fault.EMPTY: gettext_lazy("This is empty. Please fill it in at the source."),
    Fault.TOO_LONG: gettext_lazy("This is too long for a procedure. Please check the cell."),
    Fault.UNKNOWN_CHOICE: gettext_lazy("“%(found)s” is not known here."),
    Fault.NO_NUMBER: gettext_lazy("“%(found)s” is no number that fits here."),
    Fault.FORMULA: gettext_lazy("The cell holds a formula (%(found)s). Please store its value instead."),
    Fault.SHAPE: gettext_lazy("This is not built as the export builds it."),
    Fault.FOREIGN_LINK: gettext_lazy("“%(found)s” does not lead to a site of the state (https, .gov.vn)."),
    Fault.UNKNOWN_FORMER: gettext_lazy("The former code %(found)s is not in the catalogue."),
}
NO_CATALOGUE: dict[str, Promise] = {
    "too_big": gettext_lazy("The file is too big for a catalogue of procedures. Please split it."),
    "old_excel": gettext_lazy("This is an old Excel file (.xls). Please save it as .xlsx."),
    "macros": gettext_lazy("The file carries macros. Please save it as .xlsx without macros."),
    "no_sheet": gettext_lazy("This is no spreadsheet. Please choose an XLSX, CSV or JSON file."),
    "no_text": gettext_lazy("The letters of the file cannot be read. Please save it as “CSV UTF-8”."),
    "no_columns": gettext_lazy(
        "The columns “Mã thủ tục” and “Tên thủ tục” were not found in the first lines."
    ),
    "empty": gettext_lazy("The file holds no procedure."),
    "damaged": gettext_lazy("The file is damaged. Please export it once more."),
}


def problem_lines(problems: list[dict[str, Any]]) -> list[str]:
    """Stored problems as sentences that begin with the part they are about."""
    return [f"{PARTS[each['part']]}: {FAULTS[each['fault']] % {'found': each['found']}}" for each in problems]


def as_lines(content: Content | None, part: str) -> list[str]:
    """A part of a procedure as lines that people can compare."""
    value = getattr(content, part) if content else ()
    line = _LINES.get(part, str)
    return [line(each) for each in value] if isinstance(value, tuple) else line(value).splitlines()


def sheets(paper: Any) -> str:
    """How many originals and copies of a paper."""
    said = []
    if paper.originals:
        said.append(_("%(number)s original") % {"number": paper.originals})
    if paper.copies:
        said.append(_("%(number)s copy") % {"number": paper.copies})
    return ", ".join(said)


def _chosen(labels: Mapping[str, Promise], value: str) -> str:
    return str(labels.get(value, value))


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


_LINES: dict[str, Callable[[Any], str]] = {
    "ways": lambda each: _joined(_chosen(WAYS, each.way), each.time, each.fee, each.note),
    "papers": lambda each: _joined(each.case, each.name, each.form, sheets(each)),
    "basis": lambda each: _joined(each.number, each.title, each.issued_on, each.issuer),
    "levels": lambda value: _chosen(LEVELS, value),
    "online": lambda value: _chosen(ONLINE, value),
}
