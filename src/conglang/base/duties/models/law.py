"""Terms and days off as the province keeps them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.models import User
from conglang.base.duties.rule_file import Entry, limit_text, read_limit
from conglang.kernel.calendar import DayEntry, DayKind, DayStatus, OfficeHours, read_hours
from conglang.kernel.legal import NATIONAL, Certainty, LegalBasis
from conglang.kernel.rules import Bound, DatedRule

CERTAINTIES = {
    Certainty.FOUND: _("the article was read"),
    Certainty.QUOTED: _("quoted by a named source"),
    Certainty.LOCAL: _("local plan or regulation"),
    Certainty.DERIVED: _("worked out from the law"),
    Certainty.KNOWN_WELL: _("to be checked"),
    Certainty.KNOWN: _("to be checked"),
    Certainty.KNOWN_BADLY: _("to be checked"),
}


class Basis(models.Model):
    """Where in a text of law something stands, and who looked at it."""

    doc = models.CharField(_("document"), max_length=200)
    article = models.CharField(_("article of law"), max_length=20, blank=True)
    clause = models.CharField(_("clause"), max_length=20, blank=True)
    point = models.CharField(_("point"), max_length=20, blank=True)
    certainty = models.CharField(_("how surely known"), max_length=3, choices=CERTAINTIES)
    scope = models.CharField(_("holds for"), max_length=5, default=NATIONAL)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("entered by")
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def legal_basis(self) -> LegalBasis:
        """The place as a value."""
        return LegalBasis(self.doc, self.article, self.clause, self.point)


class Rule(Basis):
    """One version of a term; its content never changes, so that a duty can keep it by its key.

    A rule that people entered counts when another person confirmed it; one of the release counts at once.
    """

    unscoped_because = "law and local plans are public knowledge; who may write them, the services check"

    rule_id = models.CharField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1)
    title = models.CharField(_("what it is about"), max_length=200)
    starts = models.CharField(_("starts when"), max_length=200)
    limit = models.CharField(_("limit"), max_length=60)
    before = models.BooleanField(_("counted back from the event"), default=False)
    bound = models.CharField(max_length=8, default=Bound.AT_MOST.value)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    supersedes = models.CharField(max_length=60, blank=True)
    is_delivered = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["rule_id", "scope", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["rule_id", "scope", "version"], name="rule_version_once")
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Names this version for ever, as `DatedRule.key` does."""
        return f"{self.rule_id}/{self.scope}@{self.version}"

    @property
    def value(self) -> Any:
        """The limit as a term, a day, or days of every year."""
        return read_limit(self.limit)

    @property
    def counts(self) -> bool:
        """Whether it sets dates already."""
        return self.is_delivered or self.confirmed_at is not None

    @property
    def as_rule(self) -> DatedRule:
        """The rule as the kernel knows it."""
        return DatedRule(
            id=self.rule_id,
            value=self.value,
            legal_basis=self.legal_basis,
            certainty=Certainty(self.certainty),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            scope=self.scope,
            bound=Bound(self.bound),
            supersedes=self.supersedes or None,
            version=self.version,
            before=self.before,
        )

    @property
    def as_entry(self) -> Entry:
        """The rule as files hold it."""
        return Entry(self.as_rule, self.title, self.starts)


def columns(entry: Entry) -> dict[str, Any]:
    """The columns of a row for an entry of a file."""
    rule = entry.rule
    return {
        "rule_id": rule.id,
        "version": rule.version,
        "scope": rule.scope,
        "title": entry.title,
        "starts": entry.starts,
        "limit": limit_text(rule.value),
        "before": rule.before,
        "bound": rule.bound.value,
        "doc": rule.legal_basis.doc,
        "article": rule.legal_basis.article,
        "clause": rule.legal_basis.clause,
        "point": rule.legal_basis.point,
        "certainty": rule.certainty.value,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "supersedes": rule.supersedes or "",
    }


class DayKinds(models.TextChoices):
    """What a decision makes of a day."""

    HOLIDAY = DayKind.HOLIDAY.value, _("holiday")
    COMPENSATION = DayKind.COMPENSATION.value, _("day off for a holiday on a rest day")
    SWAP_OFF = DayKind.SWAP_OFF.value, _("free, worked on another day")
    SWAP_WORK = DayKind.SWAP_WORK.value, _("worked, for a day off")


class CalendarDay(Basis):
    """A decision about a day, beside the table that comes with the release; the narrower scope wins.

    It counts when another person confirmed it. `withdrawn_at` ends it; rows are never deleted.
    """

    unscoped_because = "days off are public knowledge; who may write them, the services check"

    on = models.DateField(_("day"))
    kind = models.CharField(_("kind of day"), max_length=16, choices=DayKinds)
    name = models.CharField(_("name of the day"), max_length=120)
    counterpart = models.DateField(_("exchanged with"), null=True, blank=True)
    decision = models.CharField(_("decision number"), max_length=120)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["on", "scope"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["on", "scope"], condition=Q(withdrawn_at=None), name="calendar_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"

    @property
    def as_entry(self) -> DayEntry:
        """The day as the kernel knows it."""
        return DayEntry(
            on=self.on,
            kind=DayKind(self.kind),
            name=self.name,
            legal_basis=self.legal_basis,
            certainty=Certainty(self.certainty),
            status=DayStatus.CONFIRMED if self.confirmed_at else DayStatus.PROPOSED,
            scope=self.scope,
            counterpart=self.counterpart,
        )


class Opening(models.Model):
    """Office hours of a scope and all below from a day on; the narrower scope wins, then the later day."""

    unscoped_because = "office hours are public knowledge; who may write them, the services check"

    scope = models.CharField(max_length=5)
    since = models.DateField(_("valid from"))
    hours = models.CharField(_("office hours"), max_length=100)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")
        ordering = ["scope", "-since"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["scope", "since"], name="opening_once")]

    def __str__(self) -> str:
        return self.hours

    @property
    def as_hours(self) -> OfficeHours:
        """The hours as the kernel knows them."""
        return OfficeHours(self.since, self.scope, read_hours(self.hours))
