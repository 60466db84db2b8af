"""Ask somebody to write something by a day; it is done when the item is handed in for approval."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Membership
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.base.duties.models import NoticeKind
from conglang.base.duties.services.close import cancel, fulfil
from conglang.base.duties.services.set_day import set_day
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.base.duties.services.tell import tell
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.themes import check_theme
from conglang.content.planning.models import Assignment
from conglang.content.planning.permissions import PLAN
from conglang.content.planning.queries import is_handed_in, writers
from conglang.kernel.clock import local_day

DUTY = "viet-bai"
WRITE = "newsroom.write"
_CLOCKWORK = Actor.system("planning")


@transaction.atomic
def give(*, by: Actor, unit_id: int, assignment: Assignment, due_on: date, now: datetime) -> Assignment:
    """Store the assignment and start its clock; who writes it is told.

    Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, PLAN, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if due_on < local_day(now):
        raise ValidationError({"due_on": _("This day has passed.")})
    if (assignment.person_id is None) == (assignment.department_id is None):
        raise ValidationError({"person": _("Please choose either a person or a department.")})
    if assignment.person_id and not writers(unit_id, now).filter(pk=assignment.person_id).exists():
        raise ValidationError({"person": _("This person does not write for the unit.")})
    check_theme(assignment.theme_id, unit)
    assignment.unit = unit
    assignment.given_by_id, assignment.given_name, assignment.given_at = by.user_id, by.name[:200], now
    assignment.save()
    # a day that people set is a term of the unit; assignments of one day share it
    rule = set_day(
        by=by, unit_id=unit_id, key=f"WRITE_{due_on:%y%m%d}_{local_day(now):%y%m%d}", now=now,
        title=_("Day of the content plan"), event=_("it was assigned"), on=due_on,
        basis=_("Content plan of %(unit)s") % {"unit": unit.title},
    )  # fmt: skip
    title = _("Write: %(title)s") % {"title": assignment.title}
    path = reverse("planning:assignment", args=[assignment.pk])
    assignment.duty = start(
        by=_CLOCKWORK, unit_id=unit_id, key=DUTY, title=title, rules=[rule], now=now,
        trigger=Trigger(_("assigned by %(name)s") % {"name": by.name}, now),
        subject=Subject(assignment, assignment.title, path),
        department_id=assignment.department_id, person_id=assignment.person_id,
    )  # fmt: skip
    assignment.save()
    if assignment.department_id:
        tell(duty=assignment.duty, kind=NoticeKind.GIVEN, since=now, note="", now=now)
    record("planning.assigned", assignment, by=by, now=now, title=assignment.title, due_on=due_on)
    return assignment


@transaction.atomic
def link(*, by: Actor, assignment_id: int, article_id: int, now: datetime) -> Assignment:
    """Say which item was written for it; handed in already, it is done. Raises NotFound, Forbidden."""
    row, by = _mine(by, assignment_id)
    article = Article.objects.filter(pk=article_id, unit=row.unit_id).first()
    if article is None:
        raise NotFound
    if article.author_id != by.user_id and not by.may("newsroom.edit", row.unit_id):
        raise Forbidden
    if row.article_id == article.pk:
        return row
    row.article = article
    row.save()
    record("planning.item_linked", row, by=by, now=now, article=article.pk)
    if is_handed_in(article.pk):
        hand_in(article_id=article.pk, now=now)
    return row


@transaction.atomic
def hand_in(*, article_id: int, now: datetime) -> int:
    """Fulfil what the item was written for; returns how many assignments that was."""
    rows = list(Assignment.objects.filter(article=article_id, duty__isnull=False).select_related("duty"))
    waiting = [row for row in rows if row.duty is not None and not row.duty.is_closed]
    for row in waiting:
        fulfil(by=_CLOCKWORK, duty_id=row.duty_id, now=now)
    return len(waiting)


@transaction.atomic
def drop(*, by: Actor, assignment_id: int, reason: str, now: datetime) -> Assignment:
    """Nobody waits for it any more. Raises NotFound, Forbidden, ValidationError without a reason."""
    row = _lock(assignment_id)
    by = require(by, PLAN, row)
    if row.duty is not None and not row.duty.is_closed:
        cancel(by=_CLOCKWORK, duty_id=row.duty.pk, reason=reason, now=now)
        record("planning.assignment_dropped", row, by=by, now=now, reason=reason)
    return row


def _lock(assignment_id: int) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("duty")
    row: Assignment | None = rows.filter(pk=assignment_id).first()
    if row is None:
        raise NotFound
    return row


def _mine(by: Actor, assignment_id: int) -> tuple[Assignment, Actor]:
    """What the person was asked for, by name or in their department, or may see to for others."""
    row = _lock(assignment_id)
    by = require(by, WRITE, row)
    posts = Membership.objects.filter(user=by.user_id, unit=row.unit_id, department=row.department_id)
    in_department = row.department_id is not None and posts.exists()
    if not (row.person_id == by.user_id or in_department or by.may(PLAN, row.unit_id)):
        raise Forbidden
    return row, by
