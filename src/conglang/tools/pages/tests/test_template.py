"""The province's template reaches every commune; what communes chose stays (P3)."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Unit, UnitKind, UnitLevel
from conglang.base.units.scope import Scope, everything, use_scope
from conglang.tools.pages.editing import (
    add_own,
    add_row,
    change_row,
    hide,
    move_row,
    remove_row,
    rename,
    shift,
)
from conglang.tools.pages.layout import Adaptation, Rule, Template
from conglang.tools.pages.models import Section, SiteLayout, TemplateVersion
from conglang.tools.pages.queries import frame, home_blocks, template_for
from conglang.tools.pages.services.apply_change import apply_change
from conglang.tools.pages.services.lay_out import lay_out_sections
from conglang.tools.pages.services.propose_change import propose_change
from conglang.tools.pages.template import first_template
from conglang.tools.pages.tests.conftest import NOW

SINCE = date(2025, 7, 1)
SYSTEM = Actor.system("tests")


def never(_slug: str) -> bool:
    return False


@pytest.fixture
def province(db) -> Unit:
    return Unit.objects.create(
        level=UnitLevel.PROVINCE, kind=UnitKind.PROVINCE, code="98", name="Sông Mây", valid_from=SINCE
    )


def communes(province: Unit, number: int) -> list[Unit]:
    rows = [
        Unit(
            level=UnitLevel.COMMUNE,
            kind=UnitKind.COMMUNE,
            code=f"98{at:03}",
            name=f"Bến {at}",
            parent=province,
            lineage=province.below,
            valid_from=SINCE,
        )
        for at in range(number)
    ]
    return Unit.objects.bulk_create(rows)


def person(unit: Unit, role: Role, *reached: int) -> Actor:
    user = User.objects.create_user(f"{role.value}{User.objects.count()}", None, full_name="Đỗ Thị Kiểm")
    units = frozenset({unit.pk, *reached})
    scope = Scope(acting=unit.pk, readable=units, writable=units)
    grants = {unit_id: frozenset({role}) for unit_id in units}
    return Actor(user_id=user.pk, name="Đỗ Thị Kiểm", unit_id=unit.pk, scope=scope, grants=grants)


def lay_out(units: list[Unit]) -> None:
    with everything("tests"):
        for unit in units:
            lay_out_sections(by=SYSTEM, unit_id=unit.pk, now=NOW)


def decide(unit: Unit, kind: str, content, proposer: Actor, confirmer: Actor) -> None:
    with use_scope(proposer.scope):
        change = propose_change(by=proposer, unit_id=unit.pk, kind=kind, content=content, now=NOW)
    with use_scope(confirmer.scope):
        apply_change(by=confirmer, change=change, seen=change.sha256, now=NOW)


@pytest.fixture
def lay_down(province):
    """Have the province's template be as a step makes it: one person proposes, another one confirms."""
    proposer = person(province, Role.PROVINCE_ADMINISTRATOR)
    confirmer = person(province, Role.HEAD_EDITOR)

    def do(step) -> None:
        old = template_for(province)
        new = Template(step(old.sections), old.blocks)
        decide(province, "template", new.as_data(), proposer, confirmer)

    return do


def adapt(unit: Unit, step) -> None:
    with everything("tests"):
        layout = SiteLayout.objects.get(unit=unit)
    wishes = step(template_for(unit).sections, layout.wishes.sections)
    content = replace(layout.wishes, sections=wishes).as_data()
    decide(unit, "sections", content, person(unit, Role.UNIT_ADMINISTRATOR), person(unit, Role.HEAD_EDITOR))


def menu(unit: Unit) -> list[str]:
    with everything("tests"):
        around = frame(unit)
        return [
            title
            for entry in around.menu
            for title in (entry.section.title, *(c.title for c in entry.children))
        ]


def grow(rows):
    return add_row(rows, title="Chuyển đổi số", kind="list", parent="news", is_taken=never)


def test_the_template_gains_a_section_and_170_sites_show_it(province, lay_down):
    units = communes(province, 170)
    lay_down(lambda rows: change_row(rows, "history", days=900))  # lays out all sites
    with everything("tests"):
        before = Section.objects.count()
        assert before == 171 * len(first_template().sections)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        lay_down(grow)
    assert len(queries) < 171 * 2 + 150, "one audit entry a site, and no more statements for many sites"
    with everything("tests"):
        rows = Section.objects.filter(key="chuyen_doi_so", parent__key="news")
        assert rows.count() == 171
        assert Section.objects.count() == before + 171
    assert all("Chuyển đổi số" in menu(unit) for unit in (units[0], units[84], units[169]))
    assert AuditEntry.objects.filter(verb="pages.laid_out", unit_id=units[7].pk).count() == 2


def test_the_same_template_again_changes_nothing(province, lay_down):
    units = communes(province, 2)
    lay_down(grow)
    with everything("tests"):
        before = list(Section.objects.order_by("pk").values())
    lay_out(units)
    with everything("tests"):
        assert list(Section.objects.order_by("pk").values()) == before
    with everything("tests"):
        assert [row.number for row in TemplateVersion.objects.all()] == [1]


