"""The catalogue of administrative procedures: a province keeps it, its communes show what is theirs.

Rows mirror the national source and are never typed by hand; what a commune adds stands in notes beside them.
"""

import re
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.content.procedures.comparing import Change
from conglang.content.procedures.routes import SHORT
from conglang.content.procedures.rules import Content, content_of, searched_text
from conglang.kernel.ids import uuid7
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.media.models import Image
from conglang.tools.media.storage import private_storage

CODE_LENGTH = 40
PHONE = re.compile(r"\+?[0-9 .]{3,30}")


class Procedure(ScopedModel):
    """A procedure as it is in force, or was until it was repealed; `unit` is the province."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code of the procedure"), max_length=CODE_LENGTH)
    name = models.CharField(_("name"), max_length=1000)
    field = models.CharField(_("field"), max_length=1000)
    at_commune = models.BooleanField(default=False)
    online = models.CharField(_("online service"), max_length=8)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    folded = models.TextField(editable=False)
    since = models.DateTimeField(_("in force here since"))
    repealed_at = models.DateTimeField(_("repealed here"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("administrative procedure")
        verbose_name_plural = _("administrative procedures")
        ordering: ClassVar[list[str]] = ["field", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="procedure_code_once")]
        indexes = [
            models.Index(fields=["unit", "field"], condition=Q(repealed_at=None), name="procedure_in_force")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def parts(self) -> Content:
        """Everything that is known of it."""
        return content_of(self.content)

    def take(self, content: Content) -> None:
        """Fill the columns from content that was checked; the caller saves."""
        self.code, self.name, self.field = content.code, content.name, content.field
        self.at_commune = "commune" in content.levels
        self.online = content.online
        self.content, self.sha256, self.folded = content.as_json(), content.sha256, searched_text(content)

    def get_absolute_url(self) -> str:
        """Path on the site of the province and of each of its communes."""
        return f"/thu-tuc/{self.code}/"


class FormerCode(ScopedModel):
    """A code that a procedure once had: old links and printed leaflets go on leading to it."""

    code = models.CharField(max_length=CODE_LENGTH)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="former_codes")

    class Meta:
        default_permissions = ()
        verbose_name = _("former code of a procedure")
        verbose_name_plural = _("former codes of procedures")
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="former_code_once")]

    def __str__(self) -> str:
        return self.code


def _waiting_name(batch: "ProcedureImport", filename: str) -> str:
    return f"procedures/{batch.uid}{PurePath(filename).suffix}"


class ProcedureImport(ScopedModel):
    """A file of the national source, compared with what is in force, put in force by a second person."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name of the file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    is_whole = models.BooleanField(_("whole catalogue"), default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    waiting = models.FileField(upload_to=_waiting_name, storage=private_storage, max_length=160, blank=True)
    compared_at = models.DateTimeField(null=True)  # with what was in force then
    trouble = models.CharField(max_length=20, blank=True)  # why there is nothing to compare
    withdrawn_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("import of procedures")
        verbose_name_plural = _("imports of procedures")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="procedure_import_by_two",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether somebody may still decide about it."""
        return self.compared_at is not None and self.confirmed_at is None and self.withdrawn_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether the worker is still to read its file."""
        return self.compared_at is None and self.withdrawn_at is None


class ImportLine(ScopedModel):
    """One line of an import's preview; `done_at` says that it was carried out."""

    batch = models.ForeignKey(ProcedureImport, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Change])
    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=1000)
    content = models.JSONField(null=True)
    parts = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    basis = models.CharField(max_length=64, blank=True)
    done_at = models.DateTimeField(null=True)
    is_stale = models.BooleanField(default=False)  # the catalogue had changed meanwhile: left out

    class Meta:
        default_permissions = ()
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.change}"


class Version(ScopedModel):
    """What a procedure said from a moment on, with the import that brought it; kept for ever."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=10)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    since = models.DateTimeField()
    batch = models.ForeignKey(ProcedureImport, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        verbose_name = _("version of a procedure")
        verbose_name_plural = _("versions of procedures")
        ordering: ClassVar[list[Any]] = ["-number"]
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.number}"


class LocalNote(Publishable):
    """What a commune adds beside a procedure, or beside all of them (`procedure_uid` is empty then)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    procedure_uid = models.UUIDField(null=True, editable=False)
    procedure_name = models.CharField(max_length=1000, blank=True, editable=False)
    place = models.CharField(
        _("where in our office"), max_length=240, help_text=_("Such as “counter 2, ground floor”.")
    )
    hours = models.CharField(_("opening hours"), max_length=240)
    phone = models.CharField(_("work telephone"), max_length=40, blank=True)
    remarks = models.TextField(
        _("remarks"),
        max_length=2000,
        blank=True,
        help_text=_("What helps people here. It cannot change what the law says."),
    )
    picture = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo of a filled form"),
    )
    picture_alt = models.CharField(
        _("what the photo shows"),
        max_length=255,
        blank=True,
        help_text=_("One sentence for people who cannot see the picture."),
    )

    default_route: ClassVar[Route] = SHORT
    in_one_line = ("place", "hours", "phone", "picture_alt")
    in_lines = ("remarks",)
    names_people = frozenset({"phone"})
    of_the_object = ("uid", "procedure_uid")

    class Meta(Publishable.Meta):
        default_permissions = ()
        verbose_name = _("local note on procedures")
        verbose_name_plural = _("local notes on procedures")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "procedure_uid"], name="local_note_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(procedure_uid=None), name="local_note_for_all_once"
            ),
        ]

    def __str__(self) -> str:
        return self.procedure_name or gettext("All procedures")

    def clean(self) -> None:
        super().clean()
        if self.phone and not PHONE.fullmatch(self.phone):
            raise ValidationError({"phone": _("Write one telephone number, digits and spaces only.")})
        if self.picture_id and not self.picture_alt:
            raise ValidationError({"picture_alt": _("Please say what the picture shows.")})
