"""The steps by which people change a template, or what their site makes of it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from conglang.kernel.text import one_line, slugify
from conglang.tools.pages.layout import (
    OWN_PREFIX,
    TITLE_LENGTH,
    Placed,
    Row,
    Rule,
    Wishes,
    arrange,
    may_hide,
    takes_in,
)

MOST_SECTIONS = 200
MOST_DAYS = 3660
KINDS = ("list", "page", "group")


class Fault(StrEnum):
    """Why a step is not possible."""

    TITLE = "title"
    KIND = "kind"
    HEADING = "heading"
    TAKEN = "taken"
    FULL = "full"
    NOT_FREE = "not_free"
    HAS_CHILDREN = "has_children"
    UNKNOWN = "unknown"
    DAYS = "days"


class Impossible(Exception):
    """A step that cannot be taken."""

    def __init__(self, fault: Fault, title: str = "") -> None:
        super().__init__(fault.value)
        self.fault, self.title = fault, title


Rows = tuple[Row, ...]


def clean_title(text: str) -> str:
    """The title as it is kept. Raises Impossible for none, a long one, and one without letters."""
    title = one_line(text)
    if not slugify(title) or len(title) > TITLE_LENGTH:
        raise Impossible(Fault.TITLE)
    return title


# --- the template ---


def add_row(rows: Rows, *, title: str, kind: str, parent: str, is_taken: Callable[[str], bool]) -> Rows:
    """A section more, last under its heading. Raises Impossible."""
    title = clean_title(title)
    key, slug = slugify(title).replace("-", "_")[:60], slugify(title)[:80]
    if any(row.slug == slug or row.key == key for row in rows) or is_taken(slug):
        raise Impossible(Fault.TAKEN, title)
    made = Row(key=key, title=title, kind=kind, parent=parent, slug=slug, menu=not parent)
    return checked((*rows, made))


def change_row(rows: Rows, key: str, **facts: Any) -> Rows:
    """The section with other facts; its key and address stay, because links and items rest on them."""
    found = the_row(rows, key)
    if "title" in facts:
        facts["title"] = clean_title(facts["title"])
    changed = replace(found, **facts)
    return checked(tuple(changed if row.key == key else row for row in rows))


def move_row(rows: Rows, key: str, step: int) -> Rows:
    """The section so many places further down (up when negative) among those of its heading."""
    found = the_row(rows, key)
    siblings = [row.key for row in rows if row.parent == found.parent]
    wanted = _shifted(siblings, key, step)
    by_key = {row.key: row for row in rows}
    places = iter(wanted)
    return checked(tuple(by_key[next(places)] if row.parent == found.parent else row for row in rows))


def remove_row(rows: Rows, key: str) -> Rows:
    """Without the section. Raises Impossible for a heading under which something stands."""
    found = the_row(rows, key)
    if any(row.parent == key for row in rows):
        raise Impossible(Fault.HAS_CHILDREN, found.title)
    return tuple(row for row in rows if row.key != key)


def the_row(rows: Rows, key: str) -> Row:
    """The row with the key. Raises Impossible."""
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise Impossible(Fault.UNKNOWN)
    return found


def checked(rows: Rows) -> Rows:
    """The rows with every heading before what stands under it. Raises Impossible for what makes no site."""
    by_key = {row.key: row for row in rows}
    if len(by_key) != len(rows) or len({row.slug for row in rows}) != len(rows):
        raise Impossible(Fault.TAKEN)
    if len(rows) > MOST_SECTIONS:
        raise Impossible(Fault.FULL)
    for row in rows:
        _check(row, by_key, has_children=any(other.parent == row.key for other in rows))
    tops = [row for row in rows if not row.parent]
    return tuple(each for top in tops for each in (top, *(row for row in rows if row.parent == top.key)))


def _check(row: Row, by_key: Mapping[str, Row], *, has_children: bool) -> None:
    if clean_title(row.title) != row.title or not row.key or not row.slug:
        raise Impossible(Fault.TITLE, row.title)
    if row.kind not in KINDS:
        raise Impossible(Fault.KIND, row.title)
    heading = by_key.get(row.parent)
    if row.parent and (heading is None or heading.parent or heading.kind == "page" or has_children):
        raise Impossible(Fault.HEADING, row.title)
    if not 0 <= row.days <= MOST_DAYS:
        raise Impossible(Fault.DAYS, row.title)


# --- what a site makes of it ---


def rename(rows: Sequence[Row], wishes: Wishes, key: str, title: str) -> Wishes:
    """Another title for a free section; the template's own gives it up. Raises Impossible."""
    placed = _placed(rows, wishes, key)
    title = clean_title(title)
    if placed.row.rule is not Rule.FREE:
        raise Impossible(Fault.NOT_FREE, placed.row.title)
    if placed.is_own:
        own = tuple(replace(row, title=title) if row.key == key else row for row in wishes.own)
        return replace(wishes, own=own)
    titles = {**wishes.titles, key: title}
    if title == the_row(tuple(rows), key).title:
        del titles[key]
    return replace(wishes, titles=titles)


