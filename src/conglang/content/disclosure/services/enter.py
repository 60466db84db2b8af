"""Enter something under a heading of the catalogue. Its clock starts, or runs already for the period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.models import Duty
from conglang.base.duties.services.start import Subject as About
from conglang.base.duties.services.start import Trigger, start
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.disclosure.models import Entry, Heading
from conglang.content.disclosure.permissions import ENTER
from conglang.content.disclosure.queries import duty_key, headings
from conglang.content.disclosure.rules import NO_PERIOD, PERIODIC, Cycle, FileKind, Period, unfit
from conglang.content.disclosure.services.show import show
from conglang.content.disclosure.wording import file_kinds, period_words
from conglang.kernel.clock import local_day
from conglang.kernel.text import one_line


@dataclass(frozen=True, slots=True)
class Subject:
    """What is made public: a stored row of any room, its title, its number, its two paths.

    `duty` is one that runs for it already; what is for a period has the duty of the period.
    """

    row: Model
    title: str
    code: str = ""
    path: str = ""
    desk_url: str = ""
    duty: Duty | None = None


@transaction.atomic
def enter(
    *,
    by: Actor,
    unit_id: int,
    heading: str,
    subject: Subject,
    made_on: date,
    files: Collection[FileKind],
    now: datetime,
    period: Period = NO_PERIOD,
    public_at: datetime | None = None,
    shown_until: date | None = None,
) -> Entry:
    """Put a row under a heading and start its clock; the same row again finds the first entry.

    `files` are the kinds in which readers get it. `public_at` is given for what is public already; for
    the rest `made_public` follows. Raises NotFound, Forbidden, and ValidationError for a heading that does
    not hold, a wrong period, a day in the future, or a kind of file that the heading refuses.
    """
    by = require(by, ENTER, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    today = local_day(now)
    row = headings(unit, today).get(heading)
    if row is None:
        raise ValidationError({"heading": _("The catalogue has no such heading today.")})
    kind = ContentType.objects.get_for_model(subject.row)
    wanted = {"heading_key": row.key, "period": period.key, "subject_type": kind}
    present: Entry | None = Entry.objects.filter(unit=unit, subject_id=str(subject.row.pk), **wanted).first()
    if present is None:
        _check(row, period, made_on, set(files), today)
        present = Entry(
            unit=unit,
            heading=row,
            subject_id=str(subject.row.pk),
            title=one_line(subject.title)[:300],
            code=subject.code[:60],
            path=subject.path[:300],
            desk_url=subject.desk_url[:300],
            files=sorted(file.value for file in set(files)),
            made_on=made_on,
            shown_until=shown_until,
            entered_by_id=by.user_id,
            entered_at=now,
            **wanted,
        )
        present.save()
        own = None if period.year else subject.duty
        present.duty = own or _clock(by, present, row, now)
        present.save(update_fields=["duty"])
        record("disclosure.entered", present, by=by, now=now, heading=row.key, period=period.key)
    if public_at is not None:
        show(present, at=public_at, by=by, now=now)
    return present


def _check(row: Heading, period: Period, made_on: date, files: set[FileKind], today: date) -> None:
    cycle, line = Cycle(row.cycle), row.line
    if (cycle in PERIODIC and period.cycle is not cycle) or (cycle not in PERIODIC and period.year):
        raise ValidationError({"period": _("This heading asks for another kind of period.")})
    if made_on > today:
        raise ValidationError({"made_on": _("This day is in the future.")})
    refused = unfit(files, line.files, line.beside)
    if refused or not files:
        said = {"heading": row.title, "wanted": file_kinds(line.files), "given": file_kinds(refused)}
        if not files:
            text = _("“%(heading)s” asks for: %(wanted)s.")
        else:
            text = _("“%(heading)s” asks for: %(wanted)s. It does not take: %(given)s.")
        raise ValidationError({"files": text % said})


def _clock(by: Actor, entry: Entry, row: Heading, now: datetime) -> Duty:
    """The duty of the period, or one of the entry's own."""
    period = entry.span
    if period.year:
        return start_period(
            by=by, unit_id=entry.unit_id, heading=row, period=period, made_on=entry.made_on, now=now
        )
    about = About(entry, entry.title, entry.desk_url)
    title = _("Make public: %(title)s") % {"title": entry.title}
    rules, day = _rules(row, entry.made_on)
    event = _("Made on %(day)s") % {"day": f"{entry.made_on:%d/%m/%Y}"}
    return start(
        by=by, unit_id=entry.unit_id, key=duty_key(row.key, period), title=title, rules=rules,
        trigger=Trigger(event, day), now=now, subject=about,
    )  # fmt: skip


def start_period(
    *, by: Actor, unit_id: int, heading: Heading, period: Period, now: datetime, made_on: date | None = None
) -> Duty:
    """Start the clock of a heading for a period; the running or closed duty of the period stays as it is.

    It begins when the period's clock does, or on the earlier day on which the information was made.
    """
    begins = heading.clock.starts_on(period)
    rules, day = _rules(heading, min(begins, made_on or begins))
    title = _("Make public: %(title)s") % {"title": f"{heading.title}, {period_words(period)}"}
    event = _("The time for it has come") if made_on is None or begins <= made_on else _("It was made")
    return start(
        by=by, unit_id=unit_id, key=duty_key(heading.key, period), title=title, rules=rules,
        trigger=Trigger(event, day), now=now,
    )  # fmt: skip


def _rules(row: Heading, day: date) -> tuple[list[str], date]:
    """Terms and the day from which they count; what is older than the law has a term of its own."""
    if day >= row.valid_from:
        return list(row.rules), day
    return [row.backlog] if row.backlog else list(row.rules), row.valid_from
