"""The administrator's screens: people, invitations, appointments, leavers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from conglang.base.accounts import queries
from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.forms import AppointmentForm, InvitationForm, ReasonForm
from conglang.base.accounts.models import Membership
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.services.appoint import appoint
from conglang.base.accounts.services.end import end_membership, leave
from conglang.base.accounts.services.invite import invite, revoke_invitation
from conglang.base.accounts.services.passwords import send_password_link
from conglang.base.accounts.services.people import MANAGE, grantable_roles, person_in_reach
from conglang.base.accounts.services.second_factor import reset_second_factor
from conglang.base.accounts.services.unlock import unlock
from conglang.base.units.models import Unit
from conglang.kernel.clock import now as clock_now

READ = "accounts.read_people"


@needs(READ)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role, found by name, and the invitations that are out."""
    actor, now = actor_of(request), clock_now()
    text = request.GET.get("tu-khoa", "")
    context = {
        "rows": queries.people(actor, now, text),
        "text": text,
        "invitations": queries.open_invitations(actor, now),
        "may_manage": actor.may_somewhere(MANAGE),
    }
    return render(request, "accounts/people.html", context)


@needs(READ)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles with their history, devices, sessions, and what can be done."""
    actor, now = actor_of(request), clock_now()
    user = person_in_reach(pk, actor, READ)
    context = {
        "person": user,
        "memberships": [(row, row.covers(now)) for row in queries.history(pk, actor)],
        "devices": queries.devices(pk),
        "sessions": queries.sessions(user),
        "has_second_factor": queries.has_second_factor(pk),
        "may_manage": actor.may_somewhere(MANAGE) and user.pk != actor.user_id,
    }
    return render(request, "accounts/person.html", context)


@needs(MANAGE)
def new_person(request: HttpRequest) -> HttpResponse:
    """Invite somebody to the acting unit, or to one that it administers."""
    actor, unit = actor_of(request), _unit(request)
    form = InvitationForm(request.POST or None, roles=grantable_roles(actor, unit.pk), unit_id=unit.pk)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = _try(
            form,
            lambda: invite(
                unit_id=unit.pk,
                email=given["email"],
                full_name=given["full_name"],
                phone=given["phone"],
                appointment=form.appointment(),
                by=actor,
                now=clock_now(),
            ),
        )
        if done:
            messages.success(request, _("The invitation is on its way by e-mail."))
            return redirect("people")
    return render(request, "accounts/new_person.html", {"form": form, "unit": unit, "units": _units(actor)})


@needs(MANAGE)
def new_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person another role."""
    actor, unit = actor_of(request), _unit(request)
    user = person_in_reach(pk, actor)
    form = AppointmentForm(request.POST or None, roles=grantable_roles(actor, unit.pk), unit_id=unit.pk)
    if request.method == "POST" and form.is_valid():
        wanted = form.appointment()
        done = _try(
            form,
            lambda: appoint(user_id=pk, unit_id=unit.pk, appointment=wanted, by=actor, now=clock_now()),
        )
        if done:
            messages.success(request, _("The appointment was recorded."))
            return redirect("person", pk=pk)
    context = {"form": form, "unit": unit, "units": _units(actor), "person": user}
    return render(request, "accounts/new_person.html", context)


@needs(MANAGE)
@require_POST
def take_invitation_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link of an invitation useless."""
    revoke_invitation(invitation_id=pk, by=actor_of(request), now=clock_now())
    messages.success(request, _("The invitation was taken back."))
    return redirect("people")


@needs(MANAGE)
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End one appointment, with its reason."""
    row = Membership.objects.select_related("user").filter(pk=pk).first()
    if row is None:
        raise NotFound

    def act(reason: str) -> None:
        end_membership(membership_id=pk, reason=reason, by=actor_of(request), now=clock_now())

    question = gettext_lazy("End this role?")
    return _reasoned(request, row.user_id, act, question, _("The role was ended."))


@needs(MANAGE)
def let_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Close everything that a leaver holds here, with one reason."""

    def act(reason: str) -> None:
        leave(user_id=pk, reason=reason, by=actor_of(request), now=clock_now())

    question = gettext_lazy("Has this person left? All roles, sessions and devices end at once.")
    return _reasoned(request, pk, act, question, _("All access of this person was ended."))


@needs(MANAGE)
def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person set up two-step sign-in anew, with a reason."""

    def act(reason: str) -> None:
        reset_second_factor(user_id=pk, reason=reason, by=actor_of(request), now=clock_now())

    question = gettext_lazy("Reset the two-step sign-in? Make sure that you speak with this very person.")
    return _reasoned(
        request, pk, act, question, _("The person sets up two-step sign-in at the next sign-in.")
    )


@needs(MANAGE)
@require_POST
def let_try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a lock-out."""
    unlock(user_id=pk, by=actor_of(request), now=clock_now())
    messages.success(request, _("The person can sign in again."))
    return redirect("person", pk=pk)


@needs(MANAGE)
@require_POST
def mail_password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a link for choosing a new password."""
    try:
        send_password_link(user_id=pk, by=actor_of(request), now=clock_now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("A link for a new password is on its way by e-mail."))
    return redirect("person", pk=pk)


def _reasoned(
    request: HttpRequest, pk: int, act: Callable[[str], None], question: Any, done: str
) -> HttpResponse:
    user = person_in_reach(pk, actor_of(request))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _try(form, lambda: act(reason)):
            messages.success(request, done)
            return redirect("people")
    return render(request, "accounts/reason.html", {"form": form, "person": user, "question": question})


def _try(form: Any, act: Callable[[], object]) -> bool:
    """Run a service; what it finds wrong is shown above the form with everything typed kept."""
    try:
        act()
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


def _unit(request: HttpRequest) -> Unit:
    """The unit in question: the acting one unless the address names another that the actor administers."""
    actor = actor_of(request)
    wanted = request.GET.get("don-vi", "")
    unit_id = int(wanted) if wanted.isascii() and wanted.isdigit() else actor.unit_id
    if unit_id is None or not actor.scope.may_read(unit_id):
        raise NotFound
    if not actor.may(MANAGE, unit_id):
        raise Forbidden
    return Unit.objects.get(pk=unit_id)


def _units(actor: Actor) -> list[dict[str, Any]]:
    ids = [unit for unit in actor.grants if actor.may(MANAGE, unit)]
    units = Unit.objects.filter(pk__in=ids)
    return [{"url": f"?don-vi={unit.pk}", "unit": unit} for unit in units] if len(ids) > 1 else []
