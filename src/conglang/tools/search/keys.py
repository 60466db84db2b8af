"""Keys of entries: the second of publication, then a number, so that a larger key is a newer item."""

from datetime import datetime

PER_SECOND = 1_000_000


def first_key(moment: datetime) -> int:
    """The smallest key of the second."""
    return max(int(moment.timestamp()), 0) * PER_SECOND


def last_key(moment: datetime) -> int:
    """The largest key of the second."""
    return first_key(moment) + PER_SECOND - 1


def key_of(moment: datetime, object_id: int) -> int:
    """The key that an item gets unless another one of the same second has it."""
    return first_key(moment) + object_id % PER_SECOND
