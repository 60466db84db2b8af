"""Reads for the staff: which cases a person works with, one case with everything, what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case as When
from django.db.models import Q, QuerySet, Value
from django.db.models import When as Whenever

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Membership
from conglang.base.accounts.permissions import NotFound
from conglang.base.duties.models import Duty
from conglang.base.duties.queries import calendar_of, chain_of, terms
from conglang.base.duties.rules import verdict
from conglang.base.units.models import Unit
from conglang.citizens.cases.codes import compact
from conglang.citizens.cases.models import AnswerTemplate, Attachment, Case, CaseAnswer, Kind, RoutingRule
from conglang.citizens.cases.permissions import APPROVE, HANDLE, INTAKE, READ_ALL
from conglang.citizens.cases.rules import OPEN, SETTLED, Command, Facts, Process, Who, offered
from conglang.kernel.clock import local_day
from conglang.kernel.rules import NoRuleInForce

RECURS_WITHIN = timedelta(days=30)
REOPEN, CLOSE, RATE, REPLY = "CASE_REOPEN", "CASE_CLOSE", "CASE_CLOSE", "CASE_REPLY"


def departments_of(by: Actor, now: datetime) -> list[int]:
    """The departments in which a person holds a post."""
    posts = Membership.objects.in_force(now).filter(user=by.user_id or 0).exclude(department=None)
    return list(posts.values_list("department_id", flat=True))


def worked_with(by: Actor, now: datetime) -> QuerySet[Case]:
    """Cases that a person may open: all of a unit for its office, else those of their departments."""
    rows: QuerySet[Case] = Case.objects.select_related(
        "unit", "hamlet", "department", "person", "answer_duty"
    )
    if by.is_system:
        return rows
    wide = [unit for unit in by.scope.readable or () if by.may(READ_ALL, unit)]
    if wide and len(wide) == len(by.scope.readable or ()):  # the scope says it already, and by an index
        return rows
    return rows.filter(Q(unit__in=wide) | Q(department__in=departments_of(by, now)) | Q(person=by.user_id))


def find(by: Actor, pk: int, now: datetime) -> Case:
    """One that the person works with. Raises NotFound."""
    row = worked_with(by, now).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def roles_in(by: Actor, case: Case, now: datetime) -> frozenset[Who]:
    """As whom the person can act on a case."""
    found = {
        Who.INTAKE: by.may(INTAKE, case.unit_id),
        Who.APPROVER: by.may(APPROVE, case.unit_id),
        Who.DEPARTMENT: by.may(HANDLE, case.unit_id) and works_on(by, case, now),
    }
    return frozenset(who for who, holds in found.items() if holds)


def works_on(by: Actor, case: Case, now: datetime) -> bool:
    """Whether it is theirs, or their department's; the office takes part in everything."""
    if by.may(INTAKE, case.unit_id) or case.person_id == by.user_id:
        return True
    return case.department_id is not None and case.department_id in departments_of(by, now)


def facts_of(case: Case, now: datetime, *, words: str = "") -> Facts:
    """What decides about the commands of a case."""
    duty = case.answer_duty
    return Facts(
        words=bool(words.strip()),
        sent_back=case.sent_back,
        bounces=case.bounces,
        extensions=len(duty.extensions) if duty else 0,
        most_extensions=case.kind.most_extensions,
        has_term=duty is not None and not duty.is_closed,
        is_late=duty is not None and duty.paused_at is None and now >= duty.due_at,
        in_time=may_reopen(case, now),
        reply_overdue=case.questions.filter(replied_at=None, until__lt=local_day(now)).exists()
        if case.process == Process.ASKED
        else False,
    )


def buttons(by: Actor, case: Case, now: datetime) -> list[Command]:
    """What the person can do now; who sent it to us is asked by the unit that has the contact."""
    found = offered(Process(case.process), roles_in(by, case, now), facts_of(case, now))
    return [each for each in found if each is not Command.ASK or case.sender_id is not None]


def last_day(unit: Unit, rule: str, start: datetime) -> date | None:
    """The last day of a usage of the desk such as CASE_REPLY; None where no term is in force."""
    chain = chain_of(unit)
    try:
        return verdict(start, terms(chain, [rule], local_day(start)), calendar_of(chain)).on
    except NoRuleInForce:
        return None


def may_reopen(case: Case, now: datetime) -> bool:
    """Whether the days in which the sender can ask to open it again have not passed."""
    ended = case.closed_at if case.answered_at is None else case.answered_at
    last = last_day(case.unit, REOPEN, ended) if ended else None
    return last is not None and local_day(now) <= last


def may_rate(case: Case, now: datetime) -> bool:
    """Whether the sender can still say what they think of the answer."""
    last = last_day(case.unit, RATE, case.answered_at) if case.answered_at else None
    return last is not None and local_day(now) <= last and case.process in {Process.ANSWERED, Process.CLOSED}


