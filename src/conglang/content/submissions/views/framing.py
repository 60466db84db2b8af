"""What the views of this room share."""

from uuid import UUID

from conglang.kernel.ids import uuid7


def uid_of(given: str) -> UUID:
    """The key that was made where it was written; a new one for none."""
    try:
        return UUID(given)
    except ValueError:
        return uuid7()
