"""Sections, and the facts of a site's header and footer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7
from conglang.tools.media.models import Image


class SectionKind(models.TextChoices):
    """How a section shows its items."""

    LIST = "list", _("list, newest first")
    PAGE = "page", _("one standing page")
    GROUP = "group", _("heading of its subsections")


class Section(ScopedModel):
    """An entry of a site's menus. `key` names the same section on all sites of the installation."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=60)
    slug = models.SlugField(_("web address"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=SectionKind, default=SectionKind.LIST)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    in_menu = models.BooleanField(_("in the main menu"), default=False)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    is_hidden = models.BooleanField(_("hidden"), default=False)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "key"], name="section_key_once"),
            models.UniqueConstraint(fields=["unit", "slug"], name="section_slug_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/{self.slug}/"


class SiteProfile(ScopedModel):
    """Header and footer of a site, as the law wants them: who answers for it and how to reach them."""

    emblem = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, verbose_name=_("emblem"))
    authority = models.CharField(
        _("name of the authority"), max_length=160, help_text=_("Such as “Ủy ban nhân dân xã Tân Hòa”.")
    )
    responsible_person = models.CharField(_("responsible person"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    control_phone = models.CharField(_("phone for procedure control"), max_length=40, blank=True)
    control_email = models.EmailField(_("e-mail for procedure control"), blank=True)
    license = models.CharField(
        _("licence"),
        max_length=200,
        blank=True,
        help_text=_(
            "Number and day of the licence or of the decision that opened the site, if there is one."
        ),
    )

    class Meta:
        verbose_name = _("site profile")
        verbose_name_plural = _("site profiles")
        constraints = [models.UniqueConstraint(fields=["unit"], name="one_profile_per_unit")]

    def __str__(self) -> str:
        return self.authority