def suggested_department(case: Case) -> int | None:
    """The department that the routing rules name; a rule that names more goes before one that names less."""
    rules = RoutingRule.objects.filter(
        Q(stream__in=("", case.stream)), Q(category__in=("", case.category)),
        Q(hamlet=None) | Q(hamlet=case.hamlet_id), unit=case.unit_id,
    )  # fmt: skip
    best = max(rules, key=lambda r: (bool(r.hamlet_id), bool(r.category), bool(r.stream)), default=None)
    return best.department_id if best else None


def similar(case: Case, now: datetime) -> QuerySet[Case]:
    """The latest of the same field and place, open or ended lately: one matter perhaps, or come back."""
    rows = Case.objects.filter(unit=case.unit_id, stream=case.stream, category=case.category, main=None)
    rows = rows.filter(Q(hamlet=case.hamlet_id) if case.hamlet_id else Q(place=case.place))
    rows = rows.exclude(pk=case.pk).exclude(process=Process.REFUSED.value)
    recent = Q(closed_at=None) | Q(closed_at__gte=now - RECURS_WITHIN)
    latest: QuerySet[Case] = rows.filter(recent).order_by("-received_at")[:5]
    return latest


def answer_for(case: Case) -> CaseAnswer | None:
    """The answer, also while it is a draft."""
    found: CaseAnswer | None = CaseAnswer.objects.select_related("latest_revision").filter(case=case).first()
    return found


def templates_for(case: Case) -> QuerySet[AnswerTemplate]:
    """Templates of the unit for its field."""
    found: QuerySet[AnswerTemplate] = AnswerTemplate.objects.filter(
        unit=case.unit_id, category__in=("", case.category)
    )
    return found


def sent_files(case: Case) -> QuerySet[Attachment]:
    """The files as they came, without the covered copies that staff made."""
    found: QuerySet[Attachment] = case.attachments.filter(boxes=[])
    return found


def copy_of(photo: Attachment) -> Attachment | None:
    """The covered copy of a photo."""
    found: Attachment | None = Attachment.objects.filter(original=photo).first()
    return found


def showable_photos(case: Case) -> QuerySet[Attachment]:
    """Photos that can be proposed for the site: the covered copy where there is one."""
    found: QuerySet[Attachment] = case.attachments.filter(kind=Kind.PHOTO, copy=None)
    return found


@dataclass(frozen=True)
class Wish:
    """What somebody looks for in the work list."""

    processes: Collection[Process] = ()
    department: int | None = None
    stream: str = ""
    category: str = ""
    late: bool = False
    words: str = ""
    mine: bool = False
    unit: int | None = None
    hamlet: int | None = None


def work_list(by: Actor, wish: Wish, now: datetime) -> QuerySet[Case]:
    """Cases in the order of what is due first, then by receipt; ended ones with the newest first.

    A whole code finds its case wherever it stands.
    """
    rows = worked_with(by, now)
    if code := compact(wish.words):
        return rows.filter(code=code)
    if wish.processes:
        rows = rows.filter(process__in=[each.value for each in wish.processes])
    if wish.mine:
        rows = rows.filter(person=by.user_id)
    if wish.department:
        rows = rows.filter(department=wish.department)
    places = {"unit": wish.unit, "hamlet": wish.hamlet}
    rows = rows.filter(**{name: key for name, key in places.items() if key})
    rows = rows.filter(**{k: v for k, v in {"stream": wish.stream, "category": wish.category}.items() if v})
    if wish.late:
        rows = rows.filter(late(now))
    if wish.words:
        rows = rows.filter(Q(subject__icontains=wish.words) | Q(place__icontains=wish.words))
    if wish.processes and not OPEN & set(wish.processes):
        return rows.order_by("-received_at", "-pk")
    undated = When(Whenever(answer_duty=None, then=Value(1)), default=Value(0))
    return rows.order_by(undated, "answer_duty__due_at", "received_at")


def of_page(by: Actor, keys: Sequence[int], now: datetime) -> list[Case]:
    """The cases with these keys in their order; a page is found by keys alone and read whole afterwards."""
    found = worked_with(by, now).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def late(now: datetime) -> Q:
    """Open cases whose day has passed."""
    return Q(
        process__in=[each.value for each in OPEN], answer_duty__due_at__lte=now,
        answer_duty__paused_at=None, answer_duty__fulfilled_at=None, answer_duty__cancelled_at=None,
    )  # fmt: skip


def waiting_for_office(by: Actor) -> int:
    """How many new ones, and requests to open again, an officer of the intake finds."""
    units = [unit for unit in by.scope.readable or () if by.may(INTAKE, unit)]
    new = (Process.WAITING.value, Process.QUARANTINED.value, Process.REOPEN_ASKED.value)
    number: int = Case.objects.filter(unit__in=units, process__in=new).count() if units else 0
    return number


def late_duty(duty: Duty | None, now: datetime) -> bool:
    """Whether a clock has run out."""
    return duty is not None and not duty.is_closed and duty.paused_at is None and now >= duty.due_at


def is_settled(case: Case) -> bool:
    """Whether the sender has been told how it ended."""
    return Process(case.process) in SETTLED
