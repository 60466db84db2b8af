"""For auditors and administrators: the audit trail, and deliveries that were given up."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import dead, retry
from conglang.base.units.models import Unit
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.workspace.forms import TrailForm
from conglang.workspace.permissions import READ_TRAIL, RETRY_DELIVERIES
from conglang.workspace.trail import (
    TrailQuery,
    csv_rows,
    details,
    entries,
    readable_units,
    unit_titles,
    verb_label,
)

PER_PAGE = 50
MOST_LETTERS = 200


@needs(READ_TRAIL)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The newest entries; older ones by the key of the last one shown, however long the trail is."""
    form = _form(request)
    found = list(entries(actor_of(request), _query(form, request))[: PER_PAGE + 1])
    shown, has_more = found[:PER_PAGE], len(found) > PER_PAGE
    titles = unit_titles(row.unit_id for row in shown if row.unit_id)
    context = {
        "form": form,
        "rows": [
            {
                "entry": row,
                "verb": verb_label(row.verb),
                "unit": titles.get(row.unit_id or 0, ""),
                "details": details(row),
            }
            for row in shown
        ],
        "older": shown[-1].pk if has_more else None,
    }
    return render(request, "workspace/trail.html", context)


class _Line:
    """What csv.writer needs of a file: the line comes back instead of being kept."""

    def write(self, line: str) -> str:
        return line


@needs(READ_TRAIL)
@require_safe
def export_trail(request: HttpRequest) -> StreamingHttpResponse:
    """The chosen entries as a file for a spreadsheet; who took it is on record."""
    by, now = actor_of(request), clock_now()
    rows = entries(by, _query(_form(request), request))
    titles = unit_titles(readable_units(by))
    record("workspace.trail_exported", None, by=by, now=now, unit_id=by.unit_id)
    writer = csv.writer(_Line())

    def lines() -> Iterator[Any]:
        yield "\ufeff"  # tells Excel that the text is Unicode
        for row in csv_rows(rows, titles):
            yield writer.writerow(row)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="nhat-ky-{local_day(now):%Y-%m-%d}.csv"'
    return response


@needs(RETRY_DELIVERIES)
def deliveries(request: HttpRequest) -> HttpResponse:
    """Events that a part of the system could not digest; retried when the cause is gone."""
    if request.method == "POST":
        by, now = actor_of(request), clock_now()
        ids = [int(value) for value in request.POST.getlist("letter") if value.isascii() and value.isdigit()]
        count = retry(ids, now=now)
        if count:
            record("workspace.deliveries_retried", None, by=by, now=now, unit_id=by.unit_id, ids=ids)
            text = ngettext(
                "%(count)s delivery is tried again.", "%(count)s deliveries are tried again.", count
            )
            messages.success(request, text % {"count": count})
        else:
            messages.info(request, _("Nothing was chosen, or it was retried already."))
        return redirect("workspace:deliveries")
    return render(request, "workspace/deliveries.html", {"letters": dead()[:MOST_LETTERS]})


def _form(request: HttpRequest) -> TrailForm:
    by = actor_of(request)
    form = TrailForm(request.GET or None, units=Unit.objects.filter(pk__in=readable_units(by)))
    form.is_valid()
    return form


def _query(form: TrailForm, request: HttpRequest) -> TrailQuery:
    given = getattr(form, "cleaned_data", {})
    before = request.GET.get("truoc", "")
    return TrailQuery(
        unit_id=given["unit"].pk if given.get("unit") else None,
        area=given.get("area", ""),
        person=given.get("person", ""),
        since=given.get("since"),
        until=given.get("until"),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )
