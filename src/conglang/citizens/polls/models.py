"""What is asked, who took part, and the votes: between the last two there is no way.

Keys of `Cast` and `Ballot` are drawn at random, and a vote cast on line has no time, so that neither table
keeps an order. What a database keeps besides its rows (the order of pages, a journal) is in nobody's reach
but the administrator's; once a ballot is counted its rows are gone and only the shuffled file remains.
"""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Hamlet
from conglang.base.units.scoped import ScopedModel
from conglang.citizens.polls.rules import Kind, Standing
from conglang.kernel.codes import parse_code
from conglang.kernel.ids import uuid7

QUESTION_LENGTH, NOTE_LENGTH, CHOICE_LENGTH, NUMBER_LENGTH, BATCH_LENGTH = 200, 2000, 120, 60, 60
CODE_LENGTH, DIGEST_LENGTH = 20, 64


def drawn_key() -> int:
    """A key that says nothing about when its row was written."""
    return secrets.randbits(62) + 1


class Poll(ScopedModel):
    """A question with its choices. Nothing of it changes once a second person has confirmed it."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=[(each.value, each.value) for each in Kind])
    question = models.CharField(_("question to vote on"), max_length=QUESTION_LENGTH)
    note = models.TextField(_("explanation"), max_length=NOTE_LENGTH, blank=True)
    choices = models.JSONField(_("choices"))
    opens_on = models.DateField(_("first day of voting"))
    closes_on = models.DateField(_("last day of voting"))
    matter = models.CharField(_("matter"), max_length=24, blank=True)
    agreement = models.CharField(_("agreement with the Front"), max_length=NUMBER_LENGTH, blank=True)
    agreed_on = models.DateField(_("day of the agreement"), null=True, blank=True)
    more_than = models.PositiveSmallIntegerField(_("percent of households"), null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    ballots = models.TextField(default="", editable=False)
    sha256 = models.CharField(max_length=DIGEST_LENGTH, default="", editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering: ClassVar[list[str]] = ["-opens_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="poll_by_two",
            ),
            models.CheckConstraint(
                condition=Q(kind="quick")
                | Q(confirmed_at=None)
                | (~Q(agreement="") & ~Q(matter="") & Q(agreed_on__isnull=False, more_than__isnull=False)),
                name="ballot_agreed_on",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_ballot(self) -> bool:
        """Whether households decide."""
        return self.kind == Kind.BALLOT

    @property
    def standing(self) -> Standing:
        """What rules decide on."""
        return Standing(
            kind=Kind(self.kind),
            opens_on=self.opens_on,
            closes_on=self.closes_on,
            proposed_by=self.proposed_by_id,
            is_confirmed=self.confirmed_at is not None,
            is_withdrawn=self.withdrawn_at is not None,
            is_counted=self.counted_at is not None,
        )

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/binh-chon/{self.uid}/"


class Household(ScopedModel):
    """A household by its number on the list of its hamlet. Of its code only a keyed hash is kept."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="households")
    hamlet = models.ForeignKey(Hamlet, models.PROTECT, related_name="+", verbose_name=_("hamlet"))
    number = models.PositiveIntegerField(_("number of the household"))
    code_hash = models.CharField(max_length=DIGEST_LENGTH, default="")
    printing = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["hamlet__name", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "hamlet", "number"], name="household_once_a_poll"),
            models.UniqueConstraint(
                fields=["code_hash"], condition=~Q(code_hash=""), name="household_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hamlet.title}, {self.number}"


class Way(models.TextChoices):
    """How somebody took part."""

    ONLINE = "online", _("on the site")
    PAPER = "paper", _("by paper ballot")


class Cast(ScopedModel):
    """That somebody took part, not how they voted. A household stands here once, whichever way it came.

    `uid` names the form that was sent. Of paper the row is the log of the booth: who entered it, when, in
    which batch.
    """

    id = models.BigAutoField(primary_key=True, default=drawn_key)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="casts")
    household = models.OneToOneField(Household, models.PROTECT, null=True, related_name="cast")
    uid = models.UUIDField()
    receipt = models.CharField(max_length=CODE_LENGTH, unique=True)
    way = models.CharField(max_length=6, choices=Way)
    batch = models.CharField(_("batch"), max_length=BATCH_LENGTH, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "uid"], name="cast_once_a_form"),
            models.CheckConstraint(
                condition=Q(way="paper") | Q(entered_by=None, entered_at=None, batch=""),
                name="cast_online_without_time",
            ),
        ]

    def __str__(self) -> str:
        return str(parse_code(self.receipt))


class Ballot(ScopedModel):
    """One vote: the place of the choice in the poll's list, none for an invalid paper.

    `is_held`: it looks like a program's, so it is counted apart.
    """

    id = models.BigAutoField(primary_key=True, default=drawn_key)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="+")
    choice = models.PositiveSmallIntegerField(null=True)
    is_held = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.choice)
