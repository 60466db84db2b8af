"""The ways of a unit's content to the public, kind by kind: chosen by name, shown with their people."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import NotFound, roles_with
from conglang.base.units.models import UnitLevel
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.routes import SIGN_OFF, STEPS
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.kinds import Kind, kinds
from conglang.tools.approval.models import RouteSetting
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.queries import route_setting
from conglang.tools.approval.routes import Route
from conglang.tools.approval.services.set_route import set_route
from conglang.tools.approval.timeline import step_name
from conglang.tools.approval.ways import ways_of
from conglang.workspace.reach import Reach, reach
from conglang.workspace.setting_forms import RouteForm
from conglang.workspace.staffing import Staff, staff_of

SET_ROUTE = "approval.set_route"
KIND_KEY = "loai"
_HINTS: dict[str, Promise] = {
    SIGN_OFF: gettext_lazy("It goes by itself to the head of the department that supplied the article."),
}


@dataclass(frozen=True)
class Hand:
    """Something that people do on the way: who can, and whose role it is."""

    label: str
    people: list[User]
    roles: str
    hint: str = ""
    is_alone: bool = False  # the one person who decides also writes

    @property
    def is_missing(self) -> bool:
        """Whether nobody can do it now."""
        return not self.people


@needs(SET_ROUTE)
def approval_route(request: HttpRequest) -> HttpResponse:
    """Choose the way; what is on its way already keeps its own."""
    where, now, kind = reach(request, SET_ROUTE), clock_now(), _kind(request)
    label, named = kind.model._meta.label_lower, ways_of(kind.model)
    setting = route_setting(where.unit, label)
    present = _name_of(setting, kind.model)
    form = RouteForm(
        request.POST or None,
        named=named,
        has_units_below=where.unit.level != UnitLevel.COMMUNE,
        initial={"way": present, "for_units_below": _is_own(setting, where.unit.pk) and _is_wide(setting)},
        present=(setting.unit_id, setting.route, setting.for_units_below) if setting else (),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        set_route(
            unit_id=where.unit.pk,
            kind=label,
            route=named[given["way"]].route,
            for_units_below=given.get("for_units_below", False),
            by=actor_of(request),
            now=now,
        )
        messages.success(
            request, _("The way of approval was saved. It counts for what is submitted from now on.")
        )
        return redirect(_url(where, kind))
    staff = staff_of(where.unit, now)
    context = {
        "reach": where,
        "form": form,
        "chosen": form["way"].value() or "",
        "tabs": [
            {"label": capfirst(str(each.name)), "url": _url(where, each), "current": each is kind}
            for each in _kinds()
        ],
        "ways": [(name, each, hands(each.route, staff)) for name, each in named.items()],
        "present": named[present].name if present else "",
        "origin": setting.unit if setting and not _is_own(setting, where.unit.pk) else None,
        "is_default": setting is None,
    }
    return render(request, "workspace/approval_route.html", context, status=422 if form.errors else 200)


def _kinds() -> list[Kind]:
    """Every kind of content, articles first."""
    return sorted(kinds(), key=lambda kind: kind.model is not Article)


def _kind(request: HttpRequest) -> Kind:
    """Which kind the address names; articles, where it names none. Raises NotFound for no kind of ours."""
    wanted = request.GET.get(KIND_KEY, Article._meta.label_lower)
    found = next((kind for kind in kinds() if kind.model._meta.label_lower == wanted), None)
    if found is None:
        raise NotFound
    return found


def _url(where: Reach, kind: Kind) -> str:
    return f"{where.url('workspace:approval_route')}&{KIND_KEY}={kind.model._meta.label_lower}"


def hands(route: Route, staff: Staff) -> list[Hand]:
    """What people do on a way, in order."""
    writers = staff.who(route.submit)
    found = [Hand(_("Writes and submits"), writers, _roles(route.submit))]
    assigning = {step.assigned_by for step in route.steps if step.assigned_by and step.name not in _HINTS}
    for step in route.steps:
        if step.assigned_by in assigning and step.name not in _HINTS:
            assigning.remove(step.assigned_by)
            found.append(Hand(_("Assigns"), staff.who(step.assigned_by), _roles(step.assigned_by)))
        people = staff.who(step.permission)
        found.append(
            Hand(
                step_name(step.name, STEPS),
                people,
                _roles(step.permission),
                hint=str(_HINTS.get(step.name, "")),
                is_alone=len(people) == 1 and people[0] in writers,
            )
        )
    return found


def _roles(permission: str) -> str:
    return ", ".join(sorted(str(role.label) for role in roles_with(permission)))


def _name_of(setting: RouteSetting | None, model: type[Publishable]) -> str:
    """Which of the named ways is in force; empty for a way of the unit's own making."""
    route = model.default_route if setting is None else Route.from_data(setting.route)
    return next((name for name, named in ways_of(model).items() if named.route == route), "")


def _is_own(setting: RouteSetting | None, unit_id: int) -> bool:
    return setting is not None and setting.unit_id == unit_id


def _is_wide(setting: RouteSetting | None) -> bool:
    return setting is not None and setting.for_units_below
