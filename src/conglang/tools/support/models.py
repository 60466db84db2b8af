"""What officials find difficult, and what they were told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.tools.media.storage import private_name, private_storage
from conglang.tools.support.rules import Facts, State

STATES = {
    State.OPEN: _("waits for the unit's administrator"),
    State.HANDED_UP: _("waits for the province"),
    State.ANSWERED: _("answered"),
}
TEXT_LENGTH = 2000


def picture_name(instance: "Difficulty", _filename: str) -> str:
    """Private path, made from the content."""
    return private_name(instance.unit_id, instance.picture_sha256, instance.picture_extension)


class Difficulty(ScopedModel):
    """One difficulty; `uid` was made with the form, so that sending it twice makes one."""

    uid = models.UUIDField(editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    screen = models.CharField(_("screen"), max_length=300, blank=True)
    text = models.CharField(_("difficulty"), max_length=TEXT_LENGTH)
    picture = models.FileField(upload_to=picture_name, storage=private_storage, max_length=160, blank=True)
    picture_sha256 = models.CharField(max_length=64, blank=True)
    picture_extension = models.CharField(max_length=8, blank=True)
    state = models.CharField(
        max_length=9,
        choices=[(state.value, words) for state, words in STATES.items()],
        default=State.OPEN.value,
    )
    due_on = models.DateField()
    handed_up_at = models.DateTimeField(null=True)
    handed_up_note = models.CharField(max_length=TEXT_LENGTH, blank=True)
    answer = models.CharField(max_length=TEXT_LENGTH, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # the answer, by who asked

    class Meta:
        default_permissions = ()
        verbose_name = _("difficulty")
        verbose_name_plural = _("difficulties")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "uid"], name="difficulty_once")]
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="difficulty_waiting")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def facts(self) -> Facts:
        """What the figures ask."""
        return Facts(self.at, self.due_on, self.answered_at, self.handed_up_at is not None)
