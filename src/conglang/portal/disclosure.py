"""What has to be public, as the law groups it: headings with what stands under them, and tables."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.ui.csv_files import csv_file
from conglang.base.units.models import Unit
from conglang.content.disclosure.catalogue import LAW, Source, sources
from conglang.content.disclosure.models import CYCLES, STAYS, Entry, Heading, Paper, PaperKind
from conglang.content.disclosure.queries import headings, public_entries
from conglang.content.disclosure.rules import Cycle, Period, Stay
from conglang.content.disclosure.sheets import COLUMNS, labelled
from conglang.content.disclosure.wording import file_kinds, period_words, ways
from conglang.kernel.clock import local_day
from conglang.portal.feeds import base_of, open_to_all
from conglang.portal.framing import Room, day_of, framed, page_of, unit_of
from conglang.portal.queries import own_ids
from conglang.tools.pages.models import Section
from conglang.tools.pagestore.stored import stored

SECTION, ADDRESS = "disclosure", "/cong-khai/"
ROOM = Room(gettext_lazy("Public information"), ADDRESS, SECTION)
PER_PAGE, NEWEST, MOST_ROWS = 30, 1, 20_000
SLUGS = {
    "info": "luat-tiep-can-thong-tin",
    "democracy": "luat-dan-chu-o-co-so",
    "portal": "nghi-dinh-cong-thong-tin",
    "review": "ke-hoach-ra-soat",
    "sections": "de-muc-trang",
}
"""Texts in addresses."""
LINE = ["nhom", "de_muc", "ten", "so_ky_hieu", "ky", "ngay_tao", "dang_tep", "hinh_thuc", "cong_khai_tu",
        "thoi_han", "dia_chi"]  # fmt: skip


@visitors
@require_safe
@stored
def index(request: HttpRequest, source: str = SLUGS[LAW]) -> HttpResponse:
    """Every heading by the groups of a text of law, with how much stands under it, and whom to ask."""
    unit = unit_of(request)
    key = next((key for key, slug in SLUGS.items() if slug == source), None)
    if key is None:
        raise Http404
    chosen = sources()[key]
    held = headings(unit, day_of(unit))
    counts = dict(
        public_entries(own_ids(unit)).order_by().values_list("heading_key").annotate(how_many=Count("pk"))
    )
    context = framed(request, ROOM, _("Public information"), ADDRESS) | {
        "source": chosen,
        "groups": [(title, lines) for title, lines in _groups(chosen, held.values(), counts)],
        "others": [
            (each.title, _address(each.key), each is chosen)
            for each in sources().values()
            if each.key in SLUGS
        ],
        "lists": _lists(unit),
        "unit": unit,
    }
    section = context["section"]
    context["subsections"] = list(section.children.filter(is_hidden=False)) if section else []
    return render(request, "portal/disclosure/index.html", context)


def _address(key: str) -> str:
    return ADDRESS if key == LAW else reverse("portal:disclosure_by", args=[SLUGS[key]])


def _groups(
    source: Source, held: Iterable[Heading], counts: dict[str, int]
) -> Iterable[tuple[str, list[tuple[str, str, int]]]]:
    lines = list(held)
    for key, title in source.groups.items():
        found = [
            (row.title, row.get_absolute_url(), counts.get(row.key, 0))
            for row in lines
            if key in row.groups.get(source.key, ())
        ]
        if found:
            yield (f"{key}) {title}" if source.key == LAW else title), found


@visitors
@require_safe
@stored
def heading(request: HttpRequest, heading: str) -> HttpResponse:
    """One heading with everything that stands under it, the newest first."""
    unit = unit_of(request)
    row = next(
        (
            row
            for row in headings(unit, day_of(unit)).values()
            if row.get_absolute_url() == f"{ADDRESS}{heading}/"
        ),
        None,
    )
    if row is None:
        raise Http404
    page = page_of(request, public_entries(own_ids(unit)).filter(heading_key=row.key), PER_PAGE)
    context = framed(request, ROOM, row.title, request.path) | {
        "row": row,
        "about": _about(row),
        "page": page,
        "rows": [_line(each) for each in page],
    }
    return render(request, "portal/disclosure/heading.html", context)


def by_heading(unit: Unit) -> list[tuple[str, list[Entry]]]:
    """Every heading of a unit with what is public under it; for a tab on the portal above."""
    found: dict[str, list[Entry]] = {}
    for each in public_entries([unit.pk])[:MOST_ROWS]:
        found.setdefault(each.heading_key, []).append(each)
    return [(row.title, found.get(key, [])) for key, row in headings(unit, day_of(unit)).items()]


def _about(row: Heading) -> list[tuple[str, str]]:
    facts = [
        (_("How often"), str(CYCLES[Cycle(row.cycle)])),
        (_("Ways of making public"), ways(row.ways)),
        (_("For how long"), str(STAYS[Stay(row.stay)])),
        (_("Legal basis"), row.legal_basis.cite()),
    ]
    return [(label, text) for label, text in facts if text]


def _line(each: Entry) -> dict[str, Any]:
    return {
        "entry": each,
        "period": period_words(each.span),
        "files": file_kinds(each.files),
        "ways": ways(each.heading.ways),
        "until": f"{each.shown_until:%d/%m/%Y}" if each.shown_until else str(STAYS[Stay(each.heading.stay)]),
    }


@visitors
@require_safe
@stored
def quarter(request: HttpRequest, period: str) -> HttpResponse:
    """The approved list of what was made public in a quarter."""
    unit = unit_of(request)
    row = _papers(unit).filter(period=period).first()
    if row is None:
        raise Http404
    title = f"{PaperKind.LIST.label} – {period_words(row.span)}"
    context = framed(request, ROOM, title, row.get_absolute_url()) | {
        "columns": [column.title for column in COLUMNS[PaperKind.LIST]],
        "rows": labelled(PaperKind.LIST, row.lines),
        "approved_on": local_day(row.approved_at),
    }
    return render(request, "portal/disclosure/quarter.html", context)


def _papers(unit: Unit) -> Any:
    found = Paper.objects.filter(unit=unit, kind=PaperKind.LIST, approved_at__isnull=False)
    return found.order_by("-period")


def _lists(unit: Unit) -> list[tuple[str, str]]:
    periods = _papers(unit).values_list("period", flat=True)[:8]
    return [
        (period_words(Period.read(key)), reverse("portal:disclosed_quarter", args=[key])) for key in periods
    ]


@visitors
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Everything that is public under the catalogue, as a table."""
    return open_to_all(csv_file([LINE, *_cells(request)], "danh-muc-cong-khai.csv"))


