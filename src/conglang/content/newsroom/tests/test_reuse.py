"""Whether others may publish an item elsewhere: decided by the board, covered by the approval (N10)."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.actor import actor_for
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.consents import ReuseConsent, Side
from conglang.content.newsroom.models import Article, Reuse
from conglang.content.newsroom.services.agree_to_reuse import agree_to_reuse, end_consent
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.decide_reuse import decide_reuse
from conglang.content.newsroom.services.edit_article import edit_article
from conglang.content.newsroom.tests.conftest import NOW, SINCE, person, publish, release, write


def decide(of, reuse=Reuse.FREE, by=None, decision="12/QĐ-BBT, 20/11/2026"):
    by = by or of.head
    with use_scope(by.scope):
        return decide_reuse(by=by, unit_id=of.unit.pk, reuse=reuse, decision=decision, now=NOW)


def test_without_a_decision_others_have_to_ask(home):
    assert write(home).reuse == Reuse.ASK


def test_new_items_follow_the_boards_decision_and_old_ones_stay(home):
    before = write(home)
    decide(home)
    assert write(home, title="Sau đó").reuse == Reuse.FREE
    assert write(home, title="Trừ bài này", reuse=Reuse.ASK).reuse == Reuse.ASK
    with use_scope(home.writer.scope):
        before.refresh_from_db()
    assert before.reuse == Reuse.ASK


def test_the_newest_decision_holds_and_the_same_one_is_put_down_once(home):
    decide(home)
    decide(home)
    decide(home, Reuse.ASK, decision="13/QĐ-BBT, 21/11/2026")
    assert AuditEntry.objects.filter(verb="newsroom.reuse_decided").count() == 2
    assert write(home).reuse == Reuse.ASK


def test_a_contributor_decides_nothing(home):
    with pytest.raises(Forbidden):
        decide(home, by=home.writer)


def test_the_approval_covers_it(home):
    article = publish(write(home), home)
    with use_scope(home.editor.scope):
        row = Article.objects.get(pk=article.pk)
        edit_article(
            by=home.editor, article_id=row.pk, expected_revision=row.version, now=NOW,
            content=replace(ArticleContent.of(row), reuse=Reuse.FREE),
        )  # fmt: skip
        row.refresh_from_db()
        assert row.reuse == Reuse.ASK  # what is public stays as it was approved
        assert row.get_latest_revision_as_object().reuse == Reuse.FREE
        assert "reuse" in Article.content_fields()


def test_an_edit_that_does_not_speak_of_it_changes_nothing(home):
    article = write(home, reuse=Reuse.FREE)
    with use_scope(home.writer.scope):
        row = Article.objects.get(pk=article.pk)
        content = replace(ArticleContent.of(row), title="Tên mới", reuse=None)
        row = edit_article(
            by=home.writer, article_id=row.pk, expected_revision=row.version, content=content, now=NOW
        )
        newest = row.get_latest_revision_as_object()
    assert (newest.title, newest.reuse) == ("Tên mới", Reuse.FREE)


def agree(article, by, side):
    with use_scope(by.scope):
        return agree_to_reuse(by=by, article_id=article.pk, side=side, decision="9/TB-BBT", now=NOW)


def test_an_item_is_free_once_the_board_and_the_committee_agreed(home):
    article = publish(write(home, reuse=Reuse.FREE), home)
    assert not article.is_free
    assert not agree(article, home.head, Side.BOARD).is_free
    assert agree(article, home.leader, Side.COMMITTEE).is_free
    agree(article, home.leader, Side.COMMITTEE)
    with use_scope(home.head.scope):
        assert [(row.side, row.by_id, row.at) for row in ReuseConsent.objects.all()] == [
            ("board", home.head.user_id, NOW), ("committee", home.leader.user_id, NOW),
        ]  # fmt: skip
        assert not end_consent(by=home.head, article_id=article.pk, side=Side.BOARD, now=NOW).is_free


def test_neither_side_agrees_for_the_other_and_nobody_for_both(home):
    article = publish(write(home, reuse=Reuse.FREE), home)
    for by, side in ((home.head, Side.COMMITTEE), (home.leader, Side.BOARD), (home.desk, Side.BOARD)):
        with pytest.raises(Forbidden):
            agree(article, by, side)
    with everything("tests"):
        user = User.objects.get(pk=person("both.98001", home.unit, Role.HEAD_EDITOR).user_id)
        Membership.objects.create(
            user=user, unit=home.unit, role=Role.COMMUNE_LEADER, starts_on=SINCE, decision_number="2",
            decided_on=SINCE,
        )  # fmt: skip
    both = actor_for(user, home.unit.pk, NOW)
    agree(article, both, Side.BOARD)
    with pytest.raises(ValidationError):
        agree(article, both, Side.COMMITTEE)


def test_what_asks_or_is_not_public_is_not_agreed_to(home):
    for article in (publish(write(home, reuse=Reuse.ASK), home), write(home, title="Nháp", reuse=Reuse.FREE)):
        with pytest.raises(ValidationError):
            agree(article, home.head, Side.BOARD)


def test_a_consent_lasts_through_a_new_version_that_stays_free(home):
    article = release(publish(write(home, reuse=Reuse.FREE), home), home)
    with use_scope(home.writer.scope):
        row = Article.objects.get(pk=article.pk)
        content = replace(ArticleContent.of(row), title="Tên mới")
        edit_article(
            by=home.writer, article_id=row.pk, expected_revision=row.version, content=content, now=NOW
        )
    again = publish(article, home)
    assert (again.title, again.is_free) == ("Tên mới", True)
