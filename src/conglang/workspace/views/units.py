"""The province's page of units: facts, sites with their hosts, and who looks after the content."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.authority import MANAGE
from conglang.base.units.models import CustodyKind, Unit
from conglang.base.units.queries import collisions, propose_host
from conglang.base.units.rules import host_label
from conglang.base.units.services.change_host import change_host
from conglang.base.units.services.end_custody import end_custody
from conglang.base.units.services.give_custody import give_custody
from conglang.base.units.services.open_site import open_site
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.workspace import units as reads
from conglang.workspace.reach import unit_url
from conglang.workspace.setting_forms import HandOverForm, HostForm, TakeBackForm
from conglang.workspace.views.settings_page import FormPage, Note, attempt

PER_PAGE = 25
MAX_TEXT = 100  # characters


@needs(MANAGE)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units in reach, found by name without marks, by host or by code."""
    text = request.GET.get("tu-khoa", "")[:MAX_TEXT].replace("\x00", "").strip()
    groups = reads.unit_rows(actor_of(request), text, local_day(clock_now()))
    chosen = request.GET.get("nhom", "")
    chosen = chosen if chosen in groups else reads.IN_FORCE
    names = {reads.IN_FORCE: _("In force"), reads.WITHOUT_SITE: _("Without a site"), reads.ENDED: _("Ended")}
    context = {
        "text": text,
        "group": chosen,
        "page": Paginator(groups[chosen], PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {
                "label": names[name],
                "url": _list_url(name, text),
                "current": name == chosen,
                "count": len(rows),
            }
            for name, rows in groups.items()
        ],
    }
    return render(request, "workspace/units.html", context)


@needs(MANAGE)
@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is known of one unit, and what can be done about it."""
    found, today = _unit(request, pk), local_day(clock_now())
    mine = set(reads.managed(actor_of(request)))
    rows = list(reads.custodies(found))
    boards = [row for row in rows if row.kind == CustodyKind.CENTRAL_BOARD and row.valid_to is None]
    is_in_force = found.in_force(today)
    context = {
        "unit": found,
        "site": reads.site_of(found),
        "former_names": found.former_names.order_by("-valid_to"),
        "predecessors": [(row, row.old_id in mine) for row in reads.predecessors(found)],
        "successors": [(row, row.new_id in mine) for row in reads.successors(found)],
        "custodies": [(row, reads.is_running(row, today)) for row in rows],
        "is_in_force": is_in_force,
        "may_hand_over": is_in_force and not boards,
        "may_take_back": any(row.unit_id == found.pk for row in boards),
        "inside": [
            {"label": label, "url": unit_url(name, found.pk)}
            for label, name in (
                (_("Departments"), "workspace:departments"),
                (_("Hamlets"), "workspace:hamlets"),
                (_("Way of approval"), "workspace:approval_route"),
            )
        ],
    }
    return render(request, "workspace/unit.html", context)


@needs(MANAGE)
def open_the_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a unit its public site at a host that people decide on; one is proposed."""
    found, now = _unit(request, pk), clock_now()
    site = reads.site_of(found)
    if site and request.method != "POST":
        messages.info(request, _("The unit already has a site at %(host)s.") % {"host": site.host})
        return redirect("workspace:unit", pk=pk)
    if not found.in_force(local_day(now)):
        messages.error(request, _("This unit has ended, so no site is opened for it."))
        return redirect("workspace:unit", pk=pk)
    form = HostForm(request.POST or None, initial={"host": propose_host(found)})
    if request.method == "POST" and form.is_valid():
        host = form.cleaned_data["host"]
        by = actor_of(request)
        if attempt(form, lambda: open_site(unit=found, host=host, by=by, now=now), "host"):
            messages.success(request, _("The site is open at %(host)s.") % {"host": host})
            return redirect("workspace:unit", pk=pk)
    page = FormPage(_("Open the site"), found.title, _("Open the site"), _unit_url(pk), _warnings(found))
    return page.show(request, form)


