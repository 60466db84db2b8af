"""Searching 200,000 items of a province with 170 communes, on SQLite and on PostgreSQL.

Bars: 95 of 100 searches of a commune's site within 50 ms, of the province's site within 150 ms; nine of ten
queries have an answer among the first five results.

The items are made of the invented ones beside the tests: title and text of one, some sentences of others, so
that words are about as frequent as in life; half belong to old communes that went into today's. They are
entered by the search's own service; rows of hamlets stand for the rows that the items have elsewhere. Each
search is `find` as the page calls it, in one process: query, ranking, rows, marked words of twelve results.
The queries are those of the tests; the held-out ones were kept apart while the search was made, and are
measured on the 300 items only.

    ./dev bench search [--size 200000] [--rounds 3] [--database sqlite|postgresql] [--trial]
"""

import argparse
import random
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from measuring.installation import environment, postgres, scratch
from measuring.report import Report
from measuring.roles import Process, play

COMMUNE_MS, PROVINCE_MS, RECALL = 50, 150, 0.9
COMMUNES, OLD_PER_COMMUNE, ASKED_COMMUNES = 170, 2, 12
BATCH, SINGLE = 1000, 100
DAYS = 3650


def province() -> dict[str, Any]:
    """A province with communes, each with what went into it."""
    from conglang.base.units.models import Part, Succession
    from conglang.tools.search.tests.places import SINCE, commune
    from conglang.tools.search.tests.places import province as made

    whole = made("99", "Đo Lường")
    communes = [commune(f"{97000 + n}", f"Xã Số {n}", whole) for n in range(COMMUNES)]
    old = [commune(f"{95000 + n}", f"Xã Cũ {n}", whole) for n in range(COMMUNES * OLD_PER_COMMUNE)]
    Succession.objects.bulk_create(
        Succession(old=unit, new=communes[n % COMMUNES], on=SINCE, part=Part.WHOLE)
        for n, unit in enumerate(old)
    )
    return {"whole": whole, "communes": communes, "units": [*communes, *old, *communes]}


def fill(units: list[Any], size: int) -> float:
    """Enter so many items; seconds that it took."""
    from conglang.base.units.models import Hamlet, HamletKind
    from conglang.tools.search.services.put import put
    from conglang.tools.search.tests.corpus import texts
    from conglang.tools.search.tests.places import NOW, item

    chance = random.Random(7)
    known = list(texts())
    began = time.perf_counter()
    spent = 0.0
    for first in range(0, size, BATCH):
        rows = Hamlet.objects.bulk_create(
            Hamlet(unit=chance.choice(units), kind=HamletKind.AP, name=f"{n}")
            for n in range(first, min(first + BATCH, size))
        )
        items = []
        for row in rows:
            _, section, title, text = chance.choice(known)
            more = [chance.choice(known) for _ in range(4)]
            items.append(
                item(
                    row,
                    title=f"{title} {chance.randrange(1, 30)}",
                    section=section,
                    summary=text,
                    text=" ".join(f"{other[2]}. {other[3]}" for other in more),
                    published_at=NOW
                    - timedelta(days=chance.randrange(DAYS), seconds=chance.randrange(86400)),
                )
            )
        before = time.perf_counter()
        put(items=items, now=NOW)
        spent += time.perf_counter() - before
        if first % 20_000 == 0:
            print(
                f"  {first:,} of {size:,}, {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True
            )
    return spent


