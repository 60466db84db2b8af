"""The first page: what waits for the person, and what they have on the way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import signed_in
from conglang.base.accounts.queries import unseen_devices
from conglang.kernel.clock import now as clock_now
from conglang.workspace import queries
from conglang.workspace.context import waiting
from conglang.workspace.guides import PICTURE_SIZE, guides
from conglang.workspace.wording import GROUPS

SHOWN = 10  # of one's own articles; the rest is one click away


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Turns by group, the most urgent first; drafts; what was sent."""
    actor, now = actor_of(request), clock_now()
    rows = queries.waiting_rows(waiting(request), now)
    context = {
        "groups": [
            {
                "name": name,
                "heading": heading,
                "button": button,
                "rows": [row for row in rows if row.group == name],
            }
            for name, (heading, button) in GROUPS.items()
            if any(row.group == name for row in rows)
        ],
        "count": len(rows),
        "late": sum(row.is_late for row in rows),
        "drafts": queries.drafts_of(actor, SHOWN),
        "sent": queries.sent_by(actor, SHOWN),
        "may_write": actor.may_somewhere("newsroom.write"),
        "may_read": actor.may_somewhere("newsroom.read"),
        "new_devices": unseen_devices(actor).count(),
        "now": now,
    }
    return render(request, "workspace/home.html", context)


@signed_in
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """One page a role; the person's own roles first and open."""
    roles = actor_of(request).roles
    mine = [each for each in guides() if each.roles & roles or not each.roles]
    others = [each for each in guides() if each not in mine]
    return render(
        request, "workspace/help.html", {"mine": mine, "others": others, "picture_size": PICTURE_SIZE}
    )
