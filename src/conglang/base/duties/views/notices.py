"""What the person was told about duties, and that they have read it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.duties import queries
from conglang.base.duties.permissions import READ
from conglang.base.duties.services.tell import mark_read
from conglang.base.duties.views.lists import PER_PAGE, tabs
from conglang.kernel.clock import now as clock_now


@needs(READ)
def notices(request: HttpRequest) -> HttpResponse:
    """Show them, the latest first; a POST marks them as read, all or those of one duty."""
    by = actor_of(request)
    if request.method == "POST":
        wanted = request.POST.get("duty", "")
        mark_read(
            by=by, duty_id=int(wanted) if wanted.isascii() and wanted.isdigit() else None, now=clock_now()
        )
        return redirect("duties:notices")
    page = Paginator(queries.notices(by.user_id), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs(by, "notices"), "unread": queries.unread(by.user_id)}
    return render(request, "duties/notices.html", context)
