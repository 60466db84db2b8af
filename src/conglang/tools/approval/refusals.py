"""Refusals as exceptions: what the services raise and the desk shows."""

from conglang.base.accounts.permissions import Forbidden
from conglang.tools.approval.labels import REASONS
from conglang.tools.approval.rules import Reason


class Refused(Exception):
    """The command is not possible now; the text is for the person who gave it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    def __str__(self) -> str:
        return str(REASONS[self.reason])


class NotPermitted(Refused, Forbidden):
    """The person's roles do not include the command; the web answers 403."""


def refused(reason: Reason) -> Refused:
    """The exception for a reason."""
    return NotPermitted(reason) if reason is Reason.NOT_PERMITTED else Refused(reason)
