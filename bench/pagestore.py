"""Stored pages: how fast they are answered, and how soon a publication is seen.

Bars: a stored home page at least 0.5 of a constant answer of the same server, and at least 0.15 of the same
bytes served by nginx, on one core each; through the nginx of `conglang deploy nginx` at least 0.9 of an nginx
that opens the file for each request, as it has to: a file that is kept open is shown for a second too long;
from the click on "approve" to the item on the home page, asked of two web processes, at most 1 s at the 99th
percentile; an urgent notice on every page within 2 s, with 34,000 pages stored and none rendered for it;
10,000 requests a second through nginx for a minute while four editors publish an article each every five
seconds, without an error.

The constant answer is an ASGI application that sends the same bytes, head and body, in the same uvicorn with
the same options. So is the plain Django beside it, with nothing but a view and the cache for whole sites, in
the memory of the process. A plain nginx sends the same headers too. The servers take turns, so that a busy
machine disturbs all alike; ratios are of one turn. The load comes from wrk on the other core where it is
installed, else from asyncio, which then limits all of them, and the minute is left out. nginx is measured
where it is installed. In the minute all share all cores; the load is a paced one, each connection waits
between its requests. Visitors ask for the front pages of all communes and of the province in turn; the
editors all work in one of these communes. What visitors get while the editors publish four articles a second
is told as well.

    ./dev bench pagestore [--turns 5] [--seconds 4] [--publications 100] [--pages 34000] [--minute 60]
                          [--quick | --trial]
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from editors import EDITORS, Pair, prepare, settle
from measuring import nginx, processes
from measuring.installation import Server, environment, free_port, scratch, serving, wait_for
from measuring.load import paced, requests_a_second
from measuring.report import Report
from measuring.roles import Process, play

SERVER_CORE, LOAD_CORE = 0, min(1, (os.cpu_count() or 1) - 1)
MINUTE_RATE = 10_000
EVERY = (5, 1)  # seconds from an article of an editor to their next one; the bar is on the first
MOST_LINKS = 10_000  # to one file; file systems allow a few more
LOOKS = 8  # connections of their own on which a change must be seen, so that both web processes are asked


def fetch(port: int, host: str, path: str = "/", **headers: str) -> tuple[dict[str, str], bytes]:
    """One answer on a connection of its own; the host without a port, as behind a proxy."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": host, **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return {name.lower(): value for name, value in answer.getheaders()}, body


def until_seen(port: int, host: str, text: str, path: str = "/") -> None:
    """Ask until the text is in many answers in a row."""
    seen, wanted = 0, text.encode()
    while seen < LOOKS:
        seen = seen + 1 if wanted in fetch(port, host, path)[1] else 0


# --- what the processes do ---------------------------------------------------------------------------


def lay_out() -> dict[str, Any]:
    """The editors' demonstration, with the hosts of all sites."""
    from conglang.base.units.models import Site
    from conglang.base.units.scope import everything

    facts = prepare()
    with everything("prepare a measurement"):
        return facts | {"hosts": list(Site.objects.values_list("host", flat=True))}


def publish(number: int, section: int, port: int, host: str, count: int) -> dict[str, Any]:
    """Publish one after the other; seconds from the click until everybody sees it."""
    from conglang.base.units.scope import everything
    from conglang.content.newsroom.models import Article

    pair, took = Pair(number, section), []
    for _ in range(count + 1):
        article, mark = pair.submit()
        with everything("measure"):
            title = Article.objects.get(pk=article).title
        began = time.perf_counter()
        pair.approve(article, mark)
        until_seen(port, host, title)
        took.append(time.perf_counter() - began)
    return {"seconds": took[1:]}  # the first one loads what a running process has loaded long ago


