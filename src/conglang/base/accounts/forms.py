"""Forms of the accounts' screens. They narrow what may be chosen; the services check it again."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.rules import Appointment
from conglang.base.ui.forms import DayInput
from conglang.base.units.models import Department


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """User name or e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class _OneUse:
    """A code serves once for as long as it is valid; allauth forgets used ones after 30 seconds."""

    VALID_SECONDS = 120  # the step itself, one before and one after, with some to spare

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        key = f"accounts.code:{self.user.pk}:{code}"  # type: ignore[attr-defined]
        if not cache.add(key, "used", self.VALID_SECONDS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OneUse, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in."""


class CodeAgainForm(_OneUse, ReauthenticateForm):  # type: ignore[misc]
    """The second factor before a change to what guards the account."""


class AppointmentForm(forms.Form):
    """A role in a unit, its period and the decision."""

    role = forms.ChoiceField(label=_("Role"))
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False)
    fields_of_work = forms.CharField(
        label=_("Fields of work"), required=False, help_text=_("Separate several fields by commas.")
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput())
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=DayInput(), help_text=_("The last day; empty means open.")
    )
    decision_number = forms.CharField(label=_("Decision number"), max_length=60)
    decided_on = forms.DateField(label=_("Date of the decision"), widget=DayInput())
    decided_by = forms.CharField(label=_("Decided by"), max_length=160)

    def __init__(self, *args: Any, roles: list[Role], unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        departments = Department.objects.filter(unit=unit_id)
        if departments:
            self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        else:
            del self.fields["department"]

    def appointment(self) -> Appointment:
        """The appointment that was typed; only of a valid form."""
        data = self.cleaned_data
        department = data.get("department")
        works = tuple(part.strip() for part in data["fields_of_work"].split(",") if part.strip())
        return Appointment(
            role=Role(data["role"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            decision_number=data["decision_number"],
            decided_on=data["decided_on"],
            decided_by=data["decided_by"],
            department_id=department.pk if department else None,
            fields_of_work=works,
        )


class InvitationForm(AppointmentForm):
    """A person and their first role."""

    field_order = ["full_name", "email", "phone"]

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The link goes to this address and works for 7 days.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)


class NewAccountForm(forms.Form):
    """User name and password of an invited person."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("Unaccented lower-case letters and digits, such as nguyen.van.an."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_username(self) -> str:
        """The user name in lower case, valid and free."""
        username = self.cleaned_data["username"].strip().lower()
        self.person.username = username
        User._meta.get_field("username").run_validators(username)
        if User.objects.filter(username=username).exclude(pk=self.person.pk).exists():
            raise forms.ValidationError(_("This user name is taken. Choose another one."), code="taken")
        return str(username)

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same, and a good one."""
        data = super().clean() or {}
        password = data.get("password", "")
        if password and password != data.get("again"):
            self.add_error("again", _("The two passwords differ."))
        elif password:
            try:
                validate_password(password, self.person)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return data


class ContactsForm(forms.Form):
    """Where I am reached; my password says that it is me."""

    email = forms.EmailField(
        label=_("E-mail"), help_text=_("Links for a new password and notices of your duties go there.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ReasonForm(forms.Form):
    """Why something is ended or reset; it goes into the trail."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MembershipChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Own appointments by their role."""

    def label_from_instance(self, obj: Membership) -> str:
        """The role and its unit."""
        return f"{Role(obj.role).label} · {obj.unit}"


class DelegationForm(forms.Form):
    """Which role goes to whom, for which time, by which decision."""

    membership = MembershipChoice(Membership.objects.none(), label=_("Role to delegate"))
    receiver = forms.ModelChoiceField(User.objects.none(), label=_("To whom"))
    permissions = forms.MultipleChoiceField(
        label=_("Only these permissions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to delegate the whole role."),
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput())
    ends_on = forms.DateField(label=_("Until (last day)"), widget=DayInput())
    decision_number = forms.CharField(label=_("Decision number"), max_length=60)
    decided_on = forms.DateField(label=_("Date of the decision"), widget=DayInput())

    def __init__(
        self,
        *args: Any,
        memberships: QuerySet[Membership],
        receivers: QuerySet[User],
        permissions: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = memberships  # type: ignore[attr-defined]
        self.fields["receiver"].queryset = receivers  # type: ignore[attr-defined]
        if permissions:
            self.fields["permissions"].choices = permissions  # type: ignore[attr-defined]
        else:
            del self.fields["permissions"]
