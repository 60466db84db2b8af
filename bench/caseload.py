"""A million cases of a province of 100 communes: looking one up by its code, and the lists of the staff.

Bars, on PostgreSQL: the page of a code in at most 50 ms, each list of an office in at most 300 ms (both the
95th percentile). The figures of a year, which count 100,000 cases and are no list, are reported.

The office that is asked has every tenth case, 100,000 in all; two of a hundred are open, each with a clock of
its own.

The cases are copies that the database makes of one that was sent and taken in by the services, with codes,
keys, days, clocks, senders and histories of their own. Pages are asked in-process, through all middleware.
The plans of the slowest statement of each list are printed with --plans.

    ./dev bench caseload [--size 1000000] [--database postgresql|sqlite] [--trial] [--plans]
"""

import argparse
import random
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from measuring.copies import copy_rows
from measuring.installation import environment, postgres, scratch, version_of_postgres
from measuring.report import Report
from measuring.roles import Process, play

MOST_LOOK_UP_MS, MOST_LIST_MS, COMMUNES, REPEATS, BATCH = 50, 300, 100, 20, 50_000
HOST, DESK = "hoaben.localhost", "/ho-so/"
FIGURES = "figures of this year"
PLACES = ("waiting", "accepted", "assigned", "in_progress", "asked", "in_review")  # of open cases


def measure(size: int, plans: bool) -> dict[str, Any]:  # noqa: FBT001  # comes as JSON
    """Fill and ask."""
    from django.core.management import call_command

    from conglang.base.accounts.actor import Actor
    from conglang.base.accounts.models import User
    from conglang.base.units.kinds import UnitKind
    from conglang.base.units.models import Unit
    from conglang.base.units.scope import everything
    from conglang.base.units.services.open_site import open_site
    from conglang.citizens.cases.services import decide
    from conglang.citizens.cases.tests import conftest as world
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.kernel.clock import now

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    level = UnitKind.PROVINCE.level
    province = Unit.objects.create(code="98", kind=UnitKind.PROVINCE, level=level, name="Đo Lường")
    home = world.commune("98001", "Hòa Bến", province)
    others = [
        Unit.objects.create(
            code=f"98{number:03}", kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=f"Xã {number}",
            parent=province, lineage=province.below, valid_from=world.SINCE,
        ).pk
        for number in range(2, COMMUNES + 1)
    ]  # fmt: skip
    world.local_term(province)
    row = world.case_of(world.sent(home, now=now()))
    world.do(home.officer, decide.accept, row, now())
    began = time.perf_counter()
    with everything("a measurement"):
        open_site(unit=home.unit, host=HOST, by=Actor.system("bench"), now=now())
        codes = fill(world.again(row), size, home.unit.pk, others)
    filled = time.perf_counter() - began
    officer = User.objects.get(username="officer98001")
    return {
        "times": ask(officer, codes, size),
        "filled": filled,
        "plans": explained(officer) if plans else [],
    }


def fill(row: Any, size: int, home: int, others: list[int]) -> list[str]:
    """Copies of a case with what belongs to it; some codes of the office that is asked."""
    from django.db import connection

    from conglang.base.duties.models import Duty
    from conglang.citizens.cases.models import Case, CaseEvent
    from conglang.tools.vault.models import Identity

    codes = fresh_codes(size)
    on_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_codes (number integer PRIMARY KEY, code varchar(16))")
        for at in range(0, size, BATCH):
            rows = [(at + n + 1, code) for n, code in enumerate(codes[at : at + BATCH])]
            cursor.executemany("INSERT INTO bench_codes VALUES (%s, %s)", rows)
    uid = "lower(hex(randomblob(16)))" if on_sqlite else "gen_random_uuid()"
    unit = f"CASE WHEN n % 10 = 0 THEN {home} ELSE {others[0]} + n % {len(others)} END"
    at = "datetime('2026-11-20', -(n % 1500) || ' hours')" if on_sqlite else (
        "TIMESTAMPTZ '2026-11-20' - (n % 1500) * INTERVAL '1 hour'"
    )  # fmt: skip
    code = "(SELECT code FROM bench_codes WHERE number = n)"
    is_open = "(n / 10 % 50 = 0)"
    places = " ".join(f"WHEN {number} THEN '{place}'" for number, place in enumerate(PLACES))
    process = f"CASE WHEN {is_open} THEN CASE n / 500 % {len(PLACES)} {places} END ELSE 'closed' END"
    ended = f"CASE WHEN {is_open} THEN NULL ELSE {at} END"
    duty = row.answer_duty_id
    copy_rows(connection, Identity._meta.db_table, row.sender_id, size, {
        "id": f"{row.sender_id} + n", "uid": uid, "unit_id": unit,
    })  # fmt: skip
    copy_rows(connection, Duty._meta.db_table, duty, size, {
        "id": f"{1000 + duty} + n", "uid": uid, "unit_id": unit, "subject_id": f"'' || ({row.pk} + n)",
        "due_at": at,
        "fulfilled_at": ended, "key": f"'{row.answer_duty.key}'",
    })  # fmt: skip
    copy_rows(connection, Case._meta.db_table, row.pk, size, {
        "id": f"{row.pk} + n", "uid": uid, "unit_id": unit, "code": code,
        "sender_id": f"{row.sender_id} + n", "answer_duty_id": f"{1000 + duty} + n", "intake_duty_id": "NULL",
        "process": process, "received_at": at, "answered_at": ended, "closed_at": ended,
        "subject": "'Đèn đường tổ ' || n || ' không sáng'", "hamlet_id": "NULL",
    })  # fmt: skip
    event = row.events.first().pk
    copy_rows(connection, CaseEvent._meta.db_table, event, size, {
        "id": f"{1000 + event} + n", "unit_id": unit, "case_id": f"{row.pk} + n", "at": at,
    })  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if on_sqlite else "VACUUM ANALYZE")
    return codes[9::10]


