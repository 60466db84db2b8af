"""Reviews with their history, approvals bound to content, and the routes that units chose."""

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.tools.approval.labels import COMMANDS, STAGES, choices
from conglang.tools.approval.routes import BadRoute, Route
from conglang.tools.approval.rules import Command, Stage

HASH_LENGTH = 64  # SHA-256 as hexadecimal digits


class AboutItem(ScopedModel):
    """A row about one publishable object."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")

    class Meta:
        abstract = True


class Review(AboutItem):
    """The one review of an object, from its first draft through all later versions."""

    title = models.CharField(_("title"), max_length=255)
    stage = models.CharField(_("stage"), max_length=12, choices=choices(STAGES), default=Stage.DRAFT.value)
    position = models.PositiveSmallIntegerField(default=0)
    content_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    route = models.JSONField(default=dict)  # as it was when the object was submitted
    round = models.PositiveIntegerField(default=0)  # decisions of earlier rounds count no more
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    approval = models.ForeignKey("approval.Approval", models.PROTECT, null=True, related_name="+")
    publish_at = models.DateTimeField(null=True)  # of the approved content; empty means at once

    class Meta:
        default_permissions = ()
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="review_one_an_object")
        ]
        indexes = [
            models.Index("publish_at", condition=models.Q(stage=Stage.APPROVED.value), name="review_due"),
            # lists of a stage are counted and paged in this index, without the rows and their routes
            models.Index("unit", "stage", "content_type", "object_id", name="review_unit_stage"),
        ]

    def __str__(self) -> str:
        return self.title


class Turn(ScopedModel):
    """A step of a review: whose turn it is, since when; kept closed while only its assignee matters."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="turns")
    step = models.CharField(_("step"), max_length=60)
    is_open = models.BooleanField(default=False)
    waits_for = models.CharField(max_length=100, blank=True)  # permission of those whose turn it is
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("assignee")
    )
    since = models.DateTimeField(_("waiting since"))
    due_at = models.DateTimeField(_("due"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        constraints = [models.UniqueConstraint(fields=["review", "step"], name="turn_one_a_step")]
        indexes = [
            models.Index("unit", "waits_for", condition=models.Q(is_open=True), name="turn_open"),
        ]

    def __str__(self) -> str:
        return self.step


class Contribution(ScopedModel):
    """Someone wrote, edited, imported or submitted the object; settled once others let it out."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="contributions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_settled = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [models.UniqueConstraint(fields=["review", "user"], name="contribution_once")]

    def __str__(self) -> str:
        return str(self.user_id)


class AppendOnly(models.Model):
    """Rows that are written once; the database has a trigger to the same end."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse_change()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_change()


def _refuse_change() -> NoReturn:
    raise TypeError("what was decided is not rewritten")


class Decision(AppendOnly, ScopedModel):
    """One entry of a review's history."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="decisions")
    round = models.PositiveIntegerField()
    step = models.CharField(_("step"), max_length=60, blank=True)
    verdict = models.CharField(_("decision"), max_length=12, choices=choices(COMMANDS))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("on behalf of")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("assignee")
    )
    reason = models.TextField(_("reason"), blank=True)
    content_hash = models.CharField(max_length=HASH_LENGTH)
    at = models.DateTimeField(_("done at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(COMMANDS[Command(self.verdict)])


class Approval(AboutItem):
    """Exactly this content of this object may be public. Only `voided_at` is ever written later."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="approvals")
    revision = models.ForeignKey("wagtailcore.Revision", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=HASH_LENGTH)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("on behalf of")
    )
    at = models.DateTimeField(_("done at"))
    voided_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return self.sha256

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and set(kwargs.get("update_fields") or ["everything"]) != {"voided_at"}:
            _refuse_change()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_change()


class Remark(AboutItem):
    """What somebody says about a passage of one version, or answers to another remark. Never public."""

    revision = models.ForeignKey("wagtailcore.Revision", models.PROTECT, related_name="+")
    quote = models.CharField(_("passage quoted"), max_length=300, blank=True)
    text = models.TextField(_("what is remarked"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("done at"))
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered_by")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("remark on a text")
        verbose_name_plural = _("remarks on texts")
        ordering = ["pk"]
        indexes = [models.Index("content_type", "object_id", name="remark_of_item")]

    def __str__(self) -> str:
        return self.text[:60]


class KeptWording(AboutItem):
    """Words of an object that proofreading marks and a person says to be right."""

    kind = models.CharField(max_length=20)  # of the finding
    words = models.CharField(_("wording"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("done at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("kept wording")
        verbose_name_plural = _("kept wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "kind", "words"], name="kept_wording_once"
            )
        ]

    def __str__(self) -> str:
        return self.words


class Told(models.TextChoices):
    """What readers learn of a withdrawal; only given sentences, since nobody reviews them."""

    NOTHING = "nothing", _("No reason is given.")
    ENDED = "ended", _("Its time is over.")
    MISTAKE = "mistake", _("It held a mistake that is being put right.")
    REPLACED = "replaced", _("A newer item takes its place.")
    PRIVACY = "privacy", _("It held details about people that must not be public.")
    ORDER = "order", _("A competent authority ordered to take it down.")


class Absence(ScopedModel):
    """An address of the unit's site at which an object was public and is no longer."""

    path = models.CharField(max_length=250)
    told = models.CharField(_("what readers are told"), max_length=8, choices=Told)
    since = models.DateTimeField(_("withdrawn at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("withdrawn page")
        verbose_name_plural = _("withdrawn pages")
        constraints = [models.UniqueConstraint(fields=["unit", "path"], name="absence_one_a_path")]

    def __str__(self) -> str:
        return self.path


class RouteSetting(ScopedModel):
    """A unit's own route for a kind of content, perhaps also for all units below it that have none."""

    kind = models.CharField(_("kind of content"), max_length=100)  # model label, such as newsroom.article
    route = models.JSONField(_("route"))
    for_units_below = models.BooleanField(_("also for all units below"), default=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("route of approval")
        verbose_name_plural = _("routes of approval")
        constraints = [models.UniqueConstraint(fields=["unit", "kind"], name="route_one_a_kind")]

    def __str__(self) -> str:
        return self.kind

    def clean(self) -> None:
        try:
            Route.from_data(self.route)
        except BadRoute as error:
            raise ValidationError({"route": str(error)}) from error