def warn(number: int, port: int, host: str, count: int) -> dict[str, Any]:
    """Put up and take down notices; seconds until everybody sees each."""
    from datetime import timedelta

    from conglang.base.units.scope import use_scope
    from conglang.kernel.clock import now
    from conglang.tools.pagestore.models import NoticeLevel
    from conglang.tools.pagestore.services.confirm_notice import confirm_notice
    from conglang.tools.pagestore.services.end_notice import end_notice
    from conglang.tools.pagestore.services.propose_notice import propose_notice

    first, second, took = Pair(number, 0).approver, Pair(number + 1, 0).approver, []
    for turn in range(count):
        text = f"Lũ về trên sông Mẫu, lần {turn}"
        with use_scope(first.scope):
            notice = propose_notice(
                by=first, unit_id=first.unit_id or 0, level=NoticeLevel.EMERGENCY, text=text,
                until=now() + timedelta(hours=1), now=now(),
            )  # fmt: skip
        with use_scope(second.scope):
            began = time.perf_counter()
            confirm_notice(by=second, notice=notice, now=now())
        until_seen(port, host, text)
        took.append(time.perf_counter() - began)
        with use_scope(first.scope):
            end_notice(by=first, notice=notice, now=now())
    return {"seconds": took}


def edit(number: int, section: int, seconds: float, every: float) -> dict[str, Any]:
    """Publish an article every so many seconds."""
    pair, end, errors = Pair(number, section), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            pair.approve(*pair.submit())
        except Exception as error:  # noqa: BLE001 - counted and told
            print(repr(error), file=sys.stderr)
            errors += 1
        time.sleep(max(0.0, began + every - time.monotonic()))
    return {"published": pair.count, "errors": errors}


def crowd(port: int, hosts: list[str], seconds: float, folder: str) -> dict[str, Any]:
    """Many visitors at a pace."""
    return asdict(paced(port, hosts, seconds, rate=MINUTE_RATE, folder=Path(folder)))


def load(port: int, host: str, seconds: float, headers: list[str]) -> dict[str, Any]:
    """Requests on a core of their own."""
    os.sched_setaffinity(0, {LOAD_CORE})
    return {"rate": requests_a_second(port, host, seconds, headers=tuple(headers), core=LOAD_CORE)}


# --- servers -----------------------------------------------------------------------------------------


@contextmanager
def peer(name: str, folder: Path, host: str, headers: dict[str, str], page: bytes) -> Iterator[Server]:
    """The same uvicorn with another application that answers with this page of this host."""
    (folder / "page.html").write_bytes(page)
    told = [pair for pair in headers.items() if pair[0] != "date"]  # the server writes that one itself
    (folder / "page.json").write_text(json.dumps(told))
    port, files = free_port(), [str(folder / name) for name in ("page.html", "page.json")]
    command = [sys.executable, "-m", "measuring.peers", name, str(port), *files]
    process = subprocess.Popen(command, cwd=Path(__file__).parent)
    try:
        wait_for(port)
        if any(fetch(port, host)[1] != page for _ in range(2)):
            raise SystemExit(f"the peer “{name}” does not answer with the page each time")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(10)


def pin(server: Server) -> None:
    """One core for all processes and threads of a server."""
    for process in processes.tree(server.process):
        for task in Path(f"/proc/{process}/task").iterdir():
            os.sched_setaffinity(int(task.name), {SERVER_CORE})


# --- the measurement ---------------------------------------------------------------------------------


def rates(
    env: dict[str, str], folder: Path, host: str, options: argparse.Namespace
) -> dict[str, list[float]]:
    """Requests a second of each server, by turns."""
    found: dict[str, list[float]] = {}
    with ExitStack() as stack:
        ours = stack.enter_context(serving(env, folder / "serve.log"))
        Process(__file__, "settle", env).result()  # a page that waits for its pictures is a shorter one
        fetch(ours.port, host)
        headers, page = fetch(ours.port, host)
        servers = {"stored": ours}
        for name in ("constant", "cached"):
            servers[name] = stack.enter_context(peer(name, folder, host, headers, page))
        if nginx.PROGRAM:
            servers["nginx"] = stack.enter_context(nginx.plain(folder, headers, page, keeps_open=True))
            servers["opening"] = stack.enter_context(nginx.plain(folder, headers, page, keeps_open=False))
            servers["generated"] = stack.enter_context(nginx.generated(folder, env, ours.port))
        for server in servers.values():
            pin(server)
        known = f"If-None-Match: {headers['etag']}"
        for turn in range(options.turns + 1):
            for name, server in (*servers.items(), ("unchanged", ours)):
                asked = [known] if name == "unchanged" else []
                process = Process(
                    __file__, "load", env, port=server.port, host=host,
                    seconds=options.seconds if turn else 1, headers=asked,
                )  # fmt: skip
                rate = process.result()["rate"]
                if turn:  # the first one only warms up
                    found.setdefault(name, []).append(rate)
        if any(fetch(server.port, host)[1] != page for server in servers.values()):
            raise SystemExit("the servers did not all answer with the same page to the end")
        found["bytes"] = [len(page)]
    return found


