"""A thousand people with data unlike any other send everything, and are looked for wherever others can read.

Bar: none of their names, numbers, plates, addresses of letters, words beside photos and voices in any public
page, feed, interface, download, log file, stored page, push message, public file, or row of the database but
those that hold what they sent.

Each case goes through the services from sending (with photo and voice note) to the published answer; each
person also asks a question, and devices follow a tenth of the codes. Then the real `conglang serve` answers a
visitor: the lists, the pages, the photos and the looked-up codes of all cases, and everything that is named
on the way. What it stored and wrote down meanwhile is searched in the end.

    ./dev bench canaries [--people 1000] [--trial]
"""

import argparse
import re
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from measuring.installation import environment, scratch, serving
from measuring.report import Report
from measuring.roles import Process, play

HOST = "hoaben.localhost"
MOST_PAGES = 20_000
NAMED = re.compile(r"""(?:href|src)="(/[^"#]*)"|<(?:link|id|loc)>https?://[^/<]+(/[^<]*)<""")


def people(number: int) -> list[Any]:
    """The same ones in every process."""
    from conglang.portal.tests.canaries import Canary

    return [Canary(17 + 61 * n) for n in range(number)]


def fill(number: int) -> dict[str, Any]:
    """A commune with a site, and everything that the people do; the codes of the cases."""
    from django.core.management import call_command

    from conglang.base.accounts.actor import Actor
    from conglang.base.units.kinds import UnitKind
    from conglang.base.units.models import Unit
    from conglang.base.units.scope import everything
    from conglang.base.units.services.open_site import open_site
    from conglang.citizens.cases.tests import conftest as world
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.kernel.clock import now
    from conglang.portal.tests.canaries import live_through
    from conglang.tools.notify.tests.push_service import Browser

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    province = Unit.objects.create(
        code="98", kind=UnitKind.PROVINCE, level=UnitKind.PROVINCE.level, name="Đo Lường"
    )
    home = world.commune("98001", "Hòa Bến", province)
    with everything("a measurement"):
        open_site(unit=home.unit, host=HOST, by=Actor.system("bench"), now=now())
    codes = []
    for each in people(number):
        device = Browser(f"http://127.0.0.1:9/{each.number}").device if each.number % 10 == 7 else None
        codes.append(live_through(home, each, device, now()))
    world.settle(now())
    return {"codes": codes}


def search(number: int, folder: str) -> dict[str, Any]:
    """Look into rows, push messages, and every file outside of the private ones."""
    from conglang.base.units.scope import everything
    from conglang.portal.tests.canaries import tables
    from conglang.tools.notify.models import Sending
    from conglang.tools.notify.services.send_pushes import letter_of

    words = _words(number)
    with everything("a measurement"):
        letters = [letter_of(row).plain.decode() for row in Sending.objects.all()]
    found = {
        "rows": words(tables()),
        "push": words("\n".join(letters)),
        "private files": _in_files(Path(folder, "private"), words),
        "public files and stored pages": _in_files(Path(folder, "public"), words),
        "log files": _in_files(Path(folder).parent, words, "*.log"),
    }  # fmt: skip
    return {"found": found, "letters": len(letters)}


def _in_files(folder: Path, words: Any, names: str = "*") -> list[str]:
    texts = (each.read_bytes().decode("utf-8", "replace") for each in folder.rglob(names) if each.is_file())
    return [mark for text in texts for mark in words(text)]


def visit(port: int, codes: list[str], number: int) -> dict[str, Any]:
    """Walk as a visitor; how many answers there were, and what was found in which."""
    first = _first(codes)
    waiting, known, found = list(first), set(first), []
    words, count = _words(number), 0
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while waiting and count < MOST_PAGES:
        path = waiting.pop()
        connection.request("GET", path, headers={"Host": f"{HOST}:{port}"})
        text = connection.getresponse().read().decode("utf-8", "replace")
        count += 1
        found += [f"{path}: {mark}" for mark in words(text)]
        for one, other in NAMED.findall(text):
            if (named := (one or other).replace("&amp;", "&")) not in known:
                known.add(named)
                waiting.append(named)
    connection.close()
    return {"count": count, "found": found}


def _first(codes: list[str]) -> list[str]:
    from conglang.portal.tests.canaries import LISTS, published

    return [*LISTS, *(path for code in codes for path in published(code))]


def _words(number: int) -> Any:
    """A search for all marks at once: a thousand one by one take too long over thousands of pages."""
    from conglang.portal.tests.canaries import plain

    marks = {mark for each in people(number) for mark in each.marks}
    shape = re.compile("|".join(map(re.escape, sorted(marks))))
    return lambda text: shape.findall(plain(text))


def main() -> int:
    """Fill, visit, search."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--trial", action="store_true", help="a dozen people; print only")
    parser.add_argument("--role", choices=["fill", "visit", "search"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play({"fill": fill, "visit": visit, "search": search}[options.role])
    number = 12 if options.trial else options.people
    report = Report("canaries", f"{number:,} people, looked for wherever others can read")
    with scratch() as folder:
        data = folder / "data"
        data.mkdir()
        env = environment(data) | {
            "PYTHONPATH": str(Path(__file__).parents[1] / "src"), "CONGLANG_EXCHANGE_PRIVATE": "yes",
            "CONGLANG_LOG_LEVEL": "INFO",
        }  # fmt: skip
        codes = Process(__file__, "fill", env, number=number).result()["codes"]
        with serving(env, folder / "serve.log") as server:
            walk = Process(__file__, "visit", env, port=server.port, codes=codes, number=number).result()
        searched = Process(__file__, "search", env, number=number, folder=str(data)).result()
    report.add("cases from sending to the published answer", len(codes), "")
    report.add("public answers read", walk["count"], "")
    report.add("push messages", searched["letters"], "")
    report.add("found in public answers", len(walk["found"]), "", "≤ 0")
    for place, marks in searched["found"].items():
        report.add(f"found in {place}", len(marks), "", "≤ 0")
    report.notes += walk["found"][:20]
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
