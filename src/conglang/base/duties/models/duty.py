"""Duties, what moved them, and the proofs of them."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.models import User
from conglang.base.duties.rules import Clock, Extension, Pause, State
from conglang.base.units.models import Department
from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7


class Duty(ScopedModel):
    """Something that a unit has to do by a day.

    `rule_keys` are the versions it started under and keeps, `due_key` the one that counts. `pauses` holds
    `{begins, ends, reason, by}` and `extensions` `{until, reason, by, at}`, the oldest first.
    `original_on` is the day without extensions. The subject is a row of any room above. `turn` counts how
    often it was closed by mistake before.
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
    turn = models.PositiveSmallIntegerField(default=0)
    reopened_because = models.CharField(_("why it was opened again"), max_length=600, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)  # the highest share in percent told so far

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("dated duties")
        ordering = ["due_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "key", "subject_type", "subject_id", "turn"], name="duty_once_per_subject"
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
    def subject_model(self) -> str:
        """The label of what it is about; "" without a subject."""
        kind = self.subject_type
        return f"{kind.app_label}.{kind.model}" if kind else ""

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

    `sha256` is of the page, photo or log; `source` says where that is kept. What was added by mistake is
    taken back: it stays to be read and counts no more.
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
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=600, blank=True)

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

    @property
    def path(self) -> str:
        """Where the desk or the public site shows it, if `source` is a path or address."""
        is_local = self.source.startswith("/") and not self.source.startswith("//")
        return self.source if is_local or self.source.startswith(("http://", "https://")) else ""


def is_open() -> Q:
    """Duties that are neither done nor cancelled."""
    return Q(fulfilled_at=None, cancelled_at=None)