@visitors
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    found = [dict(zip(LINE, cells, strict=True)) for cells in _cells(request)]
    return open_to_all(JsonResponse({"danh_muc": found}, json_dumps_params={"ensure_ascii": False}))


def _cells(request: HttpRequest) -> list[Sequence[str]]:
    base = base_of(request)
    return [
        (
            ", ".join(each.heading.groups.get(LAW, ())),
            each.heading.title,
            each.title,
            each.code,
            each.period,
            each.made_on.isoformat(),
            file_kinds(each.files),
            ways(each.heading.ways),
            local_day(each.public_at).isoformat() if each.public_at else "",
            each.shown_until.isoformat() if each.shown_until else str(STAYS[Stay(each.heading.stay)]),
            f"{base}{each.path}" if each.path else "",
        )
        for each in public_entries(own_ids(unit_of(request)))[:MOST_ROWS]
    ]


def addresses(unit: Unit) -> list[str]:
    """Pages of headings under which something stands, and the lists, for the site map."""
    held = headings(unit, day_of(unit))
    keys = set(public_entries(own_ids(unit)).order_by().values_list("heading_key", flat=True))
    found = [held[key].get_absolute_url() for key in held if key in keys]
    has_section = Section.objects.filter(unit=unit, key=SECTION, is_hidden=False).exists()
    own = [] if has_section else [ADDRESS]  # the site map has the section already
    return [*own, *found, *(url for _title, url in _lists(unit))]
