"""What a citizen types, on the first page and carried by the second one."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import LimitedFileInput, ManyFilesField, ManyFilesInput
from conglang.base.units.models import Hamlet
from conglang.base.units.rules import LATITUDES, LONGITUDES
from conglang.citizens.cases.catalogue import Stream, categories, suggested_category
from conglang.citizens.cases.checking import Message, check, tidied
from conglang.citizens.cases.files import MOST_BYTES, IncomingFile
from conglang.citizens.cases.models import PLACE_LENGTH, TEXT_LENGTH
from conglang.tools.vault.models import Mode
from conglang.tools.vault.rules import Contact

OTHER = "other"
FIELDS = {
    "text": "noi_dung",
    "category": "linh_vuc",
    "hamlet": "thon",
    "mode": "che_do",
    "name": "ho_ten",
    "phone": "dien_thoai",
    "address": "dia_chi",
    "id_number": "so_dinh_danh",
}
"""What the room calls it → the field."""
ACCEPTED = "image/*,audio/*,application/pdf,.doc,.docx,.odt,.xlsx"


class HamletSelect(forms.Select):
    """Hamlets by their keys with their points, so that the page can offer the nearest one."""

    hamlets: Mapping[str, Hamlet] = {}  # each form gives its own

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option that knows where it is."""
        option = super().create_option(name, value, *args, **kwargs)
        hamlet = self.hamlets.get(str(value))
        if hamlet is not None and hamlet.lat is not None:
            option["attrs"] |= {"data-lat": str(hamlet.lat), "data-lon": str(hamlet.lon)}
        return option


