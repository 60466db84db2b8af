"""Write, check and approve the demonstration's news, each by the people whose task it is."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from wagtail.models import Revision

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import SMALL_BOARDS
from conglang.config.demo.pictures import jpeg
from conglang.content.newsroom.languages import Language
from conglang.content.newsroom.models import Article, ArticleKind
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.write_article import write_article
from conglang.content.newsroom.themes import Theme
from conglang.kernel.clock import frozen
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.rules import Command
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.assign import assign
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.verify import verify
from conglang.tools.media.models import Image
from conglang.tools.media.services.store import store_document, store_image
from conglang.tools.pages.models import Section

SOURCE = Path(__file__).with_name("stories.toml")
CLIPS = Path(__file__).with_name("clips")  # drawn for the demonstration; nobody speaks in them
Story = dict[str, Any]
Board = dict[Role, Actor]


def publish_stories(units: dict[str, Unit], now: datetime) -> None:
    """Every story goes its unit's whole way, on the day that it tells."""
    with SOURCE.open("rb") as file:
        stories: list[Story] = tomllib.load(file)["story"]
    boards: dict[str, Board] = {}
    for story in sorted(stories, key=lambda each: -each["days_ago"]):
        at, commune = now - timedelta(days=story["days_ago"], hours=2), story["commune"]
        with frozen(at):
            if commune not in boards:  # nobody changed between its stories
                boards[commune] = board_of(units[commune], at)
            _publish(story, units[commune], boards[commune], at)


def _publish(story: Story, unit: Unit, board: Board, at: datetime) -> None:
    writer = board[Role.CONTRIBUTOR]
    with use_scope(writer.scope):
        article = write_article(by=writer, content=_content(story, unit, writer, at), now=at)
        # Wagtail dates revisions by its own clock, which knows nothing of the story's day
        Revision.objects.filter(pk=article.latest_revision_id).update(created_at=at)
        submit(item=article, by=writer, now=at)
    have_approved(article, story["commune"], board, at)


def have_approved(article: Article, code: str, board: Board, at: datetime) -> None:
    """What was submitted goes the way of its unit, each step by the person whose task it is."""
    if code not in SMALL_BOARDS:
        with use_scope(board[Role.DESK].scope):
            editor_id = board[Role.FIELD_EDITOR].user_id
            assert editor_id is not None  # noqa: S101  # a person of the demonstration
            assign(item=article, assignee_id=editor_id, by=board[Role.DESK], now=at)
        _decide(Command.VERIFY, article, board[Role.FIELD_EDITOR], at)
    _decide(Command.APPROVE, article, board[Role.HEAD_EDITOR], at)


def _decide(command: Command, article: Article, by: Actor, at: datetime) -> None:
    with use_scope(by.scope):
        row = Article.objects.get(pk=article.pk)
        seen = content_hash(row.latest_revision_id)
        {Command.VERIFY: verify, Command.APPROVE: approve}[command](
            item=row, expected_hash=seen, by=by, now=at
        )


def board_of(unit: Unit, at: datetime) -> Board:
    """The people of the unit's board by role."""
    rows = Membership.objects.in_force(at).filter(unit=unit).select_related("user")
    users: dict[Role, User] = {Role(row.role): row.user for row in rows}
    return {role: actor_for(user, unit.pk, at) for role, user in users.items()}


def _content(story: Story, unit: Unit, writer: Actor, at: datetime) -> ArticleContent:
    lead = None
    if "scene" in story:
        lead = store_image(
            by=writer, unit_id=unit.pk, file=jpeg(story["scene"], story["days_ago"] + unit.pk),
            title=story["title"], alt_text=story["alt"], now=at,
        )  # fmt: skip
    return ArticleContent(
        section_id=Section.objects.get(unit=unit, key=story["section"]).pk,
        title=story["title"],
        summary=story["summary"],
        kind=ArticleKind.VIDEO if "clip" in story else ArticleKind.ARTICLE,
        body=[{**block, "id": str(uuid4())} for block in _blocks(story, unit, writer, lead, at)],
        lead_id=lead.pk if lead else None,
        lead_alt=story.get("alt", ""),
        language=story.get("language", Language.VIETNAMESE),
        translation_of_id=Article.objects.get(unit=unit, title=story["translates"]).pk
        if "translates" in story
        else None,
        theme_id=Theme.objects.get(slug=story["theme"]).pk if "theme" in story else None,
        author_name=story["author"],
        author_address=story["address"],
    )


def _blocks(
    story: Story, unit: Unit, writer: Actor, lead: Image | None, at: datetime
) -> Iterator[dict[str, Any]]:
    if "clip" in story:
        with (CLIPS / story["clip"]).open("rb") as file:
            clip = store_document(by=writer, unit_id=unit.pk, file=file, title=story["title"], now=at)
        poster = {"image": lead and lead.pk, "alt_text": story["alt"], "decorative": False}
        said = {"is_silent": True, "transcript": story["transcript"]}
        video = {"title": story["title"], "file": clip.pk, "poster": poster, **said}
        yield {"type": "video", "value": video}
    yield {"type": "text", "value": story["body"].strip()}
