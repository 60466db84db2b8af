"""Articles: what a commune tells its people; and imports, by which many come in at once."""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from conglang.base.accounts.models import Membership
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department
from conglang.base.units.scoped import ScopedModel
from conglang.content.newsroom.consents import ReuseConsent  # noqa: F401  # a model of this app
from conglang.content.newsroom.holds import Hold  # noqa: F401  # as above
from conglang.content.newsroom.languages import Language
from conglang.content.newsroom.markup import clean_block
from conglang.content.newsroom.routes import FULL, SIGN_OFF
from conglang.content.newsroom.themes import Theme, check_theme
from conglang.kernel.clock import now
from conglang.kernel.ids import uuid7
from conglang.kernel.text import fold, nfc, one_line, slugify
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.blocks import BodyBlock, missing_in
from conglang.tools.pages.models import Section, SectionKind

SLUG_LENGTH = 80  # characters, without a number at the end


class ArticleKind(models.TextChoices):
    """What sort of item it is; lists and figures tell them apart."""

    ARTICLE = "article", _("article")
    NOTICE = "notice", _("quick notice")
    PICTURES = "pictures", _("picture set")
    INFOGRAPHIC = "infographic", _("infographic")
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio")


class Reuse(models.TextChoices):
    """Whether others may publish it elsewhere. Permission is the exception that somebody gives (N10)."""

    ASK = "ask", _("only with the agreement of the editorial board and the People's Committee")
    FREE = "free", _("freely, with the source named")


