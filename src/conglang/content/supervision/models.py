"""How often departments contribute, and who was reminded."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Department
from conglang.base.units.scoped import ScopedModel


def _person(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", **more)


class Span(models.TextChoices):
    """How long a period is."""

    MONTH = "month", _("a month")
    QUARTER = "quarter", _("a quarter")
    YEAR = "year", _("a year")


class Rhythm(ScopedModel):
    """In each period every department of the unit contributes at least once; who does not is reminded."""

    span = models.CharField(
        _("every department contributes at least once in"), max_length=7, choices=Span, default=Span.MONTH
    )
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    is_on = models.BooleanField(_("remind heads of silent departments by itself"), default=True)
    since = models.DateField()
    set_by = _person()

    class Meta:
        default_permissions = ()
        verbose_name = _("rhythm of contributions")
        verbose_name_plural = _("rhythms of contributions")
        constraints = [models.UniqueConstraint(fields=["unit"], name="rhythm_once")]

    def __str__(self) -> str:
        return str(self.get_span_display())


class Nudge(ScopedModel):
    """One person told once that their department contributed nothing in a period; `on` is the day."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="+")
    person = _person()
    first = models.DateField()
    last = models.DateField()
    on = models.DateField()
    is_automatic = models.BooleanField(default=False)
    by_name = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        verbose_name = _("reminder of a department")
        verbose_name_plural = _("reminders of departments")
        ordering: ClassVar[list[str]] = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["department", "person", "on"], name="nudge_once_a_day"),
            models.UniqueConstraint(
                fields=["department", "person", "first", "last"],
                condition=Q(is_automatic=True),
                name="nudge_once_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.first:%d/%m/%Y}"
