"""Campaigns of those who ask, and what lies with those who are asked: the letter, the answers, the files."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.duties.models import Duty
from conglang.base.units.models import Department, Unit
from conglang.base.units.scoped import ScopedModel
from conglang.content.campaigns.rules import Item, State
from conglang.content.documents.models import Drop
from conglang.kernel.ids import uuid7
from conglang.tools.media.models import Document

NAME_LENGTH, TEXT_LENGTH, REASON_LENGTH = 200, 2000, 600

STATES = {
    State.MISSING: _("not there yet"),
    State.READY: _("laid in, not handed in"),
    State.RETURNED: _("to be replaced"),
    State.RECEIVED: _("received"),
    State.ACCEPTED: _("accepted"),
}


class Letter(ScopedModel):
    """What is asked for, and why. `items` holds `rules.Item` as data."""

    title = models.CharField(_("what is collected"), max_length=NAME_LENGTH)
    reason = models.CharField(_("what it is needed for"), max_length=TEXT_LENGTH)
    basis = models.CharField(_("legal basis"), max_length=NAME_LENGTH, blank=True)
    items = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def checklist(self) -> list[Item]:
        """The items in their order."""
        return [Item.of_data(each) for each in self.items]


class Campaign(Letter):
    """One unit collects material; `asked` names units below it, or departments of its own, by key."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    due_on = models.DateField(_("last day of handing in"))
    asked = models.JSONField(default=list)
    asks_departments = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()


class Ask(Letter):
    """The copy of a campaign that lies with one asked unit, which knows of the campaign only through it.

    `asker` is the campaign's unit, which sees what was handed in.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="asks")
    asker = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    reminded_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("request of a campaign")
        verbose_name_plural = _("requests of campaigns")
        ordering = ["-sent_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit"], condition=Q(department=None), name="ask_once_per_unit"
            ),
            models.UniqueConstraint(fields=["campaign", "department"], name="ask_once_per_department"),
        ]

    @property
    def due_on(self) -> date:
        """The last day; the duty knows it, with extensions."""
        assert self.duty is not None  # noqa: S101  # it is started with the ask
        return self.duty.due_on

    @property
    def asked(self) -> str:
        """Who is asked."""
        return self.department.name if self.department else self.unit.title


class Reply(ScopedModel):
    """What an asked unit says to one item: files, or that it has none, and why."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="replies")
    item = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=[(state.value, words) for state, words in STATES.items()])
    none_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    return_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    drop = models.ForeignKey(Drop, models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["ask", "item"], name="reply_once_per_item")]

    def __str__(self) -> str:
        return f"{self.ask_id}/{self.item}"


class ReplyFile(ScopedModel):
    """An original that came in; the same file may answer several items."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["reply", "document"], name="reply_file_once")]

    def __str__(self) -> str:
        return self.name
