"""What became of the opinions, and what was decided: written, changed, decided about."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.ui.sent import take_errors
from conglang.citizens.consultations.forms import OutcomeForm
from conglang.citizens.consultations.kinds import ITEM, OUTCOME
from conglang.citizens.consultations.models import Consultation, Outcome
from conglang.citizens.consultations.permissions import READ, WRITE
from conglang.citizens.consultations.queries import outcome_of
from conglang.citizens.consultations.services.conclude import write_outcome
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.screens import give_command, newest, show_item
from conglang.tools.approval.versions import Conflict


@needs(WRITE)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the first version of the outcome, or go to the one that there is."""
    by = actor_of(request)
    about: Consultation = ITEM.find(by, pk)
    require(by, WRITE, about)
    known = outcome_of(about)
    if known is not None:
        return redirect("consultations:outcome", pk=known.pk)
    return _form(request, about, None)


@needs(READ)
@require_safe
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """The outcome with everything that this person may do now."""
    return show_item(request, OUTCOME, pk)


@needs(READ)
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    return give_command(request, OUTCOME, pk, slug)


@needs(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the newest version; the table is made anew from the opinions as they are weighed now."""
    row: Outcome = OUTCOME.find(actor_of(request), pk)
    require(actor_of(request), WRITE, row)
    return _form(request, row.consultation, row)


def _form(request: HttpRequest, about: Consultation, row: Outcome | None) -> HttpResponse:
    by = actor_of(request)
    instance = newest(row) if row else Outcome(unit_id=about.unit_id, consultation=about)
    form = OutcomeForm(request.POST if request.method == "POST" else None, instance=instance)
    version = request.POST.get("version", row.version if row else "")
    if request.method == "POST" and form.is_valid():
        try:
            saved = write_outcome(
                by=by,
                consultation_id=about.pk,
                expected_version=version,
                values=form.values(),
                now=clock_now(),
            )
        except Conflict:
            words = _("Somebody else saved this meanwhile. Open it again, so that nothing is lost.")
            form.add_error(None, words)
        except ValidationError as refused:
            take_errors(form, refused)
        else:
            messages.success(request, _("The draft was saved. Read it once more, then submit it."))
            return redirect("consultations:outcome", pk=saved.pk)
    back = reverse("consultations:opinions", args=[about.pk])
    context = {"form": form, "about": about, "version": version, "back_url": back}
    return render(request, "consultations/outcome_form.html", context, status=422 if form.errors else 200)
