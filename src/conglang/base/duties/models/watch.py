"""Public pages that are looked at as visitors see them."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.duties.models.duty import Duty
from conglang.base.duties.watching import MOST_DAYS, WANTED_DAYS
from conglang.base.units.scoped import ScopedModel

PATH = RegexValidator(r"\A/(?!/)[!-~]*\Z", _("Please give the path of the page, such as /van-ban/12/."))


class PageWatch(ScopedModel):
    """A page of the unit's site that is looked at until it was there for `days` days in a row.

    `misses` counts failures in a row, `first_miss_at` is when the first of them was.
    """

    duty = models.OneToOneField(Duty, models.CASCADE, related_name="watch")
    path = models.CharField(_("path of the page"), max_length=300, validators=[PATH])
    days = models.PositiveSmallIntegerField(
        _("days in a row"),
        default=WANTED_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    begun_at = models.DateTimeField()
    next_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    misses = models.PositiveSmallIntegerField(default=0)
    first_miss_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("watched page")
        verbose_name_plural = _("watched pages")
        default_permissions = ()
        indexes = [models.Index(fields=["next_at"], condition=Q(ended_at=None), name="watch_by_next_look")]

    def __str__(self) -> str:
        return self.path
