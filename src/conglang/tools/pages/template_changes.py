"""Changes of the province's template, and of what a site makes of it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day
from conglang.tools.pages.changing import ChangeKind, Line, applies
from conglang.tools.pages.editing import Impossible, checked
from conglang.tools.pages.faults import words
from conglang.tools.pages.laying import adopted
from conglang.tools.pages.layout import Adaptation, Placed, Row, Rule, Template, arrange
from conglang.tools.pages.models import PageChange, Section, SectionKind, SiteLayout, TemplateVersion
from conglang.tools.pages.queries import (
    sites_below,
    stored_sections,
    template_for,
    users_of,
    version_for,
)
from conglang.tools.pages.services.arrange_sites import outcomes, write_outcomes

RULES = {
    Rule.FIXED: gettext_lazy("fixed"),
    Rule.OPTIONAL: gettext_lazy("may be hidden"),
    Rule.FREE: gettext_lazy("free"),
}


@applies("template")
class TemplateChanges(ChangeKind):
    """The template of a province: `Template.as_data()`. Applied, it reaches all sites below at once."""

    label = gettext_lazy("Common template of the province")
    propose = "pages.edit_template"
    confirm = "pages.confirm_template"

    def present(self, unit_id: int) -> dict[str, Any]:
        return template_for(Unit.objects.get(pk=unit_id)).as_data()

    def checked(self, unit_id: int, content: Any) -> dict[str, Any]:
        unit = Unit.objects.get(pk=unit_id)
        if unit.parent_id is not None:
            raise ValidationError(_("Only a province lays down the common template."))
        template = Template.of(content)
        try:
            template = Template(checked(template.sections), template.blocks)
        except Impossible as impossible:
            raise ValidationError(words(impossible)) from impossible
        _refuse_losses(unit, template)
        return template.as_data()

    def lines(self, unit_id: int, before: Any, after: Any) -> list[Line]:
        old, new = Template.of(before), Template.of(after)
        return [
            *_differences(old.sections, new.sections, _section_words),
            *_differences(old.blocks, new.blocks, _block_words),
        ]

    def apply(self, change: PageChange, *, by: Actor, now: datetime) -> None:
        unit = change.unit
        last = version_for(unit)
        version = TemplateVersion(
            unit=unit,
            number=(last.number if last else 0) + 1,
            content=change.content,
            since=now,
            change=change,
        )
        version.save()
        units = [each.pk for each in sites_below(unit, local_day(now))]
        # who confirms need not be able to write in every commune: the template is the province's own word
        with everything("the province's template reaches all sites below it"):
            found = outcomes(version.template, units)
            write_outcomes(found, version.number)
            for each in found:
                if each.changes:
                    sections = each.plan.size
                    record(
                        "pages.laid_out",
                        version,
                        by=by,
                        now=now,
                        unit_id=each.unit_id,
                        sections=sections,
                        template=version.number,
                    )


@applies("sections")
class SiteChanges(ChangeKind):
    """What a site makes of the template: `Adaptation.as_data()`."""

    label = gettext_lazy("Sections of the site")

    def present(self, unit_id: int) -> dict[str, Any]:
        return adaptation_of(unit_id).as_data()

    def checked(self, unit_id: int, content: Any) -> dict[str, Any]:
        unit = Unit.objects.get(pk=unit_id)
        adaptation = Adaptation.of(content)
        _refuse_lost_own(unit, adaptation)
        return adaptation.as_data()

    def lines(self, unit_id: int, before: Any, after: Any) -> list[Line]:
        template = template_for(Unit.objects.get(pk=unit_id))
        old, new = Adaptation.of(before), Adaptation.of(after)
        return [
            *_site_differences(
                arrange(template.sections, old.sections), arrange(template.sections, new.sections)
            ),
            *_site_differences(arrange(template.blocks, old.blocks), arrange(template.blocks, new.blocks)),
        ]

    def apply(self, change: PageChange, *, by: Actor, now: datetime) -> None:
        version = version_for(change.unit)
        template = template_for(change.unit)
        adaptation = Adaptation.of(change.content)
        found = outcomes(template, [change.unit_id], {change.unit_id: adaptation})
        write_outcomes(found, version.number if version else 0)


def adaptation_of(unit_id: int) -> Adaptation:
    """What the site wants otherwise than the template; read from its sections if it was laid out by hand."""
    layout = SiteLayout.objects.filter(unit=unit_id).first()
    if layout is not None:
        wishes: Adaptation = layout.wishes
        return wishes
    return adopted(template_for(Unit.objects.get(pk=unit_id)), stored_sections([unit_id]).get(unit_id, []))


def _refuse_losses(unit: Unit, template: Template) -> None:
    """Raise ValidationError where a section would go in which there is something, on any site."""
    kept = {row.key for row in template.sections}
    gone = {row.key: row.title for row in template_for(unit).sections if row.key not in kept}
    if not gone:
        return
    with everything("a section goes only where nothing is in it on any site"):
        rows = {
            pk: (key, unit_id)
            for pk, key, unit_id in Section.objects.filter(key__in=gone).values_list("pk", "key", "unit_id")
        }
        used = users_of(rows)
    by_key: dict[str, set[int]] = {}
    for pk in used:
        by_key.setdefault(rows[pk][0], set()).add(rows[pk][1])
    text = _("“%(title)s” cannot be removed: %(count)s sites have something in it.")
    refused = [text % {"title": gone[key], "count": len(units)} for key, units in by_key.items()]
    if refused:
        raise ValidationError(refused)


def _refuse_lost_own(unit: Unit, adaptation: Adaptation) -> None:
    """Raise ValidationError where a section of the site's own would go in which there is something."""
    kept = {row.key for row in adaptation.sections.own}
    gone = {row.key: row.title for row in adaptation_of(unit.pk).sections.own if row.key not in kept}
    rows = dict(Section.objects.filter(unit=unit, key__in=gone).values_list("pk", "key"))
    used = users_of(rows) if rows else {}
    if used:
        titles = ", ".join(sorted(gone[rows[pk]] for pk in used))
        raise ValidationError(_("There is something in these sections, so they stay: %s.") % titles)