def hide(rows: Sequence[Row], wishes: Wishes, key: str) -> Wishes:
    """Without the section on the site. Raises Impossible for one, or a heading of one, that has to stay."""
    placed = _placed(rows, wishes, key)
    under = [each for each in arrange(rows, wishes) if each.row.parent == key]
    if not all(may_hide(each.row) for each in (placed, *under)):
        raise Impossible(Fault.NOT_FREE, placed.row.title)
    return replace(wishes, hidden=tuple(sorted({*wishes.hidden, key})))


def show(rows: Sequence[Row], wishes: Wishes, key: str) -> Wishes:
    """With the section on the site again. Raises Impossible."""
    _placed(rows, wishes, key)
    return replace(wishes, hidden=tuple(other for other in wishes.hidden if other != key))


def shift(rows: Sequence[Row], wishes: Wishes, key: str, step: int) -> Wishes:
    """The free section so many places further down (up when negative). Raises Impossible."""
    placed = _placed(rows, wishes, key)
    if placed.row.rule is not Rule.FREE:
        raise Impossible(Fault.NOT_FREE, placed.row.title)
    parent = placed.row.parent
    siblings = [each.key for each in arrange(rows, wishes) if each.row.parent == parent]
    return replace(wishes, orders={**wishes.orders, parent: tuple(_shifted(siblings, key, step))})


def put_under(rows: Sequence[Row], wishes: Wishes, key: str, heading: str) -> Wishes:
    """The free section under another free heading. Raises Impossible."""
    placed = _placed(rows, wishes, key)
    if placed.row.rule is not Rule.FREE or not placed.row.parent:
        raise Impossible(Fault.NOT_FREE, placed.row.title)
    if not takes_in(next((row for row in rows if row.key == heading), None)):
        raise Impossible(Fault.HEADING, placed.row.title)
    if placed.is_own:
        own = tuple(replace(row, parent=heading) if row.key == key else row for row in wishes.own)
        return replace(wishes, own=own)
    parents = {**wishes.parents, key: heading}
    if heading == the_row(tuple(rows), key).parent:
        del parents[key]
    return replace(wishes, parents=parents)


def add_own(
    rows: Sequence[Row],
    wishes: Wishes,
    *,
    title: str,
    kind: str,
    heading: str,
    is_taken: Callable[[str], bool],
) -> Wishes:
    """A section of the site's own under a free heading. Raises Impossible."""
    title = clean_title(title)
    slug = slugify(title)[:80]
    if kind not in {"list", "page"}:
        raise Impossible(Fault.KIND, title)
    if not takes_in(next((row for row in rows if row.key == heading), None)):
        raise Impossible(Fault.HEADING, title)
    if is_taken(slug) or any(row.slug == slug for row in (*rows, *wishes.own)):
        raise Impossible(Fault.TAKEN, title)
    if len(rows) + len(wishes.own) >= MOST_SECTIONS:
        raise Impossible(Fault.FULL)
    key = f"{OWN_PREFIX}{slug}"[:60]
    made = Row(key=key, title=title, kind=kind, parent=heading, slug=slug, rule=Rule.FREE)
    return replace(wishes, own=(*wishes.own, made))


def drop_own(wishes: Wishes, key: str) -> Wishes:
    """Without a section of the site's own. Raises Impossible."""
    the_row(wishes.own, key)
    return replace(wishes, own=tuple(row for row in wishes.own if row.key != key))


def _placed(rows: Sequence[Row], wishes: Wishes, key: str) -> Placed:
    found = next((each for each in arrange(rows, wishes) if each.key == key), None)
    if found is None:
        raise Impossible(Fault.UNKNOWN)
    return found


def _shifted(keys: list[str], key: str, step: int) -> list[str]:
    at = keys.index(key)
    rest = [other for other in keys if other != key]
    rest.insert(min(max(at + step, 0), len(rest)), key)
    return rest
