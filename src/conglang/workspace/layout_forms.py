"""Forms about sections: those of the template, and a site's own."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.tools.pages.editing import MOST_DAYS
from conglang.tools.pages.layout import TITLE_LENGTH, Row, Rule
from conglang.tools.pages.models import SectionKind

RULES = [
    (Rule.FIXED, gettext_lazy("Fixed: every site has it exactly so")),
    (Rule.OPTIONAL, gettext_lazy("Optional: a site may hide it")),
    (
        Rule.FREE,
        gettext_lazy("Free: a site may rename, move and hide it, and put sections of its own under it"),
    ),
]


def _capital(label: Any) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


class TemplateSectionForm(forms.Form):
    """A section of the template."""

    title = forms.CharField(label=gettext_lazy("Name of the section"), max_length=TITLE_LENGTH)
    parent = forms.ChoiceField(label=gettext_lazy("Under which heading"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Shows"), choices=())
    rule = forms.ChoiceField(
        label=gettext_lazy("What sites may change"), choices=RULES, widget=forms.RadioSelect
    )
    menu = forms.BooleanField(label=gettext_lazy("In the main menu"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("A new item is expected every so many days"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text=gettext_lazy("The report shows sections whose newest item is older. 0: no limit."),
    )
    basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=200, required=False)

    def __init__(self, *args: Any, headings: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, _capital(kind.label)) for kind in SectionKind]
        cast("Any", self.fields["kind"]).choices = kinds
        places = [("", _("None: it is a heading of its own")), *((row.key, row.title) for row in headings)]
        cast("Any", self.fields["parent"]).choices = places

    @classmethod
    def of(cls, row: Row | None, headings: Sequence[Row], data: Any = None) -> "TemplateSectionForm":
        """The form about a section, or about one to be added."""
        row = row or Row(key="", title="")
        names = ("title", "parent", "kind", "rule", "menu", "days", "basis")
        return cls(data, headings=headings, initial={name: getattr(row, name) for name in names})

    def facts(self) -> dict[str, Any]:
        """What was typed; only of a valid form."""
        given = dict(self.cleaned_data)
        return given | {"rule": Rule(given["rule"]), "days": given["days"] or 0}


class BlockForm(forms.Form):
    """A part of the front page."""

    title = forms.CharField(label=gettext_lazy("Heading on the front page"), max_length=TITLE_LENGTH)
    rule = forms.ChoiceField(
        label=gettext_lazy("What sites may change"),
        choices=[
            (Rule.FIXED, gettext_lazy("Fixed: every site has it exactly so")),
            (Rule.OPTIONAL, gettext_lazy("Optional: a site may hide it")),
            (Rule.FREE, gettext_lazy("Free: a site may rename, move and hide it")),
        ],
        widget=forms.RadioSelect,
    )

    def facts(self) -> dict[str, Any]:
        """What was typed; only of a valid form."""
        return {"title": self.cleaned_data["title"], "rule": Rule(self.cleaned_data["rule"])}


class OwnSectionForm(forms.Form):
    """A section of the site's own, or the name and place of one that the site may choose."""

    title = forms.CharField(label=gettext_lazy("Name of the section"), max_length=TITLE_LENGTH)
    heading = forms.ChoiceField(label=gettext_lazy("Under which heading"))
    kind = forms.ChoiceField(label=gettext_lazy("Shows"))

    def __init__(self, *args: Any, headings: Sequence[tuple[str, str]], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, _capital(kind.label)) for kind in (SectionKind.LIST, SectionKind.PAGE)]
        cast("Any", self.fields["kind"]).choices = kinds
        cast("Any", self.fields["heading"]).choices = headings
        if not is_new:
            del self.fields["kind"]
        if not headings:
            del self.fields["heading"]
