"""What a reader chooses to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Unit
from conglang.portal.following import hamlets_of, topics_of
from conglang.tools.notify.models import Frequency
from conglang.tools.notify.rules import Wish


class FollowForm(forms.Form):
    """Topics and hamlet of one unit."""

    chu_de = forms.MultipleChoiceField(
        label=_("What would you like to be told?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one topic.")},
    )
    thon = forms.TypedChoiceField(
        label=_("Where do you live?"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("If you like: then you also get what concerns your hamlet only."),
    )

    def __init__(self, data: Any, *, unit: Unit, known: Wish | None = None, **more: Any) -> None:
        super().__init__(data, prefix=unit.code if known else None, **more)
        self.unit = unit
        topics, place = self.fields["chu_de"], self.fields["thon"]
        topics.choices = topics_of(unit)  # type: ignore[attr-defined]  # of the stubs: a field in general
        hamlets = [(hamlet.pk, hamlet.title) for hamlet in hamlets_of(unit)]
        place.choices = [("", _("I would rather not say")), *hamlets]  # type: ignore[attr-defined]
        if not hamlets:
            del self.fields["thon"]
        if known is not None:
            topics.required, topics.label = False, unit.title
            self.initial = {"chu_de": sorted(known.topics), "thon": known.hamlet_id}

    @property
    def wish(self) -> Wish:
        """What was chosen; only of a valid form."""
        given = self.cleaned_data
        return Wish(self.unit.pk, frozenset(given["chu_de"]), given.get("thon"))


class FrequencyForm(forms.Form):
    """How often a digest comes."""

    nhip = forms.ChoiceField(
        label=_("How often?"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
        widget=forms.RadioSelect,
        help_text=_("In the morning of working days."),
    )


class NewsForm(FollowForm, FrequencyForm):
    """What, how often, and to which address."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("This is no e-mail address. It looks like ten@vidu.vn."),
        },
    )
    field_order = ("chu_de", "thon", "email", "nhip")
