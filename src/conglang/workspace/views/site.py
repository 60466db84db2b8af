"""The unit's own site: who answers for it and how to reach them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.units.models import Site
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.models import Image
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_image
from conglang.tools.pages.services.draft_change import draft_change
from conglang.tools.pages.services.lay_out import lay_out_sections
from conglang.workspace.forms import SiteForm
from conglang.workspace.front import PROPOSE, Bench, bench


@needs(PROPOSE)
def site(request: HttpRequest) -> HttpResponse:
    """Header and footer; what is typed becomes the person's draft, and counts when a second person agrees."""
    at = bench(request, "profile")
    form = SiteForm(request.POST or None, request.FILES or None, initial=at.content)
    if "sections" in request.POST:
        return _lay_out(request, at)
    if request.method == "POST" and form.is_valid() and _keep(request, at, form):
        messages.success(request, _("This is your draft now. Look at it, then send it to a second person."))
        return redirect(at.url)
    unit = at.reach.unit
    context = {
        "bench": at,
        "form": form,
        "unit": unit,
        "may_lay_out": actor_of(request).may("pages.lay_out", unit.pk),
        "emblem": Image.objects.filter(unit=unit, pk=at.content["emblem"]).first(),
        "host": Site.objects.filter(unit=unit).values_list("host", flat=True).first(),
    }
    return render(request, "workspace/site.html", context, status=422 if form.errors else 200)


def _lay_out(request: HttpRequest, at: Bench) -> HttpResponse:
    """Add what the template has and the site lacks: the template was confirmed by two people already."""
    count = lay_out_sections(by=actor_of(request), unit_id=at.reach.unit.pk, now=clock_now())
    text = _("%(count)s sections were added or put right.") % {"count": count}
    messages.success(request, text if count else _("The site has all sections already."))
    return redirect(at.url)


def _keep(request: HttpRequest, at: Bench, form: SiteForm) -> bool:
    """Store the emblem, then the draft; a refused picture is said beside its field."""
    by, now = actor_of(request), clock_now()
    content: dict[str, Any] = {**at.content, **form.facts()}
    try:
        if upload := form.cleaned_data.get("emblem_file"):
            image = store_image(
                by=by, unit_id=at.reach.unit.pk, file=upload, title=upload.name, alt_text=form.emblem_alt(),
                now=now,
            )  # fmt: skip
            content["emblem"] = image.pk
        draft_change(by=by, unit_id=at.reach.unit.pk, kind=at.kind, content=content, now=now)
    except Unacceptable as refusal:
        form.add_error("emblem_file", str(refusal.reason.label))
    except ValidationError as refused:
        form.add_error(None, refused)
    return not form.errors
