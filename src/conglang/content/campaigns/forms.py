"""The desk's forms of a campaign: the letter with its checklist, and what each side does with an item."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput, ManyFilesField, ManyFilesInput
from conglang.content.campaigns.models import NAME_LENGTH, REASON_LENGTH, TEXT_LENGTH
from conglang.content.campaigns.queries import Line
from conglang.content.campaigns.rules import MOST_ITEMS, Item, Wanted
from conglang.content.campaigns.services.write import Wish
from conglang.content.campaigns.wording import KINDS
from conglang.tools.media.rules import MAX_DOCUMENT_BYTES

NEW_LINES = 3
TAKEN = ".pdf,.docx,.doc,.odt,.xlsx,.ods,.csv,.jpg,.jpeg,.png,.tif,.tiff"


class WishForm(forms.Form):
    """What is collected, why, until when, from whom."""

    title = forms.CharField(label=_("What is collected"), max_length=NAME_LENGTH)
    reason = forms.CharField(
        label=_("What it is needed for"),
        max_length=TEXT_LENGTH,
        help_text=_("Those who are asked read it first."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    basis = forms.CharField(label=_("Legal basis"), max_length=NAME_LENGTH, required=False)
    due_on = forms.DateField(label=_("Last day"), widget=DayInput())
    asked = forms.TypedMultipleChoiceField(
        label=_("Who is asked"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, askable: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].choices = askable  # type: ignore[attr-defined]

    def wait(self) -> None:
        """Find no fault yet: the person is still writing."""
        self._errors = ErrorDict()

    def wish(self, items: Sequence[Item]) -> Wish:
        """What was filled in."""
        return Wish(items=items, **self.cleaned_data)


class ItemForm(forms.Form):
    """A line of the checklist; without a name it is none."""

    name = forms.CharField(
        label=_("What is wanted"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("A line without a name is left out."),
    )
    note = forms.CharField(label=_("In more words"), max_length=REASON_LENGTH, required=False)
    kinds = forms.TypedMultipleChoiceField(
        label=_("Kinds of file"),
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        coerce=Wanted,
        required=False,
        help_text=_("Other kinds are refused. With none chosen any file will do."),
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(
        label=_("Own earlier day"), required=False, help_text=_("Empty: the last day."), widget=DayInput()
    )
    is_compulsory = forms.BooleanField(label=_("Must be there"), required=False, initial=True)
    is_document = forms.BooleanField(
        label=_("Official documents: they become drafts of the register of whoever is asked"), required=False
    )

    def wait(self) -> None:
        """Find no fault yet."""
        self._errors = ErrorDict()

    def item(self) -> Item:
        """What was filled in."""
        given = self.cleaned_data
        return Item(key="", **{**given, "kinds": tuple(given["kinds"])})


def item_forms(data: Any, items: Sequence[Item]) -> Any:
    """The checklist: the lines that there are, and empty ones; with `more` in the data some more."""
    initial = [{"name": item.name, "note": item.note, "kinds": [kind.value for kind in item.kinds],
                "due_on": item.due_on, "is_compulsory": item.is_compulsory, "is_document": item.is_document}
               for item in items]  # fmt: skip
    if data is not None and "more" in data:
        data = data.copy()
        count = data.get("dong-TOTAL_FORMS", "")
        data["dong-TOTAL_FORMS"] = (int(count) if count.isdecimal() and len(count) < 4 else 0) + NEW_LINES
    factory: Any = formset_factory(ItemForm, extra=NEW_LINES, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS)
    error = {"missing_management_form": _("The form came back incomplete. Please send it again.")}
    return factory(data, prefix="dong", initial=initial, error_messages=error)


class LayInForm(forms.Form):
    """Files for one item, or the reason why there are none."""

    files: Any = ManyFilesField(
        label=_("Add files"),
        required=False,
        help_text=_("You can choose several at once."),
        widget=ManyFilesInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": TAKEN}),
    )
    taken_out = forms.TypedMultipleChoiceField(
        label=_("Files to take off"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    none_reason = forms.CharField(label=_("We have none, because"), max_length=REASON_LENGTH, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, line: Line) -> None:
        super().__init__(data, files, prefix=f"muc-{line.item.key}")
        if line.files:
            self.fields["taken_out"].choices = [(file.pk, file.name) for file in line.files]  # type: ignore[attr-defined]
        else:
            del self.fields["taken_out"]
        self.fields["none_reason"].initial = line.reply.none_reason if line.reply else ""


class SendBackForm(forms.Form):
    """Why an item is sent back, and a later day if one is granted."""

    reason = forms.CharField(label=_("What is wrong with it"), max_length=REASON_LENGTH)
    until = forms.DateField(
        label=_("Later last day"), required=False, help_text=_("Empty: the day stays."), widget=DayInput()
    )

    def __init__(self, data: Any = None, files: Any = None, *, line: Line) -> None:
        super().__init__(data, files, prefix=f"tra-{line.item.key}")


class ExtendForm(forms.Form):
    """A later last day for all."""

    until = forms.DateField(label=_("Last day from now on"), widget=DayInput())
    reason = forms.CharField(label=_("Why it is extended"), max_length=REASON_LENGTH)


class CloseForm(forms.Form):
    """Why nobody waits any more."""

    reason = forms.CharField(label=_("Why it is closed"), max_length=REASON_LENGTH)
