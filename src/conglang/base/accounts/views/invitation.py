"""The page behind the link of an invitation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import anyone_on_desk
from conglang.base.accounts.forms import NewAccountForm
from conglang.base.accounts.models import Invitation
from conglang.base.accounts.services.accept import (
    InvitationClosed,
    accept_signed_in,
    accept_with_new_account,
    account_of,
    invited_person,
    open_invitation,
)
from conglang.kernel.clock import now as clock_now


@anyone_on_desk
@never_cache
@sensitive_post_parameters("password", "again")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A new person chooses user name and password; one with an account confirms while signed in."""
    now = clock_now()
    try:
        invitation = open_invitation(token, now)
        if account_of(invitation):
            return _with_account(request, invitation, token)
        form = NewAccountForm(request.POST or None, person=invited_person(invitation))
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            accept_with_new_account(
                token=token, username=given["username"], password=given["password"], now=now
            )
            messages.success(request, _("Your account is open. Sign in with your user name and password."))
            return redirect("account_login")
    except InvitationClosed:
        return render(request, "accounts/invitation_closed.html", status=410)
    except ValidationError as refused:
        form.add_error(None, refused)
    return render(request, "accounts/accept.html", {"invitation": invitation, "form": form})


def _with_account(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    actor, owner = actor_of(request), account_of(invitation)
    is_owner = owner is not None and owner.pk == actor.user_id
    if request.method == "POST" and is_owner:
        accept_signed_in(token=token, by=actor, now=clock_now())
        messages.success(request, _("You have taken up the role."))
        return redirect("account")
    return render(request, "accounts/accept_signed_in.html", {"invitation": invitation, "is_owner": is_owner})
