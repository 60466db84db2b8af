"""Slips handed over at the counter, and what people say with them. Nothing leads from a rating to a slip."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Department
from conglang.base.units.scoped import ScopedModel

RECEIPT_LENGTH = 40


class CounterSlip(ScopedModel):
    """A printed code for one visit that was served; of the code only a fingerprint is kept."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=RECEIPT_LENGTH)
    fingerprint = models.CharField(max_length=64, unique=True)
    printed_at = models.DateTimeField()
    is_used = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("slip of the counter")
        verbose_name_plural = _("slips of the counter")
        ordering: ClassVar[list[str]] = ["-printed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "receipt"], name="counter_slip_once")]

    def __str__(self) -> str:
        return self.receipt


class CounterRating(ScopedModel):
    """What somebody thinks of a visit; 1 not satisfied, 2 partly, 3 satisfied. It knows a day, no hour."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    on = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=3), name="counter_rating_of_three"
            )
        ]

    def __str__(self) -> str:
        return str(self.level)
