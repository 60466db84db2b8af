"""The register of official documents, and what they do to one another."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField

from conglang.base.units.models import Unit
from conglang.base.units.scoped import ScopedModel
from conglang.content.documents import rules
from conglang.content.documents.catalogue import fields, kinds
from conglang.content.documents.routes import SHORT
from conglang.kernel.ids import uuid7
from conglang.kernel.text import fold, nfc
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.media.models import Document

CODE_LENGTH, NAME_LENGTH, TEXT_LENGTH = 60, 200, 200_000
MOST_WORDS_BYTES = 2_000  # PostgreSQL takes no more than 2,700 into an index


class Disclosure(models.TextChoices):
    """Whether the law wants, allows or forbids that everybody reads it."""

    OPEN = "open", _("to be published")
    CLOSED = "closed", _("not to be published")


class FilesBlock(StreamBlock):  # type: ignore[misc]
    """The files of a document in order; the first is the signed one."""

    file = DocumentChooserBlock(label=_("file"))


class OfficialDocument(Publishable):
    """A numbered document of an authority. `relations` holds what `rules.stored_ties` gives.

    `issuer` is the unit of our tree at that time, which may be dissolved since; other authorities have a
    name only. `expired_on` is the first day on which it holds no more. `reading` is what was read from the
    file and nobody has confirmed yet. That it is not published is decided by one person (`closed_by`) and
    counts when another one has confirmed it.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind of document"), max_length=24)
    code = models.CharField(
        _("number and symbol"), max_length=CODE_LENGTH, blank=True, help_text=_("Such as 12/QĐ-UBND.")
    )
    issuer_name = models.CharField(
        _("issuing authority"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("As it stands at the head of the document."),
    )
    issuer = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit of the authority"),
        help_text=_("At the time of the document, even if it was dissolved since."),
    )
    signer = models.CharField(_("signed by"), max_length=NAME_LENGTH, blank=True)
    signer_title = models.CharField(_("post of the signer"), max_length=NAME_LENGTH, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    effective_on = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("Empty: from the date of issue.")
    )
    expired_on = models.DateField(
        _("no longer in force from"),
        null=True,
        blank=True,
        help_text=_("Empty: until another document ends it."),
    )
    field = models.CharField(_("field"), max_length=24, blank=True)
    abstract = models.TextField(
        _("abstract"), max_length=1000, blank=True, help_text=_("What the document is about.")
    )
    text = models.TextField(
        _("text of the document"),
        max_length=TEXT_LENGTH,
        blank=True,
        help_text=_("Readers and the search use this text; the signed file stays as it is."),
    )
    files = StreamField(FilesBlock(), verbose_name=_("files"), blank=True)
    relations = models.JSONField(_("relations"), default=list, blank=True)
    disclosure = models.CharField(_("publication"), max_length=8, choices=Disclosure, blank=True)
    disclosure_ground = models.CharField(
        _("legal ground"),
        max_length=300,
        blank=True,
        help_text=_("The article of law by which it is published or not."),
    )

    reading = models.JSONField(default=dict, blank=True, editable=False)
    is_day_open = models.BooleanField(default=False, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    closing_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    closing_confirmed_at = models.DateTimeField(null=True, editable=False)
    issuer_key = models.CharField(max_length=NAME_LENGTH, editable=False, blank=True)
    number = models.PositiveIntegerField(null=True, editable=False)
    year = models.PositiveSmallIntegerField(default=0, editable=False)
    code_key = models.CharField(max_length=CODE_LENGTH + 20, editable=False, blank=True)
    folded = models.TextField(editable=False, blank=True)
    first_sha256 = models.CharField(max_length=64, editable=False, blank=True, db_index=True)
    # what other public documents do to this one; `services.follow` keeps them
    ended_on = models.DateField(null=True, editable=False)
    changed_on = models.DateField(null=True, editable=False)
    suspended_on = models.DateField(null=True, editable=False)

    default_route: ClassVar[Route] = SHORT
    in_one_line = ("issuer_name", "signer", "signer_title", "abstract", "disclosure_ground")
    of_the_object = (
        *("uid", "reading", "closed_by_id", "closing_confirmed_by_id", "closing_confirmed_at"),
        *("ended_on", "changed_on", "suspended_on"),
    )
    outside_approval = frozenset(
        {
            *("issuer_key", "number", "year", "code_key", "folded", "first_sha256", "reading", "is_day_open"),
            *("closed_by", "closing_confirmed_by", "closing_confirmed_at"),
            *("ended_on", "changed_on", "suspended_on"),
        }
    )

    class Meta(Publishable.Meta):
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        indexes = [
            # lists, words and what can be chosen are looked up in these, without the rows and their texts
            models.Index(
                fields=["unit", "live", "-issued_on", "folded"], include=["id"], name="document_words"
            ),
            models.Index(fields=["unit", "-id", "folded"], name="document_newest"),
            models.Index(fields=["unit", "kind", "year", "live"], name="document_shelf"),
            models.Index(fields=["unit", "live", "year"], name="document_years"),
            models.Index(fields=["unit", "live", "issuer_name"], name="document_authorities"),
            models.Index(fields=["unit", "live", "field"], name="document_fields"),
            models.Index(fields=["unit"], condition=models.Q(disclosure=""), name="document_undecided"),
            models.Index(fields=["unit"], condition=models.Q(is_day_open=True), name="document_day_open"),
            models.Index(
                fields=["unit"],
                condition=models.Q(disclosure="closed", closing_confirmed_at=None),
                name="document_half_closed",
            ),
            models.Index(
                fields=[
                    "unit",
                    "live",
                    "issued_on",
                    "effective_on",
                    "expired_on",
                    "ended_on",
                    "suspended_on",
                    "changed_on",
                ],
                include=["id"],
                name="document_validity",
            ),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "issuer_key", "kind", "year", "code_key"],
                condition=~models.Q(code_key=""),
                name="document_number_once",
                violation_error_message=_("The register has a document with this number already."),
            ),
            models.CheckConstraint(
                condition=models.Q(closing_confirmed_by=None)
                | models.Q(closed_by=None)
                | ~models.Q(closing_confirmed_by=models.F("closed_by")),
                name="document_closed_by_two",
            ),
        ]

    def __str__(self) -> str:
        if self.code:
            return f"{self.kind_name} {self.code}"
        return f"{self.kind_name} – {self.abstract[:80]}" if self.abstract else self.kind_name

    @property
    def kind_name(self) -> str:
        """The kind as the law names it; its key if the law has dropped it."""
        known = kinds().get(self.kind)
        return known.name if known else self.kind

    @property
    def field_name(self) -> str:
        """The field of life in words."""
        return fields().get(self.field, "")

    @property
    def starts_on(self) -> date | None:
        """The first day on which it holds."""
        day: date | None = self.effective_on or self.issued_on
        return day

    @property
    def span(self) -> rules.Span:
        """From when to when it holds."""
        return rules.Span(self.starts_on, self.expired_on, self.ended_on, self.changed_on, self.suspended_on)

    @property
    def is_closing(self) -> bool:
        """Whether one person has said, with the ground, that it is not to be published, and no second one."""
        return self._is_closed_by_one and self.closing_confirmed_at is None

    @property
    def is_closed(self) -> bool:
        """Whether two people have."""
        return self._is_closed_by_one and self.closing_confirmed_at is not None

    @property
    def _is_closed_by_one(self) -> bool:
        return self.disclosure == Disclosure.CLOSED and bool(self.disclosure_ground)

    @property
    def ties(self) -> list[rules.Tie]:
        """What it does to others."""
        return rules.ties_of(self.relations)

    @property
    def documents(self) -> list[Document]:
        """Its files, the signed one first."""
        return [child.value for child in self.files if child.value]

    @documents.setter
    def documents(self, found: Sequence[Document]) -> None:
        self.files = [("file", each) for each in found]

    def clean(self) -> None:
        super().clean()
        if self.kind not in kinds():
            raise ValidationError({"kind": _("Please choose the kind of document.")})
        if self.field and self.field not in fields():
            raise ValidationError({"field": _("Please choose a field of the list.")})
        if self.issuer and self.issued_on and not self.issuer.in_force(self.issued_on):
            raise ValidationError({"issuer": _("This unit did not exist on the date of issue.")})
        for name in ("effective_on", "expired_on"):
            day = getattr(self, name)
            if day and self.issued_on and name == "expired_on" and day < (self.starts_on or day):
                raise ValidationError({name: _("This day lies before the document comes into force.")})

    def check_complete(self) -> None:
        """Raise ValidationError for what a draft may lack but nothing that is submitted."""
        needed = ("code", "issuer_name", "issued_on", "abstract", "signer")
        missing: dict[str, Any] = {
            name: _("Please fill in this part.") for name in needed if not getattr(self, name)
        }
        if self.disclosure == Disclosure.CLOSED:
            missing["disclosure"] = _("It was decided not to publish this document.")
        elif not self.disclosure:
            missing["disclosure"] = _("Decide first whether it is to be published.")
        if not self.disclosure_ground:
            missing["disclosure_ground"] = _("Name the article of law that the decision rests on.")
        shown = self.documents
        if not shown or shown[0].extension != "pdf":
            missing["files"] = _("The signed PDF is missing. It comes first.")
        if self.reading:
            missing["text"] = _("Check what was read from the file, and save it.")
        if missing:
            raise ValidationError(missing)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """This document with the content of one of its revisions."""
        item = super().with_content_json(content)
        item.tidy()
        return item

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/van-ban/{self.uid}/"

    def tidy(self) -> None:
        super().tidy()
        self.text = nfc(self.text or "").strip()
        self.code = rules.tidy_code(self.code or "")
        code = rules.read_code(self.code)
        self.number, self.code_key = code.number, code.key[: CODE_LENGTH + 20] if self.code else ""
        self.year = code.year or (self.issued_on.year if self.issued_on else 0)
        self.is_day_open = self.issued_on is None or "issued_on" in self.reading
        self.issuer_key = fold(self.issuer_name)
        shown = self.documents
        self.first_sha256 = shown[0].file_sha256 if shown else ""
        named = f"{self.code} {self.kind_name} {self.issuer_name} {self.signer} {self.abstract}"
        self.folded = fold(named).encode()[:MOST_WORDS_BYTES].decode(errors="ignore")


