"""A commune with its board and a neighbour, people acting through services as on the desk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests import people
from conglang.base.accounts.tests.villages import stopped_at, two
from conglang.base.units.models import Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.consents import Side
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.agree_to_reuse import agree_to_reuse
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.write_article import write_article
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.assign import assign
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.verify import verify
from conglang.tools.pages.models import Section, SectionKind

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)


@dataclass
class Commune:
    """A unit with its sections by key and its people by role."""

    unit: Unit
    sections: dict[str, Section]
    people: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def news(self) -> Section:
        return self.sections["news"]


def commune(code: str, name: str) -> Commune:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, valid_from=SINCE
        )
        sections = {
            key: Section.objects.create(unit=unit, key=key, slug=key, title=key.title(), kind=kind)
            for key, kind in (
                ("news", SectionKind.LIST),
                ("about", SectionKind.PAGE),
                ("all", SectionKind.GROUP),
            )
        }
        people = {
            "writer": Role.CONTRIBUTOR,
            "colleague": Role.CONTRIBUTOR,
            "editor": Role.FIELD_EDITOR,
            "desk": Role.DESK,
            "head": Role.HEAD_EDITOR,
            "leader": Role.COMMUNE_LEADER,
            "accountant": Role.ACCOUNTANT,
        }
        actors = {key: person(f"{key}.{code}", unit, role) for key, role in people.items()}
    return Commune(unit, sections, actors)


person = partial(people.person, now=NOW)
frozen = stopped_at(NOW)
home, neighbour = two(commune)


def content(of: Commune, title: str = "Lịch tiêm phòng", **more) -> ArticleContent:
    facts = {
        "section_id": of.news.pk,
        "title": title,
        "author_name": "Nguyễn Văn A",
        "author_address": "Ấp 1",
        "body": [text("<p>Từ 8 giờ tại trạm y tế.</p>")],
    }
    return ArticleContent(**facts | more)


def text(html: str) -> dict[str, str]:
    return {"id": "11111111-1111-4111-8111-111111111111", "type": "text", "value": html}


def write(of: Commune, by: Actor | None = None, **more) -> Article:
    by = by or of.writer
    with use_scope(by.scope):
        return write_article(by=by, content=content(of, **more), now=NOW)


def release(article: Article, of: Commune) -> Article:
    """Board and committee agree that others publish it."""
    for side, by in ((Side.BOARD, of.head), (Side.COMMITTEE, of.leader)):
        with use_scope(by.scope):
            agree_to_reuse(by=by, article_id=article.pk, side=side, decision="9/TB", now=NOW)
    return article


def publish(article: Article, of: Commune) -> Article:
    """All the way of N1."""
    with use_scope(of.writer.scope):
        submit(item=article, by=of.writer, now=NOW)
    with use_scope(of.desk.scope):
        assign(item=article, assignee_id=of.editor.user_id, by=of.desk, now=NOW)
    for step, by in ((verify, of.editor), (approve, of.head)):
        with use_scope(by.scope):
            row = Article.objects.get(pk=article.pk)
            step(item=row, expected_hash=standing(by, row, now=NOW).content, by=by, now=NOW)
    with use_scope(of.desk.scope):
        article.refresh_from_db()
    return article
