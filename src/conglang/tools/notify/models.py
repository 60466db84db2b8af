"""Readers' subscriptions, what they follow, what is sent, and who has it already.

Addresses and keys are sealed; a `mark` finds the row of a known address and gives no address away.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Hamlet, Unit
from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7
from conglang.tools.notify.rules import BODY_LENGTH, TITLE_LENGTH, TOPIC_LENGTH


class Way(models.TextChoices):
    """How a reader is reached."""

    EMAIL = "email", _("e-mail digest")
    PUSH = "push", _("notices on the device")


class Frequency(models.TextChoices):
    """How often a digest comes."""

    DAILY = "daily", _("every working day, when there is something new")
    WEEKLY = "weekly", _("once a week")


class Subscription(models.Model):
    """A device or an e-mail address that wants to be told; it goes as soon as its reader says so.

    `sealed` holds an address, or what a browser gave. A wish waits in `wish` until the owner of the address
    confirms it; a row that was never confirmed is forgotten after some days.
    """

    unscoped_because = "a reader follows several units; nobody reads rows, the desk sees counts of interests"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    way = models.CharField(max_length=5, choices=Way)
    mark = models.CharField(max_length=64)
    sealed = models.TextField()
    home = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # on whose site the reader asked
    frequency = models.CharField(_("how often"), max_length=6, choices=Frequency, default=Frequency.DAILY)
    made_at = models.DateTimeField()
    wish = models.JSONField(null=True)
    asked_at = models.DateTimeField(null=True)
    asks = models.PositiveSmallIntegerField(default=0)  # on the day of the last one
    confirmed_at = models.DateTimeField(null=True)
    served_on = models.DateField(null=True)  # the last morning that was this reader's
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [models.UniqueConstraint(fields=["way", "mark"], name="notify_address_once")]
        indexes = [
            models.Index(fields=["way", "served_on"], condition=~Q(confirmed_at=None), name="notify_served"),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="notify_unconfirmed"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.uid}"


class Interest(ScopedModel):
    """A subscription follows a topic of a unit; topics are named by the rooms that have them."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="interests")
    topic = models.CharField(max_length=TOPIC_LENGTH)
    hamlet = models.ForeignKey(Hamlet, models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        verbose_name = _("interest of a reader")
        verbose_name_plural = _("interests of readers")
        constraints = [
            models.UniqueConstraint(fields=["subscription", "unit", "topic"], name="notify_interest_once")
        ]
        indexes = [models.Index(fields=["unit", "topic", "hamlet"], name="notify_followed")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.topic}"


class Sending(ScopedModel):
    """Something that readers of a unit are told once. `key` names what asked for it.

    `about` is the thing itself: whoever follows several units is told of it once. Hamlets narrow, none means
    the whole unit.
    """

    key = models.CharField(max_length=100, unique=True)
    about = models.CharField(max_length=100)
    way = models.CharField(max_length=5, choices=Way)
    topics = models.JSONField(default=list)
    hamlets = models.JSONField(default=list)
    title = models.CharField(max_length=TITLE_LENGTH)
    body = models.CharField(max_length=BODY_LENGTH, blank=True)
    link = models.URLField(max_length=500, blank=True)
    is_urgent = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # when a task takes it up; None: it is done, or a digest
    stopped_at = models.DateTimeField(null=True)
    # counted after each pass
    accepted = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    by_hamlet = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        verbose_name = _("sending to readers")
        verbose_name_plural = _("sendings to readers")
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes = [
            models.Index(fields=["next_at"], condition=~Q(next_at=None), name="notify_sending_due"),
            models.Index(fields=["way", "begun_at"], name="notify_sending_begun"),
            models.Index(fields=["about", "way"], name="notify_sending_about"),
        ]

    def __str__(self) -> str:
        return self.title


class Outcome(models.TextChoices):
    """What came of one delivery."""

    ACCEPTED = "ok", _("taken by the service")
    LATER = "later", _("is tried again")
    FAILED = "failed", _("given up")
    REMOVED = "gone", _("the address is no more")


class Delivery(ScopedModel):
    """A subscription that was told, or cannot be; kept for some weeks, then only counted."""

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, models.SET_NULL, null=True, related_name="+")
    from_hamlet = models.PositiveBigIntegerField(null=True)
    outcome = models.CharField(max_length=6, choices=Outcome)
    tries = models.PositiveSmallIntegerField(default=1)
    retry_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = _("delivery to a reader")
        verbose_name_plural = _("deliveries to readers")
        constraints = [models.UniqueConstraint(fields=["sending", "subscription"], name="notify_told_once")]
        indexes = [
            models.Index(fields=["sending", "retry_at"], condition=~Q(retry_at=None), name="notify_to_retry"),
            models.Index(fields=["at"], name="notify_delivered"),
        ]

    def __str__(self) -> str:
        return f"{self.sending_id} {self.outcome}"
