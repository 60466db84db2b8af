"""What the demonstration's communes have to make public: done, late, waiting and missing."""

from collections.abc import Mapping
from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department, Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import BEN, DOI, HOA
from conglang.config.demo.stories import board_of
from conglang.content.disclosure.models import Paper, PaperKind
from conglang.content.disclosure.rules import NO_PERIOD, Cycle, FileKind, Period
from conglang.content.disclosure.services.enter import enter
from conglang.content.disclosure.services.keep_catalogue import put_in_charge
from conglang.content.disclosure.services.keep_time import start_periods
from conglang.content.disclosure.services.sign import approve_paper, draw_up
from conglang.content.disclosure.subjects import public_since, subject_of
from conglang.content.documents.models import OfficialDocument
from conglang.kernel.clock import local_day
from conglang.tools.pages.models import Section

# kind of document → heading; budgets and plans are for a year
BY_KIND = {
    "nghi-quyet": "budget_decided",
    "nghi-quyet-qppl": "legal_documents",
    "ke-hoach": "work_programme",
    "thong-bao": "notices",
}
YEARLY = {"budget_decided", "work_programme"}
OTHERWISE = "general_documents"
# section of the site → heading, for what stands there for good
STANDING = {"procedures": "procedures", "history": "history", "documents": "legal_guidance"}


def fill_catalogues(units: Mapping[str, Unit], system: Actor, now: datetime) -> None:
    """Clocks of periods run in three communes; two have entered what they have, one signed its papers."""
    for code in (HOA, BEN, DOI):
        with use_scope(system.scope):
            start_periods(by=system, unit=units[code], now=now)
    for code in (HOA, BEN):
        board = board_of(units[code], now)
        _enter_documents(units[code], board[Role.DESK], now)
        _enter_sections(units[code], board[Role.DESK], now)
    _sign_papers(units[HOA], now)


def _enter_documents(unit: Unit, by: Actor, now: datetime) -> None:
    """Drafts wait with their clocks; what is public stopped them."""
    with use_scope(by.scope):
        for row in OfficialDocument.objects.filter(unit=unit).exclude(issued_on=None).order_by("issued_on"):
            heading = BY_KIND.get(row.kind, OTHERWISE)
            enter(
                by=by, unit_id=unit.pk, heading=heading, subject=subject_of(row), made_on=row.issued_on,
                files=[FileKind.SIGNED_PDF], now=now, public_at=public_since(row, now),
                period=Period(row.issued_on.year) if heading in YEARLY else NO_PERIOD,
            )  # fmt: skip


def _enter_sections(unit: Unit, by: Actor, now: datetime) -> None:
    with use_scope(by.scope):
        for section in Section.objects.filter(unit=unit, key__in=STANDING):
            enter(
                by=by, unit_id=unit.pk, heading=STANDING[section.key], subject=subject_of(section),
                made_on=local_day(now), files=[FileKind.PAGE], now=now, public_at=now,
            )  # fmt: skip
        department = Department.objects.filter(unit=unit).order_by("pk").first()
        if department is not None:
            put_in_charge(
                by=by, unit_id=unit.pk, heading="legal_documents", department_id=department.pk, now=now
            )


def _sign_papers(unit: Unit, now: datetime) -> None:
    """The list of the last quarter and the plan are approved; the report waits."""
    board, today = board_of(unit, now), local_day(now)
    quarter, year = Period.of(Cycle.QUARTER, today), Period.of(Cycle.YEAR, today)
    drawn: list[Paper] = []
    with use_scope(board[Role.DESK].scope):
        for kind, period in (
            (PaperKind.LIST, quarter.before),
            (PaperKind.PLAN, year),
            (PaperKind.REPORT, year),
        ):
            drawn.append(draw_up(by=board[Role.DESK], unit_id=unit.pk, kind=kind, period=period, now=now))
    head = board[Role.HEAD_EDITOR]
    with use_scope(head.scope):
        for paper in drawn[:2]:
            approve_paper(by=head, paper_id=paper.pk, drawn_at=paper.drawn_at, now=now)
