"""What a place of the matrix has under the catalogue: something public, something that waits, two papers."""

from datetime import datetime
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department
from conglang.base.units.scope import use_scope
from conglang.content.disclosure.models import PaperKind
from conglang.content.disclosure.rules import Cycle, FileKind, Period
from conglang.content.disclosure.services.enter import Subject, enter
from conglang.content.disclosure.services.keep_catalogue import put_in_charge
from conglang.content.disclosure.services.sign import approve_paper, draw_up
from conglang.content.documents.models import OfficialDocument
from conglang.kernel.clock import local_day

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_disclosure(place: "Place", now: datetime) -> None:
    """What is public bears the place's word, the rest the hidden one."""
    by, head, unit_id = place.actor(Role.DOCUMENT_CLERK), place.actor(Role.HEAD_EDITOR), place.unit.pk
    quarter = Period.of(Cycle.QUARTER, local_day(now))
    public, draft = place.things[OfficialDocument][:2]
    with use_scope(by.scope):
        for row, word, at in ((public, place.word, now), (draft, place.hidden, None)):
            enter(
                by=by, unit_id=unit_id, heading="contractors", made_on=local_day(now), public_at=at, now=now,
                subject=Subject(row, f"Gói thầu {word}", path=row.get_absolute_url()),
                files=[FileKind.SIGNED_PDF],
            )  # fmt: skip
        department = place.things[Department][0]
        put_in_charge(by=by, unit_id=unit_id, heading="contractors", department_id=department.pk, now=now)
        listed = draw_up(by=by, unit_id=unit_id, kind=PaperKind.LIST, period=quarter, now=now)
        planned = draw_up(by=by, unit_id=unit_id, kind=PaperKind.PLAN, period=Period(quarter.year), now=now)
    with use_scope(head.scope):
        approved = approve_paper(by=head, paper_id=listed.pk, drawn_at=listed.drawn_at, now=now)
    place.keep(planned, approved)
