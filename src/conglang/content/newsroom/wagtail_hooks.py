"""Where Wagtail finds the editor for articles."""

from wagtail.snippets.models import register_snippet

from conglang.content.newsroom.editor import ArticleViewSet

register_snippet(ArticleViewSet)
