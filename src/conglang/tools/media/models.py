"""Pictures and attachments of a unit. Files are immutable: another file is another row."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    ImageQuerySet,
    WagtailImageField,
)
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from conglang.base.units.scope import current_scope
from conglang.base.units.scoped import ScopedManager, ScopedModel, ScopedQuerySet
from conglang.kernel.ids import uuid7
from conglang.tools.media.ocr import ScanPage
from conglang.tools.media.storage import private_name, private_storage, sha256_of


class ScopedImages(ScopedQuerySet[Any], ImageQuerySet):  # type: ignore[misc]  # Wagtail is untyped
    """Pictures of the scope, with Wagtail's search methods."""


class ScopedDocuments(ScopedQuerySet[Any], DocumentQuerySet):  # type: ignore[misc]
    """Attachments of the scope, with Wagtail's search methods."""


class StoredFile(ScopedModel):
    """What pictures and attachments share: whose they are and what exactly they contain."""

    title: str  # these three come from Wagtail's bases, which are untyped
    file: Any
    file_size: int | None

    search_auto_update = False  # no index is kept, so no task has to keep it

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    # Wagtail's own image and document tables exist too; these names keep the way back to ours apart
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    file_sha256 = models.CharField(max_length=64, editable=False)
    extension = models.CharField(max_length=8, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.unit_id is None:
            self.unit_id = current_scope().acting
        if self.file and not self.file._committed:
            self.file_sha256 = sha256_of(self.file)
        # nothing of ours reads that index, so no task has to keep it either
        with disable_reference_index_auto_update():
            super().save(*args, **kwargs)

    @property
    def public_folder(self) -> str:
        """Folder below the public root while something live shows this file."""
        return f"{self.unit_id}/{self.file_sha256[:24]}"


def stored_name(instance: StoredFile, _filename: str) -> str:
    """Private path of a new file, made from its content."""
    return private_name(instance.unit_id, instance.file_sha256, instance.extension)


class Image(StoredFile, AbstractImage):  # type: ignore[misc, django-manager-missing]
    """A picture. `derivatives` lists what has been made for the web: `{"format", "width", "height"}`."""

    file = WagtailImageField(
        verbose_name=_("file"),
        upload_to=stored_name,
        storage=private_storage,
        width_field="width",
        height_field="height",
        max_length=160,
    )
    tags = TaggableManager(blank=True, related_name="tagged_images")  # Wagtail asks for it; never shown
    alt_text = models.CharField(
        _("what the picture shows"),
        max_length=255,
        help_text=_("One sentence for people who cannot see the picture; it is read aloud to them."),
    )
    derivatives = models.JSONField(default=list, editable=False)

    objects = ScopedManager.from_queryset(ScopedImages)()  # type: ignore[django-manager-missing, misc]
    admin_form_fields = ("title", "file", "alt_text", "focal_point_x", "focal_point_y", "focal_point_width",
                         "focal_point_height")  # fmt: skip
    search_fields: ClassVar[list[Any]] = [*AbstractImage.search_fields, index.FilterField("unit")]

    class Meta(AbstractImage.Meta):  # type: ignore[misc]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [models.UniqueConstraint(fields=["unit", "file_sha256"], name="image_once_per_unit")]

    @property
    def default_alt_text(self) -> str:
        return self.alt_text


class Rendition(AbstractRendition):  # type: ignore[misc]
    """A small copy for the editor's screens; never public."""

    unscoped_because = "reached only through its picture, which is scoped"

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    file = WagtailImageField(
        upload_to="renditions",
        storage=private_storage,
        width_field="width",
        height_field="height",
        max_length=200,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class Document(StoredFile, AbstractDocument):  # type: ignore[misc]
    """An attachment, kept and handed out byte for byte."""

    file = models.FileField(
        verbose_name=_("file"), upload_to=stored_name, storage=private_storage, max_length=160
    )

    tags = TaggableManager(blank=True, related_name="tagged_documents")  # Wagtail asks for it; never shown
    is_quarantined = models.BooleanField(default=False, editable=False)  # only keepers open it then
    front_page = models.JSONField(default=dict, editable=False)  # {"width", "height"} once it was drawn

    objects = ScopedManager.from_queryset(ScopedDocuments)()  # type: ignore[django-manager-missing, misc]
    admin_form_fields = ("title", "file")
    search_fields: ClassVar[list[Any]] = [
        *AbstractDocument.search_fields,
        index.FilterField("unit"),
        index.FilterField("is_quarantined"),
    ]

    class Meta(AbstractDocument.Meta):  # type: ignore[misc]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [models.UniqueConstraint(fields=["unit", "file_sha256"], name="document_once_per_unit")]


class RecognitionState(models.TextChoices):
    """How far the pages of a file are read."""

    WAITING = "waiting", _("waits to be read")
    READ = "read", _("read")
    UNREADABLE = "unreadable", _("could not be read")


class Recognition(ScopedModel):
    """The text of a file's scanned pages, by content. `pages` are `ScanPage.plain` by key (`ocr.Survey`).

    `left` are the keys of pages still to be read; None until somebody has looked at the file.
    """

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=160)  # below the private root
    extension = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=RecognitionState, default=RecognitionState.WAITING)
    page_count = models.PositiveIntegerField(default=0)
    left = models.JSONField(null=True)
    pages = models.JSONField(default=dict)
    ordered_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)  # while somebody reads

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["unit", "sha256"], name="recognition_once")]
        indexes = [
            models.Index(
                "ordered_at", condition=models.Q(state=RecognitionState.WAITING), name="recognition_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def is_read(self) -> bool:
        """Whether nothing more is to come."""
        return bool(self.state != RecognitionState.WAITING)

    @property
    def scans(self) -> dict[int, ScanPage]:
        """The pages that were read as pictures, by number."""
        numbers = sorted(int(key) for key in self.pages if key.isdecimal())
        return {number: ScanPage.of_plain(self.pages[str(number)]) for number in numbers}

    @property
    def sheets(self) -> list[ScanPage]:
        """The pictures that lie in an office file or beside the text of a page."""
        return [ScanPage.of_plain(page) for key, page in self.pages.items() if not key.isdecimal()]


class Exposure(ScopedModel):
    """A live item shows this file. The public copy exists as long as one such row does."""

    owner_label = models.CharField(max_length=80)
    owner_pk = models.BigIntegerField()
    image = models.ForeignKey(Image, models.PROTECT, null=True, related_name="exposures")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="exposures")

    class Meta:
        indexes = [models.Index(fields=["owner_label", "owner_pk"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(image__isnull=False) ^ models.Q(document__isnull=False),
                name="exposure_of_one_file",
            )
        ]
