"""The mailboxes of a unit: connect one, try it, see how it goes, pause it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import own_unit
from conglang.kernel.clock import now as clock_now
from conglang.tools.mailbox import queries
from conglang.tools.mailbox.forms import AccountForm
from conglang.tools.mailbox.lines import Failed
from conglang.tools.mailbox.models import MailAccount, Way
from conglang.tools.mailbox.permissions import KEEP
from conglang.tools.mailbox.services.fetch import look
from conglang.tools.mailbox.services.keep_account import (
    add_account,
    change_account,
    drafted,
    pause,
    resume,
)
from conglang.tools.mailbox.tasks import fetch_one


@needs(KEEP)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The mailboxes, and how fetching goes."""
    unit = own_unit(actor_of(request), KEEP)
    context = {"unit": unit, "rows": queries.accounts_of(unit.pk)}
    return render(request, "mailbox/accounts.html", context)


@needs(KEEP)
def new_account(request: HttpRequest) -> HttpResponse:
    """Connect a mailbox, which is tried first: what does not work is not stored."""
    by = actor_of(request)
    unit = own_unit(by, KEEP)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = drafted(unit_id=unit.pk, wish=form.wish, now=clock_now())
        if row.way == Way.LMTP or _try(request, form, row):
            try:
                row = add_account(by=by, unit_id=unit.pk, wish=form.wish, now=clock_now())
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                messages.success(
                    request, _("Letters to %(address)s come here from now on.") % {"address": row}
                )
                return redirect("mailbox:account", pk=row.pk)
    status = 422 if form.errors else 200
    return render(request, "mailbox/new_account.html", {"unit": unit, "form": form}, status=status)


@needs(KEEP)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """A mailbox: how it goes, and how it is asked."""
    by = actor_of(request)
    row: MailAccount | None = MailAccount.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, KEEP, row)
    act = request.POST.get("act", "")
    is_typed = request.method == "POST" and act in {"save", "try"}
    form = AccountForm(request.POST if is_typed else None, account=row)
    if request.method == "POST" and _act(request, by, row, form, act):
        return redirect(request.path)
    context: dict[str, Any] = {"account": row, "form": form, "is_fetched": row.way != Way.LMTP}
    return render(request, "mailbox/account.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, by: Actor, row: MailAccount, form: AccountForm, act: str) -> bool:
    """Whether it was carried out and the page is to be loaded anew."""
    now = clock_now()
    if act == "pause":
        pause(by=by, account_id=row.pk, now=now)
        messages.success(request, _("No letters are taken until you go on. They stay in the mailbox."))
    elif act == "resume":
        resume(by=by, account_id=row.pk, now=now)
        messages.success(request, _("Letters are taken again."))
    elif act == "fetch" and row.way != Way.LMTP and row.paused_at is None:
        fetch_one.enqueue(row.pk)
        messages.success(request, _("The mailbox is being asked. Reload this page in a moment."))
    elif act in {"save", "try"}:
        if not form.is_valid():
            return False
        if act == "try":
            typed = _as_typed(row, form)
            if typed.way == Way.LMTP:
                messages.info(request, _("There is nothing to try: the mail server brings the letters."))
            else:
                _try(request, form, typed)
            return False
        try:
            change_account(by=by, account_id=row.pk, wish=form.wish, now=now)
        except ValidationError as refused:
            form.add_error(None, refused)
            return False
        messages.success(request, _("The mailbox was stored."))
    return True


def _as_typed(row: MailAccount, form: AccountForm) -> MailAccount:
    """The mailbox with what was typed; a secret that was not typed anew is the stored one."""
    typed = drafted(unit_id=row.unit_id, wish=form.wish, now=clock_now())
    typed.secret = typed.secret or row.secret
    return typed


def _try(request: HttpRequest, form: AccountForm, row: MailAccount) -> bool:
    """Whether the mailbox answers; what it said stands on the page."""
    try:
        count = look(account=row)
    except Failed as failed:
        form.add_error(None, str(failed.trouble.label))
        return False
    said = ngettext(
        "It works: %(count)d letter lies in that folder.",
        "It works: %(count)d letters lie in that folder.",
        count,
    )
    messages.success(request, said % {"count": count})
    return True
