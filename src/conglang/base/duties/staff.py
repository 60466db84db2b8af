"""Who of a unit is told about a duty: those who do it, their stand-ins, and those above them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from conglang.base.accounts.models import Delegation, Membership
from conglang.base.accounts.roles import ADMINISTRATORS, Role
from conglang.base.duties.models import Duty


@dataclass(frozen=True)
class Post:
    """A role of a person in the unit."""

    person_id: int
    role: Role
    department_id: int | None


@dataclass(frozen=True)
class Staff:
    """Everybody who holds a role in a unit now, and who stands in for whom."""

    posts: tuple[Post, ...]
    stand_ins: dict[int, frozenset[int]]

    def doing(self, duty: Duty) -> frozenset[int]:
        """Who does it: the person with their stand-ins, else the department, else those who lead."""
        here = {post.person_id for post in self.posts}
        if duty.person_id in here:
            return self._with_stand_ins([duty.person_id])
        office = [
            post for post in self.posts if duty.department_id and post.department_id == duty.department_id
        ]
        return self._with_stand_ins(post.person_id for post in office) or self.above(duty)

    def above(self, duty: Duty) -> frozenset[int]:
        """Heads of the department and leaders of the unit; where there are none, its administrators."""
        offices = {duty.department_id} if duty.department_id else self._offices_of(duty.person_id)
        heads = {
            post.person_id
            for post in self.posts
            if post.role is Role.DEPARTMENT_HEAD and post.department_id in offices
        }
        leaders = {post.person_id for post in self.posts if post.role is Role.COMMUNE_LEADER}
        others = {post.person_id for post in self.posts if post.role in ADMINISTRATORS}
        return self._with_stand_ins(heads | leaders or others)

    def _offices_of(self, person_id: int | None) -> set[int | None]:
        held = {post.department_id for post in self.posts if post.person_id == person_id}
        return held - {None}

    def _with_stand_ins(self, people: Iterable[int]) -> frozenset[int]:
        found = set(people)
        return frozenset(found.union(*(self.stand_ins.get(each, frozenset()) for each in found)))


def staff_of(unit_id: int, now: datetime) -> Staff:
    """The people of a unit at an instant. Who lent a role may be away: the receiver is told as well."""
    rows = Membership.objects.in_force(now).filter(unit=unit_id)
    posts = rows.values_list("user_id", "role", "department_id")
    lent: dict[int, set[int]] = defaultdict(set)
    loans = Delegation.objects.in_force(now).filter(unit=unit_id)
    for giver, receiver in loans.values_list("giver__user_id", "receiver_id"):
        lent[giver].add(receiver)
    return Staff(
        tuple(Post(person, Role(role), department) for person, role, department in posts),
        {giver: frozenset(receivers) for giver, receivers in lent.items()},
    )
