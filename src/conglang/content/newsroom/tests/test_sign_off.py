"""The head of the supplying department signs off by name, before the desk (N13)."""

import pytest

from conglang.base.accounts.models import Membership
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.routes import NAMED, SIGN_OFF, SIGNED, STEPS, VERIFY
from conglang.content.newsroom.services.edit_article import edit_article
from conglang.content.newsroom.tests.conftest import NOW, content, person, write
from conglang.tools.approval.models import RouteSetting
from conglang.tools.approval.queries import standing
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.removal import is_named_in_a_version
from conglang.tools.approval.services import assign, submit, verify

pytestmark = pytest.mark.postgres


@pytest.fixture
def office(home):
    with everything("tests"):
        RouteSetting.objects.create(unit=home.unit, kind="newsroom.article", route=SIGNED.as_data())
        return Department.objects.create(unit=home.unit, name="Phòng Kinh tế")


@pytest.fixture
def chief(home, office):
    with everything("tests"):
        actor = person("chief", home.unit, Role.DEPARTMENT_HEAD)
        Membership.objects.filter(user=actor.user_id).update(department=office)
    return actor


def send(article, by):
    with use_scope(by.scope):
        submit(item=article, by=by, now=NOW)
        article.refresh_from_db()
        return standing(by, article, now=NOW)


def test_an_article_goes_to_the_head_of_its_department_and_then_to_the_desk(home, office, chief):
    article = write(home, department_id=office.pk)
    where = send(article, home.writer)
    assert (where.steps, where.assignees) == ((SIGN_OFF,), {SIGN_OFF: chief.user_id})
    with use_scope(chief.scope):
        seen = standing(chief, article, now=NOW).content
        verify(item=article, expected_hash=seen, by=chief, now=NOW)
        assert standing(chief, article, now=NOW).steps == (VERIFY,)


def test_another_departments_head_cannot_sign_off(home, office, chief):
    with everything("tests"):
        other = person("other", home.unit, Role.DEPARTMENT_HEAD)
    article = write(home, department_id=office.pk)
    send(article, home.writer)
    with use_scope(other.scope), pytest.raises(Refused):
        verify(item=article, expected_hash=standing(other, article, now=NOW).content, by=other, now=NOW)


@pytest.mark.parametrize("why", ["no department", "nobody heads it", "the head wrote it"])
def test_where_no_head_can_sign_the_desk_names_somebody(home, office, chief, why):
    if why == "nobody heads it":
        with everything("tests"):
            Membership.objects.filter(user=chief.user_id).update(ended_at=NOW)
    author = chief if why == "the head wrote it" else home.writer
    article = write(home, author, department_id=None if why == "no department" else office.pk)
    where = send(article, author)
    assert (where.steps, dict(where.assignees)) == ((SIGN_OFF,), {})
    with use_scope(home.desk.scope):
        assign(item=article, assignee_id=home.leader.user_id, by=home.desk, now=NOW)
    with use_scope(home.leader.scope):
        seen = standing(home.leader, article, now=NOW).content
        verify(item=article, expected_hash=seen, by=home.leader, now=NOW)
        assert standing(home.leader, article, now=NOW).steps == (VERIFY,)


def test_the_head_appointed_first_signs_off(home, office, chief):
    with everything("tests"):
        later = person("later", home.unit, Role.DEPARTMENT_HEAD)
        Membership.objects.filter(user=later.user_id).update(department=office, starts_on=NOW.date())
    article = write(home, department_id=office.pk)
    assert send(article, home.writer).assignees == {SIGN_OFF: chief.user_id}


def test_a_department_that_only_an_older_version_names_is_still_named(home, office):
    article = write(home, department_id=office.pk)
    with use_scope(home.writer.scope):
        row = Article.objects.get(pk=article.pk)
        edit_article(
            by=home.writer, article_id=row.pk, expected_revision=row.version, content=content(home), now=NOW
        )
        other = Department.objects.create(unit=home.unit, name="Văn phòng")
        assert Article.objects.get(pk=article.pk).department_id is None
        assert is_named_in_a_version(Article, "department", office)
        assert not is_named_in_a_version(Article, "department", other)


def test_every_way_to_choose_has_words_for_its_steps():
    assert all(step.name in STEPS for named in NAMED.values() for step in named.route.steps)
