"""Standing themes and dated series: what an item is counted under, beside the section it stands in (N6)."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.duties.queries import chain_of
from conglang.base.units.models import Unit
from conglang.kernel.ids import uuid7
from conglang.kernel.text import one_line, slugify

THEME_SLUG = 80  # characters


class ThemeGroup(models.TextChoices):
    """Under which heading a theme stands."""

    DIGITAL = "digital", _("administrative reform and digital transformation")
    LAW = "law", _("law education")
    EXAMPLE = "example", _("good examples")
    EVENT = "event", _("events")
    SERIES = "series", _("series of articles")


PASSING = frozenset({ThemeGroup.EVENT, ThemeGroup.SERIES})
"""Themes of these groups have an end from their beginning."""


class Theme(models.Model):
    """A theme that a province or a commune has set for a time; it counts when a second person confirmed it.

    Those of the release hold for every unit. An item has one theme, so that the figures of themes add up
    to what was published.
    """

    unscoped_because = "themes are public; who may set one for a unit, the services check"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    scope = models.CharField(max_length=5, db_index=True)
    group = models.CharField(_("group of themes"), max_length=8, choices=ThemeGroup)
    title = models.CharField(_("theme"), max_length=120)
    slug = models.SlugField(max_length=THEME_SLUG, editable=False)
    basis = models.CharField(_("set by"), max_length=200, help_text=_("The plan or decision that names it."))
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering: ClassVar[list[str]] = ["group", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "slug"], name="theme_address_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(entered_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="theme_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title = one_line(self.title)
        self.slug = self.slug or slugify(self.title, max_length=THEME_SLUG)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Path on every site that it holds for."""
        return f"/chu-de/{self.slug}/"

    def in_force(self, on: date) -> bool:
        """Whether items can be written for it on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def check_theme(theme_id: int | None, unit: Unit) -> None:
    """Raise ValidationError for a theme of other units."""
    if theme_id is not None and not Theme.objects.filter(pk=theme_id, scope__in=chain_of(unit)).exists():
        raise ValidationError({"theme": _("This theme is not one of the unit's.")})
