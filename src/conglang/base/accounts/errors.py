"""Answers to requests that a browser could not prove to be its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conglang.base.accounts.middleware import on_desk
from conglang.base.ui.errors import permission_denied


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open too long and that what was typed is kept; the reason is for the log only.

    Public hosts have no sign-in to lead to, and a visitor has typed nothing there.
    """
    if not on_desk(request):
        return permission_denied(request)
    return render(request, "accounts/session_lost.html", {"login_url": reverse("account_login")}, status=403)
