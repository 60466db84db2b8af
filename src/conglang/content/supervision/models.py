"""How often departments contribute and who was reminded; rounds of inspection; the register of people."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Department
from conglang.base.units.scoped import ScopedModel
from conglang.content.newsroom.models import Article


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


class Fault(models.TextChoices):
    """What is wrong with a published item."""

    FACT = "fact", _("wrong facts")
    SOURCE = "source", _("author or source is not named")
    WORDING = "wording", _("spelling or wording")
    PICTURE = "picture", _("picture or caption")
    PRIVACY = "privacy", _("personal data or secrets")
    PLACE = "place", _("wrong section, late or out of date")


class Round(ScopedModel):
    """Published items of a period that somebody looks at once more.

    It is announced first: `candidates` are fixed, and the seal that the audit trail then puts on this
    announcement draws from them. Without a `seed` that is still to come; with it the sample is drawn again.
    """

    title = models.CharField(_("what is inspected"), max_length=200)
    first = models.DateField(_("published from"))
    last = models.DateField(_("published until"))
    inspector = _person(verbose_name=_("who inspects"))
    size = models.PositiveSmallIntegerField(_("how many items are drawn"), default=10)
    candidates = models.JSONField(default=list)
    announced = models.ForeignKey(AuditEntry, models.PROTECT, null=True, related_name="+")
    seed = models.CharField(max_length=32, blank=True)
    population = models.PositiveIntegerField()
    opened_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    conclusion = models.TextField(_("conclusion"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("round of inspection")
        verbose_name_plural = _("rounds of inspection")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.title


class Checked(ScopedModel):
    """One item of a round with what was found; without a fault it is in order once it was looked at.

    A drawn one says nothing in `because`; of another one it is the reason why `chosen_name` chose it.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="items")
    article = models.ForeignKey(
        Article, models.PROTECT, related_name="+", verbose_name=_("item to be inspected as well")
    )
    because = models.CharField(_("why it is inspected"), max_length=300, blank=True)
    chosen_name = models.CharField(max_length=200, blank=True)
    fault = models.CharField(_("what is wrong"), max_length=8, choices=Fault, blank=True)
    note = models.CharField(_("note"), max_length=600, blank=True)
    needs_correction = models.BooleanField(_("has to be corrected or withdrawn"), default=False)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("inspected item")
        verbose_name_plural = _("inspected items")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "article"], name="inspected_once_a_round")]

    def __str__(self) -> str:
        return str(self.article)


class MarkKind(models.TextChoices):
    """Held against somebody, or to their credit."""

    PRAISE = "praise", _("praise")
    VIOLATION = "breach", _("violation")


class Mark(ScopedModel):
    """A line of the register of violations and praise; it is never changed."""

    kind = models.CharField(_("praise or violation"), max_length=6, choices=MarkKind)
    person = _person(blank=True, verbose_name=_("person"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("or department")
    )
    on = models.DateField(_("day"))
    what = models.CharField(_("for what"), max_length=600)
    basis = models.CharField(_("basis"), max_length=300)
    decision = models.CharField(_("number of the decision"), max_length=120)
    entered_name = models.CharField(max_length=200)
    entered_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = _("line of the register")
        verbose_name_plural = _("lines of the register")
        ordering: ClassVar[list[str]] = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(department=None), name="mark_person_or_department"
            )
        ]

    def __str__(self) -> str:
        return self.what
