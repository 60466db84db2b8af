"""Four editors publish while twenty people read, on SQLite and on PostgreSQL.

Bars: 0 errors, 0 lost writes, at least 20 publishes a second in all, on each database.

What runs: the real `conglang serve` (supervisor, web, worker) on a folder or server of its own, four
processes that publish through the services that the desk's views call, and one process with twenty threads
that read over HTTP. All editors work in one commune, so that they meet in every table and index.

A publish is what an editor does: open a submitted article of six paragraphs, which computes the hash of what
is on the screen, and approve exactly that. In a commune with the short route this makes it public in the same
transaction: approval, history, audit trail, events and the public row are all in it. The articles were
written and submitted before the clock starts, enough of them for the whole time. The bar is on these.

A whole cycle is all that comes before as well: a contributor writes the article and submits it, then the
editor publishes it. Four of these go on at once in a second run; they have no bar. Each of the four processes
has its own contributor and its own editor. The roles are read once for a process, not once for a click.

The clock starts when the worker has nothing left to do for the demonstration.

A reader opens the home page, a section's page or one of its newest articles, then thinks for 0.5 to 1.5
seconds (--think scales that; 0 reads without a pause).

Lost writes: after the run every publish that was reported as done is looked up: live, with the very text that
was written, by two different people, with its four audit entries; there are no others, and after sealing the
chain of the audit trail verifies. Twenty of them are fetched over HTTP too.

    ./dev bench editors [--seconds 60] [--database sqlite|postgresql|both] [--pool 0] [--think 1] [--trial]
"""

import argparse
import random
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from measuring.installation import Server, environment, postgres, scratch, serving, version_of_postgres
from measuring.report import Report
from measuring.roles import Process, play

EDITORS, READERS, LEAST_PER_SECOND = 4, 20, 20
ENOUGH = 15  # articles that one editor could publish in a second, and will not
UNIT = "99102"  # of the demonstration: one writes, another one approves
WORDS = [
    "đường",
    "làng",
    "mùa",
    "màng",
    "trường",
    "học",
    "trạm",
    "y",
    "tế",
    "nhà",
    "văn",
    "hóa",
    "chợ",
    "phiên",
    "bến",
    "sông",
    "hội",
    "làng",
    "cây",
    "đa",
    "giếng",
    "nước",
]
VERBS = {"newsroom.article_written", "approval.submit", "approval.approve", "approval.publish"}


# --- what the processes do ---------------------------------------------------------------------------


def prepare() -> dict[str, Any]:
    """The demonstration's units and sites, with four more pairs of people."""
    from django.core.management import call_command

    from conglang.base.accounts.actor import Actor
    from conglang.base.accounts.models import User
    from conglang.base.accounts.roles import Role
    from conglang.base.accounts.rules import Appointment
    from conglang.base.accounts.services.appoint import hold
    from conglang.base.units.models import Site, Unit
    from conglang.base.units.scope import everything
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.config.demo.load import APPOINTED_ON, load_demo
    from conglang.kernel.clock import now
    from conglang.tools.pages.models import Section

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    load_demo(now())
    with everything("prepare a measurement"):
        unit = Unit.objects.get(code=UNIT)
        for n in range(EDITORS):
            for kind, role in (("writer", Role.CONTRIBUTOR), ("approver", Role.HEAD_EDITOR)):
                user = User.objects.create(
                    username=f"{kind}{n}",
                    full_name=f"Người Thử {kind} {n}",
                    email=f"{kind}{n}@songmau.example",
                )
                appointment = Appointment(
                    role=role, starts_on=APPOINTED_ON, decision_number="03/QĐ-MẪU", decided_on=APPOINTED_ON,
                    decided_by="Ủy ban nhân dân",
                )  # fmt: skip
                hold(user=user, unit_id=unit.pk, appointment=appointment, by=Actor.system("bench"), now=now())
        section = Section.objects.get(unit=unit, key="news")
        return {"host": Site.objects.get(unit=unit).host, "section": section.pk, "path": f"/{section.slug}/"}


