"""The public directory of a unit: people, departments, reception, hamlets, businesses.

Departments and hamlets stand here only while something about them has been approved.
"""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.content.directory import queries
from conglang.content.directory.models import (
    Business,
    BusinessKind,
    DepartmentPage,
    HamletPage,
    Official,
    ReceptionDesk,
)
from conglang.content.directory.rules import dialled
from conglang.content.directory.vcards import Card, vcards
from conglang.portal.calendars import RECEPTIONS
from conglang.portal.framing import Room, framed, unit_of
from conglang.portal.queries import own_ids
from conglang.tools.pages.models import Section
from conglang.tools.pagestore.stored import page_exists, stored

PER_PAGE = 48
CONTACTS, BUSINESSES = "contacts", "businesses"
PEOPLE = Room(gettext_lazy("Directory"), "/danh-ba/", CONTACTS)
FIRMS = Room(gettext_lazy("Businesses and producers"), "/doanh-nghiep/", BUSINESSES)
PARTS: dict[str, tuple[str, ...]] = {
    CONTACTS: ("reception", "leaders", "departments", "hamlets"),
    "leaders": ("leaders",),
    "spokesperson": ("spokespersons",),
    "organisation": ("leaders", "departments"),
}
"""What of the directory a section shows, by its key."""


@visitors
@require_safe
@stored
def index(request: HttpRequest) -> HttpResponse:
    """Everybody and everything with a telephone, leaders first."""
    unit = unit_of(request)
    context = framed(request, PEOPLE, _("Directory"), "/danh-ba/")
    return render(request, "portal/directory/index.html", context | _parts(unit, PARTS[CONTACTS]))


