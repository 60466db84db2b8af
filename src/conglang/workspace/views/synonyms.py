"""The words of people and of offices that find each other, kept for the whole installation."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.authority import MANAGE
from conglang.kernel.clock import now as clock_now
from conglang.tools.search.models import Synonym
from conglang.tools.search.services.synonyms import MOST_LETTERS, NotASynonym, add_synonym, end_synonym


class SynonymForm(forms.Form):
    """Two ways to say one thing."""

    said = forms.CharField(
        label=gettext_lazy("What people say"),
        max_length=MOST_LETTERS,
        help_text=gettext_lazy("Such as “chích ngừa”."),
    )
    means = forms.CharField(
        label=gettext_lazy("What offices write"),
        max_length=MOST_LETTERS,
        help_text=gettext_lazy("Such as “tiêm chủng”."),
    )


@needs(MANAGE)
def synonyms(request: HttpRequest) -> HttpResponse:
    """All pairs in force, and a form for one more."""
    form = SynonymForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = add_synonym(**form.cleaned_data, by=actor_of(request), now=clock_now())
        except NotASynonym as refused:
            form.add_error("said", str(refused))
        else:
            messages.success(
                request,
                _("“%(said)s” and “%(means)s” find each other now.") % {"said": row.said, "means": row.means},
            )
            return redirect("workspace:synonyms")
    context = {"form": form, "rows": Synonym.objects.filter(valid_to=None).order_by("said_words", "pk")}
    return render(request, "workspace/synonyms.html", context, status=422 if form.errors else 200)


@needs(MANAGE)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a pair count no longer; the message says how to have it back."""
    row = Synonym.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound
    end_synonym(said=row.said, means=row.means, by=actor_of(request), now=clock_now())
    messages.success(
        request,
        _("“%(said)s” no longer finds “%(means)s”. To undo this, add the pair again.")
        % {"said": row.said, "means": row.means},
    )
    return redirect("workspace:synonyms")
