"""The desk's form of a document, in the order in which one reads it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput, LimitedFileInput, ManyFilesField, ManyFilesInput
from conglang.base.units.models import Unit
from conglang.base.units.queries import predecessor_ids
from conglang.content.documents.catalogue import field_choices, kind_choices
from conglang.content.documents.labels import RELATIONS, doubt_about
from conglang.content.documents.models import NAME_LENGTH, Disclosure, OfficialDocument
from conglang.content.documents.queries import MOST_KNOWN, to_relate
from conglang.content.documents.rules import Relation, Tie, stored_ties, tidy_code
from conglang.tools.media.models import Document
from conglang.tools.media.rules import MAX_DOCUMENT_BYTES

NEW_TIES = 2  # empty lines for more relations
OFFICE = ".pdf,.docx,.xlsx,.odt,.ods"


class DocumentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Fields, files and relations of a document."""

    signed_file = forms.FileField(
        label=_("Signed PDF"),
        required=False,
        help_text=_("The file as it was signed. It is kept and handed out unchanged."),
        widget=LimitedFileInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": ".pdf"}),
    )
    more_files: Any = ManyFilesField(
        label=_("Annexes and other files"),
        required=False,
        help_text=_("You can choose several at once."),
        widget=ManyFilesInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": OFFICE}),
    )
    remove_files = forms.MultipleChoiceField(
        label=_("Files to take off"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = OfficialDocument
        fields: tuple[str, ...] = (
            "kind", "code", "issued_on", "issuer_name", "issuer", "abstract", "signer", "signer_title",
            "field", "effective_on", "expired_on", "text", "disclosure", "disclosure_ground",
        )  # fmt: skip
        widgets = {
            "issued_on": DayInput(),
            "effective_on": DayInput(),
            "expired_on": DayInput(),
            "abstract": forms.Textarea(attrs={"rows": 3}),
            "text": forms.Textarea(attrs={"rows": 10}),
        }

    def __init__(self, *args: Any, files: Sequence[Document] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.instance.unit
        self.stored_files = list(files)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of document"), choices=[("", _("Please choose")), *kind_choices()]
        )
        self.fields["field"] = forms.ChoiceField(
            label=_("Field of the document"),
            required=False,
            choices=[("", _("Please choose")), *field_choices()],
        )
        self.fields["disclosure"] = forms.ChoiceField(
            label=_("Publication"),
            required=False,
            choices=[("", _("Not decided yet")), *Disclosure.choices],
        )
        issuer: Any = self.fields["issuer"]
        ids = [unit.pk, *predecessor_ids(unit.pk), *unit.ancestor_ids]
        issuer.queryset = Unit.objects.filter(pk__in=ids)
        issuer.empty_label = _("Another authority")
        self._offer_files()
        self._offer_ties(unit)
        given = self.data if self.is_bound else self.initial
        if doubt := doubt_about(given.get("kind", ""), given.get("code", "")):
            self.fields["code"].help_text = doubt
        self.order_fields(
            ["signed_file", "kind", "code", "issued_on", "issuer_name", "issuer", "abstract", "signer",
             "signer_title", "field", "effective_on", "expired_on", "disclosure", "disclosure_ground"]
        )  # fmt: skip

    def _offer_files(self) -> None:
        removable: Any = self.fields["remove_files"]
        if self.stored_files:
            removable.choices = [
                (str(file.pk), f"{file.title}.{file.extension}") for file in self.stored_files
            ]
        else:
            del self.fields["remove_files"]

    def _offer_ties(self, unit: Unit) -> None:
        known = to_relate(unit, self.instance.pk)[:MOST_KNOWN]
        self.known = [(_name(row.code, row.issued_on), row.abstract) for row in known]
        choices = [("", _("No relation")), *((key.value, pair[0]) for key, pair in RELATIONS.items())]
        ties = self.instance.ties
        self.tie_count = len(ties) + NEW_TIES
        for at in range(self.tie_count):
            tie = ties[at] if at < len(ties) else None
            self.fields[f"relation_{at}"] = forms.ChoiceField(
                label=_("Relation %(number)s") % {"number": at + 1}, choices=choices, required=False,
                initial=tie.relation.value if tie else "",
            )  # fmt: skip
            self.fields[f"related_{at}"] = forms.CharField(
                label=_("To which document"), required=False, max_length=300, initial=tie.text if tie else "",
                help_text=_("Number and date, such as “12/QĐ-UBND, 05/03/2026”. Known ones are offered."),
                widget=forms.TextInput(attrs={"list": "known-documents"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for at in range(self.tie_count):
            if bool(given.get(f"relation_{at}")) != bool(given.get(f"related_{at}", "").strip()):
                self.add_error(f"related_{at}", _("A relation needs both its kind and the other document."))
        return given

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the document's fields."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        found["relations"] = stored_ties(self._ties())
        return found

    def kept_files(self) -> list[Document]:
        """The stored files that stay, in their order."""
        gone = set(self.cleaned_data.get("remove_files") or [])
        return [file for file in self.stored_files if str(file.pk) not in gone]

    def _ties(self) -> list[Tie]:
        by_name: dict[str, list[OfficialDocument]] = {}
        texts = [self.cleaned_data[f"related_{at}"] for at in range(self.tie_count)]
        codes = {tidy_code(text.partition(",")[0]) for text in texts} - {""}
        for row in to_relate(self.instance.unit, self.instance.pk).filter(code__in=codes):
            for name in {_name(row.code, row.issued_on), row.code}:
                by_name.setdefault(name, []).append(row)
        found = []
        for at in range(self.tie_count):
            relation, text = self.cleaned_data[f"relation_{at}"], self.cleaned_data[f"related_{at}"].strip()
            if relation and text:
                same = by_name.get(tidy_name(text), [])
                uid = str(same[0].uid) if len(same) == 1 else ""
                found.append(Tie(Relation(relation), text, uid))
        return found

    def _post_clean(self) -> None:
        """Fields only: the service judges the document as a whole, together with its files."""


def tidy_name(text: str) -> str:
    """The name of another document as lists have it, however the blanks fell."""
    code, comma, day = text.partition(",")
    return f"{tidy_code(code)}, {day.strip()}" if comma else tidy_code(text)


def _name(code: str, day: date | None) -> str:
    return f"{code}, {day:%d/%m/%Y}" if day else code


class CheckForm(DocumentForm):
    """What is compared with the file, in the order in which it stands there."""

    class Meta(DocumentForm.Meta):
        fields: tuple[str, ...] = (
            "kind", "code", "issued_on", "issuer_name", "issuer", "abstract", "signer", "signer_title",
            "effective_on", "field", "disclosure", "disclosure_ground",
        )  # fmt: skip
        widgets = DocumentForm.Meta.widgets | {"abstract": forms.Textarea(attrs={"rows": 2})}

    needed = ("code", "issued_on", "issuer_name", "abstract", "signer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.Meta.fields):
            del self.fields[name]
        self.order_fields(self.Meta.fields)
        for name in ("code", "issuer_name", "issuer", "abstract", "effective_on", "disclosure_ground"):
            self.fields[name].help_text = ""

    def _offer_ties(self, unit: Unit) -> None:
        self.known, self.tie_count = [], 0

    def values(self) -> dict[str, Any]:
        """What was compared, by the names of the document's fields; the rest stays as it is."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class FolderInput(ManyFilesInput):
    """A whole folder; browsers without such a choice offer files."""

    def __init__(self, *, max_bytes: int) -> None:
        super().__init__(max_bytes=max_bytes, attrs={"webkitdirectory": True})


class DropForm(forms.Form):
    """Files of which drafts are made."""

    files: Any = ManyFilesField(
        label=_("Files to read"),
        required=False,
        help_text=_(
            "PDF, Word, pictures of pages (JPG, PNG, TIFF), or a ZIP of them. At most 200 at once; a ZIP may "
            "hold 1,000. Each file becomes a draft."
        ),
        widget=ManyFilesInput(
            max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": ".pdf,.docx,.doc,.jpg,.jpeg,.png,.tif,.tiff,.zip"}
        ),
    )
    folder: Any = ManyFilesField(
        label=_("Or a whole folder"), required=False, widget=FolderInput(max_bytes=MAX_DOCUMENT_BYTES)
    )
    name = forms.CharField(
        label=_("Name for these files"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("So that you find them again, such as “Documents of the second quarter”."),
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be chosen, and not too much of it."""
        given = super().clean() or {}
        count = len(given.get("files", ())) + len(given.get("folder", ()))
        if not count and not self.errors:
            self.add_error("files", _("Please choose at least one file."))
        if count > MOST_FILES:
            self.add_error("files", _("Please choose at most 200 files at once, or pack them into a ZIP."))
        return given


MOST_FILES = 200
