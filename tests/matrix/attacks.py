"""What attacks are made of: filled-in forms, and what there is before a request is undone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from conglang.base.accounts.models import Delegation, Invitation, Membership, User
from conglang.content.newsroom.models import Article, ImportItem
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.models import Section
from tests.matrix.people import Answer
from tests.matrix.places import Place

ADD, EDIT = "/soan-thao/snippets/newsroom/article/add/", "/soan-thao/snippets/newsroom/article/edit/{}/"
HISTORY = "/soan-thao/snippets/newsroom/article/history/{}/"
JSON = {"HTTP_ACCEPT": "application/json"}
Knock = Callable[..., Answer]


def own_rows() -> dict[str, Any]:
    """What there is while the request is not undone yet."""
    articles = QuerySet(Article)
    return {
        "articles": list(articles.order_by("pk").values_list("pk", "unit_id", "section_id", "live", "title")),
        "newest": articles.order_by("pk").last(),
        "files": {
            *QuerySet(Image).values_list("file", flat=True),
            *QuerySet(Document).values_list("file", flat=True),
        },
        "items": list(QuerySet(ImportItem).values_list("name", flat=True)),
        "loans": QuerySet(Delegation).count(),
        "invitations": list(QuerySet(Invitation).values_list("role", flat=True)),
        "roles": QuerySet(Membership).count(),
        "powerful": User.objects.filter(is_superuser=True).count(),
    }


def pk(place: Place, model: Any, at: int = 0) -> int:
    return place.things[model][at].pk


def typed(place: Place, **given: Any) -> dict[str, Any]:
    """The desk's writing form, filled in."""
    return {
        "uid": str(uuid4()), "section": pk(place, Section), "title": "Bài thử", "summary": "Tóm tắt",
        "text": "Một đoạn.", "author_name": "Lê Thị Mai", "author_address": "Xóm 1",
    } | given  # fmt: skip


def composed(place: Place, *blocks: tuple[str, Any], **given: Any) -> dict[str, Any]:
    """The editor's form, filled in."""
    body = streamfield(list(blocks) or [("text", rich_text("<p>Một đoạn.</p>"))])
    facts = {
        "section": pk(place, Section), "kind": "article", "title": "Bài thử", "summary": "Tóm tắt",
        "lead": "", "lead_alt": "", "author_name": "Lê Thị Mai", "author_address": "Xóm 1", "department": "",
        "source_name": "", "source_url": "", "go_live_at": "", "expire_at": "", "body": body,
    }  # fmt: skip
    return nested_form_data(facts | given)


def picture_block(place: Place) -> tuple[str, Any]:
    image = {"image": pk(place, Image), "decorative": "", "alt_text": "Cảnh"}
    return "picture", {"picture": image, "caption": "Chú thích"}
