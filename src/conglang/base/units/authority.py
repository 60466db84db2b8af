"""Who may change the tree and the hosts. People and roles live above this app, so they come as a protocol."""

from dataclasses import dataclass
from typing import Protocol

from django.core.exceptions import PermissionDenied

from conglang.base.ledger.audit import Author

MANAGE = "units.manage"  # the tree and its hosts: the province
ARRANGE = "units.arrange"  # what is inside a unit: its own administrator, and the province


class Authority(Author, Protocol):
    """The author of a change who can be asked for a permission."""

    def may(self, permission: str, unit_id: int | None) -> bool:
        """Whether the permission is held in the unit; None asks for the installation itself."""
        ...


@dataclass(frozen=True, slots=True)
class Operator:
    """The person at the server's command line: may do everything, and is named by the command."""

    name: str
    user_id: None = None
    unit_id: None = None
    on_behalf_of: None = None

    def may(self, permission: str, unit_id: int | None) -> bool:
        """Whoever can start commands here can also write to the database."""
        return True


def require_manage(by: Authority, unit_id: int | None) -> None:
    """Raise PermissionDenied unless `by` may manage the unit."""
    if not by.may(MANAGE, unit_id):
        raise PermissionDenied


def require_arrange(by: Authority, unit_id: int | None) -> None:
    """Raise PermissionDenied unless `by` may arrange the inside of the unit."""
    if not by.may(ARRANGE, unit_id):
        raise PermissionDenied