class TellForm(forms.Form):
    """What, where, and who tells it; what a stream does not ask for is left out."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    noi_dung = forms.CharField(
        label=_("What has happened?"),
        help_text=_("Say what you see, since when, and what you wish for. A few sentences are enough."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 5, "data-draft-title": True}),
        error_messages={"required": _("Please say what it is about.")},
    )
    linh_vuc = forms.ChoiceField(
        label=_("What is it about?"), required=False, help_text=_("If you are not sure, leave it open.")
    )
    thon = forms.TypedChoiceField(
        label=_("In which hamlet?"), required=False, empty_value=None, widget=HamletSelect
    )
    dia_diem = forms.CharField(
        label=_("Where exactly?"),
        required=False,
        max_length=PLACE_LENGTH,
        help_text=_("A house number, a bridge, a school nearby …"),
    )
    vi_do, kinh_do = (
        forms.DecimalField(
            required=False, min_value=least, max_value=most, decimal_places=5, widget=forms.HiddenInput
        )
        for least, most in (LATITUDES, LONGITUDES)
    )
    che_do = forms.ChoiceField(
        label=_("Who gets to know who you are?"), widget=forms.RadioSelect, initial=Mode.NAME_HIDDEN
    )
    ho_ten = forms.CharField(
        label=_("Your full name"), required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    dien_thoai = forms.CharField(
        label=_("Your telephone number"),
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address.")},
    )
    dia_chi = forms.CharField(
        label=_("Your address"), required=False, widget=forms.TextInput({"autocomplete": "street-address"})
    )
    so_dinh_danh = forms.CharField(
        label=_("Your identity number"), required=False, widget=forms.TextInput({"inputmode": "numeric"})
    )
    cong_khai = forms.BooleanField(
        label=_("It may be published, without my name and after an officer has checked it"), required=False
    )

    def __init__(self, data: Any, *, stream: Stream, unit_id: int) -> None:
        super().__init__(data, initial={"uid": uuid4()}, auto_id="id_%s")
        self.stream, self.unit_id = stream, unit_id
        modes = [each for each in Mode if each != Mode.ANONYMOUS or stream.allows_anonymous]
        self._set("che_do", choices=[(each.value, each.label) for each in modes])
        kinds = [(key, each.name) for key, each in categories().items()]
        self._set("linh_vuc", choices=[("", _("I am not sure")), *kinds])
        rows = Hamlet.objects.filter(unit=unit_id) if stream.asks_place else ()
        hamlets = {str(each.pk): each for each in rows}
        places = [("", _("Another place")), *((key, each.title) for key, each in hamlets.items())]
        self._set("thon", choices=places, coerce=hamlets.get)
        self.fields["thon"].widget.hamlets = hamlets
        for name in self._not_asked(has_hamlets=bool(hamlets)):
            del self.fields[name]

    def _not_asked(self, *, has_hamlets: bool) -> Iterable[str]:
        stream = self.stream
        asked = {
            "linh_vuc": stream.asks_category,
            "thon": has_hamlets,
            **dict.fromkeys(("dia_diem", "vi_do", "kinh_do"), stream.asks_place),
            "dia_chi": "address" in stream.requires,
            "so_dinh_danh": "id_number" in stream.requires,
            "cong_khai": stream.may_be_public,
        }
        return [name for name, is_asked in asked.items() if not is_asked]

    def clean(self) -> dict[str, Any]:
        """Add what the law of the stream demands."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return given
        try:
            check(self.message(), Mode(given["che_do"]), self.contact())
        except ValidationError as faults:
            for name, words in faults.message_dict.items():
                field = FIELDS.get(name, "")
                self.add_error(field if field in self.fields else None, words)
        return given

    def message(self) -> Message:
        """What goes to the office; a field that was left open is guessed from the words."""
        given = self.cleaned_data
        hamlet = given.get("thon")
        category = given.get("linh_vuc") or suggested_category(given["noi_dung"]) or OTHER
        return tidied(
            Message(
                stream=self.stream.key,
                text=given["noi_dung"],
                category=category if self.stream.asks_category else "",
                hamlet_id=hamlet.pk if hamlet else None,
                place=given.get("dia_diem", ""),
                lat=given.get("vi_do"),
                lon=given.get("kinh_do"),
                wants_public=bool(given.get("cong_khai")),
            )
        )

    @property
    def mode(self) -> Mode:
        """How the sender wants to be known."""
        return Mode(self.cleaned_data["che_do"])

    def contact(self) -> Contact:
        """How to reach the sender."""
        given = self.cleaned_data
        return Contact(
            name=given["ho_ten"],
            phone=given["dien_thoai"],
            email=given["email"],
            address=given.get("dia_chi", ""),
            id_number=given.get("so_dinh_danh", ""),
        )

    @property
    def typed(self) -> list[str]:
        """Every text that was typed, for the guard."""
        given = self.cleaned_data
        return [text for name in ("noi_dung", "dia_diem", "ho_ten", "dia_chi") if (text := given.get(name))]

    def _set(self, name: str, **attributes: Any) -> None:
        for attribute, value in attributes.items():
            setattr(self.fields[name], attribute, value)


class FilesForm(forms.Form):
    """Pictures, papers and a voice note."""

    tep = ManyFilesField(
        label=_("Photos or papers"),
        required=False,
        help_text=_("At most five, each at most 10 MB. Where and when a photo was taken is removed."),
        widget=ManyFilesInput(max_bytes=MOST_BYTES, attrs={"accept": ACCEPTED}),
    )
    ghi_am = forms.FileField(
        label=_("A voice note"),
        required=False,
        help_text=_("If you would rather speak than write."),
        widget=LimitedFileInput(max_bytes=MOST_BYTES, attrs={"accept": "audio/*"}),
    )

    def incoming(self) -> list[IncomingFile]:
        """The files as the room takes them."""
        given = self.cleaned_data
        files = [*given.get("tep", ()), *([given["ghi_am"]] if given.get("ghi_am") else ())]
        return [IncomingFile(each.name, each) for each in files]


class LookUpForm(forms.Form):
    """A code, and the PIN for one's own words."""

    ma = forms.CharField(
        label=_("Code"),
        help_text=_("It stands on your receipt, such as HD26-7K4M-2QX7."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Please enter the code.")},
    )
    pin = forms.CharField(
        label=_("PIN"),
        required=False,
        help_text=_("Six digits. With them you read your own words and the answer, and can reply."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
