"""Changes that the stored pages do not know of yet, and the notices that stand on every page of a site."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7
from conglang.tools.pagestore.rules import TEXT_LENGTH, NoticeState


class Touch(models.Model):
    """A row of this unit changed; written by triggers, in the transaction of the change.

    `host` names a host that led to a site before the change.
    """

    unscoped_because = "the installation's own note of work to be done; nobody reads it"

    touched_unit = models.BigIntegerField()  # no foreign key: the unit may go with its row
    host = models.CharField(max_length=253, default="")

    def __str__(self) -> str:
        return f"{self.touched_unit} {self.host}".strip()


class NoticeLevel(models.TextChoices):
    """How loud a notice is."""

    WARNING = "warning", _("warning")
    EMERGENCY = "emergency", _("emergency")


class UrgentNotice(ScopedModel):
    """A short text on every page of the unit's site and of the sites below, once two people have said so."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    level = models.CharField(_("loudness"), max_length=10, choices=NoticeLevel, default=NoticeLevel.WARNING)
    text = models.CharField(_("text"), max_length=TEXT_LENGTH)
    until = models.DateTimeField(_("shown until"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("urgent notice")
        verbose_name_plural = _("urgent notices")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="urgent_notice_by_two",
            )
        ]
        indexes = [
            models.Index(
                fields=["until"],
                condition=Q(confirmed_at__isnull=False, ended_at=None),
                name="urgent_notice_shown",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def state(self) -> NoticeState:
        """What rules decide on."""
        return NoticeState(
            proposed_by=self.proposed_by_id,
            confirmed=self.confirmed_at is not None,
            ended=self.ended_at is not None,
            until=self.until,
        )

    def is_shown(self, now: datetime) -> bool:
        """Whether it stands on the pages."""
        return self.confirmed_at is not None and self.ended_at is None and now < self.until
