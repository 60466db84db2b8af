"""The consultations of a place in the matrix: one that is over, an opinion on it, its outcome; a draft."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Model

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.citizens.consultations.models import Consultation, Opinion, Outcome
from conglang.citizens.consultations.rules import Decision, Stance
from conglang.citizens.consultations.services.conclude import write_outcome
from conglang.citizens.consultations.services.speak import Said, speak
from conglang.citizens.consultations.services.write import write_consultation
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.queries import standing
from conglang.tools.approval.wording import SLUGS
from conglang.tools.vault.rules import Contact

if TYPE_CHECKING:
    from tests.matrix.places import Place

AGO = timedelta(days=40)


def fill_consultations(place: "Place", now: datetime) -> None:
    """What is public bears the place's word; what people said and the drafts bear the hidden one."""
    public, draft = _write(place, place.word, now - AGO), _write(place, place.hidden, now)
    clerk, head = place.actor(Role.DOCUMENT_CLERK), place.actor(Role.HEAD_EDITOR)
    with use_scope(clerk.scope):
        services.submit(item=public, by=clerk, now=now - AGO)
    with use_scope(head.scope):
        seen = standing(head, public, now=now - AGO).content
        services.approve(item=public, expected_hash=seen, by=head, now=now - AGO)
    said = Said(Stance.AGREE, f"Góp ý {place.hidden}", contact=Contact(name=f"Ông {place.hidden}"))
    given = {"unit_id": place.unit.pk, "said": said, "uid": uuid7(), "now": now - AGO + timedelta(days=2)}
    place.keep(speak(consultation_uid=public.uid, **given))
    with use_scope(clerk.scope):
        values = {"decision": Decision.AS_DRAFTED.value, "text": f"Kết quả {place.hidden}", "reasons": ""}
        outcome = write_outcome(
            by=clerk, consultation_id=public.pk, expected_version="", values=values, now=now
        )
    place.seen[seen_outcome(outcome.pk)] = content_hash(outcome.latest_revision_id)
    place.keep(public, draft)
    place.keep(outcome)


def seen_consultation(pk: object) -> str:
    """How the place remembers what a page of a consultation names."""
    return f"consultation {pk}"


def seen_outcome(pk: object) -> str:
    """The same of an outcome."""
    return f"outcome {pk}"


def _write(place: "Place", word: str, now: datetime) -> Consultation:
    by, day = place.actor(Role.DOCUMENT_CLERK), local_day(now)
    values = {
        "title": f"Dự thảo {word}", "about": f"Vì {word}", "text": f"Điều 1. {word}", "basis": "Luật 10/2022",
        "opens_on": day, "closes_on": day + timedelta(days=25),
    }  # fmt: skip
    with use_scope(by.scope):
        row = write_consultation(by=by, unit_id=place.unit.pk, values=values, now=now)
    place.seen[seen_consultation(row.pk)] = content_hash(row.latest_revision_id)
    return row


# what addresses name, and the values that are nobody's
NAMED: dict[str, type[Model]] = {
    **dict.fromkeys(
        (f"consultations:{name}" for name in ("item", "change", "command", "opinions", "write_outcome")),
        Consultation,
    ),
    **dict.fromkeys(
        (f"consultations:{name}" for name in ("outcome", "change_outcome", "outcome_command")), Outcome
    ),
    "consultations:opinion": Opinion,
}
CHOICES: dict[str, list[str]] = {
    "consultations:command slug": list(SLUGS.values()),
    "consultations:outcome_command slug": list(SLUGS.values()),
    "portal:consultation_paper extension": ["docx"],
}
OWN: dict[str, Callable[["Place"], list[str]]] = dict.fromkeys(
    (f"portal:{name} uid" for name in ("consultation", "give_opinion", "consultation_paper")),
    lambda place: [str(row.uid) for row in place.things[Consultation]],
)
COMMANDS: dict[str, Callable[[object], str]] = {
    "consultations:command": seen_consultation,
    "consultations:outcome_command": seen_outcome,
}
