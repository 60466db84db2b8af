"""Wagtail's editor for articles: composing only, for those who may edit the very article."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets as views
from wagtail.snippets.views.snippets import SnippetViewSet

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.permissions import Forbidden
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import articles
from conglang.content.newsroom.rules import may_edit
from conglang.tools.pages.models import Section, SectionKind


class EditorForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    """The editor's form, with the sections of one unit to choose from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acting = getattr(self.for_user, "acting", None)
        unit_id = self.instance.unit_id or (acting.unit_id if acting else None)
        section = cast("Any", self.fields["section"])
        section.queryset = Section.objects.filter(unit=unit_id).exclude(kind=SectionKind.GROUP)


class _MayEdit:
    """Whoever may not edit the article gets no form of it, for reading or writing."""

    request: Any

    def get_object(self) -> Any:
        """The article with its newest content. Raises Http404 and Forbidden."""
        article = cast("Any", super()).get_object()
        by: Actor = actor_of(self.request)
        if not may_edit(by, unit_id=article.unit_id, author_id=article.author_id):
            raise Forbidden
        return article


class AddView(views.CreateView):  # type: ignore[misc]
    """A new article belongs to the person who begins it."""

    def get_form_kwargs(self) -> Any:
        """Fill in who writes."""
        kwargs = super().get_form_kwargs()
        by = actor_of(self.request)
        kwargs["instance"].author_id = by.user_id
        kwargs["instance"].author_name = kwargs["instance"].author_name or by.name
        return kwargs


class EditView(_MayEdit, views.EditView):  # type: ignore[misc]
    """Change an article."""


class PreviewView(_MayEdit, views.PreviewOnEditView):  # type: ignore[misc]
    """See an article as readers will."""


class HistoryView(_MayEdit, views.HistoryView):  # type: ignore[misc]
    """The versions of an article."""


class CompareView(_MayEdit, views.RevisionsCompareView):  # type: ignore[misc]
    """Two versions side by side."""


class RevisionView(_MayEdit, views.PreviewRevisionView):  # type: ignore[misc]
    """One old version."""


class ArticleViewSet(SnippetViewSet):  # type: ignore[misc]
    """Articles in the editor."""

    model = Article
    icon = "doc-full"
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_admin_menu = False
    list_display = ["title", "section", "author_name"]
    list_per_page = 25
    search_fields = ["title_folded"]
    ordering = ["-pk"]
    add_view_class = AddView
    edit_view_class = EditView
    preview_on_edit_view_class = PreviewView
    history_view_class = HistoryView
    revisions_compare_view_class = CompareView
    revisions_view_class = RevisionView

    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("section"),
            FieldPanel("kind"),
            FieldPanel("summary"),
            MultiFieldPanel([FieldPanel("lead"), FieldPanel("lead_alt")], heading=_("lead picture")),
            FieldPanel("body"),
            MultiFieldPanel(
                [FieldPanel("author_name"), FieldPanel("author_address"), FieldPanel("department")],
                heading=_("author"),
            ),
            MultiFieldPanel(
                [FieldPanel("source_name"), FieldPanel("source_url")],
                heading=_("source"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("go_live_at"), FieldPanel("expire_at")],
                heading=_("time of publishing"),
                classname="collapsed",
            ),
        ],
        base_form_class=EditorForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """The scope's articles, without their bodies."""
        return articles()


register_snippet(ArticleViewSet)