class Pair:
    """One who writes and one who approves."""

    def __init__(self, number: int, section: int) -> None:
        from conglang.base.accounts.actor import actor_for
        from conglang.base.accounts.models import User
        from conglang.base.units.models import Unit
        from conglang.kernel.clock import now

        self.number, self.section, self.count = number, section, 0
        unit = Unit.objects.get(code=UNIT)
        self.writer, self.approver = (
            actor_for(User.objects.get(username=f"{kind}{number}"), unit.pk, now())
            for kind in ("writer", "approver")
        )
        self.took: dict[str, list[float]] = {"write": [], "submit": [], "approve": []}
        self.done: list[tuple[int, str]] = []
        self.errors: list[str] = []
        self.chance = random.Random(number)

    def submit(self) -> tuple[int, str]:
        """Write and submit; the article's key and the mark that its text bears."""
        from uuid import uuid4

        from conglang.base.units.scope import use_scope
        from conglang.content.newsroom.services.content import ArticleContent
        from conglang.content.newsroom.services.write_article import write_article
        from conglang.kernel.clock import now
        from conglang.tools.approval.services.submit import submit

        self.count += 1
        mark = f"dấu {uuid4().hex}"
        text = "".join(f"<p>{self._words(60)}.</p>" for _ in range(6)) + f"<p>{mark}</p>"
        content = ArticleContent(
            section_id=self.section, title=f"{self._words(8).capitalize()} {self.number}-{self.count}",
            summary=self._words(30), body=[{"type": "text", "value": text, "id": str(uuid4())}],
            author_name="Nguyễn Văn Mẫu", author_address="Thôn Thử",
        )  # fmt: skip
        with use_scope(self.writer.scope):
            began = time.perf_counter()
            article = write_article(by=self.writer, content=content, now=now())
            written = time.perf_counter()
            submit(item=article, by=self.writer, now=now())
        self.took["write"].append(written - began)
        self.took["submit"].append(time.perf_counter() - written)
        return article.pk, mark

    def approve(self, pk: int, mark: str) -> None:
        """Open and approve; counts as done only when the service says that it is public."""
        from conglang.base.units.scope import use_scope
        from conglang.content.newsroom.models import Article
        from conglang.kernel.clock import now
        from conglang.tools.approval.queries import standing
        from conglang.tools.approval.services.approve import approve

        with use_scope(self.approver.scope):
            began = time.perf_counter()
            article = Article.objects.get(pk=pk)
            seen = standing(self.approver, article, now=now()).content
            review = approve(item=article, expected_hash=seen, by=self.approver, now=now())
        self.took["approve"].append(time.perf_counter() - began)
        if review.stage != "published":
            raise AssertionError(f"article {pk} is {review.stage}")
        self.done.append((pk, mark))

    def _words(self, number: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=number))


def edit(number: int, section: int, seconds: float, pool: int) -> dict[str, Any]:
    """Whole cycles for so many seconds, or with a pool only its approvals."""
    pair = Pair(number, section)
    pair.approve(*pair.submit())  # the first one loads what a running process has loaded long ago
    first, pair.done = pair.done, []
    waiting = [pair.submit() for _ in range(pool)]
    for times in pair.took.values():
        times.clear()
    print("ready", flush=True)
    sys.stdin.readline()
    began, worked = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds and (waiting or not pool):
        try:
            pair.approve(*(waiting.pop() if pool else pair.submit()))
        except Exception as error:  # noqa: BLE001 - every one is a miss of the bar
            pair.errors.append(repr(error)[:300])
    elapsed, cpu = time.perf_counter() - began, time.process_time() - worked
    return {
        "first": first, "done": pair.done, "errors": pair.errors, "took": pair.took,
        "elapsed": elapsed, "cpu": cpu,
    }  # fmt: skip


def read(port: int, host: str, path: str, think: float) -> dict[str, Any]:
    """Twenty readers until the standard input ends."""
    stop, took, errors, began = threading.Event(), [], [], time.perf_counter()

    def page(connection: HTTPConnection, place: str) -> str:
        began = time.perf_counter()
        connection.request("GET", place, headers={"Host": f"{host}:{port}"})
        answer = connection.getresponse()
        text = answer.read().decode()
        took.append(time.perf_counter() - began)
        if answer.status != 200 or "</html>" not in text:
            errors.append(f"{answer.status} {place}")
        return text

    def reader(number: int) -> None:
        chance = random.Random(number)
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        while not stop.wait(think * chance.uniform(0.5, 1.5)):
            try:
                if chance.random() < 0.3:
                    page(connection, "/")
                    continue
                listed = page(connection, path)
                articles = re.findall(rf'href="({path}[^"?#/]+/)"', listed)
                if articles and not stop.wait(think * chance.uniform(0.5, 1.5)):
                    page(connection, chance.choice(articles))
            except Exception as error:  # noqa: BLE001 - every one is a miss of the bar
                errors.append(repr(error)[:300])
                connection.close()

    threads = [threading.Thread(target=reader, args=(n,)) for n in range(READERS)]
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    sys.stdin.readline()
    stop.set()
    for thread in threads:
        thread.join()
    return {"took": took, "errors": errors, "elapsed": time.perf_counter() - began}


