"""An answer at the desk: read beside the matter, changed, decided."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.ui.sent import take_errors
from conglang.citizens.cases.forms import AnswerForm
from conglang.citizens.cases.kinds import SCREEN
from conglang.citizens.cases.models import CaseAnswer
from conglang.citizens.cases.permissions import HANDLE, READ
from conglang.citizens.cases.queries import find, templates_for
from conglang.citizens.cases.services.answer import FIELDS, draft_answer
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.screens import give_command, newest, show_item

TEMPLATE = "mau"


@needs(READ)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer with the matter that it answers, and everything that this person may do now."""
    row = _found(request, pk)
    return show_item(request, SCREEN, pk, case=row.case)


@needs(READ)
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    _found(request, pk)
    return give_command(request, SCREEN, pk, slug)


@needs(HANDLE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the newest version."""
    by, row = actor_of(request), _found(request, pk)
    require(by, HANDLE, row)
    item = newest(row)
    initial: dict[str, Any] = {name: getattr(item, name) for name in FIELDS}
    template = templates_for(row.case).filter(pk=_number(request.GET.get(TEMPLATE, ""))).first()
    if template is not None:
        initial |= {"text": template.text, "legal_basis": template.legal_basis}
    form = AnswerForm(request.POST if request.method == "POST" else None, case=row.case, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            draft_answer(by=by, case_id=row.case_id, values=form.cleaned_data, now=clock_now())
            return redirect("cases:answer", pk=pk)
        except ValidationError as refused:
            take_errors(form, refused)
    context = {
        "form": form,
        "case": row.case,
        "templates": templates_for(row.case),
        "back_url": SCREEN.url(pk),
        "heading": _("Answer to %(code)s") % {"code": str(row.case)},
    }
    return render(request, "cases/answer_form.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, pk: int) -> CaseAnswer:
    """The answer of a case that the person works with. Raises NotFound, Forbidden."""
    by = actor_of(request)
    row: CaseAnswer = SCREEN.find(by, pk)
    find(by, row.case_id, clock_now())
    return row


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