def _differences(
    old: Sequence[Row], new: Sequence[Row], say: Callable[[Row, Sequence[Row]], str]
) -> list[Line]:
    before, after = {row.key: row for row in old}, {row.key: row for row in new}
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        was = say(before[key], old) if key in before else ""
        will = say(after[key], new) if key in after else ""
        if was != will:
            found.append(Line((before.get(key) or after[key]).title, was, will))
    return found or _moves(old, new)


def _moves(old: Sequence[Row], new: Sequence[Row]) -> list[Line]:
    if [row.key for row in old] == [row.key for row in new]:
        return []
    names = [" · ".join(row.title for row in rows) for rows in (old, new)]
    return [Line(_("Order"), *names)]


def _section_words(row: Row, rows: Sequence[Row]) -> str:
    """All facts of a section in one line, with its place among those of its heading."""
    titles = {each.key: each.title for each in rows}
    siblings = [each.key for each in rows if each.parent == row.parent]
    facts = [
        row.title,
        _("under %(heading)s") % {"heading": titles[row.parent]} if row.parent else _("heading of its own"),
        _("place %(number)s") % {"number": siblings.index(row.key) + 1},
        str(SectionKind(row.kind).label),
        str(RULES[row.rule]),
    ]
    if row.menu:
        facts.append(_("in the main menu"))
    if row.days:
        facts.append(_("new item every %(days)s days") % {"days": row.days})
    return "; ".join([*facts, row.basis] if row.basis else facts)


def _block_words(row: Row, rows: Sequence[Row]) -> str:
    number = [each.key for each in rows].index(row.key) + 1
    return "; ".join([row.title, _("place %(number)s") % {"number": number}, str(RULES[row.rule])])


def _site_differences(old: Sequence[Placed], new: Sequence[Placed]) -> list[Line]:
    before, after = ({each.key: (each, _site_words(each, rows)) for each in rows} for rows in (old, new))
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        was, will = (rows[key][1] if key in rows else "" for rows in (before, after))
        if was != will:
            found.append(Line((before.get(key) or after[key])[0].row.title, was, will))
    return found


def _site_words(placed: Placed, rows: Sequence[Placed]) -> str:
    titles = {each.key: each.row.title for each in rows}
    siblings = [each.key for each in rows if each.row.parent == placed.row.parent]
    facts = [placed.row.title]
    if placed.row.parent:
        facts.append(_("under %(heading)s") % {"heading": titles[placed.row.parent]})
    facts.append(_("place %(number)s") % {"number": siblings.index(placed.key) + 1})
    if placed.is_hidden:
        facts.append(_("hidden"))
    return "; ".join(facts)
