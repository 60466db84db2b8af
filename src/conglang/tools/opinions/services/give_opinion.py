"""Count what a reader thinks of a page."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from conglang.base.units.scope import Scope, use_scope
from conglang.kernel.clock import local_day
from conglang.kernel.text import nfc
from conglang.tools.opinions.models import PageOpinion, PageRemark, Usefulness
from conglang.tools.opinions.rules import (
    OPINIONS_OF_PAGE,
    OPINIONS_OF_SITE,
    REMARKS_OF_SITE,
    WORDS_LENGTH,
    ReadPage,
    TooMany,
    minute_of,
)


@transaction.atomic
def give_opinion(*, page: ReadPage, answer: Usefulness, words: str, now: datetime) -> None:
    """Count an answer, and keep the words if there are some; each call counts, for nobody is known.

    Raises TooMany while the page or its site gets more than people send.
    """
    with use_scope(_of_the_reader(page.unit_id)):
        row = _row(page, now)
        minute = minute_of(now)
        row.in_minute = row.in_minute + 1 if row.minute == minute else 1
        row.minute = minute
        if row.in_minute > OPINIONS_OF_PAGE or _rush(page.unit_id, minute) >= OPINIONS_OF_SITE:
            raise TooMany
        setattr(row, answer.value, getattr(row, answer.value) + 1)
        row.path, row.title = page.path, page.title
        row.save()
        text = nfc(words).strip()[:WORDS_LENGTH]
        if text:
            _keep(page, answer, text, now)


def _of_the_reader(unit_id: int) -> Scope:
    """A visitor writes nothing else anywhere."""
    return Scope(acting=unit_id, readable=frozenset({unit_id}), writable=frozenset({unit_id}))


def _row(page: ReadPage, now: datetime) -> PageOpinion:
    """The page's row of today, locked until the transaction ends."""
    row: PageOpinion
    row, _is_new = PageOpinion.objects.select_for_update().get_or_create(
        unit_id=page.unit_id,
        page_uid=page.uid,
        day=local_day(now),
        defaults={"path": page.path, "title": page.title, "minute": minute_of(now)},
    )
    return row


def _rush(unit_id: int, minute: datetime) -> int:
    rows = PageOpinion.objects.filter(unit=unit_id, minute=minute)
    return int(rows.aggregate(number=Sum("in_minute"))["number"] or 0)


def _keep(page: ReadPage, answer: Usefulness, text: str, now: datetime) -> None:
    day = local_day(now)
    if PageRemark.objects.filter(unit=page.unit_id, day=day).count() >= REMARKS_OF_SITE:
        raise TooMany
    PageRemark(
        unit_id=page.unit_id,
        page_uid=page.uid,
        path=page.path,
        title=page.title,
        day=day,
        answer=answer,
        text=text,
    ).save()