class DocumentLink(ScopedModel):
    """A public document does something to another one of the register; made from its `relations`."""

    source = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="links")
    target = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="incoming")
    relation = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="document_link_once")
        ]


class Drop(ScopedModel):
    """Files that one person brought in at once; each becomes a draft, or says why not.

    `acting_unit` is the workplace from which the person acts, such as the province's board for a commune.
    """

    name = models.CharField(_("source"), max_length=NAME_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("brought in by")
    )
    acting_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("brought in at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("files brought in")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.name


class FileState(models.TextChoices):
    """What became of a file."""

    WAITING = "waiting", _("waits to be read")
    PAGES = "pages", _("its pages are being read")
    DRAFT = "draft", _("draft made")
    KNOWN = "known", _("in the register already")
    REFUSED = "refused", _("not taken in")
    STOPPED = "stopped", _("stopped and locked away")


IN_WORK = frozenset({FileState.WAITING, FileState.PAGES})
"""Nobody has to do anything yet."""


class DroppedFile(ScopedModel):
    """One file of a drop. `personal` counts the places with personal data, `note` says why in words."""

    drop = models.ForeignKey(Drop, models.CASCADE, related_name="files")
    name = models.CharField(_("file"), max_length=255)  # path inside what was sent
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=FileState, default=FileState.WAITING)
    stored = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(OfficialDocument, models.SET_NULL, null=True, related_name="dropped")
    note = models.CharField(_("reason"), max_length=300, blank=True)
    personal = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("file brought in")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [models.UniqueConstraint(fields=["drop", "name", "sha256"], name="dropped_once")]
        indexes = [
            models.Index(fields=["drop", "state"], name="dropped_state"),
            models.Index(fields=["unit", "sha256"], name="dropped_content"),
        ]

    def __str__(self) -> str:
        return self.name
