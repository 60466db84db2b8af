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
NAMES = ("Hòa Bến", "Gò Lau")


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
    from conglang.base.units.kinds import UnitKind
    from conglang.base.units.models import Unit
    from conglang.base.units.scope import everything
    from conglang.citizens.cases.models import Case
    from conglang.citizens.cases.tests import conftest as world
    from conglang.citizens.cases.tests.walking import Walk
    from conglang.config.demo.empty import bring_up_to_date

    bring_up_to_date()
    level = UnitKind.PROVINCE.level
    province = Unit.objects.create(code="98", kind=UnitKind.PROVINCE, level=level, name="Đo Lường")
    communes = [world.commune(f"9800{number}", name, province) for number, name in enumerate(NAMES, 1)]
    world.local_term(province)
    walk, began = Walk(*communes, seed=12), time.perf_counter()
    walk.go(steps)
    faults = walk.faults()
    with everything("the end of the measuring"):
        number = Case.objects.count()
    return {
        "cases": number, "refused": walk.refused, "faults": faults, "seconds": time.perf_counter() - began,
    }  # fmt: skip


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
    report.add("stored silent ends and wrong dates", len(kept["faults"]), "", "≤ 0")
    report.notes += kept["faults"][:20]
    report.add("seconds of the database", kept["seconds"], "s")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
