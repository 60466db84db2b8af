"""Cases with everything that happened to them, answers, and the restricted register.

A case has no `title` or `name`: its words are its sender's and stand in no record, notice or list of others.
Everywhere but on its own page it goes by its code.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.duties.models import Duty
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.base.units.scoped import ScopedModel
from conglang.citizens.cases.catalogue import Category, Stream, categories, streams
from conglang.citizens.cases.counter import CounterRating, CounterSlip  # noqa: F401  # models of this room
from conglang.citizens.cases.routes import SHORT
from conglang.citizens.cases.rules import Outcome, Process, Visibility
from conglang.kernel.codes import parse_code
from conglang.kernel.ids import uuid7
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.media.storage import private_name, private_storage
from conglang.tools.vault.models import Identity

SUBJECT_LENGTH, PLACE_LENGTH, WORDS_LENGTH = 200, 240, 1000
TEXT_LENGTH, ANSWER_LENGTH = 10_000, 20_000  # characters


class Channel(models.TextChoices):
    """How it came."""

    WEB = "web", _("from the site")
    APP = "app", _("from the app")
    PHONE = "phone", _("by telephone")
    COUNTER = "counter", _("at the counter")
    MAIL = "mail", _("by e-mail")
    PAPER = "paper", _("on paper")
    FORWARD = "forward", _("from another unit")
    PARTNER = "partner", _("from a partner")


TYPED_IN = (Channel.PHONE, Channel.COUNTER, Channel.MAIL, Channel.PAPER)
"""Ways in which staff enter what somebody said or wrote."""


def _person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


def _values(kind: Any) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]


class Case(ScopedModel):
    """One matter that somebody brought to the unit.

    `uid` is the key of the form that was sent. `text` is the original, which departments do not see by
    default, `clean_text` the copy without personal data. `public_subject` and `public_text` are proposed or
    public words, as `visibility` says. `code` is kept compact. `round` counts reopenings, `bounces` refusals
    of other units, `sent_back` those of departments. `origin` forwarded it here, `origin_uid` names how.
    """

    uid = models.UUIDField(default=uuid7, editable=False)
    code = models.CharField(max_length=16, unique=True, editable=False)
    stream = models.CharField(_("kind of matter"), max_length=20)
    category = models.CharField(_("field of feedback"), max_length=20, blank=True)
    subject = models.CharField(_("in a few words"), max_length=SUBJECT_LENGTH)
    text = models.TextField(_("what was sent"))
    clean_text = models.TextField(_("text without personal data"))
    details = models.JSONField(default=dict, blank=True)
    hamlet = models.ForeignKey(Hamlet, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.CharField(_("place"), max_length=PLACE_LENGTH, blank=True)
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    happened_on = models.DateField(_("day"), null=True, blank=True)
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel)
    received_at = models.DateTimeField(_("received at"))
    sender = models.OneToOneField(Identity, models.PROTECT, null=True, related_name="+")
    wants_public = models.BooleanField(default=True)
    process = models.CharField(max_length=12, choices=_values(Process), default=Process.WAITING.value)
    visibility = models.CharField(max_length=8, choices=_values(Visibility), default=Visibility.PRIVATE.value)
    outcome = models.CharField(max_length=16, choices=_values(Outcome), blank=True)
    refusal = models.CharField(max_length=24, blank=True)
    told = models.TextField(blank=True)  # the last sentence to the sender
    held_because = models.JSONField(default=list, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    person = _person()
    intake_duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    answer_duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=0)
    sent_back = models.PositiveSmallIntegerField(default=0)
    bounces = models.PositiveSmallIntegerField(default=0)
    main = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    recurs = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="recurrences")
    origin = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    origin_uid = models.UUIDField(null=True, blank=True, editable=False)
    followers = models.PositiveIntegerField(default=0)
    public_subject = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    public_text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    proposed_by = _person()
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar[list[str]] = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "uid"], name="case_sent_once"),
            models.CheckConstraint(
                condition=~models.Q(visibility=Visibility.PUBLIC.value) | ~models.Q(public_text=""),
                name="case_public_in_words",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "process", "-received_at"], name="case_by_process"),
            models.Index(
                fields=["unit", "-published_at"],
                condition=models.Q(visibility=Visibility.PUBLIC.value),
                name="case_public",
            ),
            models.Index(fields=["unit", "received_at", "process", "id"], name="case_by_receipt"),
            models.Index(fields=["origin_uid"], name="case_forwarded"),
        ]

    def __str__(self) -> str:
        return self.printed_code

    @property
    def printed_code(self) -> str:
        """The code as people read it."""
        return str(parse_code(self.code))

    @property
    def kind(self) -> Stream:
        """Its stream with what the law asks."""
        return streams()[self.stream]

    @property
    def field(self) -> Category | None:
        """Its field of feedback."""
        return categories().get(self.category)

    @property
    def where(self) -> str:
        """The place in words."""
        return ", ".join(part for part in (self.place, self.hamlet.title if self.hamlet else "") if part)

    @property
    def is_public(self) -> bool:
        """Whether everybody may read its public words."""
        return self.visibility == Visibility.PUBLIC


class CaseEvent(ScopedModel):
    """Something that happened to a case; rows are only added. The sender reads `words`, never `note`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    command = models.CharField(max_length=16)  # a command of the table, “send”, or a look
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    note = models.CharField(max_length=WORDS_LENGTH, blank=True)
    by = _person()
    by_name = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.command