def fresh_codes(size: int) -> list[str]:
    """Codes as the kernel makes them, no two alike."""
    from conglang.kernel.codes import new_code

    chance = random.Random(3)
    made: dict[str, None] = {}
    while len(made) < size:
        made[new_code("HB25", chance.randbytes(5)).compact] = None
    return list(made)


def pages(size: int) -> dict[str, str]:
    """What an office opens."""
    return {
        "all open": DESK,
        "to take in": f"{DESK}?tinh-trang=moi",
        "ended": f"{DESK}?tinh-trang=da-xong",
        "ended, a page in the middle": f"{DESK}?tinh-trang=da-xong&page={max(1, size // 10 // 80)}",
        "overdue": f"{DESK}?qua-han=1",
        "words": f"{DESK}?tim=tổ+50",
        "a code": f"{DESK}?tim=HB25-0000-0000",
        "of a field": f"{DESK}?linh-vuc=light",
        FIGURES: f"{DESK}so-lieu/",
    }


def ask(officer: Any, codes: list[str], size: int) -> dict[str, list[float]]:
    """Milliseconds of each page."""
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": settings.DESK_HOST})
    client.force_login(officer, backend="conglang.base.accounts.backends.UnitRoleBackend")
    visitor, chance = Client(headers={"host": HOST}), random.Random(4)
    found = {
        "look-up by code": [_took(visitor, f"/tra-ma/?ma={chance.choice(codes)}") for _ in range(200)][1:]
    }
    for name, path in pages(size).items():
        found[name] = [_took(client, path) for _turn in range(REPEATS + 1)][1:]
    return found


def _took(client: Any, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise AssertionError(f"{path} answered {answer.status_code} {answer.get('Location', '')}")
    return took


def explained(officer: Any) -> list[str]:
    """The plan of the slowest statement of each list."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": settings.DESK_HOST})
    client.force_login(officer, backend="conglang.base.accounts.backends.UnitRoleBackend")
    found = []
    for name, path in pages(100).items():
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        slowest = max(asked.captured_queries, key=lambda each: float(each["time"]))
        analyse = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, BUFFERS)"
        with connection.cursor() as cursor:
            cursor.execute(f"{analyse} {slowest['sql'].replace('%', '%%')}")
            plan = "\n".join(str(line[-1]) for line in cursor.fetchall())
        found.append(
            f"{name}, {slowest['time']} s of {len(asked)} statements\n{slowest['sql'][:1500]}\n{plan}"
        )
    return found


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--trial", action="store_true", help="5,000 cases; print only")
    parser.add_argument("--plans", action="store_true", help="print what the database does")
    parser.add_argument("--role", choices=["measure"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play(measure)
    size = min(options.size, 5_000) if options.trial else options.size
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        url = stack.enter_context(postgres(folder)) if options.database == "postgresql" else ""
        data = folder / "data"
        data.mkdir()
        env = environment(data, url) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
        found = Process(__file__, "measure", env, size=size, plans=options.plans).result()
    engine = version_of_postgres() if url else "SQLite"
    report = Report("caseload", f"{size:,} cases on {engine}")
    for name, times in found["times"].items():
        most = {"look-up by code": f"≤ {MOST_LOOK_UP_MS}", FIGURES: ""}.get(name, f"≤ {MOST_LIST_MS}")
        report.add(f"{name}, p95", sorted(times)[int(len(times) * 0.95) - 1], "ms", most)
    report.notes.append(f"Filling took {found['filled']:.0f} s.")
    print("\n\n".join(found["plans"]))
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
