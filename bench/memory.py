"""Memory of the demonstration: all processes of `conglang demo`, after it has been used.

Bar: at most 450 MiB in all.

Measured is the proportional share (PSS of /proc/*/smaps_rollup) of every process below the command that a
person starts, supervisor, web and worker: after the start, after 500 pages of the four public sites read by
eight readers at once, and after an official has signed in with a second factor and opened forty pages of the
desk and of the editor.

    ./dev bench memory [--pages 500] [--trial]
"""

import argparse
import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measuring import processes
from measuring.browsing import Desk, fetch
from measuring.installation import environment, free_port, scratch, wait_for
from measuring.report import Report

MOST_MIB = 450
SITES = ("songmau", "hoamau.songmau", "benmau.songmau", "doimau.songmau")
EDITOR = "/soan-thao/snippets/newsroom/article/"
DESK_PAGES = (
    "/", "/tin-bai/", "/tin-bai/cua-toi/", "/gui-tin-bai/", "/nhap-tep/", EDITOR, f"{EDITOR}add/",
    "/huong-dan/",
)  # fmt: skip


def weigh(process: int) -> dict[str, float]:
    """MiB of each process by the name of its command."""
    return {processes.name_of(each): processes.memory_mib(each) for each in processes.tree(process)}


def visit(port: int, pages: int) -> None:
    """Home pages, sections and articles as they are linked, all sites in turn."""
    places: list[tuple[str, str]] = []
    for site in SITES:
        host = f"{site}.localhost"
        home = fetch(port, host, "/").text
        places += [(host, place) for place in {"/", *re.findall(r'href="(/[^"?#]*/)"', home)}]
    with ThreadPoolExecutor(8) as readers:
        chosen = [places[n % len(places)] for n in range(pages)]
        answers = list(readers.map(lambda place: fetch(port, *place).status, chosen))
    if bad := [place for place, status in zip(chosen, answers, strict=True) if status >= 500]:
        raise SystemExit(f"pages failed: {bad[:5]}")


def work(port: int, data: Path, rounds: int) -> None:
    """A head editor at the desk."""
    accounts = json.loads((data / "demo-accounts.json").read_text("utf-8"))
    account = next(row for row in accounts if row["username"] == "truongban.hoamau")
    desk = Desk(port, account)
    for page in DESK_PAGES * rounds:
        status = desk.get(page).status
        if status != 200:
            raise SystemExit(f"{page} of the desk answered {status}")


def main() -> int:
    """One demonstration, weighed three times."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--trial", action="store_true", help="leave results.md alone")
    options = parser.parse_args()
    report = Report("memory", "Memory of the demonstration")
    with scratch() as folder:
        port, data = free_port(), folder / "data"
        demo = subprocess.Popen(
            [sys.executable, "-m", "conglang", "demo", "--port", str(port), "--data", str(data)],
            env=environment(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(port)
            time.sleep(5)  # the worker has its first tasks
            stages = {"after the start": weigh(demo.pid)}
            visit(port, options.pages)
            stages[f"after {options.pages} pages"] = weigh(demo.pid)
            work(port, data, 5)
            stages["after the desk"] = weigh(demo.pid)
        finally:
            demo.terminate()
            demo.wait(30)
    for stage, weights in stages.items():
        report.add(f"all processes {stage}", sum(weights.values()), "MiB", f"≤ {MOST_MIB}")
        for name, weight in sorted(weights.items()):
            report.add(f"{name} {stage}", weight, "MiB")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    sys.exit(main())