def test_what_a_commune_chose_survives_every_template(province, lay_down):
    ours, theirs = communes(province, 2)
    lay_out([ours, theirs])
    adapt(ours, lambda rows, wishes: rename(rows, wishes, "news", "Tin xã nhà"))
    adapt(ours, lambda rows, wishes: hide(rows, wishes, "businesses"))
    adapt(ours, lambda rows, wishes: shift(rows, wishes, "health", -9))
    adapt(
        ours,
        lambda rows, wishes: add_own(
            rows, wishes, title="Làng nghề", kind="list", heading="news", is_taken=never
        ),
    )
    lay_down(grow)
    lay_down(lambda rows: change_row(rows, "news", title="Tin tức, sự kiện"))
    lay_down(lambda rows: move_row(rows, "documents", -2))
    at_home, next_door = menu(ours), menu(theirs)
    assert {"Tin xã nhà", "Làng nghề", "Chuyển đổi số"} <= set(at_home)
    assert at_home.index("Sức khỏe cộng đồng") == at_home.index("Tin xã nhà") + 1
    assert at_home.index("Văn bản") < at_home.index("Tin xã nhà")
    assert "Tin tức, sự kiện" in next_door
    assert not {"Tin xã nhà", "Làng nghề"} & set(next_door)
    with everything("tests"):
        assert Section.objects.get(unit=ours, key="businesses").is_hidden


def test_a_section_that_becomes_fixed_is_the_parents_word_and_later_the_communes_again(province, lay_down):
    (ours,) = communes(province, 1)
    lay_out([ours])
    adapt(ours, lambda rows, wishes: rename(rows, wishes, "news", "Tin xã nhà"))
    lay_down(lambda rows: change_row(rows, "news", rule=Rule.FIXED))
    assert "Tin xã nhà" not in menu(ours)
    lay_down(lambda rows: change_row(rows, "news", rule=Rule.FREE))
    assert "Tin xã nhà" in menu(ours)


def test_a_section_goes_only_where_nothing_is_in_it_and_comes_back_as_the_same(
    province, lay_down, monkeypatch
):
    (ours,) = communes(province, 1)
    lay_down(grow)
    with everything("tests"):
        made = Section.objects.get(unit=ours, key="chuyen_doi_so")
    with monkeypatch.context() as patch:
        patch.setattr("conglang.tools.pages.template_changes.users_of", lambda rows: dict.fromkeys(rows, 1))
        with pytest.raises(ValidationError) as refused:
            lay_down(lambda rows: remove_row(rows, "chuyen_doi_so"))
    assert "Chuyển đổi số" in str(refused.value)
    lay_down(lambda rows: remove_row(rows, "chuyen_doi_so"))
    assert "Chuyển đổi số" not in menu(ours)
    lay_down(grow)
    with everything("tests"):
        again = Section.objects.get(unit=ours, key="chuyen_doi_so")
    assert (again.pk, again.slug, again.is_hidden) == (made.pk, "chuyen-doi-so", False)


def test_a_communes_own_address_is_kept_when_the_template_takes_the_same(province, lay_down):
    (ours,) = communes(province, 1)
    lay_out([ours])
    adapt(
        ours,
        lambda rows, wishes: add_own(
            rows, wishes, title="Chuyển đổi số", kind="list", heading="news", is_taken=never
        ),
    )
    lay_down(grow)
    with everything("tests"):
        slugs = dict(Section.objects.filter(unit=ours, slug__startswith="chuyen").values_list("key", "slug"))
    assert slugs == {"own-chuyen-doi-so": "chuyen-doi-so", "chuyen_doi_so": "chuyen-doi-so-2"}


def test_only_a_province_lays_down_a_template_and_only_its_administrators_propose(province):
    (ours,) = communes(province, 1)
    content = Template(grow(first_template().sections), first_template().blocks).as_data()
    boss = person(province, Role.PROVINCE_ADMINISTRATOR, ours.pk)
    with use_scope(boss.scope):
        with pytest.raises(ValidationError):
            propose_change(by=boss, unit_id=ours.pk, kind="template", content=content, now=NOW)
        head = person(province, Role.HEAD_EDITOR)
        with pytest.raises(Forbidden):
            propose_change(by=head, unit_id=province.pk, kind="template", content=content, now=NOW)


def test_blocks_of_the_front_page_follow_the_template_and_the_site(province):
    (ours,) = communes(province, 1)
    lay_out([ours])
    with everything("tests"):
        assert [block.key for block in home_blocks(ours)][:3] == ["tasks", "notices", "news"]
        layout = SiteLayout.objects.get(unit=ours)
    blocks = first_template().blocks
    wishes = hide(
        blocks, shift(blocks, rename(blocks, layout.wishes.blocks, "news", "Tin xã"), "news", -1), "links"
    )
    content = Adaptation(layout.wishes.sections, wishes).as_data()
    decide(ours, "sections", content, person(ours, Role.UNIT_ADMINISTRATOR), person(ours, Role.HEAD_EDITOR))
    with everything("tests"):
        found = [(block.key, block.title) for block in home_blocks(ours)]
    assert found[1] == ("news", "Tin xã")
    assert "links" not in dict(found)


def test_a_communes_adaptation_changes_its_own_site_only_with_a_record(province):
    ours, theirs = communes(province, 2)
    lay_out([ours, theirs])
    before = menu(theirs)
    adapt(ours, lambda rows, wishes: rename(rows, wishes, "news", "Tin xã nhà"))
    assert menu(theirs) == before
    verbs = AuditEntry.objects.filter(unit_id=ours.pk).values_list("verb", flat=True)
    assert {"pages.change_proposed", "pages.change_applied"} <= set(verbs)
