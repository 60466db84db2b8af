"""The catalogue as the province keeps it; what a unit has entered under it; papers that two people sign."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.duties.models import Basis, Duty
from conglang.base.units.models import Department
from conglang.base.units.scoped import ScopedModel
from conglang.content.disclosure.catalogue import Line
from conglang.content.disclosure.rules import Anchor, Clock, Cycle, FileKind, Period, Stay, Way
from conglang.kernel.ids import uuid7
from conglang.kernel.legal import Certainty
from conglang.kernel.text import slugify

KEY_LENGTH = 40  # the key of a duty has room for it and a period

CYCLES = {
    Cycle.ITEM: _("whenever there is something"),
    Cycle.MONTH: _("every month"),
    Cycle.QUARTER: _("every quarter"),
    Cycle.YEAR: _("every year"),
    Cycle.STANDING: _("always there"),
}
STAYS = {
    Stay.STANDING: _("as long as it holds"),
    Stay.TERM: _("at least as long as the law says"),
    Stay.PERSONAL: _("names people: only as long as the law says"),
}


class Heading(Basis):
    """One version of a heading of the catalogue; its content never changes, so that entries keep it by key.

    A version that people entered counts when another person confirmed it; one of the release counts at once.
    """

    unscoped_because = "law is public knowledge; who may write it, the services check"

    key = models.CharField(
        _("code of the heading"),
        max_length=KEY_LENGTH,
        validators=[RegexValidator(r"\A[a-z][a-z0-9_]*\Z", _("Small letters, figures and “_” only."))],
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    title = models.CharField(_("name of the heading"), max_length=200)
    what = models.CharField(_("what has to be public"), max_length=600)
    rules = models.JSONField(_("terms"), default=list)
    backlog = models.CharField(max_length=40, blank=True)
    cycle = models.CharField(
        _("how often"),
        max_length=8,
        choices=[(each.value, words) for each, words in CYCLES.items()],
        default=Cycle.ITEM.value,
    )
    anchor = models.CharField(max_length=8, default=Anchor.END.value)
    lag_months = models.SmallIntegerField(default=0)
    renew_days = models.PositiveSmallIntegerField(default=0)
    forms = models.JSONField(_("forms"), default=list)
    files = models.JSONField(_("kinds of file"), default=list)
    beside = models.JSONField(default=list)
    office = models.CharField(_("office in charge"), max_length=200, blank=True)
    ways = models.JSONField(_("ways of making public"), default=list)
    stay = models.CharField(
        _("for how long"),
        max_length=8,
        choices=[(each.value, words) for each, words in STAYS.items()],
        default=Stay.STANDING.value,
    )
    shown_rule = models.CharField(max_length=40, blank=True)
    groups = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    is_delivered = models.BooleanField(default=False, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("heading of the catalogue")
        verbose_name_plural = _("headings of the catalogue")
        ordering: ClassVar[list[str]] = ["order", "key", "scope", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "scope", "version"], name="heading_version_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="heading_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Path on every site that has to serve it."""
        return f"/cong-khai/{slugify(self.title)}/"

    @property
    def counts(self) -> bool:
        """Whether it asks for something already."""
        return self.is_delivered or self.confirmed_at is not None

    @property
    def clock(self) -> Clock:
        """When its periods begin to be due."""
        return Clock(Cycle(self.cycle), Anchor(self.anchor), self.lag_months)

    @property
    def line(self) -> Line:
        """The heading as files hold it."""
        return Line(
            key=self.key,
            title=self.title,
            what=self.what,
            rules=tuple(self.rules),
            basis=self.legal_basis,
            certainty=Certainty(self.certainty),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            groups={name: tuple(keys) for name, keys in self.groups.items()},
            scope=self.scope,
            version=self.version,
            cycle=Cycle(self.cycle),
            anchor=Anchor(self.anchor),
            lag_months=self.lag_months,
            renew_days=self.renew_days,
            backlog=self.backlog,
            forms=tuple(self.forms),
            files=tuple(map(FileKind, self.files)),
            beside=tuple(map(FileKind, self.beside)),
            office=self.office,
            ways=tuple(map(Way, self.ways)),
            stay=Stay(self.stay),
            shown_rule=self.shown_rule,
        )


