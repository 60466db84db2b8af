"""Cases of a place in the matrix: one on its way with all that belongs to it, one answered, one held back."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department, Hamlet
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.cases.checking import Message
from conglang.citizens.cases.counter import CounterRating, CounterSlip
from conglang.citizens.cases.files import IncomingFile
from conglang.citizens.cases.models import (
    AnswerTemplate,
    Attachment,
    CaseAnswer,
    Denunciation,
    Forward,
    Question,
    Rating,
    RoutingRule,
)
from conglang.citizens.cases.services.answer import draft_answer
from conglang.citizens.cases.services.counter import print_slips, rate_visit
from conglang.citizens.cases.services.decide import accept, refuse
from conglang.citizens.cases.services.forward import forward
from conglang.citizens.cases.services.send import Sent, send
from conglang.citizens.cases.services.visit import erase, reply
from conglang.citizens.cases.services.work import ask, assign
from conglang.kernel.ids import uuid7
from conglang.tools.approval.hashing import content_hash
from conglang.tools.vault.models import Mode
from conglang.tools.vault.rules import Contact

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_cases(place: "Place", now: datetime) -> None:
    """Everything bears the hidden word: nothing of it is public."""
    officer, clerk = place.actor(Role.CASE_OFFICER), place.actor(Role.CONTRIBUTOR)
    department = place.things[Department][0]
    with everything("a visitor sends something"):
        row = place.keep(_sent(place, now, files=[_photo()]).case)
        held = place.keep(_sent(place, now, held_because=["links"]).case)
        _sent(place, now, stream="denunciation", category="")
        place.keep(Denunciation.objects.get(unit=place.unit))
        RoutingRule.objects.create(unit=place.unit, category="light", department=department)
        AnswerTemplate.objects.create(unit=place.unit, label=place.hidden, text=place.hidden)
        Rating.objects.create(unit=place.unit, case=held, level=2, words=place.hidden, at=now)
        erase(unit_id=place.unit.pk, case_id=held.pk, now=now)
    with use_scope(officer.scope):
        for each in (row, sent_on := _sent(place, now).case):
            accept(by=officer, case_id=each.pk, now=now)
        assign(by=officer, case_id=row.pk, department_id=department.pk, now=now, person_id=clerk.user_id)
        ask(by=officer, case_id=row.pk, text=f"Hỏi {place.hidden}", now=now)
        reply(unit_id=place.unit.pk, case_id=row.pk, text=f"Đáp {place.hidden}", now=now)
        parent = place.unit.parent_id
        assert parent is not None
        forward(by=officer, case_id=sent_on.pk, to_id=parent, words=f"Chuyển {place.hidden}", now=now)
        refused = _sent(place, now).case
        refuse(by=officer, case_id=refused.pk, ground="unclear", words=f"Từ chối {place.hidden}", now=now)
    with use_scope(clerk.scope):
        words = {"outcome": "solved", "text": f"Trả lời {place.hidden}"}
        answer = place.keep(draft_answer(by=clerk, case_id=row.pk, values=words, now=now))
        answer.refresh_from_db()
        place.seen[seen_case_answer(answer.pk)] = content_hash(answer.latest_revision_id)
    with use_scope(officer.scope):
        counter = Department.objects.create(unit=place.unit, name=f"Quầy {place.word}")  # its name is public
        slips = {"department_id": counter.pk, "receipts": [f"{place.hidden}-1"]}
        [(_receipt, code)] = print_slips(by=officer, unit_id=place.unit.pk, now=now, **slips)
    rate_visit(unit_id=place.unit.pk, code=code, level=3, now=now)
    with everything("what belongs to a case"):
        for model in (Attachment, Question, Forward, RoutingRule, AnswerTemplate, CounterSlip, CounterRating):
            place.keep(*model.objects.filter(unit=place.unit))
        assert CaseAnswer.objects.filter(unit=place.unit).exists()


def seen_case_answer(pk: object) -> str:
    """How the place remembers what a page of an answer names."""
    return f"case answer {pk}"


def _sent(place: "Place", now: datetime, **more: Any) -> Sent:
    given = {"stream": "field", "category": "light"} | {
        key: more.pop(key) for key in ("stream", "category") if key in more
    }
    said = Message(
        text=f"Đèn hỏng {place.hidden}", hamlet_id=place.things[Hamlet][0].pk, place=place.hidden, **given
    )
    contact = Contact(name=f"Lê {place.hidden}", phone="0912345678", address=place.hidden)
    return send(
        unit_id=place.unit.pk, message=said, mode=Mode.NAME_HIDDEN, contact=contact, now=now, uid=uuid7(),
        **more,
    )  # fmt: skip


def _photo() -> IncomingFile:
    data = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(data, "PNG")
    return IncomingFile("a.png", data)