@visitors
@require_safe
@stored
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person in office."""
    rows = Official.objects.filter(unit__in=own_ids(unit_of(request)))
    found = rows.select_related("department", "hamlet", "portrait").filter(pk=pk).first()
    if found is None:
        raise Http404
    context = framed(request, PEOPLE, found.full_name, found.get_absolute_url())
    return render(request, "portal/directory/entry.html", context | _shown(request, found, "official"))


@visitors
@require_safe
@stored
def department(request: HttpRequest, pk: int) -> HttpResponse:
    """What a department does, and its people."""
    unit_ids = own_ids(unit_of(request))
    row, page, people = _department(unit_ids, pk)
    context = framed(request, PEOPLE, row.name, f"/danh-ba/phong-ban/{row.pk}/")
    context |= _shown(request, page, "department") | {
        "people": people,
        "heading": row.name,
        "cards_url": f"/danh-ba/phong-ban/{row.pk}/danh-ba.vcf",
    }
    return render(request, "portal/directory/entry.html", context)


@visitors
@require_safe
def department_cards(request: HttpRequest, pk: int) -> HttpResponse:
    """The department and its people for the address book of a telephone."""
    unit = unit_of(request)
    row, page, people = _department(own_ids(unit), pk)
    base = f"{request.scheme}://{request.get_host()}"
    office = Card(
        name=row.name,
        organisation=unit.title,
        phone=dialled(page.phone) if page else "",
        email=page.email if page else "",
        url=f"{base}/danh-ba/phong-ban/{row.pk}/",
        is_person=False,
    )
    cards = [
        Card(
            name=each.full_name,
            organisation=f"{unit.title}, {row.name}",
            title=each.post,
            phone=dialled(each.phone),
            email=each.email,
            url=base + each.get_absolute_url(),
        )
        for each in people
    ]
    answer = HttpResponse(vcards([office, *cards]), content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="danh-ba.vcf"'
    return answer


@visitors
@require_safe
@stored
def hamlet(request: HttpRequest, pk: int) -> HttpResponse:
    """A hamlet: its cultural house, its people in office, its businesses."""
    unit_ids = own_ids(unit_of(request))
    page = HamletPage.objects.filter(unit__in=unit_ids, hamlet=pk).first()
    people = [each for each in queries.people(unit_ids) if each.hamlet_id == pk]
    row = Hamlet.objects.filter(pk=pk, unit__in=unit_ids).first()
    if row is None or not (page or people):
        raise Http404
    context = framed(request, PEOPLE, row.title, f"/danh-ba/thon/{row.pk}/")
    context |= _shown(request, page, "hamlet") | {
        "people": people,
        # by law a hamlet's people are neither officials nor civil servants
        "people_title": _("Who is in charge"),
        "heading": row.title,
        "businesses": [each for each in queries.businesses(unit_ids) if each.hamlet_id == pk],
    }
    return render(request, "portal/directory/entry.html", context)


@visitors
@require_safe
@stored
def reception(request: HttpRequest, pk: int) -> HttpResponse:
    """Where citizens are received, when, and by which rules."""
    found = ReceptionDesk.objects.filter(unit__in=own_ids(unit_of(request)), pk=pk).first()
    if found is None:
        raise Http404
    context = framed(request, PEOPLE, found.name, found.get_absolute_url())
    context |= _shown(request, found, "reception") | {"calendar_url": RECEPTIONS}
    return render(request, "portal/directory/entry.html", context)


@visitors
@require_safe
@stored
def businesses(request: HttpRequest) -> HttpResponse:
    """Local businesses and producers; `loai` and `thon` narrow the list."""
    context = framed(request, FIRMS, _("Businesses and producers"), "/doanh-nghiep/")
    context |= _businesses(request, unit_of(request))
    return render(request, "portal/directory/businesses.html", context)


@visitors
@require_safe
@stored
def business(request: HttpRequest, pk: int) -> HttpResponse:
    """One business with its products."""
    rows = Business.objects.filter(unit__in=own_ids(unit_of(request)), pk=pk)
    found = rows.select_related("hamlet", "picture").first()
    if found is None:
        raise Http404
    context = framed(request, FIRMS, found.name, found.get_absolute_url())
    return render(request, "portal/directory/entry.html", context | _shown(request, found, "business"))


def of_section(request: HttpRequest, section: Section, context: dict[str, Any]) -> HttpResponse | None:
    """The part of the directory that belongs into a section without items; None where there is none."""
    unit = unit_of(request)
    if section.key == BUSINESSES:
        found = _businesses(request, unit)
        if not found["all"]:
            return None
        context = context | found | {"heading": section.title}
        return render(request, "portal/directory/businesses.html", context)
    found = _parts(unit, PARTS.get(section.key, ()))
    if not any(found.values()):
        return None
    return render(request, "portal/directory/index.html", context | found | {"heading": section.title})


def _parts(unit: Unit, wanted: Sequence[str]) -> dict[str, Any]:
    """The lists of a page of the directory; those that are not wanted are empty."""
    if not wanted:
        return {}
    ids = [unit.pk]
    people = queries.people(ids)
    leaders = queries.leaders(people)
    found: dict[str, Any] = {
        "reception": queries.reception_desks(ids) if "reception" in wanted else [],
        "leaders": leaders if "leaders" in wanted else [],
        "spokespersons": [each for each in people if each.is_spokesperson],
        "departments": [],
        "hamlets": [],
        "others": [],
    }
    if "spokespersons" not in wanted:
        found["spokespersons"] = []
    rest = [each for each in people if each not in leaders]
    if "departments" in wanted:
        pages = {row.department_id: row for row in DepartmentPage.objects.filter(unit=unit)}
        found["departments"] = [
            (row, pages.get(row.pk), [each for each in rest if each.department_id == row.pk])
            for row in queries.departments(ids, people)
        ]
        found["others"] = [each for each in rest if not (each.department_id or each.hamlet_id)]
    if "hamlets" in wanted:
        houses = {row.hamlet_id: row for row in HamletPage.objects.filter(unit=unit)}
        found["hamlets"] = [
            (row, houses.get(row.pk), [each for each in rest if each.hamlet_id == row.pk])
            for row in queries.hamlets(ids, people)
        ]
    return found


def _department(unit_ids: Sequence[int], pk: int) -> tuple[Department, DepartmentPage | None, list[Official]]:
    page = DepartmentPage.objects.filter(unit__in=unit_ids, department=pk).first()
    people = [each for each in queries.people(unit_ids) if each.department_id == pk]
    row = Department.objects.filter(pk=pk, unit__in=unit_ids).first()
    if row is None or not (page or people):
        raise Http404
    return row, page, people


def _businesses(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    everything = queries.businesses([unit.pk])
    kind, place = request.GET.get("loai", ""), request.GET.get("thon", "")
    kinds = {row.kind for row in everything}
    hamlets = {str(row.hamlet_id): row.hamlet for row in everything if row.hamlet}
    shown = [
        row
        for row in everything
        if (kind not in kinds or row.kind == kind) and (place not in hamlets or str(row.hamlet_id) == place)
    ]
    asked = request.GET.get("page", "1")
    page: Page[Any] = Paginator(shown, PER_PAGE).get_page(asked)
    if asked == str(page.number):
        page_exists(request)
    return {
        "all": everything,
        "page": page,
        "kinds": [(key, label) for key, label in BusinessKind.choices if key in kinds],
        "kind": kind if kind in kinds else "",
        "hamlets": sorted(hamlets.items(), key=lambda each: str(each[1])),
        "hamlet": place if place in hamlets else "",
    }


def _shown(request: HttpRequest, item: Any, kind: str) -> dict[str, Any]:
    """The item as the desk shows it too; by the request its pictures are the public ones."""
    shown = render_to_string(f"directory/{kind}.html", {"item": item}, request) if item else ""
    return {"item": item, "shown": shown}
