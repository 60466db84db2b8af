"""What a national source of procedures must be able to tell, whatever it speaks.

Its specification could not be had (see decision 15 in docs/decisions). So nothing outside this interface
knows how it is asked, and an export in a file stays the way that is sure to work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from conglang.content.procedures.reading import Row


class SourceFailed(Exception):
    """The source does not answer, or not as it should; nothing was taken."""


@dataclass(frozen=True)
class Listed:
    """A line of the source's list. `version` changes with the entry; empty when the source tells none."""

    code: str
    version: str = ""
    former_code: str = ""
    is_repealed: bool = False


class NationalSource(Protocol):
    """The whole catalogue, asked politely. Both may raise SourceFailed."""

    def listed(self) -> Iterator[Listed]:
        """Every procedure that the source knows of."""
        ...

    def entry(self, number: int, listed: Listed) -> Row:
        """One procedure with all its parts; `number` is its place in the list."""
        ...
