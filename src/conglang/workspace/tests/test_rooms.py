"""A section that a room fills for readers is not called empty (P3)."""

from datetime import date

import pytest

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.villages import Village, village
from conglang.base.units.models import UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.directory.models import DepartmentPage, OfficialGroup
from conglang.content.directory.tests import conftest as directory
from conglang.content.postings.tests import conftest as postings
from conglang.content.procedures.tests.conftest import NOW, frozen, put_in_force  # noqa: F401  # a fixture
from conglang.content.procedures.tests.invented import entries
from conglang.kernel.clock import local_day
from conglang.tools.pages.services.lay_out import lay_out_sections
from conglang.workspace.completeness import Cell, State, report

TODAY: date = local_day(NOW)
ROLES = {
    "writer": Role.CONTRIBUTOR,
    "desk": Role.DESK,
    "head": Role.HEAD_EDITOR,
    "clerk": Role.DOCUMENT_CLERK,
    "auditor": Role.AUDITOR,
}


@pytest.fixture
def above(db) -> Village:
    return village("98", "Sông Mây", ROLES, kind=UnitKind.PROVINCE)


@pytest.fixture
def home(above) -> Village:
    here = village("98001", "Bến Sen", ROLES, parent=above.unit, departments=("Phòng Kinh tế",))
    with everything("tests"):
        lay_out_sections(by=Actor.system("tests"), unit_id=here.unit.pk, now=NOW)
    return here


def cells(of: Village) -> dict[str, Cell]:
    by = of.actor("auditor")
    with use_scope(by.scope):
        return {cell.key: cell for cell in report(by, NOW)}


def test_leaders_and_the_spokesperson_fill_their_sections(home):
    keys = ("leaders", "spokesperson", "organisation")
    assert {cells(home)[key].state for key in keys} == {State.EMPTY}
    directory.write(home, group=OfficialGroup.LEADER, duties="Phụ trách chung.", is_spokesperson=True)
    assert {cells(home)[key].state for key in keys} == {State.EMPTY}, "a draft is nothing that readers see"
    directory.published(home, group=OfficialGroup.LEADER, duties="Phụ trách kinh tế.")
    found = cells(home)
    assert [found[key].items for key in keys] == [1, 0, 1]
    assert found["leaders"].newest == TODAY
    directory.published(home, full_name="Lê Văn Mẫu", is_spokesperson=True)
    directory.published(home, DepartmentPage, department=home.departments[0], functions="Giúp Ủy ban.")
    assert [cells(home)[key].items for key in keys] == [1, 1, 2]


def test_the_catalogue_of_the_province_fills_the_section_of_its_communes(home, above):
    assert cells(home)["procedures"].state == State.EMPTY
    put_in_force(above, *entries(3))
    found = cells(home)["procedures"]
    assert (found.state, found.items) == (State.GOOD, 3)
    assert found.age_days is None, "how old it is, is the province's affair"


def test_postings_fill_the_section_of_their_kind(home):
    postings.published(home)
    found = cells(home)
    assert (found["planning"].items, found["planning"].state) == (1, State.GOOD)
    assert found["fees"].state == State.EMPTY
