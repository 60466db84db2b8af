"""An authority orders to take something down: the order is written down, and its clock runs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.forms import DateTimeInput
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.offers import offer
from conglang.tools.approval.panels import panel
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.queries import route_for
from conglang.tools.approval.services.order_takedown import open_orders, order_takedown
from conglang.workspace.views.settings_page import attempt
from conglang.workspace.views.sheet import found

READ = "duties.read"


class OrderForm(forms.Form):
    """Who ordered it, under which number, when it came, and how much it hurries."""

    order = forms.CharField(
        label=gettext_lazy("Authority and number of the order"),
        help_text=gettext_lazy("For instance: Department of Culture, order 12/2026."),
        max_length=200,
    )
    received_at = forms.DateTimeField(label=gettext_lazy("Received at"), widget=DateTimeInput())
    is_urgent = forms.BooleanField(
        label=gettext_lazy("The order is urgent"),
        help_text=gettext_lazy("The time is 6 hours then, otherwise 24 hours."),
        required=False,
    )


@needs(READ)
def takedown(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask for the order, and start its clock. Only what is public can be taken down."""
    by = actor_of(request)
    item, page_url = found(by, kind, pk, READ)
    require(by, route_for(item).withdraw, item)
    if not item.live:
        raise NotFound
    form = OrderForm(request.POST or None, initial={"received_at": clock_now()})
    if request.method == "POST" and form.is_valid():
        given = dict[str, Any](form.cleaned_data)
        if attempt(form, lambda: order_takedown(item=item, url=page_url, by=by, now=clock_now(), **given)):
            messages.success(request, _("The clock of the order runs until the item is withdrawn."))
            return redirect(page_url)
    context = {
        "item": item,
        "item_url": page_url,
        "change_url": page_url,
        "question": _("Has an authority ordered to take this down?"),
        "consequence": _("The time begins when the order came in. It ends when you withdraw the item."),
        "label": _("Start the clock"),
        "icon": "clock",
        "kind": "",
        "form": form,
    }
    return render(request, "approval/command.html", context, status=422 if form.errors else 200)


@offer
def order_came(item: Publishable, by: Actor) -> tuple[str, str] | None:
    """The way to the question, on the page of what is public."""
    if not item.live or not by.may(route_for(item).withdraw, item.unit_id):
        return None
    address = reverse("workspace:takedown", args=[item._meta.label_lower, item.pk])
    return _("An authority ordered to take it down"), address


@panel
def open_order(request: HttpRequest, item: Publishable) -> str:
    """The orders that wait, above everything else."""
    orders = open_orders(item) if item.live else []
    return render_to_string("workspace/takedown.html", {"orders": orders}, request) if orders else ""
