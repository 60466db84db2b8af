"""Two people at one article: who is in the way, who may ask, who may go on."""

from datetime import timedelta

import pytest

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.queries import held_by_another
from conglang.content.newsroom.services import hold
from conglang.content.newsroom.services.edit_article import Locked
from conglang.content.newsroom.tests.conftest import NOW, write
from conglang.content.newsroom.tests.test_articles import edit

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def article(home):
    """The desk has had it open for ten minutes, and types."""
    row = write(home)
    keep(home.desk, row, NOW - 10 * MINUTE)
    keep(home.desk, row, NOW)
    return row


def keep(by, article, now, *, is_typing=True):
    with use_scope(by.scope):
        return hold.keep(by=by, article_id=article.pk, is_typing=is_typing, now=now)


def ask(by, article, now):
    with use_scope(by.scope):
        hold.ask(by=by, article_id=article.pk, now=now)


def answer(by, article, now, *, hands_over):
    with use_scope(by.scope):
        hold.answer(by=by, article_id=article.pk, hands_over=hands_over, now=now)


def take(by, article, now):
    with use_scope(by.scope):
        return hold.take_over(by=by, article_id=article.pk, now=now)


def in_the_way(by, article, now):
    with use_scope(by.scope):
        found = held_by_another(article.pk, by.user_id, now)
        return found and found.user_id


def test_an_open_article_names_who_has_it_and_since_when(home, article):
    found = keep(home.editor, article, NOW)
    assert (found.user_id, found.since) == (home.desk.user_id, NOW - 10 * MINUTE)
    assert in_the_way(home.editor, article, NOW) == home.desk.user_id
    assert in_the_way(home.desk, article, NOW) is None


def test_nobody_saves_past_the_holder(home, article):
    with pytest.raises(Locked) as refused:
        edit(article, home.editor, title="Khác")
    assert refused.value.hold.user_id == home.desk.user_id
    assert edit(article, home.desk, title="Khác").title == "Khác"


def test_who_asks_waits_a_minute_for_the_answer(home, article):
    ask(home.editor, article, NOW)
    with pytest.raises(Forbidden):
        take(home.editor, article, NOW + MINUTE - SECOND)
    keep(home.desk, article, NOW + 50 * SECOND)
    assert take(home.editor, article, NOW + MINUTE).user_id == home.editor.user_id
    assert in_the_way(home.desk, article, NOW + MINUTE) == home.editor.user_id
    assert AuditEntry.objects.filter(verb="newsroom.taken_over", object_pk=str(article.pk)).count() == 1


def test_asking_again_does_not_begin_the_minute_anew(home, article):
    ask(home.editor, article, NOW)
    ask(home.editor, article, NOW + 59 * SECOND)
    take(home.editor, article, NOW + MINUTE)


def test_a_question_of_one_person_lets_no_third_in(home, article):
    ask(home.editor, article, NOW)
    with pytest.raises(Forbidden):
        take(home.head, article, NOW + 2 * MINUTE)


def test_the_holder_hands_over(home, article):
    ask(home.editor, article, NOW)
    answer(home.desk, article, NOW + SECOND, hands_over=True)
    assert in_the_way(home.desk, article, NOW + SECOND) == home.editor.user_id


def test_the_holder_goes_on(home, article):
    ask(home.editor, article, NOW)
    answer(home.desk, article, NOW + SECOND, hands_over=False)
    with pytest.raises(Forbidden):
        take(home.editor, article, NOW + 2 * MINUTE)
    ask(home.editor, article, NOW + 3 * MINUTE)
    take(home.editor, article, NOW + 4 * MINUTE)


def test_only_the_holder_answers(home, article):
    ask(home.editor, article, NOW)
    answer(home.editor, article, NOW, hands_over=True)
    assert in_the_way(home.editor, article, NOW) == home.desk.user_id


def test_who_is_idle_for_five_minutes_is_relieved_at_once(home, article):
    keep(home.desk, article, NOW + 4 * MINUTE, is_typing=False)
    with pytest.raises(Forbidden):
        take(home.editor, article, NOW + 5 * MINUTE - SECOND)
    take(home.editor, article, NOW + 5 * MINUTE)


def test_an_abandoned_page_is_in_nobodys_way_after_half_an_hour(home, article):
    late = NOW + 30 * MINUTE + SECOND
    keep(home.desk, article, late, is_typing=False)
    assert in_the_way(home.editor, article, late) is None
    assert keep(home.editor, article, late, is_typing=False).user_id == home.editor.user_id


def test_closing_the_page_lets_others_in(home, article):
    for by in (home.editor, home.desk):
        with use_scope(by.scope):
            hold.let_go(by=by, article_id=article.pk)
        expected = None if by is home.desk else home.desk.user_id
        assert in_the_way(home.editor, article, NOW) == expected


def test_strangers_and_people_who_may_not_edit_do_not_ask(home, neighbour, article):
    with pytest.raises(NotFound):
        keep(neighbour.desk, article, NOW)
    with pytest.raises(Forbidden):
        ask(home.colleague, article, NOW)
