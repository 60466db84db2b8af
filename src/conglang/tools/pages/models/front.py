"""What a front page shows besides items: pictures of the place, the unit's channels, ways to other sites."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.tools.media.models import Image
from conglang.tools.pages.addresses import is_web_address


class BannerPicture(ScopedModel):
    """One of the pictures at the head of the front page, in order."""

    image = models.ForeignKey(Image, models.PROTECT, related_name="+", verbose_name=_("picture"))
    alt_text = models.CharField(
        _("what the picture shows"),
        max_length=255,
        help_text=_("One sentence for people who cannot see the picture; it is read aloud to them."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("banner picture")
        verbose_name_plural = _("banner pictures")
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "image"], name="banner_picture_once")]

    def __str__(self) -> str:
        return self.alt_text


class ChannelKind(models.TextChoices):
    """Where an authority speaks; Decree 224/2026, article 10 names those it has to list."""

    PORTAL = "portal", _("Website")
    APP = "app", _("Mobile app")
    ZALO = "zalo", _("Zalo")
    FACEBOOK = "facebook", _("Facebook")
    YOUTUBE = "youtube", _("YouTube")
    LOUDSPEAKER = "loudspeaker", _("Loudspeakers")
    HOTLINE = "hotline", _("Hotline")
    OTHER = "other", _("Other channel")


class Channel(ScopedModel):
    """An official channel of the unit; whatever is not in this list is not official."""

    kind = models.CharField(_("kind"), max_length=12, choices=ChannelKind)
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(
        _("address"),
        max_length=300,
        blank=True,
        help_text=_("A web address, a telephone number, or where and when people hear it."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("official channel")
        verbose_name_plural = _("official channels")
        ordering: ClassVar[list[str]] = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The address if a browser can open it, else empty."""
        return self.address if is_web_address(self.address) else ""


class LinkGroup(models.TextChoices):
    """What a link to another site is for."""

    LEGAL = "legal", _("Databases of legal documents")
    PORTAL = "portal", _("Portals of higher authorities")
    SERVICE = "service", _("Public services")
    OTHER = "other", _("Other links")


class SiteLink(ScopedModel):
    """A way to another site, shown on the unit's front page and on those of all units below."""

    group = models.CharField(_("group"), max_length=8, choices=LinkGroup, default=LinkGroup.PORTAL)
    name = models.CharField(_("name"), max_length=160)
    address = models.URLField(_("web address"), max_length=400)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        ordering: ClassVar[list[str]] = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
