"""Join an article with another one as its translation, or part them again. Both stay what they are."""

from dataclasses import replace
from typing import Any, cast

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
from conglang.base.accounts.permissions import Forbidden
from conglang.content.newsroom.languages import Language
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import with_title
from conglang.content.newsroom.rules import may_edit
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.edit_article import Conflict, Locked, edit_article
from conglang.kernel.clock import now as clock_now
from conglang.workspace.views.items import article_in_reach, newest

WRITE = "newsroom.write"
MOST_CHOICES = 20


class LanguageForm(forms.Form):
    """In which language an article is, and whose translation it is, if anybody's."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), choices=Language.choices)
    original: Any = forms.ModelChoiceField(
        Article.objects.all(),
        label=gettext_lazy("Translation of"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy(
                "This article cannot be chosen: it is a translation itself, or belongs to another unit."
            )
        },
    )

    def __init__(self, data: Any, *, article: Article, text: str) -> None:
        present = {"language": article.language, "original": article.translation_of_id or ""}
        super().__init__(data, initial=present)
        field = cast("Any", self.fields["original"])
        rows = Article.objects.filter(unit=article.unit_id, translation_of=None).exclude(pk=article.pk)
        field.queryset = rows.defer("body")
        found = list(with_title(field.queryset, text).order_by("-pk")[:MOST_CHOICES])
        if article.translation_of and article.translation_of not in found:
            found.insert(0, article.translation_of)
        choices = [(row.pk, f"{row.title} ({row.get_language_display()})") for row in found]
        field.choices = [("", _("None: it stands by itself")), *choices]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        original = given.get("original")
        if original and original.language == given.get("language"):
            self.add_error(
                "language", _("Both are in this language. Say in which language this one is written.")
            )
        return given


@needs(WRITE)
def languages(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the original; the choice is content, so readers see it once it was approved."""
    by = actor_of(request)
    row = article_in_reach(by, pk)
    if not may_edit(by, unit_id=row.unit_id, author_id=row.author_id):
        raise Forbidden
    article, text = newest(row), request.GET.get("tu-khoa", "")[:200].replace("\x00", "")
    form = LanguageForm(request.POST or None, article=article, text=text)
    if request.method == "POST" and form.is_valid() and _store(request, form, article):
        messages.success(
            request, _("It was saved. Once it is approved, readers find the way from one to the other.")
        )
        return redirect("workspace:item", pk)
    context = {
        "article": article,
        "form": form,
        "text": text,
        "version": row.version,
        "back_url": reverse("workspace:item", args=[pk]),
    }
    return render(request, "workspace/languages.html", context, status=422 if form.errors else 200)


def _store(request: HttpRequest, form: LanguageForm, article: Article) -> bool:
    given = form.cleaned_data
    original = given["original"].pk if given["original"] else None
    content = replace(ArticleContent.of(article), language=given["language"], translation_of_id=original)
    try:
        edit_article(
            by=actor_of(request),
            article_id=article.pk,
            expected_revision=request.POST.get("version", ""),
            content=content,
            now=clock_now(),
        )
    except (Conflict, Locked):
        form.add_error(None, _("Somebody else is changing this article. Please try again."))
    except ValidationError as error:
        form.add_error(None, error.messages)
    return not form.errors
