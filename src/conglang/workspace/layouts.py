"""The working copies of a template and of a site's adaptation, as their pages show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import Resolver404, resolve

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit
from conglang.tools.pages.changing import Line, is_outdated, kind_of
from conglang.tools.pages.editing import Rows
from conglang.tools.pages.layout import (
    Adaptation,
    Placed,
    Row,
    Rule,
    Template,
    Wishes,
    arrange,
    may_hide,
    takes_in,
)
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.queries import changes, draft_of, template_for
from conglang.tools.pages.rules import ChangeState
from conglang.tools.pages.services.draft_change import draft_change

EDIT = "pages.edit_template"
SECTIONS, BLOCKS = "sections", "blocks"


@dataclass(frozen=True)
class Working:
    """What a person is preparing: their draft, or what is in force while there is none."""

    unit: Unit
    kind: str
    draft: PageChange | None
    content: dict[str, object]
    lines: list[Line]
    waiting: list[PageChange]

    @property
    def is_stale(self) -> bool:
        """Whether somebody else's change came into force after the draft was begun."""
        return self.draft is not None and is_outdated(self.draft)


def working(by: Actor, unit: Unit, kind: str) -> Working:
    """The person's working copy of this kind for the unit."""
    handler = kind_of(kind)
    draft = draft_of(by, unit.pk, kind)
    present = handler.present(unit.pk)
    content = draft.content if draft else present
    lines = handler.lines(unit.pk, present, content) if draft else []
    waiting = changes([unit.pk]).filter(kind=kind, state=ChangeState.PROPOSED)
    return Working(unit, kind, draft, content, lines, list(waiting))


def province_of(by: Actor) -> Unit:
    """The province whose template the person edits. Raises NotFound."""
    ids = [unit_id for unit_id in by.grants if by.may(EDIT, unit_id)]
    found = Unit.objects.filter(pk__in=ids, parent=None).order_by("pk").first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A section or block of the template with the places that its buttons lead to."""

    row: Row
    before: int | None
    after: int | None
    may_remove: bool


def template_rows(rows: Sequence[Row]) -> list[TemplateRow]:
    """The rows with their buttons."""
    found = []
    for row in rows:
        before, after = _places([each.key for each in rows if each.parent == row.parent], row.key)
        found.append(TemplateRow(row, before, after, not any(each.parent == row.key for each in rows)))
    return found


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A section or block of a site with what its administrator may do about it."""

    placed: Placed
    before: int | None
    after: int | None
    may_rename: bool
    may_hide: bool


def site_rows(rows: Sequence[Row], wishes: Wishes) -> list[SiteRow]:
    """The rows of the site with their buttons."""
    placed = arrange(rows, wishes)
    found = []
    for each in placed:
        is_free = each.row.rule is Rule.FREE
        siblings = [other.key for other in placed if other.row.parent == each.row.parent]
        before, after = _places(siblings, each.key) if is_free else (None, None)
        under = [other.row for other in placed if other.row.parent == each.key]
        hideable = all(may_hide(row) for row in (each.row, *under))
        found.append(SiteRow(each, before, after, is_free, hideable and not each.is_own))
    return found


def free_headings(rows: Sequence[Row], wishes: Wishes) -> list[tuple[str, str]]:
    """Headings under which a site may put sections, for a choice; called what the site calls them."""
    return [(each.key, each.row.title) for each in arrange(rows, wishes) if takes_in(each.row)]


def step_to(rows: Sequence[tuple[str, str]], key: str, place: str) -> int:
    """How far a row is from a place among those of its heading; `rows` are keys with their headings' keys.

    Nothing moves for a place that is no number.
    """
    heading = dict(rows).get(key)
    siblings = [other for other, parent in rows if parent == heading]
    is_number = place.isascii() and place.isdigit() and len(place) < 4
    return int(place) - siblings.index(key) if is_number and key in siblings else 0


def is_reserved(slug: str) -> bool:
    """Whether an address of the public sites is taken by something that is no section."""
    try:
        return "section_slug" not in resolve(f"/{slug}/", settings.PUBLIC_URLCONF).kwargs
    except Resolver404:
        return False


def save_template(
    by: Actor, unit: Unit, now: datetime, step: Callable[[Rows], Rows], which: str = SECTIONS
) -> PageChange:
    """Take a step in the person's working copy of the template. Raises Impossible, ValidationError."""
    template = Template.of(working(by, unit, "template").content)
    changed = replace(template, **{which: step(getattr(template, which))})
    return draft_change(by=by, unit_id=unit.pk, kind="template", content=changed.as_data(), now=now)


def save_site(
    by: Actor,
    unit: Unit,
    now: datetime,
    step: Callable[[Sequence[Row], Wishes], Wishes],
    which: str = SECTIONS,
) -> PageChange:
    """Take a step in the person's working copy of the adaptation. Raises Impossible, ValidationError."""
    adaptation = Adaptation.of(working(by, unit, "sections").content)
    rows = getattr(template_for(unit), which)
    changed = replace(adaptation, **{which: step(rows, getattr(adaptation, which))})
    return draft_change(by=by, unit_id=unit.pk, kind="sections", content=changed.as_data(), now=now)


def _places(siblings: list[str], key: str) -> tuple[int | None, int | None]:
    at = siblings.index(key)
    return at - 1 if at else None, at + 1 if at + 1 < len(siblings) else None
