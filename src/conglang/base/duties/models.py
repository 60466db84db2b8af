"""Rules and days off as the province keeps them; duties, what moved them, and the proofs of them."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.models import User
from conglang.base.duties.rule_file import Entry, limit_text, read_limit
from conglang.base.duties.rules import Clock, Extension, Pause, State
from conglang.base.units.models import Department
from conglang.base.units.scoped import ScopedModel
from conglang.kernel.calendar import DayEntry, DayKind, DayStatus
from conglang.kernel.ids import uuid7
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


class Duty(ScopedModel):
    """Something that a unit has to do by a day.

    `rule_keys` are the versions it started under and keeps, `due_key` the one that counts. `pauses` holds
    `{begins, ends, reason, by}` and `extensions` `{until, reason, by, at}`, the oldest first.
    `original_on` is the day without extensions. The subject is a row of any room above.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    key = models.SlugField(max_length=60)
    title = models.CharField(_("what is to be done"), max_length=300)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    subject_id = models.CharField(max_length=40, blank=True)
    subject_url = models.CharField(max_length=300, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    event = models.CharField(_("started by"), max_length=200)
    started_at = models.DateTimeField(_("started at"))
    rule_keys = models.JSONField(default=list)
    due_key = models.CharField(max_length=60)
    original_on = models.DateField(_("due without extensions"))
    due_on = models.DateField(_("due on"))
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    fulfilled_at = models.DateTimeField(_("done at"), null=True)
    cancelled_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    close_reason = models.CharField(_("reason"), max_length=600, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)  # the highest share in percent told so far

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("dated duties")
        ordering = ["due_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "key", "subject_type", "subject_id"], name="duty_once_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(fulfilled_at=None) | Q(cancelled_at=None), name="duty_closed_in_one_way"
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_at"],
                condition=Q(fulfilled_at=None, cancelled_at=None),
                name="duty_open_by_date",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="duty_of_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def clock(self) -> Clock:
        """The instants from which the state follows."""
        return Clock(self.started_at, self.due_at, self.paused_at, self.fulfilled_at, self.cancelled_at)

    def state(self, now: datetime) -> State:
        """Where it stands."""
        return self.clock.state(now)

    @property
    def is_closed(self) -> bool:
        """Whether it is done or cancelled; then it never changes again."""
        return self.fulfilled_at is not None or self.cancelled_at is not None

    @property
    def past_pauses(self) -> list[Pause]:
        """Pauses that are over."""
        return [
            Pause(datetime.fromisoformat(row["begins"]), datetime.fromisoformat(row["ends"]), row["reason"])
            for row in self.pauses
            if row["ends"]
        ]

    @property
    def granted(self) -> list[Extension]:
        """Extensions that were granted."""
        return [
            Extension(datetime.fromisoformat(row["until"]).date(), row["reason"]) for row in self.extensions
        ]


class DueChange(ScopedModel):
    """A due date that moved, and why."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    was_on = models.DateField()
    is_on = models.DateField()
    cause = models.CharField(max_length=600)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.was_on} → {self.is_on}"


class Channel(models.TextChoices):
    """Where something was made known, and how that is proved."""

    PAGE_STORED = "page_stored", _("page of the site, made")
    PAGE_PROBE = "page_probe", _("page of the site, seen from outside")
    BOARD = "board", _("notice board")
    BROADCAST = "broadcast", _("loudspeakers")
    VILLAGE_HEAD = "village_head", _("head of the hamlet told")
    MAIL = "mail", _("letter or e-mail")
    OTHER = "other", _("another way")


SPANNING = frozenset({Channel.PAGE_PROBE, Channel.BOARD, Channel.BROADCAST})
"""Channels that prove days on which people could read or hear it; making a page proves no day of showing."""


class Evidence(ScopedModel):
    """A proof about a duty: what was shown or told where, from when to when, seen by whom.

    `sha256` is of the page, photo or log; `source` says where that is kept.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    duty = models.ForeignKey(Duty, models.CASCADE, related_name="evidence")
    channel = models.CharField(_("channel"), max_length=16, choices=Channel)
    place = models.CharField(_("place"), max_length=200, blank=True)
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    was_there = models.BooleanField(_("it was there"), default=True)
    sha256 = models.CharField(max_length=64, blank=True)
    source = models.CharField(_("kept at"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=600, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_name = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        ordering = ["begins_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=models.F("begins_at")), name="evidence_lasts_forward"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.place}"


def is_open() -> Q:
    """Duties that are neither done nor cancelled."""
    return Q(fulfilled_at=None, cancelled_at=None)
