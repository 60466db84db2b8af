"""The duties of a place in the matrix: one that runs, one that is paused, one that is done, with proofs."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.duties.models import Channel, Duty
from conglang.base.duties.rule_file import Entry
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.feed_link import renew_feed_link
from conglang.base.duties.services.keep_days import DayFacts, enter_day
from conglang.base.duties.services.keep_rules import enter_rule
from conglang.base.duties.services.move import extend, pause
from conglang.base.duties.services.prove import Proof, add_evidence
from conglang.base.duties.services.remind import remind
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.base.duties.services.watch import watch_page
from conglang.base.units.models import Department
from conglang.base.units.scope import use_scope
from conglang.kernel.calendar import DayKind, WorkDays
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import DatedRule
from tests.matrix.people import SYSTEM

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_duties(place: "Place", now: datetime) -> None:
    """Everything bears the hidden word: duties are never public."""
    by, leader, word = place.actor(Role.DOCUMENT_CLERK), place.actor(Role.COMMUNE_LEADER), place.hidden
    facts = DayFacts(now.date() + timedelta(days=40), DayKind.HOLIDAY, f"Nghỉ {word}", f"QĐ {word}")
    rule = DatedRule("LOCAL", WorkDays(2), LegalBasis(f"KH {word}"), Certainty.LOCAL, now.date())
    unit_id = place.unit.pk
    with use_scope(SYSTEM.scope):
        place.keep(enter_day(by=SYSTEM, unit_id=unit_id, facts=facts, now=now))
        entry = Entry(rule, f"Đăng {word}", f"Ban hành {word}")
        place.keep(enter_rule(by=SYSTEM, unit_id=unit_id, entry=entry, now=now))
    department = place.things[Department][0]
    with use_scope(by.scope):
        for key in ("dang-chay", "tam-dung", "da-xong"):
            place.keep(
                start(
                    by=by, unit_id=place.unit.pk, key=key, title=f"Công khai {word}", rules=["PUB_DEFAULT"],
                    trigger=Trigger(f"Ban hành {word}", now - timedelta(hours=1)), now=now,
                    subject=Subject(department, word), department_id=department.pk, person_id=by.user_id,
                )
            )  # fmt: skip
    running, paused, done = (row.pk for row in place.things[Duty])
    with use_scope(leader.scope):
        extend(by=leader, duty_id=running, until=now.date() + timedelta(days=30), reason=word, now=now)
    with use_scope(by.scope):
        pause(by=by, duty_id=paused, reason=f"Chờ {word}", now=now)
        fulfil(by=by, duty_id=done, note=f"Xong {word}", now=now)
        place.keep(watch_page(by=by, duty_id=done, path=f"/{word}/", now=now))
        # whoever has the link may read; of a person without duties it shows nothing
        operator = place.actor(Role.STATION_OPERATOR)
        place.seen["duties:feed"] = renew_feed_link(by=operator, now=now)
        proof = Proof(Channel.BOARD, now - timedelta(minutes=30), place=f"Bảng tin {word}", note=word)
        add_evidence(by=by, duty_id=running, proof=proof, now=now)
        late = Trigger(f"Ban hành {word}", now - timedelta(days=60))
        place.keep(
            start(
                by=by, unit_id=place.unit.pk, key="qua-han", title=f"Công khai {word}", rules=["PUB_DEFAULT"],
                trigger=late, person_id=by.user_id, now=now,
            )
        )  # fmt: skip
    remind(by=SYSTEM, now=now)
