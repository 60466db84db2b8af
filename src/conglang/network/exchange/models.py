"""Feeds of other portals that a unit reads, and what came from them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.content.newsroom.models import Article
from conglang.kernel.ids import uuid7
from conglang.network.exchange.rules import LINK_LENGTH
from conglang.network.exchange.wording import why
from conglang.tools.pages.models import Section


class Use(models.TextChoices):
    """What becomes of a feed's items."""

    DRAFTS = "drafts", _("drafts that wait for approval")
    LINKS = "links", _("a list of links on the front page")


class Feed(ScopedModel):
    """A feed of a portal outside this installation (P14).

    Items that become drafts go through the approval one by one. A list of links is public by itself, so
    such a feed needs a second person before it is read.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name of the portal"), max_length=200)
    url = models.URLField(_("address of the feed"), max_length=LINK_LENGTH)
    use = models.CharField(_("what becomes of its items"), max_length=8, choices=Use, default=Use.DRAFTS)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    # of the reading
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    next_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    left = models.PositiveIntegerField(default=0)  # items that the last reading did not read
    # of the hub that tells of news (WebSub)
    hub = models.CharField(max_length=LINK_LENGTH, blank=True)
    topic = models.CharField(max_length=LINK_LENGTH, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    told_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("outside feed")
        verbose_name_plural = _("outside feeds")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "url"], condition=Q(stopped_at=None), name="feed_once_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(added_by=None) | ~Q(confirmed_by=F("added_by")),
                name="feed_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(use="links", section=None) | Q(use="drafts", section__isnull=False),
                name="feed_drafts_have_a_section",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(stopped_at=None), name="feed_due")]

    def __str__(self) -> str:
        return self.name

    @property
    def trouble(self) -> str:
        """Why the portal could not be read the last time, in words for officials; nothing when it could."""
        return why(self.error) if self.error else ""

    @property
    def is_read(self) -> bool:
        """Whether its items are taken."""
        return self.stopped_at is None and (self.use == Use.DRAFTS or self.confirmed_at is not None)

    def is_told(self, now: datetime) -> bool:
        """Whether a hub will tell us of news."""
        return self.told_until is not None and now < self.told_until


class FeedItem(ScopedModel):
    """An item as the feed gave it last; `article` is the draft that it became or doubles."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="items")
    identity = models.CharField(max_length=64)
    link = models.CharField(max_length=LINK_LENGTH)
    title = models.CharField(max_length=250)
    summary = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    content_sha256 = models.CharField(max_length=64)
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)  # at the source, after we took it
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="+")
    is_double = models.BooleanField(default=False)  # the article was here already

    class Meta:
        default_permissions = ()
        verbose_name = _("item of an outside feed")
        verbose_name_plural = _("items of outside feeds")
        ordering = [F("published_at").desc(nulls_last=True), "-pk"]
        constraints = [models.UniqueConstraint(fields=["feed", "identity"], name="feed_item_once")]

    def __str__(self) -> str:
        return self.title
