"""What a form or a file gives for an article."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from conglang.content.newsroom.languages import Language
from conglang.content.newsroom.models import Article, ArticleKind

Stream = Sequence[dict[str, Any]]  # blocks as the editor stores them: {"type", "value", "id"?}


@dataclass(frozen=True, kw_only=True)
class ArticleContent:
    """Everything that people write. `body` None leaves the stored body as it is, `reuse` None its value."""

    section_id: int
    title: str
    author_name: str
    author_address: str
    summary: str = ""
    body: Stream | None = None
    kind: str = ArticleKind.ARTICLE
    lead_id: int | None = None
    lead_alt: str = ""
    department_id: int | None = None
    source_name: str = ""
    source_url: str = ""
    language: str = Language.VIETNAMESE
    translation_of_id: int | None = None
    reuse: str | None = None
    theme_id: int | None = None
    go_live_at: datetime | None = None
    expire_at: datetime | None = None

    @classmethod
    def of(cls, article: Article) -> Self:
        """The content as it stands, to change a part of it with `dataclasses.replace`."""
        return cls(**{name: getattr(article, name) for name in _names()})

    def put_into(self, article: Article) -> list[str]:
        """Set the fields of an article; returns the names of those that changed."""
        names = [name for name in _names() if name != "reuse" or self.reuse is not None]
        changed = [name for name in names if getattr(article, name) != getattr(self, name)]
        for name in changed:
            setattr(article, name, getattr(self, name))
        if self.body is not None:
            before = article.body.get_prep_value()
            article.body = article.body.stream_block.to_python(list(self.body))
            changed += ["body"] if article.body.get_prep_value() != before else []
        return changed


def _names() -> list[str]:
    return [each.name for each in fields(ArticleContent) if each.name != "body"]