def delays(
    env: dict[str, str], folder: Path, facts: dict[str, Any], count: int, page_count: int
) -> dict[str, Any]:
    """Seconds until publications and notices are seen, with two web processes."""
    port = free_port()
    command = [sys.executable, "-m", "conglang", "serve", "--port", str(port), "--web-processes", "2"]
    with (folder / "serve2.log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            wait_for(port)
            place = {"port": port, "host": facts["host"]}
            news = Process(__file__, "publish", env, number=0, section=facts["section"], count=count, **place)
            published = news.result()["seconds"]
            pages = Path(env["CONGLANG_DATA"], "public", "pages", facts["host"], "current")
            wait_for_quiet(pages)
            until_seen(port, facts["host"], "<html")
            fill(pages, page_count)
            before = pages.readlink(), sum(1 for _ in pages.rglob("*"))
            alarm = Process(__file__, "warn", env, number=1, count=max(3, count // 5), **place)
            warned = alarm.result()["seconds"]
            after = pages.readlink(), sum(1 for _ in pages.rglob("*"))
        finally:
            process.terminate()
            process.wait(30)
    return {"published": published, "warned": warned, "voided": int(before != after)}


def minute(
    env: dict[str, str], folder: Path, facts: dict[str, Any], seconds: float, every: float
) -> dict[str, Any]:
    """Visitors through nginx while editors publish an article each every so many seconds."""
    shutil.rmtree(folder / "generated", ignore_errors=True)
    with ExitStack() as stack:
        ours = stack.enter_context(serving(env, folder / "minute.log"))
        workers = os.cpu_count() or 1
        front = stack.enter_context(nginx.generated(folder, env, ours.port, workers=workers))
        for host in facts["hosts"]:
            until_seen(front.port, host, "<html")
        place = {"section": facts["section"], "seconds": seconds, "every": every}
        editors = [Process(__file__, "edit", env, number=number, **place) for number in range(EDITORS)]
        where = {"port": front.port, "hosts": facts["hosts"], "folder": str(folder)}
        told = Process(__file__, "crowd", env, seconds=seconds, **where).result()
        edited = [editor.result() for editor in editors]
    told["errors"] += sum(each["errors"] for each in edited)
    return told | {"published": sum(each["published"] for each in edited)}


def wait_for_quiet(pages: Path, seconds: float = 3) -> None:
    """Wait until no publication puts a new generation in the place of this one."""
    seen, since = pages.readlink(), time.monotonic()
    while time.monotonic() - since < seconds:
        time.sleep(0.1)
        if pages.readlink() != seen:
            seen, since = pages.readlink(), time.monotonic()


def fill(pages: Path, count: int) -> None:
    """So many stored pages of a site: links to copies of its home page's files."""
    [place] = [path for path in pages.iterdir() if (path / "index.html").exists()][:1]
    files = [path for path in place.iterdir() if path.is_file()]
    for number in range(count):
        folder = place / "tin" / f"bai-{number}"
        folder.mkdir(parents=True)
        put = os.link if number % MOST_LINKS else shutil.copy
        for file in files:
            put(file, folder / file.name)
        files = [folder / file.name for file in files]


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(
    found: dict[str, list[float]], seen: dict[str, Any], busy: list[dict[str, Any]], pages: int
) -> Report:
    """Everything in one table."""
    table = Report("pagestore", "stored pages")
    table.add("stored home page", found["stored"], "requests/s")
    table.add("the same, unchanged for the browser (304)", found["unchanged"], "requests/s")
    table.add("constant answer of the same server, same bytes", found["constant"], "requests/s")
    table.add("the same page out of Django's own cache", found["cached"], "requests/s")
    for name, title, bar in (("constant", "constant", "≥ 0.5"), ("cached", "out of Django's cache", "")):
        shares = [ours / theirs for ours, theirs in zip(found["stored"], found[name], strict=True)]
        table.add(f"stored / {title}", shares, "×", bar)
    if "nginx" in found:
        table.add("nginx, same bytes as a file", found["nginx"], "requests/s")
        pairs = zip(found["stored"], found["nginx"], strict=True)
        table.add("stored / nginx", [ours / theirs for ours, theirs in pairs], "×", "≥ 0.15")
        table.add("stored, through the generated nginx", found["generated"], "requests/s")
        table.add("nginx, opening the file for each request", found["opening"], "requests/s")
        for name, other, bar in (("nginx that opens it", "opening", "≥ 0.9"), ("nginx", "nginx", "")):
            pairs = zip(found["generated"], found[other], strict=True)
            shares = [ours / theirs for ours, theirs in pairs]
            table.add(f"through the generated nginx / {name}", shares, "×", bar)
    else:
        table.notes.append("nginx is not installed here, so the ratio to it was not measured.")
    table.add(
        "click on “approve” → seen on both web processes, median", statistics.median(seen["published"]), "s"
    )
    table.add("the same, 99th percentile", percentile(seen["published"], 0.99), "s", "≤ 1")
    table.add(
        f"urgent notice confirmed → seen on both, {pages:,} pages stored, largest",
        max(seen["warned"]),
        "s",
        "≤ 2",
    )
    table.add("pages voided by the urgent notices", seen["voided"], "", "≤ 0")
    for told, bar in zip(busy, (f"≥ {MINUTE_RATE}", ""), strict=False):
        name = f"visitors through nginx while {told['published']} articles are published"
        table.add(name, told["rate"], "requests/s", bar)
        table.add("the same, errors of visitors and editors", told["errors"], "", "≤ 0")
        table.add("the same, 99th percentile of an answer", told["slowest_ms"], "ms")
    table.notes.append(
        f"Page of {found['bytes'][0]:,.0f} bytes, uncompressed; {len(seen['published'])} publications. "
        f"Load by {'wrk' if shutil.which('wrk') else 'asyncio'} at 16 connections on another core."
    )
    return table


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--publications", type=int, default=100)
    parser.add_argument("--pages", type=int, default=34_000)
    parser.add_argument("--minute", type=float, default=60)
    parser.add_argument("--trial", action="store_true", help="measure, but write no result")
    parser.add_argument("--quick", action="store_true", help="a short trial of everything")
    parts = {
        "prepare": lay_out, "settle": settle, "publish": publish, "warn": warn, "load": load, "edit": edit,
        "crowd": crowd,
    }  # fmt: skip
    parser.add_argument("--role", choices=parts, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play(parts[options.role])
    if options.quick:
        options.turns, options.seconds, options.publications, options.minute = 2, 2, 5, 8
        options.pages, options.trial = 2_000, True
    with scratch() as folder:
        (folder / "data").mkdir()
        env = environment(folder / "data")
        facts = Process(__file__, "prepare", env).result()
        print(json.dumps(facts), flush=True)
        found = rates(env, folder, facts["host"], options)
        seen = delays(env, folder, facts, options.publications, options.pages)
        can = nginx.PROGRAM and shutil.which("wrk")
        busy = [minute(env, folder, facts, options.minute, every) for every in EVERY if can]
    return report(found, seen, busy, options.pages).finish(write=not options.trial)


if __name__ == "__main__":
    sys.exit(main())
