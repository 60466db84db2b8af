"""Who contributed how much, how long items waited, which departments are silent; and the items behind it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.ui.formats import vn_date
from conglang.content.planning.views.framing import columns, figure
from conglang.content.supervision.forms import RhythmForm
from conglang.content.supervision.models import Span
from conglang.content.supervision.permissions import ALL, OWN, REMIND
from conglang.content.supervision.queries import Contributions, rhythm_of, silent
from conglang.content.supervision.rules import Group, What, ranked
from conglang.content.supervision.services.remind import remind_now, set_rhythm
from conglang.content.supervision.sheets import TABLES, TITLE, sheet_of, table
from conglang.content.supervision.views.framing import Look, frame, look
from conglang.content.supervision.wording import GROUPS, WHATS, hours, step_title
from conglang.kernel.clock import now as clock_now
from conglang.kernel.text import fold, slugify
from conglang.tools.papers.downloads import FORMS, download

GROUP_KEY, NAME_KEY, WHAT_KEY = "theo", "ten", "muc"


@needs(OWN)
def figures(request: HttpRequest) -> HttpResponse:
    """The ranking of a period; whoever sees only their own finds their own line."""
    seen = look(request)
    place = seen.place
    form = RhythmForm(request.POST if "span" in request.POST else None, instance=rhythm_of(place.unit.pk))
    if request.method == "POST":
        require(place.by, REMIND, place.unit)
        answer = _act(request, seen, form)
        if answer is not None:
            return answer
    found, wanted = seen.found(), request.GET.get("tep", "")
    if wanted in TABLES or wanted in FORMS:
        return _file(found, wanted)
    sees_all = place.may(ALL)
    context = frame(place, "figures") | {
        "period": seen.period,
        "spans": Span.choices,
        "span": seen.span,
        "months": range(1, 13),
        "month": seen.period.first.month,
        "unit_id": place.unit.pk,
        "sees_all": sees_all,
        "figure_columns": columns(_("Name"), *(str(title) for title in WHATS.values())),
        "groups": [(title, _rows(seen, found, group)) for group, title in GROUPS.items()],
        "wait_columns": columns(_("Step"), _("Decisions"), _("Median, hours"), _("Longest, hours")),
        "waits": _waits(found) if sees_all else [],
        "silent": [_silent(row) for row in silent(found, clock_now())] if sees_all else None,
        "form": form if place.may(REMIND) else None,
        "forms": [(name.upper(), seen.query(tep=name)) for name in (*TABLES, *FORMS)],
    }
    return render(request, "supervision/figures.html", context, status=422 if form.errors else 200)


def _rows(seen: Look, found: Contributions, group: Group) -> list[list[Any]]:
    rows = []
    for line in ranked(found.items, group):
        numbers = zip(What, (line.submitted, line.returned, line.published), strict=True)
        cells = [figure(number, _url(seen, group, line.name, what)) for what, number in numbers]
        rows.append([f"{line.rank}. {line.name}", *cells])
    return rows


def _url(seen: Look, group: Group, name: str, what: What) -> str:
    keys = {GROUP_KEY: group.value, NAME_KEY: name, WHAT_KEY: what.value}
    return reverse("supervision:items") + seen.query(**keys)


def _waits(found: Contributions) -> list[list[Any]]:
    rows = []
    for wait in found.waits:
        url = reverse("workspace:item", args=[wait.longest_id])
        longest = format_html('<a href="{}">{}</a>', url, hours(wait.longest))
        rows.append([step_title(wait.step), wait.number, hours(wait.median), longest])
    return rows


def _silent(row: Any) -> dict[str, Any]:
    told = [f"{nudge.person}, {vn_date(nudge.on)}" for nudge in row.nudges]
    return {"name": row.department.name, "has_head": bool(row.heads), "told": told}


def _act(request: HttpRequest, seen: Look, form: RhythmForm) -> HttpResponse | None:
    by, unit_id, now = seen.place.by, seen.place.unit.pk, clock_now()
    if form.is_bound:
        if not form.is_valid():
            return None
        given = form.cleaned_data
        span = Span(given["span"])
        set_rhythm(by=by, unit_id=unit_id, span=span, basis=given["basis"], is_on=given["is_on"], now=now)
        messages.success(request, _("It is laid down."))
    else:
        told = remind_now(by=by, unit_id=unit_id, period=seen.period, now=now)
        words = ngettext("%(count)d person was told.", "%(count)d people were told.", told) % {"count": told}
        messages.success(request, words)
    return redirect(reverse("supervision:figures") + seen.query())


def _file(found: Contributions, extension: str) -> HttpResponse:
    name = f"{TITLE} {found.period.first:%d-%m-%Y}"
    if extension in FORMS:
        return download(sheet_of(found), extension, name)
    answer = HttpResponse(table(found, extension), content_type=TABLES[extension])
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{extension}"'
    return answer


@needs(OWN)
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """The items behind one figure."""
    seen, asked = look(request), request.GET
    group = Group(asked[GROUP_KEY]) if asked.get(GROUP_KEY) in set(Group) else None
    what = What(asked[WHAT_KEY]) if asked.get(WHAT_KEY) in set(What) else None
    name = asked.get(NAME_KEY, "")
    rows = [
        item
        for item in seen.found().items
        if (what is None or what in item.whats) and (group is None or fold(item.name(group)) == fold(name))
    ]
    context = frame(seen.place, "figures") | {
        "period": seen.period,
        "of": ", ".join(str(part) for part in (name if group else "", WHATS[what] if what else "") if part),
        "back": reverse("supervision:figures") + seen.query(),
        "columns": [
            {"label": label, "number": False} for label in (_("Title"), _("Author"), _("What happened"))
        ],
        "rows": [
            [
                format_html(
                    '<a href="{}">{}</a>', reverse("workspace:item", args=[item.article_id]), item.title
                ),
                item.author,
                ", ".join(str(WHATS[each]) for each in What if each in item.whats),
            ]
            for item in rows
        ],
    }
    return render(request, "supervision/items.html", context)
