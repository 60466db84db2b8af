"""The editor's part of the newsroom."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from conglang.base.ledger.audit import record
from conglang.content.newsroom.editor import ArticleViewSet
from conglang.content.newsroom.forms import acting
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now


def link_to_the_web(features: Any) -> None:
    """There is no tree of pages to choose from, so the link button asks for an address at once."""
    link = features.plugins_by_editor["draftail"]["link"]
    link.data["chooserUrls"]["pageChooser"] = reverse_lazy("wagtailadmin_choose_page_external_link")


def note_creation(request: HttpRequest, instance: Any) -> None:
    """Composing in the editor is on record like writing in the form."""
    if isinstance(instance, Article):
        _note("newsroom.article_written", request, instance)


def note_edit(request: HttpRequest, instance: Any) -> None:
    """Automatic saving rewrites one revision again and again; its first time is on record."""
    if isinstance(instance, Article) and not request.POST.get("overwrite_revision_id"):
        _note("newsroom.article_edited", request, instance)


def _note(verb: str, request: HttpRequest, article: Article) -> None:
    record(verb, article, by=acting(request.user), now=now(), revision=article.latest_revision_id)


register_snippet(ArticleViewSet)
hooks.register("register_rich_text_features", link_to_the_web, order=200)  # after Wagtail's own
hooks.register("after_create_snippet", note_creation)
hooks.register("after_edit_snippet", note_edit)
