"""Where the app stands: on the portal of a province, or on a commune's own site where there is none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.units.models import Unit, UnitLevel
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import use_scope
from conglang.kernel.text import slugify
from conglang.portal.communes import below, commune_named
from conglang.portal.framing import unit_of
from conglang.portal.home import host_of
from conglang.tools.pages.context import page_context

View = Callable[..., HttpResponse]


def in_app(view: View) -> View:
    """Lead readers of a commune's own site to the commune's page in the app of its province."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unit = unit_of(request)
        home = host_of(request, unit.parent) if unit.parent else ""
        if not home:
            return view(request, *args, **kwargs)
        if request.path != reverse("portal:app"):
            raise Http404
        return redirect(f"{home}{address_of(unit)}/")

    return answer


def communes_of(unit: Unit) -> list[Unit]:
    """The communes that can be chosen, by name."""
    return below(unit) if unit.level == UnitLevel.PROVINCE else [unit]


def commune_of(request: HttpRequest, name: str) -> Unit:
    """The commune that an address names. Raises Http404."""
    unit = unit_of(request)
    if unit.level == UnitLevel.PROVINCE:
        return commune_named(request, name)
    if name.partition("-")[0] != unit.code:
        raise Http404
    return unit


def address_of(unit: Unit) -> str:
    """Where the app shows a commune, without the last slash."""
    return f"/ung-dung/xa/{unit.code}-{slugify(unit.title)}"


def app_home(request: HttpRequest, unit: Unit) -> str:
    """The front page of the app in which a unit is read; "" where the app is switched off."""
    if not settings.APP:
        return ""
    home = host_of(request, unit.parent) if unit.parent else ""
    return f"{home}{reverse('portal:app')}"


def frame(request: HttpRequest, title: str, *way: dict[str, str]) -> dict[str, Any]:
    """What surrounds a page of the app; `way` leads from the app's front page to it."""
    unit = unit_of(request)
    with use_scope(public_scope(unit)):
        around = page_context(request)
    crumbs = [{"label": _("App"), "url": reverse("portal:app")}, *way, {"label": title}]
    return around | {"title": title, "crumbs": crumbs}
