"""What people type about an outside feed."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.network.exchange.models import Use
from conglang.network.exchange.rules import LINK_LENGTH
from conglang.tools.pages.models import Section, SectionKind


class FeedForm(forms.Form):
    """Which portal, and what becomes of its items."""

    url = forms.CharField(
        label=_("Address of the feed"),
        max_length=LINK_LENGTH,
        widget=forms.URLInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("The portal's RSS, Atom or JSON feed, such as “tentinh.gov.vn/rss.xml”."),
    )
    name = forms.CharField(
        label=_("Name of the portal"),
        max_length=200,
        help_text=_("Readers see it as the source of each item."),
    )
    use = forms.ChoiceField(
        label=_("What becomes of its items"), choices=Use, initial=Use.DRAFTS, widget=forms.RadioSelect
    )
    section = forms.ModelChoiceField(
        Section.objects.none(),
        label=_("Section for the drafts"),
        required=False,
        empty_label=_("Choose a section"),
    )

    def clean_url(self) -> str:
        """The address; https:// goes without saying."""
        url: str = self.cleaned_data["url"].strip()
        return url if "://" in url else f"https://{url}"

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section = cast("Any", self.fields["section"])
        section.queryset = Section.objects.filter(unit=unit_id, kind=SectionKind.LIST)
