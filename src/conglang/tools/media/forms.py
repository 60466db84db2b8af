"""Wagtail's upload forms with our rules: content decides what a file is, and files never change."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from conglang.base.accounts.actor import actor_for
from conglang.base.accounts.models import User
from conglang.base.units.scope import current_scope
from conglang.kernel.clock import now
from conglang.kernel.text import nfc
from conglang.tools.media.models import StoredFile
from conglang.tools.media.rules import Kind, Unacceptable, check_document, check_picture
from conglang.tools.media.services.store import announce
from conglang.tools.media.storage import sha256_of


class _StoredFileForm(forms.ModelForm):  # type: ignore[type-arg]
    check: ClassVar[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user: User = kwargs["user"]
        if self.instance.pk:
            # what was approved must stay what it was
            self.fields.pop("file", None)

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  # Django's signature
        is_new = self.instance.pk is None
        row = super().save(commit=commit)
        if is_new and commit:
            moment = now()
            announce(row, by=actor_for(self.user, current_scope().acting, moment), now=moment)
        return row

    def clean_title(self) -> str:
        return nfc(self.cleaned_data["title"]).strip()

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        upload.seek(0)
        try:
            kind: Kind = type(self).check(upload, upload.size)
        except Unacceptable as refusal:
            raise forms.ValidationError(refusal.reason.label, code=refusal.reason.value) from None
        model: type[StoredFile] = self._meta.model
        twin = model.objects.filter(file_sha256=sha256_of(upload), unit=current_scope().acting).first()
        if twin is not None:
            raise forms.ValidationError(
                _("This file is already in your library under the name “%(title)s”."),
                code="duplicate",
                params={"title": twin.title},
            )
        self.instance.extension = kind.extension
        upload.name = f"upload.{kind.extension}"
        return upload


class ImageForm(_StoredFileForm, BaseImageForm):  # type: ignore[misc]
    check = staticmethod(check_picture)


class DocumentForm(_StoredFileForm, BaseDocumentForm):  # type: ignore[misc]
    check = staticmethod(check_document)
