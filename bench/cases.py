"""Random lives of cases: 1,000,000 steps of the table alone, 2,000 through services and the database.

Bar: no case that was taken in ends without a word to its sender (answered, transferred and acknowledged, or
given more time before its day), and every clock is what an oracle counts day by day.

    ./dev bench cases [--steps 1000000] [--stored 2000] [--trial]
"""

import argparse
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from measuring.installation import environment, scratch
from measuring.report import Report
from measuring.roles import Process, play

LENGTH = 40  # steps of one life


def lives(steps: int) -> dict[str, Any]:
    """Walk through the pure core; how many lives, what was wrong, and the seconds."""
    from conglang.citizens.cases.life import Given, Life, after, received
    from conglang.citizens.cases.rules import Command, fits
    from conglang.citizens.cases.tests.test_life import LAW, START, oracle
    from conglang.kernel.clock import local_day

    chance, began, wrong, number, done = random.Random(11), time.perf_counter(), 0, 0, 0
    while done < steps:
        now = START
        life = received(now, LAW, held=chance.random() < 0.1)
        for _step in range(LENGTH):
            now += timedelta(hours=chance.randrange(60))
            possible = [command for command in Command if fits(command, life.process)]
            if not possible:
                break
            done += 1
            until = local_day(now) + timedelta(days=chance.randrange(-2, 20))
            given = Given(now, chance.random() < 0.8, until, chance.random() < 0.8)
            found = after(life, chance.choice(possible), given, LAW)
            life = found if isinstance(found, Life) else life
            wrong += life.ended_silent + life.late_grants
        assert life.timer is not None
        wrong += life.timer.verdict(LAW).on != oracle(life.timer)
        number += 1
    return {"lives": number, "done": done, "wrong": wrong, "seconds": time.perf_counter() - began}


def stored(steps: int) -> dict[str, Any]:
    """Walk through services; every step is one that the desk would offer, or one that it would not."""
    from django.core.exceptions import ValidationError

    from conglang.base.accounts.permissions import Forbidden
    from conglang.base.units.kinds import UnitKind
    from conglang.base.units.models import Unit
    from conglang.base.units.scope import everything
    from conglang.citizens.cases.models import Case
    from conglang.citizens.cases.rules import SETTLED, Process
    from conglang.citizens.cases.services import decide, join, visit, work
    from conglang.citizens.cases.tests import conftest as world
    from conglang.citizens.cases.tests.test_life import oracle
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.kernel.clock import local_day

    bring_up_to_date()
    level = UnitKind.PROVINCE.level
    province = Unit.objects.create(code="98", kind=UnitKind.PROVINCE, level=level, name="Đo Lường")
    home = world.commune("98001", "Hòa Bến", province)
    world.local_term(province)
    chance, began, now, refused = random.Random(12), time.perf_counter(), world.NOW, 0
    visitor = {"unit_id": home.unit.pk}

    def acts(row: Case) -> list[Any]:
        until = local_day(now) + timedelta(days=chance.randrange(1, 20))
        own = visitor | {"case_id": row.pk, "now": now}
        return [
            lambda: world.do(home.officer, decide.accept, row, now),
            lambda: world.do(home.officer, decide.refuse, row, now, ground="unclear", words="Chưa rõ."),
            lambda: world.do(home.officer, work.assign, row, now, department_id=home.works.pk),
            lambda: world.do(home.worker, work.send_back, row, now, reason="Không phải"),
            lambda: world.do(home.worker, work.begin, row, now),
            lambda: world.do(home.worker, work.ask, row, now, text="Cột số mấy?"),
            lambda: visit.reply(**own, text="Số 7"),
            lambda: world.do(home.leader, work.extend, row, now, until=until, words="Chờ vật tư."),
            lambda: world.answered(home, row, now),
            lambda: world.do(home.officer, work.close, row, now),
            lambda: visit.ask_reopen(**own, reason="Lại tắt"),
            lambda: world.do(home.leader, join.reopen, row, now),
            lambda: world.do(home.leader, join.decline_reopen, row, now, words="Đã xem lại."),
            lambda: visit.withdraw(**own) if chance.random() < 0.1 else None,
        ]

    open_ones: list[Case] = []
    for step in range(steps):
        now += timedelta(hours=chance.randrange(5))
        if step % 20 == 0:
            open_ones.append(world.case_of(world.sent(home, now=now)))
        try:
            chance.choice(acts(chance.choice(open_ones[-12:])))()
        except (ValidationError, Forbidden):
            refused += 1
    with everything("the end of the measuring"):
        rows = list(Case.objects.select_related("answer_duty__unit"))
        silent = [r for r in rows if r.accepted_at and Process(r.process) in SETTLED and not r.told
                  and r.process != Process.WITHDRAWN]  # fmt: skip
        clocks = [r for r in rows if r.answer_duty and r.answer_duty.due_on != oracle(_timer(r.answer_duty))]
    return {
        "cases": len(rows), "refused": refused, "silent": len(silent), "clocks": len(clocks),
        "seconds": time.perf_counter() - began,
    }  # fmt: skip


def _timer(duty: Any) -> Any:
    """A stored clock as the oracle wants it."""
    from conglang.citizens.cases.life import Timer

    return Timer(duty.started_at, tuple(duty.past_pauses), extensions=tuple(duty.granted))


def main() -> int:
    """Walk, and count what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--stored", type=int, default=2_000)
    parser.add_argument("--trial", action="store_true", help="print only")
    parser.add_argument("--role", choices=["lives", "stored"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play({"lives": lives, "stored": stored}[options.role])
    report = Report("cases", f"{options.steps:,} steps of the table, {options.stored:,} of the database")
    with scratch() as folder:
        env = environment(folder) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
        pure = Process(__file__, "lives", env, steps=options.steps).result()
        kept = Process(__file__, "stored", env, steps=options.stored).result()
    report.add("steps of the table", pure["done"], "", f"≥ {options.steps}")
    report.add("lives walked through", pure["lives"], "")
    report.add("silent ends and wrong dates", pure["wrong"], "", "≤ 0")
    report.add("seconds of the table", pure["seconds"], "s")
    report.add("stored cases", kept["cases"], "")
    report.add("refused steps", kept["refused"], "")
    report.add("stored cases that ended silent", kept["silent"], "", "≤ 0")
    report.add("stored clocks unlike the oracle", kept["clocks"], "", "≤ 0")
    report.add("seconds of the database", kept["seconds"], "s")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