class Kind(models.TextChoices):
    """What a file of a case is."""

    PHOTO = "photo", _("photo")
    VOICE = "voice", _("voice note")
    FILE = "file", _("file")


class Question(ScopedModel):
    """What the staff asked the sender; `until` is the last day to answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="questions")
    text = models.CharField(max_length=WORDS_LENGTH)
    asked_at = models.DateTimeField()
    until = models.DateField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return str(self.asked_at)


def attachment_name(instance: "Attachment", _filename: str) -> str:
    """Private path, made from the content."""
    return private_name(instance.unit_id, instance.sha256, instance.extension)


class Attachment(ScopedModel):
    """A file of a case. Photos are drawn anew when they come, so that nothing but the picture is kept.

    A covered copy has `boxes`; `original` is what it was made from, until that goes.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="files")
    kind = models.CharField(max_length=5, choices=Kind)
    label = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    extension = models.CharField(max_length=8)
    size_bytes = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=attachment_name, storage=private_storage, max_length=160)
    shows_on_site = models.BooleanField(default=False)
    original = models.OneToOneField("self", models.SET_NULL, null=True, related_name="copy")
    boxes = models.JSONField(default=list, blank=True)  # of a covered copy; four numbers each, in percent

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "sha256"], name="attachment_once")]

    def __str__(self) -> str:
        return self.sha256


ENDINGS = [(Outcome.SOLVED.value, _("solved")), (Outcome.EXPLAINED.value, _("explained"))]


class CaseAnswer(Publishable):
    """What the unit answers: read by the sender once another person approved it, by all if it is public."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="answer")
    outcome = models.CharField(
        _("result"),
        max_length=16,
        choices=ENDINGS,
        blank=True,
    )
    text = models.TextField(_("answer"), max_length=ANSWER_LENGTH, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=400, blank=True)
    document = models.CharField(_("number of the document"), max_length=120, blank=True)

    default_route: ClassVar[Route] = SHORT
    in_one_line = ("legal_basis", "document")
    in_lines = ("text",)
    of_the_object = ("uid", "case_id")

    class Meta(Publishable.Meta):
        verbose_name = _("answer to a case")
        verbose_name_plural = _("answers to cases")

    def __str__(self) -> str:
        return self.case.printed_code

    def check_complete(self) -> None:
        """Raise ValidationError for what a draft may lack but no answer."""
        missing: dict[str, Any] = {}
        if not self.text:
            missing["text"] = _("Please write the answer.")
        if not self.outcome:
            missing["outcome"] = _("Please say how it ended.")
        if self.case.kind.cites_law and not self.legal_basis:
            missing["legal_basis"] = _("An answer of this kind names its legal basis.")
        if missing:
            raise ValidationError(missing)


class Forward(ScopedModel):
    """A case sent to another unit; until that unit has taken it, the own clock runs. `uid` names it there."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="forwards")
    to = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    received_code = models.CharField(max_length=16, blank=True)
    bounced_at = models.DateTimeField(null=True)
    bounce_reason = models.CharField(max_length=WORDS_LENGTH, blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return str(self.uid)


class Rating(ScopedModel):
    """What the sender thinks of the answer; 1 not satisfied, 2 partly, 3 satisfied."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="rating")
    level = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list, blank=True)
    words = models.CharField(max_length=WORDS_LENGTH, blank=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=3), name="rating_of_three")
        ]

    def __str__(self) -> str:
        return str(self.level)


class RoutingRule(ScopedModel):
    """Which department a matter usually goes to; the more it names, the sooner it counts."""

    stream = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, blank=True)
    hamlet = models.ForeignKey(Hamlet, models.CASCADE, null=True, blank=True, related_name="+")
    department = models.ForeignKey(Department, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "stream", "category", "hamlet"], name="routing_rule_once_a_hamlet"
            ),
            models.UniqueConstraint(
                fields=["unit", "stream", "category"],
                condition=models.Q(hamlet=None),
                name="routing_rule_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}/{self.category}"


class AnswerTemplate(ScopedModel):
    """Words that answers often begin from."""

    label = models.CharField(_("name of the template"), max_length=120)
    category = models.CharField(max_length=20, blank=True)
    text = models.TextField(_("answer"), max_length=ANSWER_LENGTH)
    legal_basis = models.CharField(_("legal basis"), max_length=400, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering: ClassVar[list[str]] = ["label"]

    def __str__(self) -> str:
        return self.label


class Denunciation(ScopedModel):
    """A line of the restricted register. It is no case: no list, page, notice or figure of cases holds it."""

    uid = models.UUIDField(default=uuid7, editable=False)
    code = models.CharField(max_length=16, unique=True, editable=False)
    text = models.TextField()
    channel = models.CharField(max_length=8, choices=Channel)
    received_at = models.DateTimeField()
    sender = models.OneToOneField(Identity, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=WORDS_LENGTH, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("line of the restricted register")
        verbose_name_plural = _("restricted register")
        ordering: ClassVar[list[str]] = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "uid"], name="denunciation_sent_once")]

    def __str__(self) -> str:
        return str(parse_code(self.code))
