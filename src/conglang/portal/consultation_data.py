"""Consultations for programs: a feed of drafts and results, and all of them with their counts as tables."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.ui.csv_files import csv_file
from conglang.citizens.consultations.models import Consultation, Outcome
from conglang.citizens.consultations.papers import DECISIONS
from conglang.citizens.consultations.queries import published
from conglang.citizens.consultations.rules import Decision, Stance, standing
from conglang.kernel.clock import LOCAL_ZONE
from conglang.portal.consultations import ROOM
from conglang.portal.feed_formats import Entry
from conglang.portal.feeds import ENTRIES, base_of, open_to_all, tell
from conglang.portal.framing import day_of, unit_of
from conglang.portal.queries import own_ids
from conglang.tools.pages.metadata import as_json
from conglang.tools.pagestore.stored import stored

MOST_ROWS = 2_000
COLUMNS = (
    *("ten", "can_cu", "tu_ngay", "den_ngay", "tinh_trang", "so_y_kien"),
    *("dong_y", "de_nghi_sua", "khong_dong_y", "quyet_dinh", "dia_chi"),
)
Pair = tuple[Consultation, Outcome | None]


@visitors
@require_safe
@stored
@conditional_page
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """Drafts and, once they are public, what became of the opinions; the latest change first."""
    base, unit = base_of(request), unit_of(request)
    pairs = sorted(_pairs(request), key=_changed_at, reverse=True)[:ENTRIES]
    outcomes = dict(pairs)
    return tell(
        request,
        name,
        title=f"{ROOM.name} – {unit.title}",
        about=_("Drafts on which %(name)s asks its people, and the results.") % {"name": unit.naming.in_text},
        folder=ROOM.address,
        items=list(outcomes),
        entry=lambda item: _entry(item, outcomes[item], base),
    )


@visitors
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """All of them as a table for spreadsheets."""
    today, base = day_of(unit_of(request)), base_of(request)
    rows = (_record(*pair, today, base).values() for pair in _pairs(request))
    return open_to_all(csv_file([COLUMNS, *rows], "lay-y-kien.csv"))


@visitors
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """All of them by the names of the table, each with its counts by hamlet and its table of opinions."""
    today, base = day_of(unit_of(request)), base_of(request)
    found = [
        _record(row, outcome, today, base)
        | {"theo_thon": outcome.counts["hamlets"] if outcome else [], "bang": outcome.rows if outcome else []}
        for row, outcome in _pairs(request)
    ]
    return open_to_all(HttpResponse(as_json({"lay_y_kien": found}), content_type="application/json"))


def _pairs(request: HttpRequest) -> list[Pair]:
    """The public consultations of the site, the latest first, each with its public outcome."""
    rows = list(published(own_ids(unit_of(request)))[:MOST_ROWS])
    outcomes = {row.consultation_id: row for row in Outcome.objects.filter(consultation__in=rows, live=True)}
    return [(row, outcomes.get(row.pk)) for row in rows]


def _record(row: Consultation, outcome: Outcome | None, today: date, base: str) -> dict[str, Any]:
    stands = standing(row.term, is_answered=outcome is not None, today=today)
    counts = outcome.counts if outcome else {"total": None, "stances": {}}
    wanted = [counts["stances"].get(stance.value, 0 if outcome else None) for stance in Stance]
    days = (f"{row.opens_on}", f"{row.term.last_day}")
    decision = str(DECISIONS[Decision(outcome.decision)]) if outcome else None
    cells = (row.title, row.basis, *days, stands.value, counts["total"], *wanted, decision)
    return dict(zip(COLUMNS, (*cells, f"{base}{row.get_absolute_url()}"), strict=True))


def _changed_at(pair: Pair) -> datetime:
    days: list[datetime] = [each.last_published_at for each in pair if each and each.last_published_at]
    return max(days)


def _entry(row: Consultation, outcome: Outcome | None, base: str) -> Entry:
    result = f"{_('The result')}: {outcome.text}" if outcome else ""
    first: Any = row.first_published_at
    return Entry(
        id=f"urn:uuid:{row.uid}",
        url=f"{base}{row.get_absolute_url()}",
        title=row.title,
        summary=result or row.about[:300],
        html=linebreaks("\n\n".join(part for part in (row.about, result) if part), autoescape=True),
        author=row.unit.title,
        language="vi",
        section=str(ROOM.name),
        rights=_("Text of an authority. It may be used freely."),
        published_at=first.astimezone(LOCAL_ZONE),
        changed_at=_changed_at((row, outcome)).astimezone(LOCAL_ZONE),
        is_free=True,
    )
