"""A decision about a day while 10,000 duties are open in a province of 100 communes; reminding their people.

Bar: dating all anew, with the cause of each move and the events, within 5 s; lateness is noticed by a job
that runs every five minutes, so it may not take longer than one of them.

The duties are rows like those that `start` makes: terms of one to twelve days under one or two rules of the
release, begun on the last working days, one in ten of them paused once, one in twenty extended. The decision
makes a working day of next week free for the province. The reminder then runs at the end of that week.

    ./dev bench duties [--size 10000] [--rounds 3] [--trial]
"""

import argparse
import random
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from measuring.installation import environment, scratch
from measuring.report import Report
from measuring.roles import Process, play

COMMUNES = 100
MOST_SECONDS, MOST_JOB_SECONDS = 5, 300
RULES = (["PUB_DEFAULT"], ["PUB_DEMOCRACY", "PUB_DEFAULT"], ["INFO_REQ"], ["INFO_DISPUTE"], ["TCD_NOTIFY"])


def fill(size: int) -> Any:
    """A province with its communes, a clerk each, and the open duties; the province."""
    from conglang.base.accounts.roles import Role
    from conglang.base.duties.models import Duty
    from conglang.base.duties.queries import calendar_of, chain_of, counting_rules
    from conglang.base.duties.rules import Extension, Pause, in_force, verdict
    from conglang.base.duties.tests.conftest import NOW, official, unit
    from conglang.base.units.models import UnitKind
    from conglang.kernel.clock import local_day, start_of_day

    chance = random.Random(7)
    whole = unit("97", UnitKind.PROVINCE, "Đo Lường")
    chain = chain_of(whole)
    calendar, known = calendar_of(chain), [row.as_rule for row in counting_rules(chain)]
    today = local_day(NOW)
    for number in range(COMMUNES):
        place = unit(f"97{number:03}", UnitKind.COMMUNE, f"Xã Số {number}", whole)
        clerk = official(f"vanthu{number}", place, Role.DOCUMENT_CLERK)
        rows = []
        for n in range(size // COMMUNES):
            at = start_of_day(today - timedelta(days=chance.randrange(4))) + timedelta(hours=8)
            held = in_force(known, chance.choice(RULES), local_day(at), chain)
            pauses, extensions = [], []
            if n % 10 == 0:
                pauses = [
                    Pause(at + timedelta(hours=1), at + timedelta(hours=chance.randrange(2, 50)), "chờ")
                ]
            if n % 20 == 1:
                extensions = [Extension(today + timedelta(days=chance.randrange(10, 40)), "gia hạn")]
            found = verdict(at, held, calendar, pauses, extensions)
            rows.append(
                Duty(
                    unit=place, key=f"k{n}", title=f"Việc {n}", event="Ban hành", started_at=at,
                    person_id=clerk.user_id, rule_keys=[rule.key for rule in held],
                    due_key=found.winner.rule.key, original_on=found.winner.on, due_on=found.on,
                    due_at=found.ends_at,
                    pauses=[
                        {"begins": p.begins.isoformat(), "ends": p.ends.isoformat(), "reason": "", "by": ""}
                        for p in pauses
                    ],
                    extensions=[
                        {"until": e.until.isoformat(), "reason": "", "by": "", "at": at.isoformat()}
                        for e in extensions
                    ],
                )
            )  # fmt: skip
        Duty.objects.bulk_create(rows)
    return whole


def decide(whole: Any, day: date) -> tuple[float, int]:
    """Enter and confirm a free day; seconds of confirming, and how many dates moved."""
    from conglang.base.accounts.actor import Actor
    from conglang.base.duties.models import DueChange
    from conglang.base.duties.services.keep_days import DayFacts, confirm_day, enter_day
    from conglang.base.duties.tests.conftest import NOW
    from conglang.kernel.calendar import DayKind

    system = Actor.system("bench")
    facts = DayFacts(day, DayKind.HOLIDAY, "Nghỉ lễ", f"QĐ {day:%d%m}")
    row = enter_day(by=system, unit_id=whole.pk, facts=facts, now=NOW)
    before, began = DueChange.objects.count(), time.perf_counter()
    confirm_day(by=system, day_id=row.pk, now=NOW)
    return time.perf_counter() - began, DueChange.objects.count() - before


def remind_all(at: datetime) -> tuple[float, int]:
    """Run the reminder once; seconds and notices."""
    from conglang.base.accounts.actor import Actor
    from conglang.base.duties.services.remind import remind

    began = time.perf_counter()
    told = remind(by=Actor.system("bench"), now=at)
    return time.perf_counter() - began, told


def measure(size: int, rounds: int) -> dict[str, Any]:
    """Everything, in one process."""
    from django.core.management import call_command

    from conglang.base.duties.tests.conftest import NOW
    from conglang.base.units.scope import everything
    from conglang.kernel.clock import frozen, local_day

    call_command("migrate", verbosity=0)
    with frozen(NOW), everything("measuring"):
        whole = fill(size)
        first = local_day(NOW) + timedelta(days=3)
        free = [first + timedelta(days=n) for n in (0, 2, 3, 4)]  # the day between is free anyway
        redated = [decide(whole, day) for day in free[:rounds]]
        reminded = [remind_all(NOW + timedelta(days=days)) for days in (40, 41)]
    return {"redated": redated, "reminded": reminded}


def main() -> int:
    """Measure on SQLite."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, choices=range(1, 5), default=3)
    parser.add_argument("--trial", action="store_true", help="print only")
    parser.add_argument("--role", choices=["measure"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play(measure)
    report = Report("duties", f"{options.size:,} open duties in {COMMUNES} communes")
    with scratch() as folder:
        env = environment(folder) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
        found = Process(__file__, "measure", env, size=options.size, rounds=options.rounds).result()
    report.add("a day becomes free", [took for took, _moved in found["redated"]], "s", f"≤ {MOST_SECONDS}")
    report.add("duties that moved", [moved for _took, moved in found["redated"]], "")
    storm, quiet = found["reminded"]
    report.add("all are late at once: reminding", storm[0], "s", f"≤ {MOST_JOB_SECONDS}")
    report.add("notices that this writes", storm[1], "")
    report.add("nothing new: the reminder's run", quiet[0], "s")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
