"""The questions of a place in the matrix: two that wait, one of them held back; an answer and a draft."""

from datetime import datetime
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.citizens.questions.models import Answer
from conglang.citizens.questions.services.ask import Wording, ask
from conglang.citizens.questions.services.write import write_answer
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.queries import standing
from conglang.tools.vault.rules import Contact

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_questions(place: "Place", now: datetime) -> None:
    """What is public bears the place's word; what people asked and the draft bear the hidden one."""
    word = place.hidden
    wording = Wording(f"Hỏi {word}", "dat-dai", Contact(name=f"Bà {word}", phone="0912345678"))
    for held in ((), ("links",)):
        asked = ask(unit_id=place.unit.pk, wording=wording, uid=uuid7(), now=now, held_because=held)
        place.keep(asked.question)
    public, draft = _draft(place, place.word, now), _draft(place, word, now)
    officer = place.actor(Role.CASE_OFFICER)
    with use_scope(officer.scope):
        services.submit(item=public, by=officer, now=now)
    for role, decide in ((Role.FIELD_EDITOR, services.verify), (Role.HEAD_EDITOR, services.approve)):
        by = place.actor(role)
        with use_scope(by.scope):
            item = Answer.objects.get(pk=public.pk)
            decide(item=item, expected_hash=standing(by, item, now=now).content, by=by, now=now)
    place.keep(public, draft)


def seen_answer(pk: object) -> str:
    """How the place remembers what a page of an answer names."""
    return f"answer {pk}"


def _draft(place: "Place", word: str, now: datetime) -> Answer:
    by = place.actor(Role.CASE_OFFICER)
    values = {
        "field": "dat-dai", "title": f"Hỏi về {word}", "asked": "", "text": f"Trả lời {word}",
        "basis": "Luật Đất đai 31/2024/QH15", "answerer": f"UBND {word}", "review_on": local_day(now),
    }  # fmt: skip
    with use_scope(by.scope):
        row = write_answer(by=by, unit_id=place.unit.pk, values=values, now=now)
    place.seen[seen_answer(row.pk)] = content_hash(row.latest_revision_id)
    return row
