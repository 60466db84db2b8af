"""What allauth asks us: who may sign up (nobody), where mail goes (the outbox), what a sign-in leaves."""

from pathlib import Path
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from conglang.base.accounts.actor import needs_second_factor, workplaces
from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.events import CHANGES, PasswordLinkWanted, SecurityNotice
from conglang.base.accounts.models import User
from conglang.base.accounts.sealing import seal, unseal
from conglang.base.accounts.services.devices import remember_device
from conglang.base.accounts.services.passwords import note_new_password
from conglang.base.accounts.services.sessions import note_sign_in, note_sign_out
from conglang.base.ledger.outbox import publish
from conglang.kernel.clock import now as clock_now

_PURPOSE = "second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come from invitations; every mail goes through the outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths on this very host are followed after signing in."""
        host = {self.request.get_host()} if self.request else None
        return url_has_allowed_host_and_scheme(
            url, host, require_https=bool(self.request and self.request.is_secure())
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address by our own rule for proxies; a fixed one where the server tells none."""
        return client_address(request) or "0.0.0.0"  # noqa: S104 - a name for "unknown", nothing listens

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counting of wrong passwords to axes, which forgives shared addresses."""

    def set_password(self, user: User, password: str) -> None:
        """Store a password that the person chose."""
        user.set_password(password)
        note_new_password(user=user, now=clock_now())

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Write the sign-in down and recognise the device, after the last factor."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        reauthenticate_by_password(request)  # a password typed just now need not be typed again
        now = clock_now()
        device = remember_device(request=request, response=response, user=user, now=now)
        note_sign_in(request=request, user=user, device=device, now=now)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Write the sign-out down."""
        if isinstance(request.user, User):
            note_sign_out(request=request, user=request.user, now=clock_now())
        super().logout(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        return reverse("account")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_args: Any, **_more: Any
    ) -> None:
        """Tell what changed in our own words; greetings are left out."""
        change = Path(message_template or "").stem
        if change in CHANGES:
            messages.add_message(request, level, str(CHANGES[change]))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Ask for the mail; the link is made when it is written, so no queue ever holds it."""
        publish(PasswordLinkWanted(user_id=user.pk), now=clock_now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person of a change of their password or second factor."""
        change = template_prefix.rpartition("/")[2]
        address = client_address(self.request) or ""
        publish(SecurityNotice(user_id=user.pk, change=change, address=address), now=clock_now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: every mail of ours has its own event."""
        raise NotImplementedError(template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets are stored encrypted; whoever must have a second factor cannot give it up."""

    def get_totp_label(self, user: User) -> str:
        """What the phone shows under the product's name."""
        return user.username

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whether the person may turn the second factor off."""
        return not needs_second_factor(workplaces(authenticator.user, clock_now()))

    def encrypt(self, text: str) -> str:
        """The text, readable only with the installation's secret key."""
        return seal(text, _PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Counterpart of `encrypt`."""
        return unseal(encrypted_text, _PURPOSE)
