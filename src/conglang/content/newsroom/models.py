"""Articles: what a commune tells its people."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from conglang.base.units.models import Department
from conglang.kernel.ids import uuid7
from conglang.kernel.text import fold, nfc, slugify
from conglang.tools.approval.models import Publishable
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.blocks import BodyBlock, plain_text
from conglang.tools.pages.models import Section


class ArticleKind(models.TextChoices):
    """What sort of item it is; lists and figures tell them apart."""

    ARTICLE = "article", _("article")
    NOTICE = "notice", _("quick notice")
    PICTURES = "pictures", _("picture set")
    INFOGRAPHIC = "infographic", _("infographic")
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio")


class Article(Publishable):
    """A news item or a standing page of a unit, from the first draft to the withdrawn one."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=ArticleKind, default=ArticleKind.ARTICLE)
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    title = models.CharField(_("title"), max_length=250)
    slug = models.SlugField(_("web address"), max_length=100, blank=True, editable=False)
    summary = models.TextField(
        _("summary"), blank=True, max_length=600, help_text=_("Two or three sentences.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)
    lead = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    lead_alt = models.CharField(
        _("what the lead picture shows"),
        max_length=255,
        blank=True,
        help_text=_("One sentence for people who cannot see the picture."),
    )
    # the person who answers for the text may be a villager without an account, so it is a name (N2)
    author_name = models.CharField(_("author"), max_length=160)
    author_address = models.CharField(_("author's address or unit"), max_length=240)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("supplying department"),
    )
    source_name = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Only for collected items: where it comes from.")
    )
    source_url = models.URLField(_("address of the source"), max_length=400, blank=True)
    language = models.CharField(_("language"), max_length=8, default="vi", editable=False)
    original = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "slug"], name="article_slug_once")]
        indexes = [
            models.Index(fields=["unit", "-id"]),
            models.Index(fields=["unit", "section", "-first_published_at"]),
            models.Index(fields=["unit", "live", "-first_published_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        self._normalise()
        if self.lead_id and not self.lead_alt.strip():
            raise ValidationError({"lead_alt": _("Please say what the lead picture shows.")})
        if self.source_url and not self.source_name.strip():
            raise ValidationError({"source_name": _("Please name the source of the collected item.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.unit_id = self.unit_id or self.section.unit_id
            self.slug = self.slug or self._free_slug()
        self._normalise()
        self.search_text = fold(f"{self.title}\n{self.summary}\n{plain_text(self.body)}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/{self.section.slug}/{self.slug}/"

    def _normalise(self) -> None:
        """Everything typed or pasted becomes NFC, in drafts and revisions too (N7)."""
        for name in ("title", "summary", "author_name", "author_address", "source_name", "lead_alt"):
            setattr(self, name, nfc(getattr(self, name)).strip())
        raw = self.body.stream_block.get_prep_value(self.body)
        clean = _nfc_everywhere(raw)
        if clean != raw:
            self.body = self.body.stream_block.to_python(clean)

    def _free_slug(self) -> str:
        base = slugify(self.title, max_length=80) or "bai"
        taken = set(
            Article._base_manager.filter(unit_id=self.unit_id, slug__startswith=base).values_list(
                "slug", flat=True
            )
        )
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 2))
        return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _nfc_everywhere(value: Any) -> Any:
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [_nfc_everywhere(item) for item in value]
    if isinstance(value, dict):
        return {key: _nfc_everywhere(item) for key, item in value.items()}
    return value
