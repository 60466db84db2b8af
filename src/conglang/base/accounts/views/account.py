"""A person's own account: devices, sessions, the unit they act for, loans of power."""

from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conglang.base.accounts import queries
from conglang.base.accounts.actor import Workplace, actor_of
from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.audience import signed_in, signed_in_before_setup
from conglang.base.accounts.forms import ContactsForm, DelegationForm
from conglang.base.accounts.middleware import ACTING_UNIT
from conglang.base.accounts.models import Delegation, User
from conglang.base.accounts.permissions import NotFound, labels
from conglang.base.accounts.services.contacts import change_contacts
from conglang.base.accounts.services.delegate import delegate, revoke_delegation
from conglang.base.accounts.services.devices import SESSION_DEVICE, acknowledge_devices, revoke_device
from conglang.base.accounts.services.sessions import end_session, sign_out_everywhere
from conglang.kernel.clock import now as clock_now


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what guards my account, where I am signed in."""
    user = cast("User", request.user)
    changed = user.password_changed_at or clock_now()
    context = {
        "person": user,
        "password_due_at": changed + timedelta(days=settings.PASSWORD_DAYS),
        "has_second_factor": queries.has_second_factor(user.pk),
        "devices": queries.devices(user.pk),
        "this_device": request.session.get(SESSION_DEVICE),
        "sessions": queries.sessions(user),
        "memberships": queries.lendable(actor_of(request), clock_now()).select_related("unit"),
        "places": places(request),
    }
    return render(request, "accounts/account.html", context)


@signed_in
def contacts(request: HttpRequest) -> HttpResponse:
    """My e-mail and phone; wrong passwords count as failed sign-ins."""
    user = cast("User", request.user)
    form = ContactsForm(request.POST or None, initial={"email": user.email, "phone": user.phone})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if authenticate(request, username=user.username, password=given["password"]) is None:
            form.add_error("password", _("This is not your password."))
        else:
            try:
                change_contacts(
                    by=actor_of(request), email=given["email"], phone=given["phone"], now=clock_now(),
                    address=client_address(request) or "",
                )  # fmt: skip
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                messages.success(request, _("Your e-mail and phone were saved."))
                return redirect("account")
    return render(request, "accounts/contacts.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_POST
def confirm_devices(request: HttpRequest) -> HttpResponse:
    """The new devices are mine."""
    acknowledge_devices(by=actor_of(request), now=clock_now())
    return redirect("account")


@signed_in
@require_POST
def forget_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a device out and treat it as unknown from now on."""
    revoke_device(device_id=pk, by=actor_of(request), now=clock_now())
    messages.success(request, _("The device was removed."))
    return redirect("account")


@signed_in
@require_POST
def close_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out somewhere else."""
    end_session(session_id=pk, by=actor_of(request), now=clock_now())
    messages.success(request, _("The session was ended."))
    return redirect("account")


@signed_in_before_setup
@require_POST
def close_all_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out on every device, this one too."""
    sign_out_everywhere(by=actor_of(request), now=clock_now())
    logout(request)
    return redirect("account_login")


def places(request: HttpRequest) -> list[dict[str, Any]]:
    """The units that the person can act for, with the roles there."""
    found = cast("list[Workplace]", request.workplaces)  # type: ignore[attr-defined]
    return [
        {
            "unit": place.unit,
            "roles": sorted(role.label for role in place.roles),
            "current": place.unit_id == actor_of(request).unit_id,
        }
        for place in found
    ]


@signed_in_before_setup
def switch_unit(request: HttpRequest) -> HttpResponse:
    """Choose the unit to act for among one's own."""
    found = places(request)
    if request.method == "POST":
        wanted = next((each for each in found if str(each["unit"].pk) == request.POST.get("unit")), None)
        if wanted is None:
            raise NotFound
        request.session[ACTING_UNIT] = wanted["unit"].pk
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/switch_unit.html", {"places": found})


@signed_in
def delegations(request: HttpRequest) -> HttpResponse:
    """Loans of power that I gave and got, and a form for a new one."""
    actor, now = actor_of(request), clock_now()
    form = DelegationForm(
        request.POST or None,
        memberships=queries.lendable(actor, now).select_related("unit"),
        receivers=queries.colleagues(actor, now),
        permissions=[(name, str(label)) for name, label in labels().items() if actor.may_somewhere(name)],
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            delegate(
                membership_id=given["membership"].pk,
                receiver_id=given["receiver"].pk,
                permissions=given.get("permissions", ()),
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                decision_number=given["decision_number"],
                decided_on=given["decided_on"],
                by=actor,
                now=now,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The delegation was recorded."))
            return redirect("delegations")
    return render(request, "accounts/delegations.html", {"form": form, "rows": _rows(request)})


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    now = clock_now()
    loans: list[Delegation] = list(queries.delegations(actor_of(request)))
    return [{"loan": loan, "running": loan.covers(now), "over": loan.is_over(now)} for loan in loans]


@signed_in
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """End a loan."""
    revoke_delegation(delegation_id=pk, by=actor_of(request), now=clock_now())
    messages.success(request, _("The delegation was ended."))
    return redirect("delegations")
