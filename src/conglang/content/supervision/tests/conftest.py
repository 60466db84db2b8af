"""A commune with its board, a department with a head, and a neighbour."""

from conglang.base.accounts.models import Membership
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.villages import desk, stopped_at, two  # noqa: F401  # a fixture
from conglang.base.units.models import Department
from conglang.base.units.scope import everything
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune, person

DESK = "/khen-thuong/"


def village(code: str, name: str) -> Commune:
    made = commune(code, name)
    with everything("tests"):
        office = Department.objects.create(unit=made.unit, name="Phòng Văn hóa – Xã hội")
        made.people["chief"] = person(f"chief.{code}", made.unit, Role.DEPARTMENT_HEAD)
        Membership.objects.filter(user=made.chief.user_id).update(department=office)
    return made


frozen = stopped_at(NOW)
home, neighbour = two(village)
