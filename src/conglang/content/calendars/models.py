"""Entries of a unit's calendar, from the first draft to the one that was moved or called off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Department
from conglang.base.units.scoped import ScopedModel
from conglang.content.calendars.routes import SHORT
from conglang.content.calendars.times import When
from conglang.kernel.ids import uuid7
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route

FIRST_YEAR, LAST_YEAR = 2000, 2099  # outside, somebody mistyped
LONGEST = 31  # days


class EntryKind(models.TextChoices):
    """What sort of entry it is."""

    WORK = "work", _("work of the leaders")
    MEETING = "meeting", _("meeting")
    RECEPTION = "reception", _("citizen reception")


class Entry(Publishable):
    """One line of the calendar. While it is public the row holds what was approved, else the newest draft.

    `changes` lists the public dates that it had before, each `{starts_on, starts_at, ends_on, ends_at,
    place, reason}`, the oldest first: what people have read once stays to be read.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind, default=EntryKind.WORK)
    starts_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True, help_text=_("Empty means all day."))
    ends_on = models.DateField(_("last day"))
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    what = models.CharField(_("what it is about"), max_length=300)
    who = models.CharField(_("who takes part"), max_length=300, help_text=_("Leaders by name and office."))
    place = models.CharField(_("place"), max_length=200)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("preparing department"),
    )
    note = models.CharField(_("note"), max_length=600, blank=True)
    internal = models.BooleanField(
        _("internal"), default=False, help_text=_("Stands on the desk only and is never public.")
    )
    late_reason = models.CharField(_("why it is announced late"), max_length=300, blank=True)
    cancelled = models.BooleanField(_("called off"), default=False, editable=False)
    cancel_reason = models.CharField(_("why it was called off"), max_length=300, blank=True, editable=False)
    changes = models.JSONField(default=list, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # of RFC 5545, grows with each version
    # first and last day of the entry and of all its former dates: what a week has to look at
    earliest_on = models.DateField(editable=False, blank=True)
    latest_on = models.DateField(editable=False, blank=True)

    default_route: ClassVar[Route] = SHORT
    in_one_line = ("what", "who", "place", "note", "late_reason", "cancel_reason")
    outside_approval = frozenset({"earliest_on", "latest_on"})
    guards_personal_data = False  # it names leaders and whom to call at the office

    class Meta(Publishable.Meta):
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")
        ordering: ClassVar[list[str]] = ["starts_on", "starts_at", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(condition=Q(live=False) | Q(internal=False), name="entry_internal_hidden"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="entry_ends_after_start"),
        ]
        indexes = [models.Index(fields=["unit", "latest_on", "earliest_on"], name="entry_of_days")]

    def __str__(self) -> str:
        return self.what

    @property
    def when(self) -> When:
        """Its present time."""
        return When.of(self)

    @property
    def former(self) -> list["Former"]:
        """Its former public times, the oldest first."""
        return [Former(When.from_data(each), each["place"], each["reason"]) for each in self.changes]

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on:  # else the fields have said so themselves
            problems = dict(self._mistakes())
            if problems:
                raise ValidationError(problems)

    def _mistakes(self) -> Iterator[tuple[str, Promise]]:
        if not FIRST_YEAR <= self.starts_on.year <= LAST_YEAR:
            yield "starts_on", _("Please look at the year.")
        if not 0 <= (self.ends_on - self.starts_on).days < LONGEST:
            yield "ends_on", _("The last day comes after the first one, within a month.")
        if self.ends_at and not self.starts_at:
            yield "starts_at", _("Please say when it begins, too.")
        elif self._ends_at_once():
            yield "ends_at", _("The end comes after the beginning.")
        if self.live and self.internal:
            yield "internal", _("What is public already cannot become internal. Please call it off.")

    def _ends_at_once(self) -> bool:
        ends = self.starts_at and self.ends_at and self.ends_at <= self.starts_at
        return bool(ends) and self.starts_on == self.ends_on

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            times = [self.when, *(each.when for each in self.former)]
            self.earliest_on = min(each.starts_on for each in times)
            self.latest_on = max(each.ends_on for each in times)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/lich/muc/{self.uid}/"


@dataclass(frozen=True)
class Former:
    """A public time that an entry had, where, and why it has another one now."""

    when: When
    place: str
    reason: str


class Today(ScopedModel):
    """The day that the unit's stored pages take for today; a job turns it at midnight."""

    day = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["unit"], name="one_today_per_unit")]

    def __str__(self) -> str:
        return date.isoformat(self.day)
