"""What people ask, and what the public reads about it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.citizens.questions.fields import field_name, fields
from conglang.citizens.questions.routes import FULL
from conglang.citizens.questions.rules import Ending, State, cited, is_doubted, is_past_review
from conglang.kernel.codes import parse_code
from conglang.kernel.ids import uuid7
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.vault.models import Identity

ASKED_LENGTH, TITLE_LENGTH, TEXT_LENGTH, BASIS_LENGTH = 4000, 200, 20_000, 3000
NAME_LENGTH, TOLD_LENGTH, REASON_LENGTH, CODE_LENGTH, FIELD_LENGTH = 160, 1000, 300, 20, 24


class Answer(Publishable):
    """A question as it is published, with its answer. Several people may have asked it.

    `doubted_at` says when a document of its basis changed; it counts until a newer version is published.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    field = models.CharField(_("field of the question"), max_length=FIELD_LENGTH)
    title = models.CharField(
        _("question in one sentence"), max_length=TITLE_LENGTH, help_text=_("As people look for it.")
    )
    asked = models.TextField(
        _("question as it is published"),
        max_length=ASKED_LENGTH,
        blank=True,
        help_text=_("Without names, addresses, telephone numbers. It may stay empty."),
    )
    text = models.TextField(_("answer"), max_length=TEXT_LENGTH, blank=True)
    basis = models.TextField(
        _("legal basis"),
        max_length=BASIS_LENGTH,
        blank=True,
        help_text=_("One document in a line, with its number, such as “Luật Hộ tịch 60/2014/QH13, Điều 15”."),
    )
    answerer = models.CharField(_("who answers"), max_length=NAME_LENGTH, blank=True)
    review_on = models.DateField(
        _("look at it again by"),
        null=True,
        blank=True,
        help_text=_("After this day readers see that the answer is being looked over."),
    )
    is_faq = models.BooleanField(default=False, editable=False)
    doubted_at = models.DateTimeField(null=True, editable=False)
    doubted_because = models.CharField(max_length=REASON_LENGTH, blank=True, editable=False)

    default_route: ClassVar[Route] = FULL
    in_one_line = ("title", "answerer")
    in_lines = ("asked", "text", "basis")
    outside_approval: ClassVar[frozenset[str]] = frozenset({"is_faq", "doubted_at", "doubted_because"})
    of_the_object = ("uid", *outside_approval)

    class Meta(Publishable.Meta):
        default_permissions = ()
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes = [models.Index(fields=["unit", "live", "-first_published_at"], name="answer_public")]

    def __str__(self) -> str:
        return self.title

    @property
    def field_name(self) -> str:
        """The field in words."""
        return field_name(self.field)

    @property
    def cited(self) -> tuple[str, ...]:
        """Numbers of the documents on which it rests."""
        return cited(self.basis)

    @property
    def is_doubted(self) -> bool:
        """Whether a document of its basis changed since it was published."""
        return is_doubted(self.last_published_at, self.doubted_at)

    def is_under_review(self, today: date) -> bool:
        """Whether readers see that it is being looked over."""
        return self.is_doubted or is_past_review(self.review_on, today)

    def clean(self) -> None:
        super().clean()
        if self.field not in fields():
            raise ValidationError({"field": _("Please choose the field.")})

    def check_complete(self) -> None:
        """Raise ValidationError for what a draft may lack but nothing that is submitted."""
        missing = [name for name in ("text", "basis", "answerer", "review_on") if not getattr(self, name)]
        if missing:
            raise ValidationError({name: _("Please fill in this part.") for name in missing})

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/hoi-dap/{self.uid}/"


class Channel(models.TextChoices):
    """How a question came."""

    WEB = "web", _("on the site")
    COUNTER = "counter", _("at the counter")
    PHONE = "phone", _("by telephone")
    MAIL = "mail", _("by e-mail")
    PAPER = "paper", _("on paper")


TYPED = (Channel.COUNTER, Channel.PHONE, Channel.MAIL, Channel.PAPER)
"""What officials type in for people."""


class Question(ScopedModel):
    """What somebody asked, in their own words: never public. Who it was, the vault alone knows."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    field = models.CharField(_("field of the question"), max_length=FIELD_LENGTH)
    text = models.TextField(_("question"), max_length=ASKED_LENGTH)
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel)
    sender = models.OneToOneField(Identity, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=8, choices=[(each.value, each.value) for each in State], default=State.WAITING
    )
    held_because = models.JSONField(default=list)
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who answers"),
    )
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="questions")
    ending = models.CharField(max_length=9, choices=[(each.value, each.value) for each in Ending], blank=True)
    told = models.TextField(max_length=TOLD_LENGTH, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("question of a citizen")
        verbose_name_plural = _("questions of citizens")
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        indexes = [models.Index(fields=["unit", "state", "asked_at"], name="question_by_state")]

    def __str__(self) -> str:
        return self.printed_code

    @property
    def printed_code(self) -> str:
        """The code as people read it."""
        return str(parse_code(self.code))

    @property
    def field_name(self) -> str:
        """The field in words."""
        return field_name(self.field)
