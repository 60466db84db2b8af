"""Stored pages: how fast they are answered, and how soon a publication is seen.

Bars: a stored home page at least 0.5 of a constant answer of the same server, and at least 0.15 of the same
bytes served by nginx, on one core each; from the click on "approve" to the item on the home page, asked of
two web processes, at most 1 s at the 99th percentile; an urgent notice on every page within 2 s, without a
rendering.

The constant answer is an ASGI application that sends the same bytes, in the same uvicorn with the same
options. The three take turns, so that a busy machine disturbs all alike; ratios are of one turn. The load
comes from wrk on the other core where it is installed, else from asyncio, which then limits all three. nginx
is measured where it is installed.

    ./dev bench pagestore [--turns 5] [--seconds 4] [--publications 100] [--trial]
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
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from editors import Pair, prepare
from measuring import processes
from measuring.installation import Server, environment, free_port, scratch, serving, wait_for
from measuring.load import requests_a_second
from measuring.report import Report
from measuring.roles import Process, play

SERVER_CORE, LOAD_CORE = 0, min(1, (os.cpu_count() or 1) - 1)
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


def load(port: int, host: str, seconds: float, headers: list[str]) -> dict[str, Any]:
    """Requests on a core of their own."""
    os.sched_setaffinity(0, {LOAD_CORE})
    return {"rate": requests_a_second(port, host, seconds, headers=tuple(headers), core=LOAD_CORE)}


# --- servers -----------------------------------------------------------------------------------------


@contextmanager
def constant(folder: Path, page: bytes) -> Iterator[Server]:
    """The same uvicorn with the least application."""
    (folder / "page.html").write_bytes(page)
    port = free_port()
    options = ["--lifespan=off", "--no-access-log", "--no-server-header", "--log-level=warning"]
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "measuring.constant:app", f"--port={port}", *options],
        cwd=Path(__file__).parent, env={**os.environ, "CONSTANT_FILE": str(folder / "page.html")},
    )  # fmt: skip
    try:
        wait_for(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def nginx(folder: Path, page: bytes) -> Iterator[Server]:
    """nginx with one worker and the page as a file."""
    root = folder / "nginx"
    (root / "html" / "-").mkdir(parents=True)
    (root / "html" / "index.html").write_bytes(page)
    (root / "html" / "-" / "alive").write_bytes(b"ok")
    folder.chmod(0o755)
    port = free_port()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {root}/{kind};" for kind in kinds)
    (root / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {root}/pid; error_log {root}/error.log;"
        "events { worker_connections 256; } http { types { text/html html; } access_log off; sendfile on;"
        "tcp_nopush on; keepalive_requests 10000000; open_file_cache max=100;"
        f"{folders} server {{ listen 127.0.0.1:{port}; root {root}/html; }} }}"
    )
    process = subprocess.Popen(["nginx", "-c", str(root / "nginx.conf"), "-p", str(root)])
    try:
        wait_for(port)
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
        fetch(ours.port, host)
        headers, page = fetch(ours.port, host)
        servers = {"stored": ours, "constant": stack.enter_context(constant(folder, page))}
        if shutil.which("nginx"):
            servers["nginx"] = stack.enter_context(nginx(folder, page))
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
        found["bytes"] = [len(page)]
    return found


def delays(env: dict[str, str], folder: Path, facts: dict[str, Any], count: int) -> dict[str, Any]:
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
            until_seen(port, facts["host"], "<html")
            pages = Path(env["CONGLANG_DATA"], "public", "pages", facts["host"], "current")
            before = pages.readlink(), sum(1 for _ in pages.rglob("*"))
            alarm = Process(__file__, "warn", env, number=1, count=max(3, count // 5), **place)
            warned = alarm.result()["seconds"]
            after = pages.readlink(), sum(1 for _ in pages.rglob("*"))
        finally:
            process.terminate()
            process.wait(30)
    return {"published": published, "warned": warned, "voided": int(before != after)}


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(found: dict[str, list[float]], seen: dict[str, Any]) -> Report:
    """Everything in one table."""
    table = Report("pagestore", "stored pages")
    table.add("stored home page", found["stored"], "requests/s")
    table.add("the same, unchanged for the browser (304)", found["unchanged"], "requests/s")
    table.add("constant answer of the same server, same bytes", found["constant"], "requests/s")
    pairs = zip(found["stored"], found["constant"], strict=True)
    table.add("stored / constant", [ours / least for ours, least in pairs], "×", "≥ 0.5")
    if "nginx" in found:
        table.add("nginx, same bytes as a file", found["nginx"], "requests/s")
        pairs = zip(found["stored"], found["nginx"], strict=True)
        table.add("stored / nginx", [ours / theirs for ours, theirs in pairs], "×", "≥ 0.15")
    else:
        table.notes.append("nginx is not installed here, so the ratio to it was not measured.")
    table.add(
        "click on “approve” → seen on both web processes, median", statistics.median(seen["published"]), "s"
    )
    table.add("the same, 99th percentile", percentile(seen["published"], 0.99), "s", "≤ 1")
    table.add("urgent notice confirmed → seen on both, largest", max(seen["warned"]), "s", "≤ 2")
    table.add("pages voided by the urgent notices", seen["voided"], "", "≤ 0")
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
    parser.add_argument("--trial", action="store_true", help="measure, but write no result")
    parser.add_argument("--role", choices=["prepare", "publish", "warn", "load"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play({"prepare": prepare, "publish": publish, "warn": warn, "load": load}[options.role])
    with scratch() as folder:
        (folder / "data").mkdir()
        env = environment(folder / "data")
        facts = Process(__file__, "prepare", env).result()
        print(json.dumps(facts), flush=True)
        found = rates(env, folder, facts["host"], options)
        seen = delays(env, folder, facts, options.publications)
    return report(found, seen).finish(write=not options.trial)


if __name__ == "__main__":
    sys.exit(main())
