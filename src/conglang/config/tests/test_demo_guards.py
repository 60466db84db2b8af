"""The demonstration shows what the guards do: one article does not pass, one file can be redacted."""

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.config.demo.guarded import let_guards_find
from conglang.config.demo.people import HOA
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, commune, person
from conglang.tools.approval.guarding import redactable
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage
from conglang.tools.guards.models import Stop
from conglang.tools.guards.rules import Kind
from conglang.tools.pages.models import Section, SectionKind


@pytest.fixture
def unit(db) -> Unit:
    found = commune(HOA, "Hòa Mẫu").unit
    with everything("tests"):
        person("ctv", found, Role.CONTRIBUTOR)
        Section.objects.create(
            unit=found, key="notices", slug="thong-bao", title="Thông báo", kind=SectionKind.LIST
        )
    return found


def test_a_stamped_article_is_stopped_and_a_list_of_people_can_be_redacted(unit):
    with everything("tests"):
        let_guards_find({HOA: unit}, NOW)
        stop = Stop.objects.get()
        listed = Article.objects.exclude(pk=stop.object_id).get()
        [(file, kinds)] = redactable(listed.get_latest_revision_as_object())
        stages = dict(Review.objects.values_list("object_id", "stage"))
    assert stop.found[0][1].value == "MẬT"
    assert file.extension == "docx"
    assert {Kind.IDENTITY_NUMBER, Kind.PHONE, Kind.BIRTH_DATE} <= set(kinds)
    assert stages.get(stop.object_id, Stage.DRAFT) == Stage.DRAFT
    assert stages[listed.pk] == Stage.IN_REVIEW
