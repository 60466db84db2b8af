"""The unit's own site: who answers for it, and its sections."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Site, Unit
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_image
from conglang.tools.pages.models import Section, SiteProfile
from conglang.tools.pages.services.lay_out import lay_out_sections, set_profile
from conglang.workspace.forms import SiteForm

LAY_OUT = "pages.lay_out"


@needs(LAY_OUT)
def site(request: HttpRequest) -> HttpResponse:
    """Header and footer to fill in, sections to look at; with several units, one of them at a time."""
    by = actor_of(request)
    rows = Unit.objects.filter(pk__in=[unit for unit in by.grants if by.may(LAY_OUT, unit)])
    units = [unit for unit in rows if unit.in_force(local_day(clock_now()))]
    unit = _chosen(request, units)
    profile = SiteProfile.objects.filter(unit=unit).select_related("emblem").first()
    form = SiteForm(request.POST or None, request.FILES or None, instance=profile)
    if request.method == "POST":
        if "sections" in request.POST:
            return _lay_out(request, by, unit)
        if form.is_valid() and _save(form, by, unit):
            messages.success(request, _("The facts of the site were saved."))
            return redirect(f"{request.path}?don-vi={unit.pk}")
    context = {
        "form": form,
        "unit": unit,
        "units": units if len(units) > 1 else [],
        "profile": profile,
        "host": Site.objects.filter(unit=unit).values_list("host", flat=True).first(),
        "sections": _tree(unit),
    }
    return render(request, "workspace/site.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, units: list[Unit]) -> Unit:
    wanted = request.GET.get("don-vi", "")
    if not wanted:
        acting = actor_of(request).unit_id
        found = next((unit for unit in units if unit.pk == acting), None) or next(iter(units), None)
    else:
        found = next((unit for unit in units if str(unit.pk) == wanted), None)
    if found is None:
        raise NotFound
    return found


def _lay_out(request: HttpRequest, by: Actor, unit: Unit) -> HttpResponse:
    count = lay_out_sections(by=by, unit_id=unit.pk, now=clock_now())
    text = _("%(count)s sections were added or put right.") % {"count": count}
    messages.success(request, text if count else _("The site has all sections already."))
    return redirect(f"{request.path}?don-vi={unit.pk}")


def _save(form: SiteForm, by: Actor, unit: Unit) -> bool:
    """Store the emblem, then the facts; a refused picture is said beside its field."""
    now, facts = clock_now(), dict(form.facts())
    if upload := form.cleaned_data.get("emblem_file"):
        try:
            facts["emblem"] = store_image(
                by=by, unit_id=unit.pk, file=upload, title=upload.name, alt_text=form.emblem_alt(), now=now
            )
        except Unacceptable as refusal:
            form.add_error("emblem_file", str(refusal.reason.label))
    if form.errors:
        return False
    set_profile(by=by, unit_id=unit.pk, now=now, **facts)
    return True


def _tree(unit: Unit) -> list[tuple[Section, list[Section]]]:
    rows = list(Section.objects.filter(unit=unit))
    return [
        (row, [child for child in rows if child.parent_id == row.pk]) for row in rows if row.parent_id is None
    ]
