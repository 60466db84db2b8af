"""Start a duty by hand, for what no room of the desk starts by itself."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties import queries
from conglang.base.duties.forms import StartForm
from conglang.base.duties.models import Duty
from conglang.base.duties.permissions import WORK
from conglang.base.duties.services.start import start
from conglang.base.duties.wording import limit_words
from conglang.base.ui.sent import take_errors
from conglang.base.units.models import Unit
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now


@needs(WORK)
def new_duty(request: HttpRequest) -> HttpResponse:
    """What is to be done, by which terms, from which day, by whom."""
    by, now = actor_of(request), clock_now()
    unit = Unit.objects.filter(pk=by.unit_id or 0).first()
    if unit is None:
        raise NotFound
    require(by, WORK, unit)
    rows = queries.choosable_terms(queries.chain_of(unit), local_day(now))
    terms = [
        (row.rule_id, f"{row.title} – {limit_words(row.as_rule)} – {row.legal_basis.cite()}") for row in rows
    ]
    begin = {"key": f"tay-{uuid4().hex}", "on": local_day(now)}
    form = StartForm(request.POST or None, initial=begin, by=by, unit_id=unit.pk, terms=terms)
    if request.method == "POST" and form.is_valid():
        try:
            duty = _start(by, unit, form)
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The duty was started."))
            return redirect("duties:duty", duty.pk)
    return render(request, "duties/new.html", {"form": form}, status=422 if form.errors else 200)


def _start(by: Actor, unit: Unit, form: StartForm) -> Duty:
    given = form.cleaned_data
    department, person = given["department"], given["person"]
    return start(
        by=by,
        unit_id=unit.pk,
        key=given["key"],
        title=given["title"],
        rules=form.rules(),
        trigger=form.trigger(),
        department_id=department and department.pk,
        person_id=person and person.pk,
        now=clock_now(),
    )
