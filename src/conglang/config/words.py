"""Commands that show the kernel's answers: folded text and counted days."""

from datetime import date, datetime

import click

from conglang.kernel.calendar import (
    DayEntry,
    Due,
    Hours,
    Reason,
    TermError,
    TraceStep,
    WorkHours,
    load_national_calendar,
    parse_term,
)
from conglang.kernel.clock import LOCAL_ZONE
from conglang.kernel.text import fold as fold_text

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

# Days of the calendar's own entries explain themselves.
REASONS = {
    Reason.EVENT: "ngày bắt đầu, không tính",
    Reason.WEEKEND: "nghỉ hằng tuần",
    Reason.MONTHS: "đủ số tháng",
    Reason.HOURS: "đủ số giờ",
    Reason.NEXT_WORKING_DAY: "hạn rơi vào ngày nghỉ nên chuyển sang ngày làm việc tiếp theo",
}


@click.command()
@click.argument("text", nargs=-1, required=True)
def fold(text: tuple[str, ...]) -> None:
    """Print TEXT as search compares it: no marks, no capitals."""
    click.echo(fold_text(" ".join(text)))


@click.command()
@click.argument("start")
@click.argument("term", nargs=-1, required=True)
def workdays(start: str, term: tuple[str, ...]) -> None:
    """Print the last day of TERM after START (2026-11-20), then why.

    TERM: "5wd" working days, "12d" calendar days, "9m" months; Vietnamese words do as well. Hours ("48h",
    "4wh" of the office) need a START with its time in Viet Nam (2026-11-20T08:30) and end at a time.
    """
    try:
        due = load_national_calendar().add(_start(start), parse_term(" ".join(term)))
    except (TermError, TypeError) as error:
        raise click.BadParameter(str(error), param_hint="TERM") from error
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(str(error), param_hint="START") from error
    if isinstance(due.term, Hours | WorkHours):
        click.echo(due.ends_at.astimezone(LOCAL_ZONE).strftime("%Y-%m-%dT%H:%M"))
    else:
        click.echo(due.on.isoformat())
    for line in explain(due):
        click.echo(line)


def _start(text: str) -> date | datetime:
    return (
        datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE) if "T" in text else date.fromisoformat(text)
    )


def explain(due: Due) -> list[str]:
    """One line a day of the trace, then what is not certain yet."""
    lines = [_step(step) for step in due.trace]
    lines += [f"chưa chốt: {_entry(entry)}" for entry in due.proposals]
    if due.may_move:
        lines.append(f"nếu được chốt thì hạn là {due.if_confirmed.on.isoformat()}")
    if not due.is_covered:
        lines.append("lịch nghỉ của thời gian này chưa được ban hành đầy đủ")
    return lines


def _step(step: TraceStep) -> str:
    count = str(step.ordinal) if step.counted else "–"
    reason = _entry(step.entry) if step.entry else REASONS.get(step.reason, "")
    return f"{step.on.isoformat()}  {WEEKDAYS[step.on.weekday()]:<8}  {count:>3}  {reason}".rstrip()


def _entry(entry: DayEntry) -> str:
    return f"{entry.name} ({entry.legal_basis.cite()})"
