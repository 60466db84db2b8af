"""The way of an entry to the public."""

from conglang.tools.approval.routes import Route, Step

APPROVE = "approve"
SHORT = Route(
    steps=(Step(APPROVE, "calendars.approve"),),
    submit="calendars.write",
    publish="calendars.publish",
    withdraw="calendars.withdraw",
)
"""One writes, another one approves: a week has to be out before it begins."""
