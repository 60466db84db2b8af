"""Work that was done for a message, so that it counts once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpentWork(models.Model):
    """A challenge that was solved and used. It tells nothing about the message or its sender."""

    unscoped_because: ClassVar[str] = "the installation's own book of used puzzles; nobody reads it"

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("forgotten at"), db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("used puzzle")
        verbose_name_plural = _("used puzzles")

    def __str__(self) -> str:
        return self.digest
