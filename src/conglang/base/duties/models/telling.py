"""What people are told about their duties, and the links by which their calendar programs ask."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.models import User
from conglang.base.duties.models.duty import Duty
from conglang.base.units.scoped import ScopedModel


class NoticeKind(models.TextChoices):
    """Why somebody is told about a duty."""

    HALF = "half", _("half of the time has passed")
    SOON = "soon", _("little time is left")
    LATE = "late", _("the day has passed")
    GIVEN = "given", _("it was given to you")
    MOVED = "moved", _("the date has moved")
    PAUSED = "paused", _("it was paused")
    RESUMED = "resumed", _("it goes on")
    EXTENDED = "extended", _("it was extended")
    MISSING = "missing", _("the public page was not there")
    FAR = "far", _("far overdue in a unit below")


class Notice(ScopedModel):
    """One person is told once about one duty; `since` says about which time, so that it is never said twice.

    It is the due instant of a reminder, else the instant of what happened. `number` counts the duties
    that were told of together; `duty` is then the most urgent of them.
    """

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="notices")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=NoticeKind)
    since = models.DateTimeField()
    number = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["duty", "person", "kind", "since"], name="notice_said_once")
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["person", "mailed_at"], name="notice_by_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.duty}: {self.get_kind_display()}"


class FeedLink(models.Model):
    """The secret address by which a person's calendar program asks for duties; only its hash is kept."""

    unscoped_because = "belongs to a person, not to a unit; what it shows is read in the person's own scope"

    person = models.OneToOneField(User, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("link for a calendar program")
        verbose_name_plural = _("links for calendar programs")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.person)
