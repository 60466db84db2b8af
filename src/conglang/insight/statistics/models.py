"""Figures of page views: nothing of a person, nothing of a device."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel


class PageDay(ScopedModel):
    """How often a page was seen on a day."""

    day = models.DateField(_("day"))
    path = models.CharField(_("web address"), max_length=700)
    section = models.CharField(_("section"), max_length=160)
    views = models.PositiveIntegerField(_("page views"), default=0)
    visits = models.PositiveIntegerField(_("visits"), default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("page views of a page")
        verbose_name_plural = _("page views of pages")
        ordering = ["-day", "path"]
        constraints = [models.UniqueConstraint(fields=["unit", "day", "path"], name="statistics_page_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.path}"


class SectionDay(ScopedModel):
    """How often the pages of a section were seen on a day; an empty section is the home page."""

    day = models.DateField(_("day"))
    section = models.CharField(_("section"), max_length=160)
    views = models.PositiveIntegerField(_("page views"), default=0)
    visits = models.PositiveIntegerField(_("visits"), default=0)
    robots = models.PositiveIntegerField(_("requests of programs"), default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("page views of a section")
        verbose_name_plural = _("page views of sections")
        ordering = ["-day", "section"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day", "section"], name="statistics_section_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.section}"


class LogPosition(models.Model):
    """How far a log was read; the log is known by its first line, whatever it is called today."""

    unscoped_because = "the installation's own mark in its logs; nobody reads it"

    head = models.CharField(max_length=32, unique=True)
    offset = models.BigIntegerField(default=0)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.head} {self.offset}"
