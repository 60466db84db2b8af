"""What people read for states and for workbooks that cannot be taken."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from conglang.content.budgets.reading import NoTable
from conglang.content.budgets.rules import State

STATES: dict[State, Promise] = {
    State.PUBLIC: gettext_lazy("Made public"),
    State.PUBLIC_LATE: gettext_lazy("Made public late"),
    State.DUE: gettext_lazy("Still in time"),
    State.OVERDUE: gettext_lazy("Late, not public yet"),
    State.MISSING: gettext_lazy("Missing"),
    State.AHEAD: gettext_lazy("Not yet its time"),
}
TONES = {
    State.PUBLIC: "success",
    State.PUBLIC_LATE: "warning",
    State.DUE: "info",
    State.OVERDUE: "danger",
    State.MISSING: "danger",
    State.AHEAD: "",
}
NO_TABLE: dict[str, Promise] = {
    "too_big": gettext_lazy(
        "The spreadsheet is too big. Please send at most 5 MB, 8 sheets, 1,500 rows and 24 columns."
    ),
    "no_workbook": gettext_lazy("This is no Excel workbook (.xlsx). Please save it in that format."),
    "damaged": gettext_lazy(
        "The spreadsheet is damaged. Please open it in Excel, save it and send it again."
    ),
    "locked": gettext_lazy("The spreadsheet is protected by a password. Please remove the password first."),
    "macros": gettext_lazy("The spreadsheet contains macros. Please save it as .xlsx without macros."),
    "no_table": gettext_lazy("No table was found. It needs a line of column names, and figures below it."),
}
PLACED: dict[str, Promise] = {
    "hidden": gettext_lazy(
        "The sheet “%(place)s” is hidden, but everybody could read it in the file. Please show or delete it."
    ),
    "not_counted": gettext_lazy(
        "The formula in %(place)s has no value. Please open the file in Excel, save it and send it again."
    ),
    "error_value": gettext_lazy(
        "The cell %(place)s shows an error. Please correct it and send the file again."
    ),
}
"""With the sheet or the cell that is meant."""


def explain(refused: NoTable) -> str:
    """Why the workbook cannot be taken, and what to do."""
    if refused.reason in PLACED:
        return str(PLACED[refused.reason]) % {"place": refused.place}
    return str(NO_TABLE[refused.reason])