class Article(Publishable):
    """A news item or a standing page of a unit, from the first draft to the withdrawn one.

    While it is not public the row holds the newest draft, so that lists show today's title.
    """

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
    author_name = models.CharField(
        _("author"), max_length=160, help_text=_("Of a collected item: who collected it.")
    )
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
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.VIETNAMESE)
    translation_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    reuse = models.CharField(_("use elsewhere"), max_length=4, choices=Reuse, default=Reuse.ASK)
    # both sides agreed; kept beside their consents for lists and feeds
    is_released = models.BooleanField(default=False, editable=False)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    original = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    title_folded = models.CharField(max_length=500, editable=False, blank=True)

    default_route: ClassVar[Route] = FULL
    in_one_line = ("title", "author_name", "author_address", "source_name", "lead_alt")
    outside_approval = frozenset({"original", "title_folded", "is_released"})
    names_people = frozenset({"author_name", "author_address"})
    of_the_object = ("uid", "author_id", "original_id", "title_folded", "is_released")

    class Meta(Publishable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "slug"], name="article_slug_once"),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="article_newest"),
            # what a section shows is counted in this index: rows are long, with their bodies
            models.Index(
                fields=["unit", "section", "live", "translation_of", "-first_published_at"],
                name="article_of_section",
            ),
            models.Index(fields=["unit", "live", "-first_published_at"], name="article_public"),
            # what was published in a period is counted in this one
            models.Index(fields=["unit", "first_published_at", "theme", "kind"], name="article_counted"),
            # title search reads this index instead of rows with their bodies
            models.Index(fields=["unit", "title_folded"], name="article_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_collected(self) -> bool:
        """Whether somebody else wrote it, so that the author named is its collector (N2)."""
        return bool(self.source_name)

    @property
    def is_free(self) -> bool:
        """Whether feeds and the open data may hand on the whole of it."""
        return self.reuse == Reuse.FREE and self.is_released

    @property
    def reuse_told(self) -> str:
        """What readers are told of its use elsewhere."""
        return str((Reuse.FREE if self.is_free else Reuse.ASK).label)

    @property
    def version(self) -> str:
        """Names the newest stored content; the editor's autosave rewrites a revision under its old number."""
        revision = self.latest_revision
        return "" if revision is None else f"{revision.pk}.{int(revision.created_at.timestamp() * 1_000_000)}"

    def clean(self) -> None:
        super().clean()
        if self.section_id is not None:
            if self.section.kind == SectionKind.GROUP:
                raise ValidationError({"section": _("Please choose one of the sections under this heading.")})
            if self.unit_id not in {None, self.section.unit_id}:
                raise ValidationError({"section": _("This section belongs to another unit.")})
        if self.lead_id and not self.lead_alt.strip():
            raise ValidationError({"lead_alt": _("Please say what the lead picture shows.")})
        if self.source_url and not self.source_name.strip():
            raise ValidationError({"source_name": _("Please name the source of the collected item.")})
        if self._owner() is not None:
            check_theme(self.theme_id, self._owner())
        original = (
            Article.objects.filter(pk=self.translation_of_id).first() if self.translation_of_id else None
        )
        if original is not None:  # one out of reach is refused as a field that names nothing
            self._check_translation(original)

    def check_complete(self) -> None:
        """Raise ValidationError where people who do not see or hear would be left out."""
        if missing := missing_in(self.body):
            raise ValidationError({"body": missing})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        if self._state.adding:
            self.unit_id = self.unit_id or self.section.unit_id
        save = partial(super().save, *args, **kwargs)
        base = slugify(one_line(self.title), max_length=SLUG_LENGTH) or "bai"
        if self._keeps_slug(base):
            save()
        else:
            self._save_under_free_slug(base, save)

    def reviewer_for(self, step: str) -> int | None:
        """The head of the supplying department signs off (N13); of several the one appointed first."""
        if step != SIGN_OFF or self.department_id is None:
            return None
        heads = Membership.objects.in_force(now()).filter(
            unit=self.unit_id, department=self.department_id, role=Role.DEPARTMENT_HEAD
        )
        user_id: int | None = heads.values_list("user", flat=True).first()
        return user_id

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/{self.section.slug}/{self.slug}/"

    def make_preview_request(
        self,
        original_request: Any = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> Any:
        """The draft as readers would see it, answered within the desk's own request and scope."""
        request = copy(original_request)
        for name, value in {"is_preview": True, **(extra_request_attrs or {})}.items():
            setattr(request, name, value)
        return self.serve_preview(request, preview_mode or "").render()

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "newsroom/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        owner = self._owner()
        masthead = {"name": owner.title if owner else "", "home_url": "#"}
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | {"masthead": masthead, "imprint": {}}

    def _check_translation(self, original: Any) -> None:
        """One original, at most one translation into each language, all of one unit."""
        family = Article.objects.filter(translation_of=original).exclude(pk=self.pk)
        if self.pk and self._is_translated():
            raise ValidationError(
                {"translation_of": _("Other articles are translations of this one. Part them from it first.")}
            )
        if original.pk == self.pk or original.translation_of_id:
            raise ValidationError({"translation_of": _("Please choose the original, not a translation.")})
        unit_id = self.unit_id or (self.section.unit_id if self.section_id else None)
        if unit_id not in {None, original.unit_id}:
            raise ValidationError({"translation_of": _("The original belongs to another unit.")})
        if self.language == original.language or family.filter(language=self.language).exists():
            raise ValidationError({"language": _("There is a version in this language already.")})

    def _owner(self) -> Any:
        return self.unit if self.unit_id else self.section.unit if self.section_id else None

    def _is_translated(self) -> bool:
        return bool(Article.objects.filter(translation_of=self.pk).exists())

    def tidy(self) -> None:
        """Everything typed or pasted becomes NFC with clean tags, in drafts and revisions too (N7)."""
        super().tidy()
        self.title_folded = fold(self.title)
        self.summary = nfc(self.summary).strip()
        raw = self.body.stream_block.get_prep_value(self.body)
        clean = [clean_block(block) for block in raw]
        if clean != raw:
            self.body = self.body.stream_block.to_python(clean)

    def _keeps_slug(self, base: str) -> bool:
        """The address follows the title until the first publication, and never changes afterwards."""
        head, _dash, number = self.slug.rpartition("-")
        return bool(self.first_published_at) or self.slug == base or (head == base and number.isdigit())

    def _save_under_free_slug(self, base: str, save: Callable[[], None]) -> None:
        self.slug = self._free_slug(base)
        try:
            with transaction.atomic():
                save()
        except IntegrityError:
            if self.slug == self._free_slug(base):
                raise
            # of two titles of the same second one is too late for its address, and takes the next number
            self._save_under_free_slug(base, save)

    def _free_slug(self, base: str) -> str:
        rows = Article._base_manager.filter(unit_id=self.unit_id, slug__startswith=base).exclude(pk=self.pk)
        taken = set(rows.values_list("slug", flat=True))
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return base if base not in taken else next(slug for slug in numbered if slug not in taken)


class ReuseDecision(ScopedModel):
    """What the editorial board decided for items of which nobody says otherwise; the newest one holds."""

    reuse = models.CharField(_("use elsewhere"), max_length=4, choices=Reuse)
    decision = models.CharField(_("number and day of the decision"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    decided_at = models.DateTimeField(_("entered at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("decision on use elsewhere")
        verbose_name_plural = _("decisions on use elsewhere")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.decision


class BatchStatus(models.TextChoices):
    """How far an import is."""

    RECEIVING = "receiving", _("receiving files")
    RUNNING = "running", _("reading files")
    IMPORTED = "imported", _("drafts are ready")
    SUBMITTED = "submitted", _("waiting for approval")
    APPROVING = "approving", _("being approved")
    APPROVED = "approved", _("approved")
    CANCELLED = "cancelled", _("cancelled")


WORKING = frozenset({BatchStatus.RUNNING, BatchStatus.APPROVING})
"""A task has to finish these, after a power cut too."""


class ImportBatch(ScopedModel):
    """Files that one person brought in for one section, approved together by another person, if at all."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    source_name = models.CharField(_("source"), max_length=255)
    status = models.CharField(_("status"), max_length=10, choices=BatchStatus, default=BatchStatus.RECEIVING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("imported by")
    )
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    decision = models.CharField(_("decision"), max_length=300, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    claimed_until = models.DateTimeField(null=True, editable=False)  # while a task works on it

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                "claimed_until",
                condition=models.Q(status__in=sorted(status.value for status in WORKING)),
                name="import_unfinished",
            )
        ]

    def __str__(self) -> str:
        return self.source_name


class ItemStatus(models.TextChoices):
    """What became of a file."""

    WAITING = "waiting", _("waiting")
    DRAFT = "draft", _("draft made")
    APPROVED = "approved", _("approved")
    PICTURE = "picture", _("kept as a picture")
    DUPLICATE = "duplicate", _("was there already")
    REFUSED = "refused", _("could not be read")
    CANCELLED = "cancelled", _("cancelled")


TAKEN_IN = frozenset({ItemStatus.DRAFT, ItemStatus.APPROVED})
"""There is an article of the file."""


class ImportItem(ScopedModel):
    """One file of an import. `problems` is a list of `{"code", "detail"}` for the report."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items")
    name = models.CharField(_("file"), max_length=255)  # path inside the source, with slashes
    sha256 = models.CharField(max_length=64)
    status = models.CharField(_("status"), max_length=10, choices=ItemStatus, default=ItemStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    original = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    picture = models.ForeignKey(Image, models.PROTECT, null=True, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="imports")
    problems = models.JSONField(default=list)
    expected_hash = models.CharField(max_length=64, blank=True)  # of what the approving person saw

    class Meta:
        default_permissions = ()
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "name", "sha256"], name="import_item_once")]
        indexes = [
            models.Index(fields=["unit", "sha256"], name="import_item_content"),
            models.Index(fields=["batch", "status"], name="import_item_status"),
        ]

    def __str__(self) -> str:
        return self.name

    def note(self, code: str, detail: str = "") -> None:
        """Add a line to the report; the same line is not added twice."""
        line = {"code": code, "detail": detail[:300]}
        if line not in self.problems:
            self.problems = [*self.problems, line]
