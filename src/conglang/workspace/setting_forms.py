"""Forms of the administrators' pages: hosts, custody, departments, hamlets, the way of approval."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.ui.forms import DayInput
from conglang.base.units.hosts import validate_site_host
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import BASIS_LENGTH, HOST_LENGTH, NAME_LENGTH, Department, Hamlet, Unit
from conglang.base.units.rules import NoPoint, point_of
from conglang.base.units.services.add_hamlet import HamletFacts
from conglang.kernel.text import fold
from conglang.tools.approval.routes import NamedRoute

MOST_PEOPLE = 1_000_000  # of a hamlet; more is a slip of the finger


class FreshForm(forms.Form):
    """A change to what the person saw; where that changed meanwhile the form says so before it overwrites."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, present: tuple[object, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fingerprint = sha256(repr(present).encode()).hexdigest()[:16]
        self.fields["seen"].initial = self._fingerprint

    def clean(self) -> dict[str, Any]:
        """Refuse once what rests on an old look, unless it is so already; the form then holds the new one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        is_stale = self.data.get("seen", "") != self._fingerprint
        if is_stale and {*self.changed_data} - {"seen"}:
            self.data = {**cast("QueryDict", self.data).dict(), "seen": self._fingerprint}
            raise ValidationError(
                _(
                    "Somebody else changed this after you opened the page. Look at how it is now; "
                    "what you typed is still here, and pressing the button again saves it."
                ),
                code="stale",
            )
        return given


class HostField(forms.CharField):
    """A host as people paste it: capitals are forgiven, and what is wrong is named."""

    def to_python(self, value: Any) -> str:
        host: str = super().to_python(value) or ""
        return host.lower()

    def validate(self, value: str) -> None:
        super().validate(value)
        if "/" in value or "@" in value or "?" in value:
            raise ValidationError(_("Write the host only, without “http://” and without a slash."), "address")
        if ":" in value:
            raise ValidationError(_("Write the host without a colon and port number."), "port")
        if not value.isascii():
            raise ValidationError(_("Hosts have no Vietnamese marks: “%s”.") % fold(value), "marks")
        if "xn--" in value:
            raise ValidationError(_("A host that begins with “xn--” hides marks and is not allowed."), "idn")
        validate_site_host(value)


class HostForm(FreshForm):
    """Where a site is to answer."""

    host = HostField(
        label=gettext_lazy("Host"),
        max_length=HOST_LENGTH,
        help_text=gettext_lazy("Such as “tenxa.tentinh.gov.vn”: lower-case letters without marks, and dots."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )


class HandOverForm(forms.Form):
    """Which board looks after a unit's content, since when, by which decision."""

    holder = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Editorial board of"))
    on = forms.DateField(label=gettext_lazy("From day"), widget=DayInput)
    legal_basis = forms.CharField(
        label=gettext_lazy("Number and day of the decision"),
        max_length=BASIS_LENGTH,
        help_text=gettext_lazy("Such as “12/QĐ-UBND, 26/11/2026”."),
    )

    def __init__(self, *args: Any, holders: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = cast("Any", self.fields["holder"])
        holder.queryset = holders
        if len(holders) == 1:
            holder.empty_label, holder.initial = None, holders[0].pk


class TakeBackForm(forms.Form):
    """When a unit edits on its own again, and by which decision."""

    on = forms.DateField(label=gettext_lazy("First day on which the unit edits alone"), widget=DayInput)
    decision = forms.CharField(label=gettext_lazy("Number and day of the decision"), max_length=BASIS_LENGTH)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_on(self) -> date:
        """What is over stays as it was."""
        day: date = self.cleaned_data["on"]
        if day < self._today:
            raise ValidationError(_("Choose today or a later day."), code="past")
        return day


class DepartmentForm(FreshForm):
    """What a department is called."""

    name = forms.CharField(
        label=gettext_lazy("Name of the department"),
        max_length=200,
        help_text=gettext_lazy("Such as “Phòng Kinh tế”."),
    )
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=60, required=False)

    @classmethod
    def of(cls, row: Department, data: Any = None) -> "DepartmentForm":
        """The form about a department."""
        initial = {"name": row.name, "short_name": row.short_name}
        return cls(data, initial=initial, present=(row.name, row.short_name))


class HamletForm(FreshForm):
    """What a hamlet is called, and how many live there."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of place"), choices=[(kind.value, kind.word) for kind in HamletKind]
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the hamlet"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Without the word for the kind, such as “Hội Long” or “1”."),
    )
    households = forms.IntegerField(
        label=gettext_lazy("Households"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    population = forms.IntegerField(
        label=gettext_lazy("People living there"), required=False, min_value=0, max_value=MOST_PEOPLE
    )

    point = forms.CharField(
        label=gettext_lazy("Place on the map"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "The point of the cultural house or of the middle of the hamlet, copied from the map on a phone, "
            "such as “20.51234, 106.12345”. The map of cases shows the name there, and who sends something "
            "from nearby is offered this hamlet."
        ),
    )

    @classmethod
    def of(cls, row: Hamlet, data: Any = None) -> "HamletForm":
        """The form about a hamlet."""
        names = ("kind", "name", "households", "population")
        point = "" if row.lat is None else f"{row.lat:.5f}, {row.lon:.5f}"
        initial = {name: getattr(row, name) for name in names} | {"point": point}
        return cls(data, initial=initial, present=tuple(initial.values()))

    def facts(self) -> HamletFacts:
        """What was typed; only of a valid form."""
        given = self.cleaned_data
        kind = HamletKind(given["kind"])
        return HamletFacts(kind, given["name"], given["households"], given["population"], given["point"])

    def clean_point(self) -> tuple[Decimal, Decimal] | None:
        """Latitude and longitude."""
        try:
            return point_of(self.cleaned_data["point"])
        except NoPoint:
            raise ValidationError(
                _("Two numbers with a comma between them: latitude (8 to 24), then longitude (102 to 118).")
            ) from None


class RouteForm(FreshForm):
    """The way of a kind of content to the public."""

    way = forms.ChoiceField(
        label=gettext_lazy("Way of approval"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the ways.")},
    )
    for_units_below = forms.BooleanField(
        label=gettext_lazy("Also for all units below that have not chosen a way"), required=False
    )

    def __init__(
        self, *args: Any, named: Mapping[str, NamedRoute], has_units_below: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        way: Any = self.fields["way"]
        way.choices = [(key, each.name) for key, each in named.items()]
        if not has_units_below:
            del self.fields["for_units_below"]
