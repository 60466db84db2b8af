"""Reads for the desk's lists: turns and reviews with the items that they are about, and articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.content.newsroom import queries as newsroom
from conglang.content.newsroom.models import Article
from conglang.tools.approval.kinds import Line, lines_of
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.models import Contribution, Review, Turn
from conglang.tools.approval.routes import PUBLISH, REVISE
from conglang.tools.approval.rules import Stage

ON_LIST = ("body", "summary")  # what a list does not show is not read


@dataclass(frozen=True)
class Waiting:
    """A turn of the person with the line of the item that it is about."""

    turn: Turn
    line: Line
    group: str
    is_late: bool


def waiting_rows(turns: Iterable[Turn], now: datetime) -> list[Waiting]:
    """Turns, each with its item's line and the group that it belongs to; one query a kind of content."""
    given = list(turns)
    lines = lines_of(turn.review for turn in given)
    return [
        Waiting(
            turn,
            lines[turn.review_id],
            group_of(turn),
            is_late=turn.due_at is not None and turn.due_at < now,
        )
        for turn in given
        if turn.review_id in lines
    ]


def group_of(turn: Turn) -> str:
    """Which of the person's lists a turn belongs to."""
    if turn.step in {REVISE, PUBLISH}:
        return turn.step
    if turn.is_own_work:  # type: ignore[attr-defined]  # annotated by waiting_for
        return "own"
    steps = {step["name"]: step for step in turn.review.route["steps"]}
    step = steps[turn.step]
    if turn.assignee_id is None and turn.waits_for == step["assigned_by"]:
        return "assign"
    last = turn.review.route["steps"][-1]
    return "approve" if step in [last] or (step["group"] and step["group"] == last["group"]) else "verify"


def drafts_of(by: Actor, limit: int) -> list[tuple[Line, Review]]:
    """The person's own unfinished items that nobody sent back, newest first."""
    reviews = Review.objects.filter(stage=Stage.DRAFT, contributions__user=by.user_id)
    return _with_lines(reviews.order_by("-pk")[:limit])


def sent_by(by: Actor, limit: int) -> list[tuple[Line, Review]]:
    """What the person submitted and others have not decided yet, newest first."""
    reviews = Review.objects.filter(stage__in=[Stage.IN_REVIEW, Stage.APPROVED], submitted_by=by.user_id)
    return _with_lines(reviews.order_by("-submitted_at")[:limit])


@dataclass(frozen=True)
class ListQuery:
    """What a list of articles shows; empty values leave nothing out."""

    text: str = ""
    stage: str = ""
    section_id: int | None = None
    user_id: int | None = None  # only what this person worked on


def articles(keys: QuerySet[Any]) -> QuerySet[Article]:
    """A page of keys as rows for a list, newest first, each with its `stage`."""
    return newsroom.articles().defer(*ON_LIST).filter(pk__in=keys)


def keys(query: ListQuery) -> QuerySet[Any]:
    """Keys of the articles that a list shows, newest first: from indexes, whatever is asked for."""
    reviews, is_narrow = _reviews(query), bool(query.stage) or query.user_id is not None
    if is_narrow and not query.text and query.section_id is None:
        return reviews.order_by("-object_id").values_list("object_id", flat=True)
    rows: QuerySet[Article] = newsroom.with_title(Article.objects.order_by("-pk"), query.text)
    if query.section_id is not None:
        rows = rows.filter(section=query.section_id)
    if is_narrow:  # asked of the few that are found, where a list of keys would be read through first
        rows = rows.filter(Exists(reviews.filter(object_id=OuterRef("pk"))))
    return rows.values_list("pk", flat=True)


def stage_counts(user_id: int | None = None) -> dict[str, int]:
    """How many articles stand at each stage.

    What is public is by far the most, so it is what remains: counting it one by one would read every review.
    """
    reviews = _reviews(ListQuery(user_id=user_id)).order_by()
    total = Article.objects.count() if user_id is None else reviews.count()
    rest = reviews.filter(stage__in=[stage for stage in Stage if stage is not Stage.PUBLISHED])
    counts = dict(rest.values_list("stage").annotate(Count("pk")))
    counts[Stage.PUBLISHED.value] = max(total - sum(counts.values()), 0)
    return {stage.value: counts.get(stage.value, 0) for stage in STAGES}


def article_kind() -> ContentType:
    """How reviews name articles."""
    return ContentType.objects.get_for_model(Article)


def people_on(review: Review | None) -> frozenset[int]:
    """Ids of the people who worked on what is to be decided."""
    if review is None:
        return frozenset()
    rows: Any = Contribution.objects.filter(review=review, is_settled=False)
    return frozenset(rows.values_list("user_id", flat=True))


def _reviews(query: ListQuery) -> QuerySet[Review]:
    rows: QuerySet[Review] = Review.objects.filter(content_type=article_kind())
    if query.stage:
        rows = rows.filter(stage=query.stage)
    if query.user_id is not None:
        mine = Contribution.objects.filter(user=query.user_id).values("review")
        rows = rows.filter(pk__in=mine)
    return rows


def _with_lines(rows: QuerySet[Review]) -> list[tuple[Line, Review]]:
    reviews = list(rows)
    lines = lines_of(reviews)
    return [(lines[review.pk], review) for review in reviews if review.pk in lines]
