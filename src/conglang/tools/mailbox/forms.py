"""What administrators type about a mailbox, and the desk about a letter."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from conglang.tools.mailbox.models import Afterwards, MailAccount, Safety, Way
from conglang.tools.mailbox.services.keep_account import Wish

_NO_ADVICE = {"autocapitalize": "none", "spellcheck": "false"}
_SECRET = {"autocomplete": "off"}
_NAME = re.compile(r"[A-Za-z0-9._/ -]*")


class AccountForm(forms.Form):
    """A mailbox. Secrets are never shown again; left empty, the stored ones stay."""

    address = forms.EmailField(
        label=_("Address to which people write"),
        help_text=_("Such as tinbai@xa-hoa.gov.vn. It stands as the answering address on receipts."),
    )
    way = forms.ChoiceField(label=_("How letters come"), choices=Way, widget=forms.RadioSelect)
    host = forms.CharField(
        label=_("Name of the mail server (IMAP)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_NO_ADVICE),
        help_text=_("Such as imap.gmail.com. Leave it empty if the mail server brings letters (LMTP)."),
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    safety = forms.ChoiceField(label=_("Encryption of the line"), choices=Safety, initial=Safety.TLS)
    user = forms.CharField(
        label=_("User of the mailbox"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={**_NO_ADVICE, **_SECRET}),
        help_text=_("With most providers the whole address. Left empty, the address is taken."),
    )
    password = forms.CharField(
        label=_("Password or app password of the mailbox"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("It is stored encrypted and never shown again. Left empty, the stored one stays."),
    )
    token_url = forms.CharField(
        label=_("Address that gives tokens"),
        max_length=300,
        required=False,
        widget=forms.URLInput(attrs=_NO_ADVICE),
        help_text=_("Only for OAuth 2, such as https://oauth2.vidu.example/token."),
    )
    client_id = forms.CharField(
        label=_("Client id"), max_length=300, required=False, widget=forms.TextInput(attrs=_NO_ADVICE)
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=300,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    refresh_token = forms.CharField(
        label=_("Refresh token"),
        max_length=4000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("The provider gives it once, when the mailbox is connected there."),
    )
    folder = forms.CharField(label=_("Folder to fetch from"), max_length=100, initial="INBOX")
    afterwards = forms.ChoiceField(
        label=_("What becomes of a fetched letter in the mailbox"),
        choices=Afterwards,
        initial=Afterwards.SEEN,
    )
    moved_to = forms.CharField(
        label=_("Folder for fetched letters"),
        max_length=100,
        required=False,
        help_text=_("Without Vietnamese marks, such as Da-nhan. It is made if it is missing."),
    )
    sends_host = forms.CharField(
        label=_("Name of the mail server for answers (SMTP)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_NO_ADVICE),
        help_text=_("Such as smtp.gmail.com, with the same user. Empty: this installation sends them."),
    )
    sends_port = forms.IntegerField(
        label=_("Port for answers"),
        min_value=1,
        max_value=65535,
        initial=587,
        help_text=_("465: encrypted from the start; any other: encrypted after the greeting."),
    )

    def __init__(self, *args: Any, account: MailAccount | None = None, **kwargs: Any) -> None:
        if account is not None:
            kwargs["initial"] = {name: getattr(account, name, None) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_host(self) -> str:
        """A bare host name."""
        return self._host("host")

    def clean_sends_host(self) -> str:
        """As `clean_host`."""
        return self._host("sends_host")

    def _host(self, name: str) -> str:
        host: str = self.cleaned_data[name].strip()
        if not re.fullmatch(r"[A-Za-z0-9.:-]*", host):
            raise forms.ValidationError(_("This is not the name of a server."))
        return host

    def clean_user(self) -> str:
        """No control characters."""
        user: str = self.cleaned_data["user"].strip()
        if not user.isprintable():
            raise forms.ValidationError(_("This is not the name of a user."))
        return user

    def clean_token_url(self) -> str:
        """Secrets go there, so only encrypted; in a private net as the operator allows."""
        url: str = self.cleaned_data["token_url"].strip()
        schemes = {"https", "http"} if settings.EXCHANGE_PRIVATE else {"https"}
        parts = urlsplit(url)
        if url and (parts.scheme not in schemes or not parts.hostname or not url.isprintable()):
            raise forms.ValidationError(_("Please give an address that begins with https://."))
        return url

    def clean_folder(self) -> str:
        """A folder's name as it goes over the line."""
        return self._folder("folder")

    def clean_moved_to(self) -> str:
        """As `clean_folder`."""
        return self._folder("moved_to")

    def _folder(self, name: str) -> str:
        folder: str = self.cleaned_data[name].strip()
        if not _NAME.fullmatch(folder):
            raise forms.ValidationError(_("Please use letters without marks, digits and hyphens only."))
        return folder

    def clean(self) -> dict[str, Any]:
        """What the chosen way needs is there."""
        given = self.cleaned_data
        way = given.get("way")
        stored = self.account is not None and self.account.way == way and bool(self.account.secret)
        needed: list[str] = []
        if way == Way.PASSWORD:
            needed = ["host", *(() if stored else ("password",))]
        elif way == Way.OAUTH:
            needed = ["host", "token_url", "client_id", *(() if stored else ("refresh_token",))]
        if given.get("afterwards") == Afterwards.MOVE and way != Way.LMTP:
            needed.append("moved_to")
        for name in needed:
            if name not in self.errors and not given.get(name):
                self.add_error(name, _("This is needed for the chosen way."))
        given["user"] = given.get("user") or given.get("address", "")
        return given

    @property
    def wish(self) -> Wish:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        chosen = {"way": Way(given["way"]), "safety": Safety(given["safety"])}
        return Wish(**{**given, **chosen, "afterwards": Afterwards(given["afterwards"])})


class SenderForm(forms.Form):
    """Somebody whose letters go straight to the desk."""

    address = forms.EmailField(label=_("Address of the sender"))
    note = forms.CharField(label=_("Who that is"), max_length=200, required=False)


class ReleaseForm(forms.Form):
    """Let a letter through."""

    trusts_sender = forms.BooleanField(
        label=_("Let later letters from this address straight through"), required=False
    )


class DiscardForm(forms.Form):
    """Throw a letter away."""

    note = forms.CharField(
        label=_("Why is it thrown away?"),
        max_length=300,
        help_text=_("Such as: advertising; not meant for us. The letter itself is kept."),
    )
