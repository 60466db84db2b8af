"""Reads for the changes of sites that two people make: what waits, and what one of them says."""

from dataclasses import dataclass
from datetime import date

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.tools.pages.changing import Line, kind_of
from conglang.tools.pages.layout import Template
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.queries import changes, sites_below
from conglang.tools.pages.rules import ChangeState, Decider, against_deciding, against_withdrawing
from conglang.tools.pages.services.arrange_sites import Outcome, outcomes

READ = "pages.read_changes"
TONES = {
    ChangeState.PROPOSED: "warning",
    ChangeState.APPLIED: "success",
    ChangeState.REJECTED: "danger",
    ChangeState.WITHDRAWN: "",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change with what the reader may do about it."""

    change: PageChange
    label: str
    tone: str
    may_decide: bool
    may_withdraw: bool
    may_undo: bool


def change_rows(by: Actor, state: ChangeState | None) -> list[ChangeRow]:
    """Changes in the person's reach: those that wait, or the newest of the decided ones."""
    units = [unit_id for unit_id in by.grants if by.may(READ, unit_id)]
    rows = changes(units)
    rows = rows.filter(state=state) if state else rows.exclude(state=ChangeState.PROPOSED)
    return [change_row(by, row) for row in rows[:200]]


def waiting_changes(by: Actor) -> int:
    """How many changes wait for exactly this person's decision."""
    if by.user_id is None or not by.may_somewhere(READ):
        return 0
    rows = PageChange.objects.filter(state=ChangeState.PROPOSED).exclude(proposed_by=by.user_id)
    pairs = rows.values_list("kind", "unit_id")
    return sum(by.may(kind_of(kind).confirm, unit_id) for kind, unit_id in pairs)


def change_row(by: Actor, change: PageChange) -> ChangeRow:
    """One of them."""
    kind = kind_of(change.kind)
    confirming = by.authorised(kind.confirm, change.unit_id)
    may_propose = by.may(kind.propose, change.unit_id)
    return ChangeRow(
        change,
        str(kind.label),
        TONES.get(ChangeState(change.state), ""),
        by.may(kind.confirm, change.unit_id)
        and against_deciding(change.facts, Decider(by.user_id, confirming.on_behalf_of)) is None,
        may_propose and against_withdrawing(change.facts, Decider(by.user_id)) is None,
        may_propose and change.state == ChangeState.APPLIED,
    )


def lines_of(change: PageChange) -> list[Line]:
    """What it changes, in words."""
    return kind_of(change.kind).lines(change.unit_id, change.before, change.content)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a template concerns: the sites that will differ, those that stay, and the menu of one of them."""

    changed: tuple[tuple[Unit, Outcome], ...]
    unchanged: int
    sample: Unit | None
    menu: tuple[tuple[str, tuple[str, ...]], ...]


def template_reach(province: Unit, template: Template, on: date, sample_id: str = "") -> Reach:
    """What the template would do to every site below the province; three queries however many there are."""
    units = sites_below(province, on)
    with everything("the template's author sees which sites will change, and how"):
        found = outcomes(template, [unit.pk for unit in units])
    pairs = list(zip(units, found, strict=True))
    changed = tuple((unit, outcome) for unit, outcome in pairs if outcome.changes)
    sample = next((pair for pair in pairs if str(pair[0].pk) == sample_id), None)
    sample = sample or next((pair for pair in (*changed, *pairs) if pair[0].parent_id), None)
    menu = menu_of(template, sample[1]) if sample else ()
    return Reach(changed, len(pairs) - len(changed), sample[0] if sample else None, menu)


def menu_of(template: Template, outcome: Outcome) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The main menu of a site as the template would make it: headings with what stands under them."""
    placed = [each for each in outcome.arranged(template) if not each.is_hidden]
    return tuple(
        (top.row.title, tuple(each.row.title for each in placed if each.row.parent == top.key))
        for top in placed
        if top.row.menu and not top.row.parent
    )
