"""A commune whose officials answer questions, acting through services as on the desk and the site."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.questions.models import Answer, Question
from conglang.citizens.questions.services.ask import Asked, Wording, ask
from conglang.citizens.questions.services.write import write_answer
from conglang.kernel import clock
from conglang.kernel.ids import uuid7
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.verify import verify
from conglang.tools.vault.rules import Contact

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)
ROLES = {
    "officer": Role.CASE_OFFICER,
    "writer": Role.CONTRIBUTOR,
    "editor": Role.FIELD_EDITOR,
    "head": Role.HEAD_EDITOR,
    "auditor": Role.AUDITOR,
}
WORKS = {"officer": ["Hộ tịch"], "writer": ["Đất đai"]}


@dataclass
class Village:
    """A unit with a site, and its people by role."""

    unit: Unit
    users: dict[str, User]

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name], self.unit.pk, clock.now())


def village(code: str, name: str) -> Village:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, valid_from=SINCE
        )
        Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
        users = {key: appointed(f"{key}.{code}", unit, role, NOW) for key, role in ROLES.items()}
        for key, works in WORKS.items():
            Membership.objects.filter(user=users[key]).update(fields_of_work=works)
    return Village(unit, users)


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Village:
    return village("98001", "Bến Sen")


@pytest.fixture
def neighbour(db) -> Village:
    return village("98002", "Bến Đá")


def asked(of: Village, text: str = "Làm giấy khai sinh cho con cần gì?", **more: Any) -> Asked:
    """A question from the site."""
    held = more.pop("held_because", ())
    contact = Contact(name="Lê Thị Mẫu", phone="0912345678")
    wording = Wording(**({"text": text, "topic": "ho-tich", "contact": contact} | more))
    return ask(unit_id=of.unit.pk, wording=wording, uid=uuid7(), now=clock.now(), held_because=held)


def facts(**more: Any) -> dict[str, Any]:
    return {
        "field": "ho-tich", "title": "Làm giấy khai sinh cho con cần giấy tờ gì?", "asked": "",
        "text": "Bà con mang giấy chứng sinh và căn cước của cha mẹ.",
        "basis": "Luật Hộ tịch 60/2014/QH13, Điều 16\nNghị định 123/2015/NĐ-CP",
        "answerer": "Ủy ban nhân dân xã Bến Sen", "review_on": date(2027, 6, 30),
    } | more  # fmt: skip


def drafted(of: Village, question: Question | None = None, **more: Any) -> Answer:
    """A draft as the officer writes it."""
    by = of.actor("officer")
    with use_scope(by.scope):
        return write_answer(
            by=by, unit_id=of.unit.pk, values=facts(**more), now=clock.now(),
            question_id=question.pk if question else None,
        )  # fmt: skip


def published(of: Village, question: Question | None = None, **more: Any) -> Answer:
    """Drafted, checked by the field, approved by the head editor; what follows from it is done too."""
    return release(drafted(of, question, **more), of)


def release(row: Answer, of: Village) -> Answer:
    """Through all steps, each by another person."""
    now = clock.now()
    officer, editor, head = of.actor("officer"), of.actor("editor"), of.actor("head")
    with use_scope(officer.scope):
        submit(item=Answer.objects.get(pk=row.pk), by=officer, now=now)
    for by, decide in ((editor, verify), (head, approve)):
        with use_scope(by.scope):
            item = Answer.objects.get(pk=row.pk)
            decide(item=item, expected_hash=standing(by, item, now=now).content, by=by, now=now)
    return settled(row)


def settled(row: Any) -> Any:
    """The row after everything that follows from events."""
    with everything("tests"):
        deliver(now=clock.now(), limit=200)
        return type(row).objects.get(pk=row.pk)


def visit(path: str, data: Any = None, host: str = "c98001.localhost") -> Any:
    """What a visitor of the commune's site gets; with data a form is sent."""
    client = Client(HTTP_HOST=host)
    return client.get(path) if data is None else client.post(path, data)
