"""What the database is asked for: tokens joined by “and” and “or”, in the words of either database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True, slots=True)
class Token:
    """One token, or the beginning of one. Made only by `words`, so it holds no quotes and no blanks."""

    text: str
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part."""

    parts: tuple["Expression", ...]


Expression = Union[Token, All, Either]  # noqa: UP007 - the classes name each other before they exist


def every(parts: Iterable[Expression]) -> Expression:
    """All of the parts; a single one stands for itself."""
    unique = tuple(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else All(unique)


def either(parts: Iterable[Expression]) -> Expression:
    """One of the parts; a single one stands for itself."""
    unique = tuple(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else Either(unique)


def for_fts5(expression: Expression) -> str:
    """As SQLite's MATCH has it."""
    if isinstance(expression, Token):
        return f'"{expression.text}"' + ("*" if expression.is_beginning else "")
    joint = " AND " if isinstance(expression, All) else " OR "
    return f"({joint.join(map(for_fts5, expression.parts))})"


def for_tsquery(expression: Expression) -> str:
    """As PostgreSQL's tsquery has it."""
    if isinstance(expression, Token):
        return f"'{expression.text}'" + (":*" if expression.is_beginning else "")
    joint = " & " if isinstance(expression, All) else " | "
    return f"({joint.join(map(for_tsquery, expression.parts))})"
