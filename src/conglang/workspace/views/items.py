"""An article's page: as readers will see it, where it stands, what happened, what the person may do."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Revision

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import held_by_another, other_languages
from conglang.content.newsroom.routes import STEPS
from conglang.content.newsroom.rules import may_edit
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval import guarding
from conglang.tools.approval.labels import COMMANDS, STAGES
from conglang.tools.approval.models import Review
from conglang.tools.approval.offers import offers_for
from conglang.tools.approval.panels import panels_for
from conglang.tools.approval.queries import Standing, review_of, standing, why_returned
from conglang.tools.approval.rules import Command, Stage
from conglang.tools.approval.screens import obstacles
from conglang.tools.approval.timeline import timeline
from conglang.tools.approval.wording import DANGEROUS, ICONS, MAIN, SLUGS, TONES
from conglang.workspace.changes import differences
from conglang.workspace.proofs import summary_of
from conglang.workspace.reach import site_base
from conglang.workspace.wording import QUESTIONS

MOST_VERSIONS = 100  # of the newest that can be chosen


def article_in_reach(by: Actor, pk: int) -> Article:
    """The article, if it is in the scope and may be read. Raises NotFound and Forbidden."""
    article: Article | None = (
        Article.objects.select_related("section", "unit", "latest_revision").filter(pk=pk).first()
    )
    if article is None:
        raise NotFound
    require(by, "newsroom.read", article)
    return article


def newest(article: Article) -> Article:
    """The article as it was stored last, public or not."""
    revision = article.latest_revision
    stored: Article = revision.as_object() if revision else article
    return stored


@needs("newsroom.read")
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole article with everything that this person may do now."""
    by, now = actor_of(request), clock_now()
    article = article_in_reach(by, pk)
    place, review = standing(by, article, now=now), review_of(article)
    edits = may_edit(by, unit_id=article.unit_id, author_id=article.author_id)
    context = {
        "article": newest(article),
        "stored": article,
        "stage_label": STAGES[place.stage],
        "stage_tone": TONES[place.stage],
        "is_newer": article.live and place.stage is not Stage.PUBLISHED,
        "buttons": buttons(article, place),
        "obstacles": obstacles(place),
        "steps": timeline(article, review, STEPS),
        "review": review,
        "return_reason": why_returned(article),
        "may_edit": edits and place.stage is not Stage.APPROVED,
        "edit_voids": place.stage is Stage.IN_REVIEW,
        "editor_url": reverse("wagtailsnippets_newsroom_article:edit", args=[article.pk]),
        "public_url": public_url(request, article) if article.live else "",
        "offers": offers_for(article, by),
        "panels": panels_for(request, article),
        "saved_key": saved_key(request, article),
        "family": other_languages(article),
        "translate_url": _translate_url(by, article),
        "guard": guarding.look(newest(article)),
        "hold": held_by_another(pk, by.user_id, now) if edits else None,
        "since": _since_approved(article, place, review),
        "proofs": summary_of(article, newest(article)),
        "redactable": guarding.redactable(newest(article)) if edits else [],
    }
    return render(request, "workspace/item.html", context)


def _translate_url(by: Actor, article: Article) -> str:
    """Where its translation is written; empty for a translation and for people who do not write here."""
    if article.translation_of_id or not by.may("newsroom.write", article.unit_id):
        return ""
    return f"{reverse('workspace:write')}?don-vi={article.unit_id}&ban-dich-cua={article.pk}"


def buttons(article: Article, place: Standing) -> list[dict[str, Any]]:
    """The commands that are open, the main one first; each address names the content on the screen."""
    offered = [command for command in SLUGS if place.may(command)]
    offered.sort(key=lambda command: (command not in MAIN, command in DANGEROUS))
    return [
        {
            "url": f"{_address(article, command)}?da-xem={place.content}",
            "label": QUESTIONS[command][1] if command is not Command.APPROVE else COMMANDS[command],
            "kind": "" if command in MAIN else "danger" if command in DANGEROUS else "second",
            "icon": ICONS[command],
        }
        for command in offered
    ]


def _address(article: Article, command: Command) -> str:
    return reverse("workspace:command", args=[article.pk, SLUGS[command]])


@needs("newsroom.read")
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions beside each other: those chosen, or the newest beside the public or the one before."""
    article = article_in_reach(actor_of(request), pk)
    versions = list(article.revisions.select_related("user").order_by("-created_at", "-pk")[:MOST_VERSIONS])
    if not versions:
        raise NotFound
    earlier = article.live_revision or (versions[1] if len(versions) > 1 else versions[0])
    before = _chosen(request.GET.get("before", ""), versions, earlier)
    after = _chosen(request.GET.get("after", ""), versions, versions[0])
    context = {
        "article": article,
        "versions": versions,
        "before": before,
        "after": after,
        "differences": differences(before.as_object(), after.as_object()),
        "before_label": _version_label(article, before),
        "after_label": _version_label(article, after),
    }
    return render(request, "workspace/compare.html", context)


def _chosen(key: str, versions: Sequence[Revision], usual: Revision) -> Revision:
    """The version that the address names. Raises NotFound for one of something else."""
    if not key:
        return usual
    found = next((each for each in versions if str(each.pk) == key), None)
    if found is None:
        raise NotFound
    return found


def _version_label(article: Article, version: Revision) -> str:
    if version.pk == article.live_revision_id:
        return _("What is public now")
    if version.pk == article.latest_revision_id:
        return _("The new version")
    at = date_format(localtime(version.created_at), "SHORT_DATETIME_FORMAT")
    return _("Version of %(at)s") % {"at": at}


def _since_approved(article: Article, place: Standing, review: Review | None) -> dict[str, Any] | None:
    """What whoever decides sees of a change after an approval, and where one tap lets it through."""
    command = next((each for each in (Command.VERIFY, Command.APPROVE) if place.may(each)), None)
    if review is None or command is None:
        return None
    last = review.approvals.select_related("revision").order_by("-pk").first()
    if last is None or last.sha256 == place.content:
        return None
    return {
        "differences": differences(last.revision.as_object(), newest(article)),
        "before_label": _("As it was approved"),
        "after_label": _("The new version"),
        "url": _address(article, command),
        "label": _("Approve this change") if command is Command.APPROVE else _("This change is right"),
        "seen": place.content,
    }


def saved_key(request: HttpRequest, article: Article) -> str:
    """Which typed text the browser need not keep any more, because it has just been stored."""
    keys = {"moi": "write", "sua": f"article-{article.pk}", "viec": f"command-{article.pk}"}
    return keys.get(request.GET.get("da-luu", ""), "")


def public_url(request: HttpRequest, article: Article) -> str:
    """Where readers find it; empty for a unit without a site."""
    base = site_base(request, article.unit_id)
    return f"{base}{article.get_absolute_url()}" if base else ""