@needs(MANAGE)
def move_the_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a site answer at another host; the old one leads there for ever."""
    found, now = _unit(request, pk), clock_now()
    site = reads.site_of(found)
    if site is None:
        messages.info(request, _("The unit has no site yet. Open one first."))
        return redirect("workspace:unit", pk=pk)
    form = HostForm(request.POST or None, initial={"host": site.host}, present=(site.host,))
    if request.method == "POST" and form.is_valid():
        host, by = form.cleaned_data["host"], actor_of(request)
        if attempt(form, lambda: change_host(site=site, host=host, by=by, now=now), "host"):
            done = _("The site answers at %(host)s. Its old addresses lead there.")
            messages.success(request, done % {"host": host})
            return redirect("workspace:unit", pk=pk)
    lead = _("%(unit)s, now at %(host)s") % {"unit": found.title, "host": site.host}
    note = _(
        "Who opens an old address of the site is led to the new one, for ever; printed addresses and links "
        "stay right. First make sure that the new host has been granted and leads to this server."
    )
    page = FormPage(_("Change the host"), lead, _("Change the host"), _unit_url(pk), [Note("info", note)])
    return page.show(request, form)


@needs(MANAGE)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the board above look after a unit's content (P2)."""
    found, now = _unit(request, pk), clock_now()
    form = HandOverForm(
        request.POST or None, holders=reads.possible_holders(found), initial={"on": local_day(now)}
    )
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, actor_of(request)

        def give() -> object:
            return give_custody(
                holder=given["holder"],
                unit=found,
                kind=CustodyKind.CENTRAL_BOARD,
                on=given["on"],
                legal_basis=given["legal_basis"],
                with_descendants=given["holder"].pk == found.pk,
                by=by,
                now=now,
            )

        if attempt(form, give):
            messages.success(request, _("The board of %(holder)s looks after the content.") % given)
            return redirect("workspace:unit", pk=pk)
    text = _(
        "People of the board write, verify and approve for the unit, besides its own people. "
        "Nobody approves their own work there either. Everything stays the unit's."
    )
    notes = [Note("info", text)]
    if not found.ancestor_ids:
        notes.append(Note("warning", _("This counts for all units below %(unit)s.") % {"unit": found.title}))
    heading = _("Let the board above look after the content")
    return FormPage(heading, found.title, _("Hand over"), _unit_url(pk), notes).show(request, form)


@needs(MANAGE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a unit look after its content alone again."""
    found, now = _unit(request, pk), clock_now()
    present = list(reads.open_board(found))
    if not present:
        messages.info(request, _("No board above looks after the content of this unit."))
        return redirect("workspace:unit", pk=pk)
    today = local_day(now)
    form = TakeBackForm(request.POST or None, today=today, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, actor_of(request)

        def end() -> None:
            for custody in present:
                end_custody(custody=custody, on=given["on"], decision=given["decision"], by=by, now=now)

        if attempt(form, end, "on"):
            messages.success(request, _("The unit looks after its content alone from that day on."))
            return redirect("workspace:unit", pk=pk)
    text = _("Up to now: the board of %(holders)s. What it wrote stays, with its name.")
    holders = ", ".join(row.holder.title for row in present)
    notes = [Note("info", text % {"holders": holders})]
    heading = _("Let the unit look after its content alone")
    return FormPage(heading, found.title, _("End it"), _unit_url(pk), notes).show(request, form)


def _unit(request: HttpRequest, pk: int) -> Unit:
    found = Unit.objects.select_related("parent").filter(pk=pk).first()
    if found is None or not actor_of(request).may(MANAGE, found.pk):
        raise NotFound
    return found


def _warnings(unit: Unit) -> list[Note]:
    """Why the proposal needs a second thought, with another one."""
    found = collisions(unit, local_day(clock_now()))
    rest = propose_host(unit).partition(".")[2]
    other = f"{host_label(unit.title)}.{rest}"
    notes = [Note("info", _("Proposed after Decree 224/2026, article 11. You may write another host."))]
    if found.units:
        names = ", ".join(each.title for each in found.units)
        text = _(
            "Without marks, %(names)s would have the same host. Agree on who takes it; with the word for the "
            "kind in front it would be %(other)s."
        )
        notes.append(Note("warning", text % {"names": names, "other": other}))
    if found.site:
        text = _("The proposed host belongs to the site of %(unit)s. Another one could be %(other)s.")
        notes.append(Note("warning", text % {"unit": found.site.unit.title, "other": other}))
    return notes


def _unit_url(pk: int) -> str:
    return reverse("workspace:unit", args=[pk])


def _list_url(group: str, text: str) -> str:
    query = {"nhom": group, "tu-khoa": text}
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('workspace:units')}?{given}" if given else reverse("workspace:units")
