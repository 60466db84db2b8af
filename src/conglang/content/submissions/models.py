"""What came in for the desk, the originals of it that nothing changes, and what was asked back."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Department, Hamlet
from conglang.base.units.scoped import ScopedModel
from conglang.content.newsroom.models import Article
from conglang.content.submissions.rules import State
from conglang.tools.media.models import Document
from conglang.tools.media.storage import private_name, private_storage

NAME_LENGTH, TITLE_LENGTH, ADDRESS_LENGTH, REASON_LENGTH = 160, 250, 240, 600
TEXT_LENGTH = 200_000  # characters


class Channel(models.TextChoices):
    """How it reached the desk."""

    PHONE = "phone", _("from a phone")
    WORD = "word", _("as a Word file")
    DESK = "desk", _("told to the desk")
    PAPER = "paper", _("on paper")
    MAIL = "mail", _("by e-mail")


OWN = frozenset({Channel.PHONE, Channel.WORD})
"""The account that sent it is the writer's own."""


class Consent(models.TextChoices):
    """What the people in the pictures and recordings say; the words are those that the sender ticks."""

    NOBODY = "nobody", _("Nobody can be recognised")
    AGREED = "agreed", _("Everybody shown has agreed")
    GUARDIANS = "guardians", _("There are children; they and their parents have agreed")
    UNASKED = "unasked", _("Nobody has been asked yet")


STATES = {
    State.NEW: _("new"),
    State.TAKEN: _("being looked at"),
    State.ARTICLE: _("became an article"),
    State.DECLINED: _("not used"),
    State.QUARANTINED: _("held back"),
}


class Part(models.TextChoices):
    """What an original is."""

    WORDS = "words", _("the words as they were sent")
    WORD = "word", _("text file")
    PICTURE = "picture", _("picture")
    RECORDING = "recording", _("recording")
    OTHER = "other", _("attachment")


def _person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class Submission(ScopedModel):
    """One thing that somebody sent, or an answer to what the desk asked (`reply_to`).

    `uid` was made where it was written, so that sending it again makes no second one. The texts are NFC and
    out of old encodings; as they came they stand in the originals. `sender` is the account that sent or typed
    it in, nobody's for letters; who answers for the content is a name (N2).
    """

    uid = models.UUIDField(editable=False)
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    channel = models.CharField(_("how it came"), max_length=5, choices=Channel)
    state = models.CharField(
        max_length=11,
        choices=[(state.value, words) for state, words in STATES.items()],
        default=State.NEW.value,
    )
    sender = _person()
    sender_name = models.CharField(_("writer"), max_length=NAME_LENGTH, blank=True)
    sender_address = models.CharField(_("writer's address or unit"), max_length=ADDRESS_LENGTH, blank=True)
    sender_contact = models.CharField(_("phone or e-mail"), max_length=ADDRESS_LENGTH, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    in_charge = models.BooleanField(
        default=False
    )  # the writer's post is the field that it is about (001 §12.2)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    text = models.TextField(_("content"), blank=True)
    happened_on = models.DateField(_("day"), null=True)
    happened_at = models.TimeField(_("hour"), null=True)
    hamlet = models.ForeignKey(Hamlet, models.SET_NULL, null=True, related_name="+")
    place = models.CharField(_("place"), max_length=ADDRESS_LENGTH, blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=400, blank=True)
    consent = models.CharField(max_length=9, choices=Consent, blank=True)
    captions = models.TextField(blank=True)  # a line a picture
    left_out = models.JSONField(default=list)  # files that could not be kept: [name, reason]
    received_at = models.DateTimeField()
    quarantined_because = models.CharField(max_length=REASON_LENGTH, blank=True)
    waits_for_sender = models.BooleanField(default=False)
    taken_by = _person()
    decided_by = _person()
    decided_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="submissions")
    told_published_at = models.DateTimeField(null=True)  # the writer, once

    class Meta:
        default_permissions = ()
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering: ClassVar[list[str]] = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "uid"], name="submission_once")]
        indexes = [models.Index(fields=["unit", "state", "-received_at"], name="submission_inbox")]

    def __str__(self) -> str:
        return self.title

    @property
    def where(self) -> str:
        """The place in words."""
        return ", ".join(part for part in (self.place, self.hamlet.title if self.hamlet else "") if part)

    @property
    def caption_lines(self) -> list[str]:
        """What the pictures show, in their order."""
        return [line.strip() for line in self.captions.splitlines() if line.strip()]


def original_name(instance: "Original", _filename: str) -> str:
    """Private path, made from the content; the library keeps the same bytes under the same name."""
    return private_name(instance.unit_id, instance.sha256, instance.extension)


class Original(ScopedModel):
    """A file of a submission as it came; a trigger refuses to change or delete the row."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="originals")
    part = models.CharField(max_length=9, choices=Part)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    extension = models.CharField(max_length=8)
    file = models.FileField(upload_to=original_name, storage=private_storage, max_length=160)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "sha256"], name="original_once")]

    def __str__(self) -> str:
        return self.name


class Question(ScopedModel):
    """What the desk asked the sender; the answers are submissions themselves."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="questions")
    text = models.CharField(max_length=REASON_LENGTH)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.text


class PaperReceipt(ScopedModel):
    """The signed paper of a submission lies at the desk."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="paper")
    received_on = models.DateField(_("received on"))
    scan = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    by = _person()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.submission)
