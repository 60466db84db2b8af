"""A commune whose people bring it something, and the staff who answer for it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import custody
from conglang.base.duties.models import Rule
from conglang.base.ledger.outbox import deliver
from conglang.base.units.kinds import HamletKind, UnitKind
from conglang.base.units.models import CustodyKind, Department, Hamlet, Unit
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.cases.checking import Message
from conglang.citizens.cases.models import Case, CaseAnswer
from conglang.citizens.cases.services.answer import draft_answer, follow_answer
from conglang.citizens.cases.services.decide import accept
from conglang.citizens.cases.services.send import Sent, send
from conglang.citizens.cases.services.work import assign
from conglang.kernel import clock
from conglang.kernel.ids import uuid7
from conglang.kernel.legal import Certainty
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services import approve, submit
from conglang.tools.vault.models import Mode
from conglang.tools.vault.rules import Contact

SINCE = date(2026, 1, 1)
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # Friday morning
DAY = timedelta(days=1)
HOA = Contact(name="Trần Thị Hoa Sen", phone="0912 345 678", address="Thôn Đông", id_number="001234567890")


@dataclass
class Commune:
    """A commune with an office, two departments and a hamlet."""

    unit: Unit
    hamlet: Hamlet
    office: Department
    works: Department
    people: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        return self.people[name]


def commune(code: str, name: str, parent: Unit | None = None) -> Commune:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, parent=parent,
            lineage=parent.below if parent else "/", valid_from=SINCE,
        )  # fmt: skip
        hamlet = Hamlet.objects.create(unit=unit, kind=HamletKind.THON, name="Đông")
        office, works = (
            Department.objects.create(unit=unit, name=each) for each in ("Văn phòng", "Phòng Kinh tế")
        )
        found = Commune(unit, hamlet, office, works)
        for key, role, department in [
            ("officer", Role.CASE_OFFICER, office),
            ("worker", Role.CONTRIBUTOR, works),
            ("stranger", Role.CONTRIBUTOR, office),
            ("head", Role.DEPARTMENT_HEAD, works),
            ("leader", Role.COMMUNE_LEADER, None),
        ]:
            found.people[key] = official(f"{key}{code}", unit, role, department)
    return found


def official(username: str, place: Unit, role: Role, department: Department | None = None) -> Actor:
    user = User.objects.create_user(
        username, None, full_name=f"Lê {username.title()}", password_changed_at=NOW
    )
    with everything("tests"):
        Membership.objects.create(
            user=user, unit=place, role=role, department=department, starts_on=SINCE, decided_by="UBND",
            decision_number="1/QĐ", decided_on=SINCE,
        )  # fmt: skip
    return actor_for(user, place.pk, NOW)


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW), override("en"):
        yield


@pytest.fixture
def province(db) -> Unit:
    return Unit.objects.create(
        code="98", kind=UnitKind.PROVINCE, level=UnitKind.PROVINCE.level, name="Sông Mây", valid_from=SINCE
    )


@pytest.fixture
def home(province) -> Commune:
    return commune("98001", "Hòa Bến", province)


@pytest.fixture
def neighbour(province) -> Commune:
    return commune("98002", "Gò Lau", province)


def local_term(unit: Unit, rule_id: str = "FIELD_LIGHT", limit: str = "7wd") -> Rule:
    """A term that the province has set and a second person confirmed."""
    return Rule.objects.create(
        rule_id=rule_id, scope=unit.code, title="Xử lý phản ánh", starts="nhận được", limit=limit,
        doc="Quyết định 9/QĐ-UBND", certainty=Certainty.LOCAL.value, valid_from=SINCE, confirmed_at=NOW,
    )  # fmt: skip


def audit_eyes(province: Unit, over: Commune, username: str = "kiemtra") -> Actor:
    """An auditor of the province who reads the commune."""
    custody(province, over.unit, CustodyKind.AUDIT)
    return official(username, province, Role.AUDITOR)


def message(of: Commune, **more: Any) -> Message:
    given = {
        "stream": "field",
        "category": "light",
        "text": "Đèn đường trước nhà văn hóa hỏng 3 ngày.",
        "hamlet_id": of.hamlet.pk,
    }
    return Message(**given | more)


def sent(of: Commune, *, now: datetime = NOW, mode: Mode = Mode.NAME_HIDDEN, contact: Contact = HOA,
         held: Any = (), files: Any = (), uid: Any = None, **more: Any) -> Sent:  # fmt: skip
    return send(
        unit_id=of.unit.pk, message=message(of, **more), mode=mode, contact=contact, now=now,
        uid=uid or uuid7(), held_because=held, files=files,
    )  # fmt: skip


def case_of(found: Sent) -> Case:
    assert found.case is not None
    return found.case


def again(row: Case) -> Case:
    with everything("tests"):
        found: Case = Case.objects.select_related("answer_duty", "intake_duty").get(pk=row.pk)
        return found


def do(by: Actor, service: Any, row: Case, now: datetime = NOW, **more: Any) -> Any:
    """Call a service as somebody on the desk."""
    with use_scope(by.scope):
        return service(by=by, case_id=row.pk, now=now, **more)


def working(of: Commune, now: datetime = NOW, **more: Any) -> Case:
    """A case that the works department has."""
    row = case_of(sent(of, now=now, **more))
    do(of.officer, accept, row, now)
    do(of.officer, assign, row, now, department_id=of.works.pk)
    return again(row)


WORDS = {"outcome": "solved", "text": "Đã thay bóng đèn, đường sáng lại từ tối 19/11.", "legal_basis": "",
         "document": ""}  # fmt: skip


def handed_in(of: Commune, row: Case, now: datetime = NOW, **words: str) -> CaseAnswer:
    """An answer that waits for the leader."""
    answer: CaseAnswer = do(of.worker, draft_answer, row, now, values=WORDS | words)
    with use_scope(of.worker.scope):
        submit(item=CaseAnswer.objects.get(pk=answer.pk), by=of.worker, now=now)
        follow_answer(answer_id=answer.pk, by=of.worker, now=now)
    return answer


def answered(of: Commune, row: Case, now: datetime = NOW, **words: str) -> Case:
    """A case whose answer the leader approved; what follows from it is done."""
    answer = handed_in(of, row, now, **words)
    with use_scope(of.leader.scope):
        item = CaseAnswer.objects.get(pk=answer.pk)
        approve(item=item, expected_hash=standing(of.leader, item, now=now).content, by=of.leader, now=now)
    settle(now)
    return again(row)


def settle(now: datetime = NOW) -> None:
    with everything("tests"):
        deliver(now=now, limit=200)
