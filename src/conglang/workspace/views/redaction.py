"""A copy of an attached file without personal data takes the place of the file in the article."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.content.newsroom.rules import may_edit
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.edit_article import Conflict, Locked, edit_article
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.guarding import redactable
from conglang.tools.guards.rules import Kind
from conglang.tools.guards.services.redact_file import NotRedacted, redact_file
from conglang.workspace.typed import raw_body
from conglang.workspace.views.items import article_in_reach, newest
from conglang.workspace.views.settings_page import FormPage


class RedactionForm(forms.Form):
    """What is to be taken out."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Take out"),
        help_text=gettext_lazy("Names stay. Look through the copy before you submit the article."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, found: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"kinds": [str(kind) for kind in found]}
        field: Any = self.fields["kinds"]
        field.choices = [(kind.value, str(kind.label).capitalize()) for kind in found]


@needs("newsroom.write")
def redact(request: HttpRequest, pk: int, document_id: int) -> HttpResponse:
    """Ask what to take out, then make the copy and put it into the article; the original stays private."""
    by = actor_of(request)
    row = article_in_reach(by, pk)
    if not may_edit(by, unit_id=row.unit_id, author_id=row.author_id):
        raise Forbidden
    article = newest(row)
    files = {each.pk: (each, kinds) for each, kinds in redactable(article)}
    if document_id not in files:
        raise NotFound
    file, found = files[document_id]
    form = RedactionForm(request.POST or None, found=found)
    back_url = reverse("workspace:item", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            kinds = [Kind(each) for each in form.cleaned_data["kinds"]]
            copy = redact_file(document_id=file.pk, kinds=kinds, by=by, now=clock_now())
            body = _with_copy(raw_body(article), file.pk, copy.pk)
            content = replace(ArticleContent.of(article), body=body)
            edit_article(
                by=by, article_id=pk, expected_revision=row.version, content=content, now=clock_now()
            )
        except NotRedacted as refusal:
            form.add_error("kinds", str(refusal.obstacle.label))
        except (Conflict, Locked, ValidationError):
            form.add_error(None, _("Somebody else is changing this article. Please try again."))
        else:
            messages.success(request, _("The copy stands in the article now. The original is not public."))
            return redirect(back_url)
    page = FormPage(_("Redact a file"), file.title, _("Make the copy"), back_url)
    context = {"page": page, "form": form}
    return render(request, "workspace/settings_page.html", context, status=422 if form.errors else 200)


def _with_copy(value: Any, old: int, new: int) -> Any:
    """Stored blocks that refer to the copy wherever they referred to the file."""
    if isinstance(value, list):
        return [_with_copy(each, old, new) for each in value]
    if isinstance(value, dict):
        return {
            key: new if key == "document" and each == old else _with_copy(each, old, new)
            for key, each in value.items()
        }
    return value
