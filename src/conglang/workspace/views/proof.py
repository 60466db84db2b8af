"""An article as those read it who answer for it: what is marked, what was remarked, what is missing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.content.newsroom.completeness import lacking
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import similar_to
from conglang.content.newsroom.rules import may_edit
from conglang.content.newsroom.services.edit_article import Conflict, Locked, edit_article
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval import services
from conglang.tools.approval.models import Remark
from conglang.workspace.proofs import Mark, marks_in, passages, put_right, remarks_about, segments
from conglang.workspace.views.items import article_in_reach, newest

REMARK = "newsroom.remark"


class RemarkForm(forms.Form):
    """A passage and what is to be said about it."""

    quote = forms.CharField(
        label=gettext_lazy("Passage"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Mark words in the text, or copy them here. Empty: about the whole article."),
    )
    text = forms.CharField(
        label=gettext_lazy("Your remark"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


@needs("newsroom.read")
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole text with its marks and remarks; each is settled by one button."""
    by = actor_of(request)
    row = article_in_reach(by, pk)
    if request.method == "POST":
        require(by, REMARK, row)
    form = RemarkForm(request.POST if "remark" in request.POST else None)
    if request.method == "POST" and (form.is_valid() if form.is_bound else True):
        _carry_out(request, by, row, form)
        return redirect("workspace:proof", pk=pk)
    article = newest(row)
    texts, remarks = passages(article), remarks_about(row)
    unsettled = [each for each in remarks if each.resolved_at is None]
    marks = marks_in(article, texts)
    context = {
        "article": article,
        "version": row.version,
        "passages": [(each, segments(each, marks, unsettled)) for each in texts],
        "marks": marks,
        "remarks": [(each, _may_resolve(by, row, each)) for each in remarks],
        "lacking": lacking(article),
        "similar": similar_to(article),
        "form": form if by.may(REMARK, row.unit_id) else None,
        "may_edit": _may_edit(by, row),
    }
    return render(request, "workspace/proof.html", context, status=422 if form.errors else 200)


def _may_edit(by: Actor, row: Article) -> bool:
    return may_edit(by, unit_id=row.unit_id, author_id=row.author_id)


def _may_resolve(by: Actor, row: Article, remark: Remark) -> bool:
    return remark.resolved_at is None and (remark.by_id == by.user_id or _may_edit(by, row))


def _carry_out(request: HttpRequest, by: Actor, row: Article, form: RemarkForm) -> None:
    """What the pressed button says; a button of an older version changes nothing and says so."""
    sent, now = request.POST, clock_now()
    if form.is_bound:
        given = form.cleaned_data
        services.remark(item=row, permission=REMARK, by=by, now=now, text=given["text"], quote=given["quote"])
        messages.success(request, _("Your remark is kept with this version."))
    elif "answer" in sent and sent.get("words", "").strip():
        text = sent["words"][:2000]
        services.remark(
            item=row, permission=REMARK, by=by, now=now, text=text, answers_id=_key(sent["answer"])
        )
    elif "resolve" in sent:
        remark = next((each for each in remarks_about(row) if each.pk == _key(sent["resolve"])), None)
        if remark is None:
            raise NotFound
        if remark.by_id != by.user_id and not _may_edit(by, row):
            raise Forbidden
        services.resolve_remark(item=row, permission=REMARK, remark_id=remark.pk, by=by, now=now)
    elif "keep" in sent or "fix" in sent:
        _settle_mark(request, by, row)


def _key(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else -1


def _settle_mark(request: HttpRequest, by: Actor, row: Article) -> None:
    article, now = newest(row), clock_now()
    key, _sep, number = (request.POST.get("keep") or request.POST.get("fix", "")).rpartition("~")
    mark = next((each for each in marks_in(article, passages(article)) if each.key == key), None)
    if mark is None or request.POST.get("version") != row.version:
        messages.warning(request, _("Somebody has changed the text meanwhile. Please look at it again."))
    elif "keep" in request.POST:
        services.keep_wording(
            item=row, permission=REMARK, by=by, now=now, kind=mark.finding.kind, words=mark.words
        )
    else:
        _put_right(request, by, row, article, mark, number)


def _put_right(
    request: HttpRequest, by: Actor, row: Article, article: Article, mark: Mark, number: str
) -> None:
    words = dict(zip("123", mark.suggestions, strict=False)).get(number)
    if words is None or not mark.passage.may_be_changed:
        raise NotFound
    content = put_right(article, mark, words)
    try:
        edit_article(
            by=by, article_id=row.pk, expected_revision=row.version, content=content, now=clock_now()
        )
    except (Conflict, Locked):
        messages.warning(request, _("Somebody has changed the text meanwhile. Please look at it again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = _("“%(before)s” is now “%(after)s”. Another person approves the change.")
        messages.success(request, said % {"before": mark.words, "after": words})
