"""Who is changing an article right now, so that people do not write past each other; a part of the models."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel

IDLE = timedelta(minutes=5)  # without a key pressed, then a colleague may take over at once
ANSWER_TIME = timedelta(minutes=1)  # for who is asked to hand over
LAPSE = timedelta(minutes=30)  # without a key pressed, then nobody is in the way any more


class Hold(ScopedModel):
    """A person has the article open to change it, and typed last at `active_at`."""

    article = models.OneToOneField("newsroom.Article", models.PROTECT, related_name="hold")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    active_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "newsroom"
        default_permissions = ()
        verbose_name = _("open article")
        verbose_name_plural = _("open articles")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.user_id}"

    def is_over(self, now: datetime) -> bool:
        """Whether nothing was typed for so long that anybody may begin."""
        return now - self.active_at > LAPSE

    def is_asked(self) -> bool:
        """Whether somebody waits for an answer, or for the time of it to pass."""
        return self.asked_at is not None and self.refused_at is None

    def may_be_taken(self, user_id: int | None, now: datetime) -> bool:
        """Whether this person may go on in the holder's place: those are idle, or did not answer in time."""
        if now - self.active_at >= IDLE:
            return True
        is_theirs = self.is_asked() and self.asked_by_id == user_id
        return is_theirs and self.asked_at is not None and now - self.asked_at >= ANSWER_TIME
