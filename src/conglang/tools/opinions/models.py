"""What readers say of pages. Of opinions no person, address or time of day is kept."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.tools.opinions.rules import (
    CONTACT_LENGTH,
    NOTE_LENGTH,
    REPORT_LENGTH,
    TITLE_LENGTH,
    WORDS_LENGTH,
)


class Usefulness(models.TextChoices):
    """Whether a page helped its reader."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class AboutPage(ScopedModel):
    """A row about a page of the unit's site; pages lie in rooms above, so there is no foreign key."""

    page_uid = models.UUIDField(editable=False)
    path = models.CharField(_("address"), max_length=250)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class PageOpinion(AboutPage):
    """How many readers of one day found a page useful. `minute` and `in_minute` hold the latest rush."""

    day = models.DateField(_("day"))
    yes = models.PositiveIntegerField(_("useful"), default=0)
    partly = models.PositiveIntegerField(_("partly useful"), default=0)
    no = models.PositiveIntegerField(_("not useful"), default=0)
    minute = models.DateTimeField(editable=False)
    in_minute = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("opinions of a day")
        verbose_name_plural = _("opinions of a day")
        constraints = [
            models.UniqueConstraint(fields=["unit", "page_uid", "day"], name="page_opinion_once_a_day")
        ]
        indexes = [
            models.Index(fields=["unit", "day"], name="page_opinion_day"),
            models.Index(fields=["unit", "minute"], name="page_opinion_minute"),
        ]


class PageRemark(AboutPage):
    """Words that somebody added to an opinion."""

    day = models.DateField(_("day"))
    answer = models.CharField(_("useful?"), max_length=6, choices=Usefulness)
    text = models.CharField(_("words"), max_length=WORDS_LENGTH)

    class Meta:
        default_permissions = ()
        verbose_name = _("words of a reader")
        verbose_name_plural = _("words of readers")
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes = [models.Index(fields=["unit", "day"], name="page_remark_day")]


class PageReport(AboutPage):
    """Something is wrong on a page. The contact is there until the report is handled, if at all."""

    text = models.CharField(_("what is wrong"), max_length=REPORT_LENGTH)
    contact = models.CharField(_("how to reach the reader"), max_length=CONTACT_LENGTH, blank=True)
    received_at = models.DateTimeField(_("received at"))
    handled_at = models.DateTimeField(_("handled at"), null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("handled by")
    )
    note = models.CharField(_("what was done"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("report about a page")
        verbose_name_plural = _("reports about pages")
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "received_at"], name="page_report_received"),
            models.Index(fields=["unit"], condition=models.Q(handled_at=None), name="page_report_waiting"),
        ]