def settle() -> dict[str, Any]:
    """Return when the worker has done all that the demonstration left it, its pictures above all."""
    from django_tasks_db.models import DBTaskResult

    from conglang.base.ledger import outbox
    from conglang.kernel.clock import now

    while outbox.due(now()).exists() or DBTaskResult.objects.filter(finished_at=None).exists():
        time.sleep(0.5)
    return {}


def check(done: list[tuple[int, str]]) -> dict[str, Any]:
    """Look every reported publish up; what is missing or wrong, and how the audit trail verifies."""
    from conglang.base.ledger.models import AuditEntry
    from conglang.base.ledger.sealer import seal
    from conglang.base.ledger.verify import verify
    from conglang.base.units.scope import everything
    from conglang.content.newsroom.models import Article
    from conglang.kernel.clock import now
    from conglang.tools.approval.models import Review

    lost: list[str] = []
    with everything("look for lost writes"):
        articles = {row.pk: row for row in Article.objects.filter(author__username__startswith="writer")}
        trail: dict[str, list[tuple[str, int]]] = {}
        entries = AuditEntry.objects.filter(object_label="newsroom.article")
        for pk, verb, person in entries.values_list("object_pk", "verb", "actor_id"):
            trail.setdefault(pk, []).append((verb, person))
        reviews = Review.objects.filter(content_type__model="article")
        stages = dict(reviews.values_list("object_id", "stage"))
        for pk, mark in done:
            row, rows = articles.get(pk), trail.get(str(pk), [])
            people = dict(rows)
            if row is None or not row.live or mark not in str(row.body.get_prep_value()):
                lost.append(f"article {pk} is not live with its text")
            elif set(people) != VERBS or len(rows) != len(VERBS):
                lost.append(f"article {pk} has the entries {sorted(people)}")
            elif people["approval.submit"] == people["approval.approve"] or stages[pk] != "published":
                lost.append(f"article {pk} was not approved by another person")
        reported = {pk for pk, _mark in done}
        unreported = [pk for pk, row in articles.items() if row.live and pk not in reported]
        lost += [f"article {pk} is live and nobody reported it" for pk in unreported]
        places = [articles[pk].get_absolute_url() for pk in list(reported)[:20] if pk in articles]
    seal(now=now())
    trail_report = verify()
    if not trail_report.intact or trail_report.unsealed or not trail_report.guarded:
        lost.append(f"the audit trail: {trail_report.problems[:3]} {trail_report.unsealed} unsealed")
    return {"lost": lost, "sealed": trail_report.sealed, "places": places}


# --- the measurement ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What the editors and the readers brought back."""

    editors: list[dict[str, Any]]
    readers: dict[str, Any]
    server_cpu: float

    @property
    def done(self) -> list[tuple[int, str]]:
        """Every publish: the article's key and the mark in its text."""
        return [pair for result in self.editors for pair in result["done"]]

    @property
    def first(self) -> list[tuple[int, str]]:
        """What was published before the clock started."""
        return [pair for result in self.editors for pair in result["first"]]

    @property
    def errors(self) -> list[str]:
        """Everything that went wrong."""
        return [text for result in [*self.editors, self.readers] for text in result["errors"]]

    @property
    def per_second(self) -> float:
        """Publishes of all editors."""
        return len(self.done) / self.seconds

    @property
    def seconds(self) -> float:
        """From the start to the end of the last editor."""
        return float(max(result["elapsed"] for result in self.editors))

    def milliseconds(self, step: str) -> list[float]:
        """How long the step took, each time."""
        return [seconds * 1000 for result in self.editors for seconds in result["took"][step]]

    @property
    def cpu(self) -> float:
        """Seconds of processor time of all editors."""
        return float(sum(result["cpu"] for result in self.editors))


def together(editors: list[Process], read: Callable[[], Process], server: Server) -> Run:
    """The readers come when the editors are ready, and stop with the last of them."""
    for each in editors:
        each.wait_until_ready()
    before, readers = server.cpu_seconds(), read()
    readers.wait_until_ready()
    for each in editors:
        each.go()
    results = [each.result() for each in editors]
    readers.go()
    return Run(results, readers.result(), server.cpu_seconds() - before)


