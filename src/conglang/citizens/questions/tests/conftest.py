"""A commune whose officials answer questions, acting through services as on the desk and the site."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from conglang.base.accounts.models import Membership
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests import villages
from conglang.base.accounts.tests.villages import Village, stopped_at, two
from conglang.base.units.scope import everything
from conglang.citizens.questions.models import Answer, Question
from conglang.citizens.questions.services.ask import Asked, Wording, ask
from conglang.citizens.questions.services.write import write_answer
from conglang.kernel import clock
from conglang.kernel.ids import uuid7
from conglang.tools.approval.tests import releasing
from conglang.tools.vault.rules import Contact

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
ROLES = {
    "officer": Role.CASE_OFFICER,
    "writer": Role.CONTRIBUTOR,
    "editor": Role.FIELD_EDITOR,
    "head": Role.HEAD_EDITOR,
    "auditor": Role.AUDITOR,
}
WORKS = {"officer": ["Hộ tịch"], "writer": ["Đất đai"]}


def village(code: str, name: str) -> Village:
    found = villages.village(code, name, ROLES)
    with everything("tests"):
        for key, works in WORKS.items():
            Membership.objects.filter(user=found.users[key]).update(fields_of_work=works)
    return found


frozen = stopped_at(NOW)
home, neighbour = two(village)
release = partial(releasing.release, writer="officer", checker="editor")


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
    about = question.pk if question else None
    return of.do("officer", write_answer, unit_id=of.unit.pk, values=facts(**more), question_id=about)


def published(of: Village, question: Question | None = None, **more: Any) -> Answer:
    """Drafted, checked by the field, approved by the head editor; what follows from it is done too."""
    return release(drafted(of, question, **more), of)
