"""Who may touch whose article. Pure."""

from typing import Protocol

EDIT_OWN, EDIT_ALL = "newsroom.write", "newsroom.edit"


class Editor(Protocol):
    """What is asked of the acting person."""

    @property
    def user_id(self) -> int | None:
        """The person; None for the installation."""
        ...

    def may(self, permission: str, unit_id: int | None) -> bool:
        """Whether the permission is held in the unit."""
        ...


def may_edit(by: Editor, *, unit_id: int, author_id: int | None) -> bool:
    """Contributors edit what they entered themselves, the editorial board everything of its unit."""
    own = author_id is not None and author_id == by.user_id
    return by.may(EDIT_ALL, unit_id) or (own and by.may(EDIT_OWN, unit_id))