def columns(line: Line) -> dict[str, Any]:
    """The columns of a row for a line of a file."""
    same = ("key", "version", "title", "what", "backlog", "lag_months", "renew_days", "office")
    basis = line.basis
    return {
        name: getattr(line, name) for name in (*same, "shown_rule", "scope", "valid_from", "valid_to")
    } | {
        "rules": list(line.rules),
        "cycle": line.cycle.value,
        "anchor": line.anchor.value,
        "forms": list(line.forms),
        "files": [kind.value for kind in line.files],
        "beside": [kind.value for kind in line.beside],
        "ways": [way.value for way in line.ways],
        "stay": line.stay.value,
        "groups": {name: list(keys) for name, keys in line.groups.items()},
        "doc": basis.doc,
        "article": basis.article,
        "clause": basis.clause,
        "point": basis.point,
        "certainty": line.certainty.value,
    }


class InCharge(ScopedModel):
    """The department of a unit that answers for a heading."""

    heading_key = models.CharField(max_length=KEY_LENGTH)
    department = models.ForeignKey(
        Department, models.CASCADE, related_name="+", verbose_name=_("department in charge")
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("department in charge of a heading")
        verbose_name_plural = _("departments in charge of headings")
        constraints = [models.UniqueConstraint(fields=["unit", "heading_key"], name="heading_in_one_charge")]

    def __str__(self) -> str:
        return self.heading_key


class Entry(ScopedModel):
    """Something that a unit makes public under a heading: a row of any room, for a period or for none.

    `heading` is the version under which it was entered. `live` while readers find it; `public_at` is when
    that began, and stays. `shown_until` is the last day on which it is shown. `path` is on the unit's site.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    heading = models.ForeignKey(Heading, models.PROTECT, related_name="+", verbose_name=_("heading"))
    heading_key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    period = models.CharField(_("period"), max_length=7, blank=True)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.CharField(max_length=40)
    title = models.CharField(_("what is made public"), max_length=300)
    code = models.CharField(_("number and symbol"), max_length=60, blank=True)
    path = models.CharField(max_length=300, blank=True)
    desk_url = models.CharField(max_length=300, blank=True)
    files = models.JSONField(_("kinds of file"), default=list)
    made_on = models.DateField(_("made on"))
    live = models.BooleanField(default=False)
    public_at = models.DateTimeField(_("public since"), null=True)
    shown_until = models.DateField(_("shown until"), null=True, blank=True)
    taken_down_at = models.DateTimeField(_("taken down at"), null=True)
    why_down = models.CharField(max_length=300, blank=True)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = _("entry of the catalogue")
        verbose_name_plural = _("entries of the catalogue")
        ordering: ClassVar[list[str]] = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "heading_key", "period", "subject_type", "subject_id"],
                name="disclosed_once_per_period",
            ),
            models.CheckConstraint(
                condition=Q(live=False) | Q(public_at__isnull=False), name="disclosed_since_some_time"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "heading_key", "-made_on"], name="disclosed_under_heading"),
            models.Index(fields=["unit", "public_at"], name="disclosed_in_time"),
            models.Index(fields=["subject_type", "subject_id"], name="disclosed_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def span(self) -> Period:
        """The period that it is for."""
        return Period.read(self.period)


class PaperKind(models.TextChoices):
    """What two people sign off."""

    LIST = "list", _("List of what was made public in the quarter")
    PLAN = "plan", _("Disclosure plan of the year")
    REPORT = "report", _("Report on the disclosure plan")


class Paper(ScopedModel):
    """A list of a quarter, a plan of a year or its report, as it was drawn up; `lines` never change.

    One person draws it up, another one approves it; drawn up anew before that, it takes the newest lines.
    """

    kind = models.CharField(_("kind of paper"), max_length=8, choices=PaperKind)
    period = models.CharField(_("period"), max_length=7)
    lines = models.JSONField(default=list)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drawn_name = models.CharField(max_length=200)
    drawn_at = models.DateTimeField(_("drawn up at"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("disclosure paper")
        verbose_name_plural = _("disclosure papers")
        ordering: ClassVar[list[str]] = ["-period", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "period"], name="disclosure_paper_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(drawn_by=None) | ~Q(approved_by=F("drawn_by")),
                name="disclosure_paper_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"

    @property
    def span(self) -> Period:
        """The quarter or year."""
        return Period.read(self.period)

    def get_absolute_url(self) -> str:
        """Path of a list on the unit's own site; plans and reports stay on the desk."""
        return f"/cong-khai/da-cong-khai/{self.period}/"


def shown_on(day: date) -> Q:
    """Entries that readers find on a day."""
    return Q(live=True) & (Q(shown_until=None) | Q(shown_until__gte=day))


def public_between(begins: datetime, ends: datetime) -> Q:
    """Entries that became public from the one instant to before the other."""
    return Q(public_at__gte=begins, public_at__lt=ends)
