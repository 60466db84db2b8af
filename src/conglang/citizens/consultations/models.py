"""Drafts on which people are asked, what they said, and what became of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Hamlet
from conglang.base.units.scoped import ScopedModel
from conglang.citizens.consultations import rules
from conglang.citizens.consultations.routes import SHORT
from conglang.kernel.clock import local_day, start_of_day
from conglang.kernel.ids import uuid7
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.media.models import Document
from conglang.tools.vault.models import Identity

TITLE_LENGTH, ABOUT_LENGTH, TEXT_LENGTH, BASIS_LENGTH = 300, 2000, 200_000, 300
OPINION_LENGTH, REPLY_LENGTH, REASON_LENGTH, KEY_LENGTH = 6000, 3000, 600, 40
MISSING = _("Please fill in this part.")


class Consultation(Publishable):
    """A draft and the days on which people speak about it. How it stands follows from the days.

    `moved_to` is another last day that was decided while it was public, with the reason that readers see.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    title = models.CharField(_("what people are asked about"), max_length=TITLE_LENGTH)
    about = models.TextField(
        _("why, for whom, what changes"),
        max_length=ABOUT_LENGTH,
        blank=True,
        help_text=_("A few plain sentences that everybody understands."),
    )
    text = models.TextField(
        _("text of the draft"),
        max_length=TEXT_LENGTH,
        blank=True,
        help_text=_("People speak about each chapter and article; without any, about each paragraph."),
    )
    basis = models.CharField(_("legal basis"), max_length=BASIS_LENGTH, blank=True)
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    moved_to = models.DateField(null=True, editable=False)
    moved_because = models.CharField(max_length=REASON_LENGTH, blank=True, editable=False)
    least_days = models.PositiveSmallIntegerField(default=0, editable=False)  # by the law of its first day

    default_route: ClassVar[Route] = SHORT
    in_one_line = ("title", "basis")
    in_lines = ("about", "text")
    outside_approval: ClassVar[frozenset[str]] = frozenset({"moved_to", "moved_because"})
    of_the_object = ("uid", *outside_approval)

    class Meta(Publishable.Meta):
        default_permissions = ()
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering: ClassVar[list[str]] = ["-opens_on", "-pk"]
        indexes = [models.Index(fields=["unit", "live", "-opens_on"], name="consultation_public")]

    def __str__(self) -> str:
        return self.title

    @property
    def sections(self) -> list[rules.Section]:
        """The parts of the draft."""
        return rules.sections_of(self.text)

    @property
    def term(self) -> rules.Term:
        """Its days."""
        published = local_day(self.first_published_at) if self.first_published_at else None
        return rules.Term(self.opens_on, self.closes_on, self.least_days, published, self.moved_to)

    def standing(self, today: date) -> rules.Standing:
        """How it stands on a day."""
        return rules.standing(self.term, is_answered=self.is_answered, today=today)

    @cached_property  # lists bring it with their rows
    def is_answered(self) -> bool:
        """Whether what became of the opinions is public."""
        return bool(Outcome.objects.filter(consultation=self.pk, live=True).exists())

    def clean(self) -> None:
        super().clean()
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": _("The last day comes after the first one.")})

    def check_complete(self) -> None:
        """Raise ValidationError for what a draft may lack but nothing that is submitted."""
        missing = {name: MISSING for name in ("about", "text", "basis") if not getattr(self, name)}
        if missing:
            raise ValidationError(missing)

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/lay-y-kien/{self.uid}/"

    def tidy(self) -> None:
        super().tidy()
        self.go_live_at = start_of_day(self.opens_on) if self.opens_on else None


class Channel(models.TextChoices):
    """How an opinion came."""

    WEB = "web", _("on the site")
    PAPER = "paper", _("on paper")
    MEETING = "meeting", _("at a meeting")
    PHONE = "phone", _("by telephone")


TYPED = (Channel.PAPER, Channel.MEETING, Channel.PHONE)
"""What officials type in."""
STANCES: dict[str, Any] = {
    rules.Stance.AGREE: _("I agree with the draft"),
    rules.Stance.CHANGE: _("I want something changed"),
    rules.Stance.OPPOSE: _("I do not agree"),
}
VERDICTS: dict[str, Any] = {
    rules.Verdict.TAKEN: _("taken up as asked"),
    rules.Verdict.PARTLY: _("taken up in part"),
    rules.Verdict.EXPLAINED: _("answered with an explanation"),
}
DECISIONS: dict[str, Any] = {
    rules.Decision.AS_DRAFTED: _("Decided as it was drafted"),
    rules.Decision.CHANGED: _("Decided with changes"),
    rules.Decision.DROPPED: _("Not decided; the draft is dropped"),
}


