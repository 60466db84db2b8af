"""The desk's forms: an account, a fund, who is asked, what came in, what was spent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput
from conglang.citizens.payments.models import (
    ABOUT_LENGTH,
    HOLDER_LENGTH,
    NUMBER_LENGTH,
    PAPER_LENGTH,
    PAYER_LENGTH,
    TITLE_LENGTH,
    ReceivingAccount,
)
from conglang.citizens.payments.purposes import banks, purposes
from conglang.citizens.payments.rules import ENTRY_LENGTH, MOST_LINES, read_amount
from conglang.citizens.payments.services.accounts import BankAccount
from conglang.citizens.payments.services.collect import Asked, Seen
from conglang.citizens.payments.services.funds import Outlay, Terms
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

STATEMENT_LENGTH = 200_000
TYPED_NUMBER = 3 * NUMBER_LENGTH  # with spaces between the digits


class Amount(forms.CharField):
    """Whole đồng as people write them; the value is a number, or None where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=20, widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}), **kwargs
        )

    def clean(self, value: Any) -> int | None:
        """Raises ValidationError for what is no amount."""
        text = super().clean(value)
        amount = read_amount(text) if text else None
        if text and not amount:
            raise ValidationError(_("Please type a whole number of đồng."))
        return amount


class AccountForm(forms.Form):
    """An account as it stands on the paper of the bank."""

    bank = forms.ChoiceField(label=_("Bank"), choices=lambda: [("", _("Please choose")), *banks().items()])
    number = forms.CharField(label=_("Number of the account"), max_length=TYPED_NUMBER)
    holder = forms.CharField(
        label=_("Holder of the account"),
        max_length=HOLDER_LENGTH,
        help_text=_("As the bank writes it. Payers compare it before they transfer."),
    )
    source = forms.CharField(
        label=_("Paper that says so"),
        max_length=PAPER_LENGTH,
        help_text=_("Such as the notice of the bank with its number and day."),
    )
    replaces = forms.ModelChoiceField(
        ReceivingAccount.objects.none(),
        label=_("It takes the place of"),
        required=False,
        empty_label=_("No other account"),
        help_text=_("Funds of that account are moved to this one once it is confirmed."),
    )

    def __init__(self, *args: Any, accounts: QuerySet[ReceivingAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        confirmed = accounts.filter(confirmed_at__isnull=False)
        self.fields["replaces"].queryset = confirmed  # type: ignore[attr-defined]

    def account(self) -> BankAccount:
        """What was filled in."""
        given = self.cleaned_data
        return BankAccount(given["bank"], given["number"], given["holder"], given["source"])


class NumberForm(forms.Form):
    """The number of an account once more, by the second person."""

    number = forms.CharField(
        label=_("Number of the account, typed from the paper"),
        max_length=TYPED_NUMBER,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    """Why something is ended."""

    reason = forms.CharField(label=_("Why (stays inside)"), max_length=PAPER_LENGTH)


class FundForm(forms.Form):
    """What is collected, by which law and decision, and where it goes."""

    purpose = forms.ChoiceField(label=_("Kind of money"))
    title = forms.CharField(label=_("What it is collected for"), max_length=TITLE_LENGTH)
    decision = forms.CharField(
        label=_("Decision that allows it"),
        max_length=PAPER_LENGTH,
        help_text=_("Number, day and who decided, such as “Kế hoạch 12/KH-UBND ngày 5/1/2027”."),
    )
    about = forms.CharField(
        label=_("What it is used for"),
        required=False,
        max_length=ABOUT_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )
    amount = Amount(
        label=_("Fixed amount (đồng)"),
        required=False,
        help_text=_("Empty: all give what they like, or each request names its own."),
    )
    opens_on = forms.DateField(label=_("Collected from"), widget=DayInput())
    closes_on = forms.DateField(label=_("Collected until"), widget=DayInput())
    account = forms.ModelChoiceField(
        ReceivingAccount.objects.none(), label=_("Account that receives it"), empty_label=_("Please choose")
    )

    def __init__(self, *args: Any, accounts: QuerySet[ReceivingAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = local_day(clock_now())
        kinds = [(each.key, each.title) for each in purposes().values() if each.is_in_force(today)]
        self.fields["purpose"].choices = [("", _("Please choose")), *kinds]  # type: ignore[attr-defined]
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """What was filled in, without the account."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "account"}
        return Terms(**given)


class PayersForm(forms.Form):
    """Who is asked, one in a line."""

    payers = forms.CharField(
        label=_("Payers, one in a line"),
        help_text=_(
            "After a semicolon an amount of their own: “Hộ ông A, thôn Sen; 150.000”. Names stay inside."
        ),
        widget=forms.Textarea({"rows": 5}),
    )

    def clean_payers(self) -> list[Asked]:
        """Raises ValidationError for a line with an amount that is none, or without a name."""
        lines = [each.strip() for each in self.cleaned_data["payers"].splitlines() if each.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("One to 500 payers, one in a line."))
        return [self._asked(line) for line in lines]

    def _asked(self, line: str) -> Asked:
        payer, separator, typed = line.rpartition(";")
        payer, amount = (payer.strip(), read_amount(typed)) if separator else (line, None)
        if not 0 < len(payer) <= PAYER_LENGTH or (separator and not amount):
            raise ValidationError(_("This line cannot be read: %(line)s"), params={"line": line})
        return Asked(payer, amount)


class ReferenceForm(forms.Form):
    """Of which request something is said."""

    ma = forms.CharField(label=_("Reference"), max_length=24, widget=forms.TextInput({"autocomplete": "off"}))


class PaidForm(ReferenceForm):
    """What stands on the statement of the bank, or on the stub of a receipt for cash."""

    amount = Amount(label=_("Amount that came (đồng)"))
    on = forms.DateField(label=_("Day on which it came"), widget=DayInput())
    bank_reference = forms.CharField(label=_("Number of the bank or of the receipt"), max_length=ENTRY_LENGTH)

    def seen(self) -> Seen:
        """What was filled in."""
        given = self.cleaned_data
        return Seen(given["on"], given["bank_reference"], given["amount"])


class TakeBackForm(ReasonForm, ReferenceForm):
    """Which request is taken back, and why."""


class SpendingForm(forms.Form):
    """What was paid out of a fund."""

    spent_on = forms.DateField(label=_("Day of spending"), widget=DayInput())
    amount = Amount(label=_("Amount spent (đồng)"))
    what = forms.CharField(label=_("What it was spent on"), max_length=TITLE_LENGTH)
    paper = forms.CharField(label=_("Paper of the spending"), max_length=PAPER_LENGTH)

    def outlay(self) -> Outlay:
        """What was filled in."""
        return Outlay(**self.cleaned_data)


class StatementForm(forms.Form):
    """Lines of a bank statement, as they are copied out of a spreadsheet."""

    statement = forms.CharField(
        label=_("Lines of the bank statement"),
        max_length=STATEMENT_LENGTH,
        help_text=_("Four columns, parted by tabs or semicolons: day, number of the bank, amount, words."),
        widget=forms.Textarea({"rows": 8}),
    )
