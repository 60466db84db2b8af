"""A folder of mixed files brought in at once, while people go on reading and working.

Bars: at most 8 s a scanned page and 0.5 s a file with text; the site stays responsive, which means here that
of 100 public pages 95 come within 0.2 s, and of 100 pages of the desk 95 within 1 s, under which nobody
loses the thread; a task of the usual queue, where publications and mails are, starts within 5 s.

What runs: the real `conglang serve` with the demonstration. The papers of `./dev bench reading`,
each time with another number, are packed into one ZIP, a fifth of them scans, and brought in by the service
that the desk calls. A visitor and an official ask for a page each, three times a second, until the last file
is a draft.

    ./dev bench folder [--files 200] [--trial]
"""

import argparse
import json
import re
import statistics
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from measuring.browsing import Desk, fetch
from measuring.installation import environment, scratch, serving
from measuring.report import Report
from measuring.roles import Process, play

HOST, PERSON, DROPS = "hoamau.songmau.localhost", "truongban.hoamau", "/so-van-ban/nhan-tep/"
SCAN_SECONDS, TEXT_SECONDS = 8, 0.5
PUBLIC_SECONDS, DESK_SECONDS, START_SECONDS = 0.2, 1, 5
PAUSE_SECONDS = 1 / 3


def prepare(accounts: str) -> dict[str, Any]:
    """The demonstration, and its accounts in a file."""
    from django.core.management import call_command

    from conglang.config.demo.empty import bring_up_to_date
    from conglang.config.demo.load import load_demo, write_accounts
    from conglang.kernel.clock import now

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    write_accounts(load_demo(now()), Path(accounts))
    return {}


def pack(path: str, files: int) -> dict[str, Any]:
    """The folder as a ZIP."""
    from conglang.content.documents.tests.papers import layouts
    from measuring.papers import file_of

    papers = layouts()
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(files):
            paper = papers[n % len(papers)]
            number = re.sub(r"\d+", str(2000 + n), paper.number, count=1)
            body = [*paper.body, f"Bản thứ {n}."]
            archive.writestr(*file_of(replace(paper, number=number, body=body, name=f"{n:03}-{paper.name}")))
    return {}


def drop(path: str) -> dict[str, Any]:
    """Bring the ZIP in as an official."""
    from conglang.base.accounts.actor import actor_for
    from conglang.base.accounts.models import Membership, User
    from conglang.base.units.scope import everything, use_scope
    from conglang.content.documents.services.bring_in import bring_in
    from conglang.kernel.clock import now

    person = User.objects.get(username=PERSON)
    with everything("find who brings the files in"):
        unit_id = Membership.objects.filter(user=person).values_list("unit_id", flat=True)[0]
    by = actor_for(person, unit_id, now())
    began = time.perf_counter()
    with use_scope(by.scope), Path(path).open("rb") as file:
        made = bring_in(by=by, unit_id=unit_id, files=[file], now=now())
    return {"drop": made.pk, "took": time.perf_counter() - began}


def settle(drop: int | None) -> dict[str, Any]:
    """Wait until nothing is left of a drop, or of the demonstration; then what the worker did."""
    from django_tasks_db.models import DBTaskResult

    from conglang.base.ledger import outbox
    from conglang.base.ledger.queues import USUAL
    from conglang.base.units.scope import everything
    from conglang.content.documents.models import IN_WORK, DroppedFile
    from conglang.kernel.clock import now
    from conglang.tools.media.models import Image, Recognition
    from conglang.tools.media.tasks import make_derivatives

    if drop is None:
        while outbox.due(now()).exists() or DBTaskResult.objects.ready().exists():
            time.sleep(0.5)
        return {}
    with everything("a measurement"):
        rows = DroppedFile.objects.filter(drop=drop)
        made = Image.objects.exclude(derivatives={}).values_list("pk", flat=True)[0]
        while rows.filter(state__in=IN_WORK).exists():
            make_derivatives.enqueue(made)  # finds that nothing is left to do: all of its time is waiting
            time.sleep(0.5)
        ended = now()
        scans = [row for row in Recognition.objects.filter(sha256__in=rows.values("sha256")) if row.pages]
        texts = set(rows.exclude(sha256__in=[row.sha256 for row in scans]).values_list("pk", flat=True))
        since = rows.select_related("drop").earliest("pk").drop.at
        states = Counter(rows.values_list("state", flat=True))
    took: dict[str, list[float]] = {"scan": [], "text": [], "wait": []}
    for task in DBTaskResult.objects.filter(enqueued_at__gte=since).exclude(finished_at=None):
        name, seconds = (
            task.task_path.rpartition(".")[2],
            (task.finished_at - task.started_at).total_seconds(),
        )
        if name == "read_dropped_file" and task.args_kwargs["args"][0] in texts:
            took["text"].append(seconds)
        elif name in {"watch_stored", "read_scan", "read_dropped_file"}:  # the first of them reads it
            took["scan"].append(seconds)
        elif task.queue_name == USUAL and task.run_after > ended:  # to be run at once
            took["wait"].append((task.started_at - task.enqueued_at).total_seconds())
    pages = sum(len(row.pages) for row in scans)
    return {"states": states, "pages": pages, "took": took, "seconds": (ended - since).total_seconds()}


