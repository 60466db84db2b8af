"""Lines of sheets, what proves them, and what a unit adds to an item from above."""

from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Unit
from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route, Step
from conglang.tools.distribution.permissions import APPROVE_REMARK, PUBLISH_REMARK, REMARK
from conglang.tools.distribution.rules import REASON_LENGTH, REMARK_LENGTH, Window

APPROVE = "approve"
SHORT = Route(
    steps=(Step(APPROVE, APPROVE_REMARK),), submit=REMARK, publish=PUBLISH_REMARK, withdraw=PUBLISH_REMARK
)


class Line(ScopedModel):
    """An item goes by a channel to the readers of a unit, whose row this is; made from the approved sheet.

    The item is named by its model label and primary key, and `sender` is whose it is. `live` says that it is
    there now: wanted, in its time, not refused.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    model = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField()
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=20)
    options = models.JSONField(default=dict)
    is_wanted = models.BooleanField(default=True)
    starts_at = models.DateTimeField(_("beginning at"), null=True)
    ends_at = models.DateTimeField(_("ending at"), null=True)
    live = models.BooleanField(default=False)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("line of a distribution sheet")
        verbose_name_plural = _("lines of distribution sheets")
        ordering: ClassVar[list[str]] = ["channel", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "channel", "unit"], name="distribution_line_once"
            )
        ]
        indexes = [
            models.Index(fields=["unit", "channel", "live", "sender"], name="distribution_placed"),
            models.Index("look_at", condition=models.Q(look_at__isnull=False), name="distribution_to_look"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.unit_id}"

    @property
    def item(self) -> Any:
        """The item as stored, if it is in the scope."""
        return apps.get_model(self.model)._base_manager.filter(pk=self.object_id).first()

    @property
    def window(self) -> Window:
        """Its time, as the rules know it."""
        return Window(self.starts_at, self.ends_at)


class What(models.TextChoices):
    """What an entry proves."""

    THERE = "there", _("It is there")
    MISSING = "missing", _("It was not there")
    GONE = "gone", _("It is there no longer")
    STILL = "still", _("It is still there")
    SENT = "sent", _("Sent")


class Evidence(ScopedModel):
    """Something that was seen or counted about a line; only added to."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="evidence")
    what = models.CharField(max_length=8, choices=What)
    at = models.DateTimeField()
    place = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=200, blank=True)
    accepted = models.PositiveIntegerField(null=True)
    refused = models.PositiveIntegerField(null=True)
    removed = models.PositiveIntegerField(default=0)  # addresses that are no more
    # hamlets (titles) with how many of their readers got it; the empty one has small hamlets and the others
    by_hamlet = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        verbose_name = _("evidence of distribution")
        verbose_name_plural = _("evidence of distribution")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return str(self.get_what_display())


class LocalRemark(Publishable):
    """What a unit tells its own readers under an item from above."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="remarks", editable=False)
    title = models.CharField(max_length=255, editable=False)  # of the item, which lies in another unit
    text = models.TextField(_("remark for our own readers"), max_length=REMARK_LENGTH)

    default_route: ClassVar[Route] = SHORT
    in_lines = ("text",)
    of_the_object = ("uid", "line_id", "title")

    class Meta(Publishable.Meta):
        default_permissions = ()
        verbose_name = _("local remark")
        verbose_name_plural = _("local remarks")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "line"], name="local_remark_once"),
        ]

    def __str__(self) -> str:
        return self.title
