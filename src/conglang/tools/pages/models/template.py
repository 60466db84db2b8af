"""The template that a province lays down, version by version, and what each site makes of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7
from conglang.tools.pages.layout import Adaptation, Template
from conglang.tools.pages.models.changes import PageChange


class TemplateVersion(ScopedModel):
    """Sections and blocks for all sites of a province from a moment on; never rewritten."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("sections and blocks"))
    since = models.DateTimeField(_("in force since"))
    change = models.OneToOneField(
        PageChange, models.PROTECT, null=True, related_name="+", verbose_name=_("change of the site")
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("common template")
        verbose_name_plural = _("common templates")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="template_version_once")]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def template(self) -> Template:
        """The content as rules know it."""
        return Template.of(self.content)


class SiteLayout(ScopedModel):
    """What a site wants otherwise than the template, and the version that it was last laid out by.

    `blocks` are the parts of its front page that are shown, as `[key, title]` in order: made from both, so
    that a page needs no more than this row.
    """

    adaptation = models.JSONField(_("adaptation"), default=dict)
    blocks = models.JSONField(_("parts of the front page"), default=list)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("layout of a site")
        verbose_name_plural = _("layouts of sites")
        constraints = [models.UniqueConstraint(fields=["unit"], name="site_layout_once")]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def wishes(self) -> Adaptation:
        """The adaptation as rules know it."""
        return Adaptation.of(self.adaptation)