class Visitor(threading.Thread):
    """Asks for a page again and again; `took` are the seconds of each answer."""

    def __init__(self, ask: Callable[[], int]) -> None:
        super().__init__()
        self.ask, self.took, self.errors, self.ended = ask, [], 0, threading.Event()
        self.start()

    def run(self) -> None:
        """Until `stop`."""
        while not self.ended.wait(PAUSE_SECONDS):
            began = time.perf_counter()
            self.errors += self.ask() != 200
            self.took.append(time.perf_counter() - began)

    def stop(self) -> "Visitor":
        """After the answer that is on its way."""
        self.ended.set()
        self.join()
        return self

    @property
    def slow(self) -> float:
        """What 95 of 100 answers took at most."""
        return statistics.quantiles(self.took, n=20)[-1]


def main() -> int:
    """One folder into one demonstration."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--trial", action="store_true", help="print only")
    parser.add_argument("--role", choices=["pack", "prepare", "drop", "settle"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play({"pack": pack, "prepare": prepare, "drop": drop, "settle": settle}[options.role])
    report = Report("folder", f"A folder of {options.files} mixed files, brought in at once")
    with scratch() as folder:
        env = environment(folder) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
        packed = str(folder / "folder.zip")

        def role(name: str, **data: Any) -> dict[str, Any]:
            return Process(__file__, name, env, **data).result()

        role("pack", path=packed, files=options.files)
        role("prepare", accounts=str(folder / "accounts.json"))
        with serving(env, folder / "log") as server:
            role("settle", drop=None)
            accounts = json.loads((folder / "accounts.json").read_text("utf-8"))
            desk = Desk(server.port, next(row for row in accounts if row["username"] == PERSON))
            visitors = [
                Visitor(lambda: fetch(server.port, HOST, "/").status),
                Visitor(lambda: desk.get(DROPS).status),
            ]
            brought = role("drop", path=packed)
            found = role("settle", drop=brought["drop"])
            public, official = (visitor.stop() for visitor in visitors)
    took, pages = found["took"], found["pages"]
    report.add("a scanned page", sum(took["scan"]) / max(pages, 1), "s", f"≤ {SCAN_SECONDS}")
    report.add("a file with text", took["text"], "s", f"≤ {TEXT_SECONDS}")
    report.add("a public page, 95 of 100", public.slow, "s", f"≤ {PUBLIC_SECONDS}")
    report.add("a page of the desk, 95 of 100", official.slow, "s", f"≤ {DESK_SECONDS}")
    report.add("pages that failed", public.errors + official.errors, "", "≤ 0")
    waits = statistics.quantiles(took["wait"], n=20)[-1]
    report.add("until a usual task starts, 95 of 100", waits, "s", f"≤ {START_SECONDS}")
    report.add("bringing the folder in", brought["took"], "s")
    report.add("until the last file is read", found["seconds"], "s")
    told = ", ".join(f"{number} {state}" for state, number in sorted(found["states"].items()))
    report.notes = [f"{pages} scanned pages; {told}. {len(public.took)} public pages were asked for."]
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
