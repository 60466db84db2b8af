"""Set a theme for a unit and those below it; another person confirms it, and it can be given a last day."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.queries import chain_of
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.newsroom.themes import PASSING, Theme
from conglang.kernel.text import slugify

SET_THEME = "newsroom.set_theme"


@transaction.atomic
def enter_theme(*, by: Actor, unit_id: int, theme: Theme, now: datetime) -> Theme:
    """Store a theme; the same title again finds the first one.

    Nothing shows it before another person confirmed it. Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, SET_THEME, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    theme.scope, theme.entered_by_id, theme.slug = unit.code, by.user_id, slugify(theme.title, max_length=80)
    known = Theme.objects.filter(scope__in=chain_of(unit), slug=theme.slug)
    if found := known.first():
        return found
    theme.full_clean(exclude={"entered_by"})
    if theme.valid_to is None and theme.group in PASSING:
        raise ValidationError({"valid_to": _("A series or an event has a last day.")})
    _check_end(theme, theme.valid_to)
    theme.save()
    record("newsroom.theme_entered", theme, by=by, now=now, unit_id=unit_id, title=theme.title)
    return theme


@transaction.atomic
def confirm_theme(*, by: Actor, unit_id: int, theme_id: int, now: datetime) -> Theme:
    """Let a theme count; a confirmed one stays as it is. Raises NotFound, Forbidden, ValidationError."""
    theme, by = _own(by, unit_id, theme_id)
    if theme.confirmed_at is not None:
        return theme
    if theme.entered_by_id is not None and theme.entered_by_id == by.user_id:
        raise ValidationError(_("Another person confirms what you entered."))
    theme.confirmed_by_id, theme.confirmed_at = by.user_id, now
    theme.save()
    record("newsroom.theme_confirmed", theme, by=by, now=now, unit_id=unit_id, title=theme.title)
    return theme


@transaction.atomic
def end_theme(*, by: Actor, unit_id: int, theme_id: int, on: date, now: datetime) -> Theme:
    """Give a theme of the unit its last day; its page stays. Raises NotFound, Forbidden, ValidationError."""
    theme, by = _own(by, unit_id, theme_id)
    if theme.valid_to == on:
        return theme
    _check_end(theme, on)
    theme.valid_to = on
    theme.save()
    record("newsroom.theme_ended", theme, by=by, now=now, unit_id=unit_id, title=theme.title, on=on)
    return theme


def _own(by: Actor, unit_id: int, theme_id: int) -> tuple[Theme, Actor]:
    by = require(by, SET_THEME, unit_id)
    code = Unit.objects.get(pk=unit_id).code
    theme = Theme.objects.select_for_update().filter(pk=theme_id, scope=code).first()
    if theme is None:
        raise NotFound
    return theme, by


def _check_end(theme: Theme, on: date | None) -> None:
    if on is not None and on < theme.valid_from:
        raise ValidationError({"valid_to": _("It ends after it begins.")})
