"""What the guards remember: files that were read, items that were stopped, grounds that were given.

Items lie in rooms above, so they are named by label and key. Personal values are stored masked.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.tools.guards.examination import Report
from conglang.tools.guards.rules import Finding

NOTE_LENGTH = 2000


class Inspection(ScopedModel):
    """A file as the guards read it, under one version of their rules."""

    sha256 = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    report = models.JSONField()
    is_scanned = models.BooleanField()  # for viruses; False where no scanner is installed
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "sha256", "version"], name="inspection_once_a_version")
        ]

    def __str__(self) -> str:
        return self.sha256

    def as_report(self) -> Report:
        """What the file carries."""
        return Report.of_data(self.report)


class AboutItem(ScopedModel):
    """A row about exactly one content of an item."""

    label = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Stop(AboutItem):
    """An item with a secrecy mark or a harmful file, kept back until somebody has dealt with it."""

    title = models.CharField(_("title"), max_length=255)
    findings = models.JSONField()  # pairs of source and finding
    files = models.JSONField(default=list)  # SHA-256 of those that carry it
    stopped_at = models.DateTimeField(_("stopped at"))
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("sent by")
    )
    handled_at = models.DateTimeField(_("settled at"), null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by")
    )
    note = models.TextField(_("what was done"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("stopped item")
        verbose_name_plural = _("stopped items")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "label", "object_id", "content_hash"], name="stop_once_a_content"
            )
        ]
        indexes = [models.Index(fields=["unit", "handled_at"], name="stop_of_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def found(self) -> list[tuple[str, Finding]]:
        """What was found, with the names of the sources."""
        return [(source, Finding.of_data(data)) for source, data in self.findings]


class Ground(AboutItem):
    """Why personal data in exactly this content may be public, and who answers for it."""

    ground = models.CharField(_("legal ground"), max_length=40)
    note = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("named by")
    )
    at = models.DateTimeField(_("named at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("ground for personal data")
        verbose_name_plural = _("grounds for personal data")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "label", "object_id", "content_hash"], name="ground_once_a_content"
            )
        ]

    def __str__(self) -> str:
        return self.ground