def measure(
    name: str, env: dict[str, str], folder: Path, options: argparse.Namespace, report: Report
) -> None:
    """One database: prepare, publish, look for what was lost."""
    site = Process(__file__, "prepare", env).result()
    runs: dict[str, Run] = {}
    with serving(env, folder / f"{name}.log") as server:
        Process(__file__, "settle", env).result()
        for kind, pool in (("whole", 0), ("publish", options.pool or round(ENOUGH * options.seconds))):
            editing = {"section": site["section"], "seconds": options.seconds, "pool": pool}
            people = [Process(__file__, "edit", env, number=n, **editing) for n in range(EDITORS)]
            read = partial(
                Process, __file__, "read", env, port=server.port, host=site["host"], path=site["path"],
                think=options.think,
            )  # fmt: skip
            runs[kind] = together(people, read, server)
        published = [pair for run in runs.values() for pair in [*run.first, *run.done]]
        looked = Process(__file__, "check", env, done=published).result()
        missing = [place for place in looked["places"] if not _answers(server.port, site["host"], place)]
    errors = [text for run in runs.values() for text in run.errors]
    errors += [f"{place} does not answer" for place in missing]
    tell(name, runs, report)
    report.add(f"{name}: errors", len(errors), "", "≤ 0")
    report.add(f"{name}: lost writes", len(looked["lost"]), "", "≤ 0")
    report.notes.append(f"{name}: the audit chain of {looked['sealed']} entries verifies.")
    for text, times in Counter([*errors, *looked["lost"]]).most_common(10):
        print(f"{name}: {times} × {text}", file=sys.stderr)


def tell(name: str, runs: dict[str, "Run"], report: Report) -> None:
    """The figures of one database."""
    whole, alone = runs["whole"], runs["publish"]
    report.add(f"{name}: publishes", alone.per_second, "1/s", f"≥ {LEAST_PER_SECOND}")
    report.add(f"{name}: a publish", alone.milliseconds("approve"), "ms")
    report.add(f"{name}: processor time of the editors", alone.cpu * 1000 / len(alone.done), "ms a publish")
    pages = alone.readers["took"]
    report.add(f"{name}: pages read meanwhile", len(pages) / alone.readers["elapsed"], "1/s")
    report.add(f"{name}: a page", [t * 1000 for t in pages], "ms")
    report.add(f"{name}: whole cycles", whole.per_second, "1/s")
    for step, what in (("write", "writing"), ("submit", "submitting"), ("approve", "publishing")):
        report.add(f"{name}: {what} in a whole cycle", whole.milliseconds(step), "ms")
    report.add(f"{name}: processor time of the editors", whole.cpu * 1000 / len(whole.done), "ms a cycle")
    slow = statistics.quantiles(pages, n=20)[-1] * 1000
    report.notes.append(
        f"{name}: {len(alone.done)} publishes in {alone.seconds:.0f} s, {len(whole.done)} whole cycles, "
        f"all looked up afterwards. While editors published, 95 of 100 pages took at most {slow:.0f} ms; "
        f"web and worker used {alone.server_cpu:.1f} s of processor time."
    )


def _answers(port: int, host: str, place: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", place, headers={"Host": f"{host}:{port}"})
    return connection.getresponse().status == 200


def main() -> int:
    """Both databases, one after the other."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--pool", type=int, default=0, help="submitted articles for each editor; 0: enough")
    parser.add_argument("--think", type=float, default=1)
    parser.add_argument("--trial", action="store_true", help="leave results.md alone")
    parser.add_argument("--role", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play({"prepare": prepare, "settle": settle, "edit": edit, "read": read, "check": check}[options.role])
    report = Report("editors", "Four editors publish while twenty people read")
    report.part = "" if options.database == "both" else options.database
    for name in ("SQLite", "PostgreSQL"):
        if options.database not in {name.lower(), "both"}:
            continue
        with ExitStack() as stack:
            folder = stack.enter_context(scratch())
            url = stack.enter_context(postgres(folder)) if name == "PostgreSQL" else ""
            (folder / "data").mkdir()
            measure(name, environment(folder / "data", url), folder, options, report)
    if options.database != "sqlite":
        report.notes.append(f"{version_of_postgres()}, durable as it comes, `shared_buffers` 256 MB.")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    sys.exit(main())
