"""The page at plain localhost: where everything of the demonstration is."""

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Site
from conglang.config.demo import MARK


@visitors
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Sites, the desk and the accounts with their secrets: mounted in the demonstration only."""
    port = request.get_port()
    accounts = Path(settings.DATA, MARK)
    context = {
        "sites": [
            {"name": site.unit.title, "url": f"http://{site.host}:{port}/"}
            for site in Site.objects.select_related("unit").order_by("unit__code")
        ],
        "desk_url": f"http://{settings.DESK_HOST}:{port}/",
        "accounts": json.loads(accounts.read_text("utf-8")) if accounts.exists() else [],
    }
    return render(request, "demo/landing.html", context)
