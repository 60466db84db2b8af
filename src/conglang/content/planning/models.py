"""The plan of a year with its targets, and who writes what by when."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.duties.models import Duty
from conglang.base.units.models import Department, Hamlet
from conglang.base.units.scoped import ScopedModel
from conglang.content.newsroom.models import Article, ArticleKind
from conglang.content.newsroom.themes import Theme
from conglang.content.planning.rules import Aim

QUARTERS = [(0, _("the whole year")), (1, _("quarter I")), (2, _("quarter II")), (3, _("quarter III")),
            (4, _("quarter IV"))]  # fmt: skip


def _person(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", **more)


class Plan(ScopedModel):
    """What a unit wants to publish in a year; it counts once somebody who did not write it has approved it.

    A change is a new version. `hands` are the ids of everybody who wrote on it.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(default=1)
    basis = models.CharField(
        _("the plan or decision that sets the targets"), max_length=300, help_text=_("With number and day.")
    )
    hands = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    written_by = _person()
    written_name = models.CharField(max_length=200)
    approved_by = _person()
    approved_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("content plan")
        verbose_name_plural = _("content plans")
        ordering: ClassVar[list[str]] = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "version"], name="plan_version_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(written_by=None) | ~Q(approved_by=F("written_by")),
                name="plan_by_two",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class Target(ScopedModel):
    """A line of the plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    kind = models.CharField(_("kind of items"), max_length=12, choices=ArticleKind, blank=True)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    quarter = models.PositiveSmallIntegerField(_("when"), choices=QUARTERS, default=0)
    least = models.PositiveIntegerField(_("at least"))
    most = models.PositiveIntegerField(_("up to"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("target of a plan")
        verbose_name_plural = _("targets of a plan")
        ordering: ClassVar[list[str]] = ["quarter", "kind", "pk"]

    def __str__(self) -> str:
        parts = (
            self.get_kind_display() or str(_("items of every kind")),
            self.theme,
            self.get_quarter_display(),
        )
        return ", ".join(str(part) for part in parts if part)

    @property
    def aim(self) -> Aim:
        """The line for the rules."""
        return Aim(self.least, self.most, self.kind, self.theme_id, self.quarter)


class Assignment(ScopedModel):
    """Somebody writes something by a day; its duty has the day, reminds, and is done when it is handed in."""

    title = models.CharField(_("what is written about"), max_length=250)
    note = models.TextField(_("what it has to say"), max_length=1000, blank=True)
    kind = models.CharField(
        _("kind of item"), max_length=12, choices=ArticleKind, default=ArticleKind.ARTICLE
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    person = _person(blank=True, verbose_name=_("who writes it"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("or which department"),
    )
    hamlet = models.ForeignKey(
        Hamlet, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about which hamlet")
    )
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="assignments")
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    given_by = _person()
    given_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = _("assigned item")
        verbose_name_plural = _("assigned items")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(department=None), name="assignment_person_or_department"
            )
        ]

    def __str__(self) -> str:
        return self.title
