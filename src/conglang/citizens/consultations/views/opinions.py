"""What people said about a draft: a list with what came on paper, and one opinion to be weighed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ui.sent import sent, take_errors, uid_of
from conglang.citizens.consultations import queries
from conglang.citizens.consultations.forms import OpinionForm, WeighForm
from conglang.citizens.consultations.kinds import ITEM
from conglang.citizens.consultations.models import STANCES, VERDICTS, Channel, Consultation, Opinion, State
from conglang.citizens.consultations.papers import TABLE_NAME, report_of
from conglang.citizens.consultations.permissions import READ, WRITE
from conglang.citizens.consultations.rules import Standing
from conglang.citizens.consultations.services.speak import type_in
from conglang.citizens.consultations.services.weigh import let_count, weigh
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.formguard.wording import SAID
from conglang.tools.media.models import Document
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_document
from conglang.tools.papers.downloads import FORMS, download

PER_PAGE = 50


@needs(READ)
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """All that was said, counts, the table to take along (`dang`); POST types in what came on paper."""
    by = actor_of(request)
    about: Consultation = ITEM.find(by, pk)
    if (wanted := request.GET.get("dang", "")) in FORMS:
        return download(report_of(about, queries.outcome_of(about)), wanted, f"{TABLE_NAME} {about.title}")
    uid = uid_of(request.POST.get("uid"))
    form = OpinionForm(*sent(request), sections=about.sections, unit_id=about.unit_id)
    if request.method == "POST":
        require(by, WRITE, about)
        if form.is_valid() and _type_in(form, about, by, uid):
            messages.success(request, _("It is on record."))
            return redirect("consultations:opinions", pk=pk)
    context = _context(request, about, by) | {"form": form, "uid": uid, "has_faults": bool(form.errors)}
    return render(request, "consultations/opinions.html", context, status=422 if form.errors else 200)


def _type_in(form: OpinionForm, about: Consultation, by: Actor, uid: Any) -> bool:
    now, channel = clock_now(), Channel(form.cleaned_data["channel"])
    try:
        with transaction.atomic():
            scan = _scan(form, about, by)
            type_in(
                by=by,
                consultation_id=about.pk,
                said=form.said(),
                channel=channel,
                uid=uid,
                now=now,
                scan=scan,
            )
    except Unacceptable as refusal:
        form.add_error("scan", str(refusal.reason.label))
    except ValidationError as refused:
        take_errors(form, refused)
    return not form.errors


def _scan(form: OpinionForm, about: Consultation, by: Actor) -> Document | None:
    file = form.cleaned_data["scan"]
    if not file:
        return None
    return store_document(
        by=by,
        unit_id=about.unit_id,
        file=file,
        title=str(_("Opinion on paper")),
        now=clock_now(),
        as_paper=True,
    )


def _context(request: HttpRequest, about: Consultation, by: Actor) -> dict[str, Any]:
    names, stands = queries.names_of(about.sections), about.standing(local_day(clock_now()))
    rows = queries.opinions_on(about).order_by("state", "at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    outcome = queries.outcome_of(about)
    may_write = by.may(WRITE, about.unit_id)
    is_over = about.live and stands in {Standing.CLOSED, Standing.ANSWERED}
    if outcome is not None:
        outcome_url = reverse("consultations:outcome", args=[outcome.pk])
    else:
        outcome_url = reverse("consultations:write_outcome", args=[about.pk]) if is_over and may_write else ""
    return {
        "about": about,
        "page": page,
        "rows": [
            {
                "row": row,
                "section": names.get(row.section, row.section),
                "stance": STANCES[row.stance],
                "verdict": VERDICTS.get(row.verdict, ""),
            }
            for row in page
        ],
        "stances": [(STANCES[stance], number) for stance, number in queries.stances(about).items()],
        "hamlets": queries.by_hamlet(about),
        "may_type_in": may_write and about.live and stands in {Standing.OPEN, Standing.CLOSED},
        "outcome_url": outcome_url,
        "endings": list(FORMS),
    }


@needs(READ)
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """One opinion; POST weighs it, lets it count or says that it is none."""
    by = actor_of(request)
    row = Opinion.objects.filter(pk=pk).select_related("consultation__unit", "hamlet", "scan").first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    act = request.POST.get("act", "")
    form = WeighForm(request.POST if act == "weigh" else None, instance=row, initial=_first(row))
    if request.method == "POST" and _act(act, form, row, by):
        return redirect("consultations:opinions", pk=row.consultation_id)
    about = row.consultation
    context = {
        "row": row,
        "about": about,
        "section": queries.names_of(about.sections).get(row.section, row.section),
        "stance": STANCES[row.stance],
        "held_because": [SAID.get(reason, reason) for reason in row.held_because],
        "form": form if by.may(WRITE, row.unit_id) and row.state == State.COUNTS else None,
        "may_judge": by.may(WRITE, row.unit_id),
    }
    return render(request, "consultations/opinion.html", context, status=422 if form.errors else 200)


def _first(row: Opinion) -> dict[str, str]:
    """Nothing of the sender's own words is public unless somebody has gone through them."""
    return {"gist": row.gist or row.text[:500]}


def _act(act: str, form: WeighForm, row: Opinion, by: Actor) -> bool:
    if act in {"count", "drop"}:
        let_count(by=by, opinion_id=row.pk, counts=act == "count", now=clock_now())
        return True
    if act != "weigh":
        raise NotFound
    require(by, WRITE, row)
    if not form.is_valid():
        return False
    try:
        weigh(by=by, opinion_id=row.pk, weighed=form.weighed(), now=clock_now())
    except ValidationError as refused:
        take_errors(form, refused)
        return False
    return True