def plain(labels: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """Choices with bare values, as migrations write them."""
    return [(key.value, words) for key, words in labels.items()]


class State(models.TextChoices):
    """Whether an opinion counts."""

    COUNTS = "counts", _("counts")
    HELD = "held", _("held back")
    DROPPED = "dropped", _("does not count")


class Opinion(ScopedModel):
    """What somebody says about a draft, in their own words; who it was, the vault alone knows.

    `gist` is how the public table words it, without anything personal; `verdict` and `reply` say what became
    of it.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="opinions")
    section = models.CharField(max_length=KEY_LENGTH, default=rules.WHOLE)
    stance = models.CharField(_("what is wanted"), max_length=8, choices=plain(STANCES))
    text = models.TextField(_("opinion"), max_length=OPINION_LENGTH, blank=True)
    hamlet = models.ForeignKey(Hamlet, models.PROTECT, null=True, related_name="+", verbose_name=_("hamlet"))
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel)
    sender = models.OneToOneField(Identity, models.PROTECT, related_name="+")
    scan = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("said at"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.COUNTS)
    held_because = models.JSONField(default=list)
    gist = models.TextField(max_length=REPLY_LENGTH, blank=True)
    verdict = models.CharField(max_length=9, choices=plain(VERDICTS), blank=True)
    reply = models.TextField(max_length=REPLY_LENGTH, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("opinion on a draft")
        verbose_name_plural = _("opinions on drafts")
        ordering: ClassVar[list[str]] = ["at", "pk"]
        indexes = [models.Index(fields=["consultation", "state"], name="opinion_of_consultation")]

    def __str__(self) -> str:
        return f"{self.consultation_id}/{self.pk}"


class Outcome(Publishable):
    """What became of the opinions, and what was decided. `rows` and `counts` are those of its last writing.

    `rows` are {section, gist, stance, verdict, reply}; `counts` is {stances: …, hamlets: [[name, number or
    None]], total}, with small numbers hidden already. `words` are those of the rows: the guards read them.
    """

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="outcome", editable=False)
    decision = models.CharField(_("what was decided"), max_length=10, choices=plain(DECISIONS))
    text = models.TextField(_("the decision in words"), max_length=REPLY_LENGTH, blank=True)
    reasons = models.TextField(
        _("reasons where the decision differs from the majority"),
        max_length=REPLY_LENGTH,
        blank=True,
        help_text=_("The law asks for them if more than half wanted something else."),
    )
    rows = models.JSONField(default=list, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    words = models.TextField(_("table of opinions"), blank=True, editable=False)  # for the guards

    default_route: ClassVar[Route] = SHORT
    in_lines = ("text", "reasons")
    of_the_object = ("consultation_id",)

    class Meta(Publishable.Meta):
        default_permissions = ()
        verbose_name = _("outcome of a consultation")
        verbose_name_plural = _("outcomes of consultations")

    def __str__(self) -> str:
        return self.consultation.title

    @property
    def differs(self) -> bool:
        """Whether reasons are owed."""
        stances = {rules.Stance(key): number for key, number in self.counts.get("stances", {}).items()}
        return rules.differs_from_majority(rules.Decision(self.decision), stances)

    @property
    def table(self) -> list[dict[str, Any]]:
        """The rows with what people read for stance and verdict."""
        return [
            row | {"wanted": STANCES[row["stance"]], "became": VERDICTS.get(row["verdict"], "")}
            for row in self.rows
        ]

    @property
    def stances(self) -> list[tuple[Any, int]]:
        """How many wanted what."""
        found = self.counts.get("stances", {})
        return [(words, found.get(stance, 0)) for stance, words in STANCES.items()]

    def check_complete(self) -> None:
        """Raise ValidationError for what a draft may lack but nothing that is submitted."""
        missing: dict[str, Any] = {} if self.text else {"text": MISSING}
        if self.differs and not self.reasons:
            missing["reasons"] = _("More than half wanted something else. The law asks for the reasons.")
        if any(not row["verdict"] for row in self.rows):
            missing["rows"] = _("Some opinions have not been weighed yet. Weigh them, then save this again.")
        if missing:
            raise ValidationError(missing)

    def get_absolute_url(self) -> str:
        """Path on the unit's own site: that of the consultation."""
        return self.consultation.get_absolute_url()