def times(unit: Any, queries: list[str]) -> list[float]:
    """Milliseconds of each search."""
    from conglang.tools.search.queries import find
    from conglang.tools.search.tests.places import NOW

    taken = []
    for query in queries:
        began = time.perf_counter()
        find(unit=unit, query=query, now=NOW)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def measure(size: int, rounds: int) -> dict[str, Any]:
    """Everything on one database."""
    from django.core.management import call_command
    from django.db import connection

    from conglang.base.units.scope import everything
    from conglang.kernel.clock import frozen
    from conglang.tools.search import engine
    from conglang.tools.search.queries import suggest
    from conglang.tools.search.services.put import put
    from conglang.tools.search.tests.corpus import items_of, queries, recall
    from conglang.tools.search.tests.places import NOW, commune, item, row

    call_command("migrate", verbosity=0)
    result: dict[str, Any] = {}
    asked = [query.text for query in queries("queries.tsv")]
    with frozen(NOW), everything("measuring"):
        small = commune("98001", "Bến Sen")
        put(items=items_of(small), now=NOW)
        result["recall"] = recall(small, queries("queries.tsv"))[0]
        result["held_out"] = recall(small, queries("held_out.tsv"))[0]
        made = province()
        result["fill_s"] = fill(made["units"], size)
        engine.tidy()  # as the scheduled job does
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as the autovacuum does
        single = []
        for n in range(SINGLE):
            extra = row(made["communes"][n], f"extra {n}")
            began = time.perf_counter()
            put(items=[item(extra, title="Thông báo thêm", text="Nội dung thêm. " * 50)], now=NOW)
            single.append((time.perf_counter() - began) * 1000)
        result["put_ms"] = single
    chance = random.Random(11)
    communes = chance.sample(made["communes"], ASKED_COMMUNES)
    times(communes[0], asked[:20])
    result["commune"] = [
        [ms for unit in communes for ms in times(unit, chance.sample(asked, 40))] for _ in range(rounds)
    ]
    result["province"] = [times(made["whole"], asked) for _ in range(rounds)]
    began = time.perf_counter()
    for text in ("ti", "tiem ch", "đăng ký k", "thu tuc ", "gia"):
        suggest(unit=communes[0], beginning=text, now=NOW)
    result["suggest_ms"] = (time.perf_counter() - began) * 200
    return result


def p95(values: list[float]) -> float:
    """The largest but one of twenty."""
    return statistics.quantiles(values, n=20)[-1]


def database(name: str, url: str, folder: Path, options: argparse.Namespace, report: Report) -> None:
    """Measure on one database and write its lines."""
    env = environment(folder, url) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    found = Process(__file__, "measure", env, size=options.size, rounds=options.rounds).result()
    what = f"{options.size:,} items, {name}"
    report.add(
        f"{what}: commune's site, p95", [p95(each) for each in found["commune"]], "ms", f"≤ {COMMUNE_MS}"
    )
    report.add(
        f"{what}: commune's site, median", [statistics.median(each) for each in found["commune"]], "ms"
    )
    report.add(
        f"{what}: province's site, p95", [p95(each) for each in found["province"]], "ms", f"≤ {PROVINCE_MS}"
    )
    report.add(
        f"{what}: province's site, median", [statistics.median(each) for each in found["province"]], "ms"
    )
    report.add(f"{what}: suggestions, commune", found["suggest_ms"], "ms")
    report.add(f"{what}: entering one item", found["put_ms"], "ms")
    report.add(f"{what}: entering in batches", found["fill_s"] / options.size * 1000, "ms an item")
    report.add(f"{name}: recall@5 of the tests' queries", found["recall"], "", f"≥ {RECALL}")
    report.add(f"{name}: recall@5 of held-out queries", found["held_out"], "")


def main() -> int:
    """Measure on both databases, or on the one that was named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    parser.add_argument("--trial", action="store_true", help="print only")
    parser.add_argument("--role", choices=["measure"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play(measure)
    report = Report("search", f"{options.size:,} items in {COMMUNES} communes")
    with scratch() as folder:
        if options.database != "postgresql":
            database("SQLite", "", folder, options, report)
        if options.database != "sqlite":
            with postgres(folder) as url:
                database("PostgreSQL", url, folder, options, report)
    report.notes.append(
        "Held-out queries were written with the others and never looked at while the search was made."
    )
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
