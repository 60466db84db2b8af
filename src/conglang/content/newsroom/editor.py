"""Wagtail's editor for articles: composing only. Submitting, deciding and publishing have their own desk."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from conglang.base.ui.paging import KeysFirst
from conglang.content.newsroom.forms import ArticleForm, acting
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import articles, held_by_another, with_title
from conglang.content.newsroom.rules import may_edit
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.rules import Stage

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("section", required_on_save=True),
            FieldPanel("kind", required_on_save=True),
            FieldPanel("title", required_on_save=True),
            FieldPanel("summary"),
            FieldPanel("theme"),
            FieldPanel("language"),
        ],
        heading=_("What it is about"),
    ),
    MultiFieldPanel([FieldPanel("lead"), FieldPanel("lead_alt")], heading=_("Lead picture")),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            FieldPanel("author_name", required_on_save=True),
            FieldPanel("author_address"),
            FieldPanel("department"),
            FieldPanel("source_name"),
            FieldPanel("source_url"),
            FieldPanel("reuse"),
        ],
        heading=_("Author and source"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("go_live_at", heading=_("Publish at"), help_text=_("Empty: as soon as approved.")),
            FieldPanel("expire_at", heading=_("Take down at"), help_text=_("Empty: it stays.")),
        ],
        heading=_("Time"),
    ),
]


class ArticlePages(KeysFirst, WagtailPaginator):  # type: ignore[misc]  # Wagtail is untyped
    """Pages of the editor's list."""


class ArticleList(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """Articles of the scope, searched by title without marks."""

    paginator_class = ArticlePages

    def _annotate_queryset_updated_at(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The column reads the revision that comes along; an annotation would be joined to count too."""
        return queryset

    def search_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return with_title(queryset, self.search_query) if self.is_searching else queryset


class ArticleEditor(EditView):  # type: ignore[misc]
    """Nobody overwrites a version that they have not seen, and contributors edit their own articles."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        row = self.live_object
        if not may_edit(acting(request.user), unit_id=row.unit_id, author_id=row.author_id):
            raise PermissionDenied

    def is_valid(self, form: ArticleForm) -> bool:
        """Wagtail asks this for its automatic saving only; a click would overwrite the other's work."""
        if hold := held_by_another(self.live_object.pk, self.request.user.pk, clock_now()):
            self.produced_error_code = "locked"
            self.produced_error_message = _(
                "%(name)s is changing this article now, so your text was not saved. It stays on this device."
            ) % {"name": hold.user.get_full_name()}
            return False
        if self.view_name == "edit" and self.is_out_of_date:
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = str(
                _(
                    "Somebody else has saved this article meanwhile, so your text was not saved yet. "
                    "Copy what you wrote, open the article again and put it in."
                )
            )
            return False
        return bool(super().is_valid(form))


class ArticleViewSet(SnippetViewSet):  # type: ignore[misc]
    """Doors for the list, composing, preview and the versions; the desk's guard closes all others."""

    model = Article
    icon = "doc-full"
    index_view_class = ArticleList
    edit_view_class = ArticleEditor
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 25
    list_display = [
        "__str__",
        Column("section", label=_("Section")),
        Column("stage", label=_("Stage"), accessor=lambda row: STAGES[Stage(row.stage)]),
        Column("author", label=_("Entered by")),
        DateColumn("updated", label=_("Changed"), accessor="latest_revision.created_at"),
    ]
    list_filter = ["section", "kind"]
    search_fields = ["title_folded"]
    edit_handler = ObjectList(PANELS, base_form_class=ArticleForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Rows for the list, without bodies and without the content of revisions."""
        rows = articles().select_related("latest_revision")
        return rows.defer("body", "latest_revision__content")
