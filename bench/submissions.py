"""People who all tell the commune something at the same time, as after a storm.

Bars, on two cores: on PostgreSQL 50 messages a second for 60 s, and 200 a second for 10 s; on SQLite 10 a
second for 60 s. None is lost, none doubled, and everybody has the receipt within 60 s of the first press.

What runs: the real `conglang serve` with a worker and a web process, on PostgreSQL two of these. Messages
come at their times, whether or not the ones before were answered, each from another network, with words, a
stamp and a key of its own.
Whoever is told that it cannot be taken just now presses again when the answer says so, as people do whose
phone has kept the message; one in fifty loses the network while the answer is on its way and sends the same
again. The sender runs on the same two cores.

    ./dev bench submissions [--database sqlite|postgresql|both] [--trial]
"""

import argparse
import asyncio
import json
import random
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from measuring.installation import environment, postgres, scratch, serving, version_of_postgres
from measuring.report import Report
from measuring.roles import Process, play

HOST, PATH = "hoaben.localhost", "/phan-anh/gui/field/"
MOST_SECONDS, PATIENCE, LOSES = 60, 180, 50
STORMS = {"postgresql": [(50, 60), (200, 10)], "sqlite": [(10, 60)]}  # messages a second, seconds
TRIAL = {"postgresql": [(20, 5)], "sqlite": [(5, 5)]}
WHAT = (
    "đèn đường hỏng",
    "nắp cống vỡ",
    "cây đổ chắn ngõ",
    "nước tràn vào sân",
    "cột điện nghiêng",
    "mái tôn bay",
)
WHERE = ("đầu xóm Trại", "trước chợ Phiên", "cạnh trường mầm non", "gần cầu Bến Mới", "sau nhà văn hóa")


def prepare() -> dict[str, Any]:
    """A commune with a site and an office; the key of its hamlet."""
    from django.core.management import call_command

    from conglang.base.accounts.actor import Actor
    from conglang.base.units.kinds import UnitKind
    from conglang.base.units.models import Unit
    from conglang.base.units.scope import everything
    from conglang.base.units.services.open_site import open_site
    from conglang.citizens.cases.tests import conftest as world
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.kernel.clock import now

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    level = UnitKind.PROVINCE.level
    province = Unit.objects.create(code="98", kind=UnitKind.PROVINCE, level=level, name="Đo Lường")
    home = world.commune("98001", "Hòa Bến", province)
    world.local_term(province)
    with everything("a measurement"):
        open_site(unit=home.unit, host=HOST, by=Actor.system("bench"), now=now())
    return {"hamlet": home.hamlet.pk}


def storm(port: int, hamlet: int, rate: int, seconds: int, seed: int) -> dict[str, Any]:
    """Send; seconds until each receipt, and how many asked for patience."""
    found = asyncio.run(_storm(port, hamlet, rate, seconds, seed))
    waits = [each for each, _tries in found if each is not None]
    return {"sent": len(found), "waits": waits, "tries": sum(tries for _wait, tries in found)}


async def _storm(
    port: int, hamlet: int, rate: int, seconds: int, seed: int
) -> Sequence[tuple[float | None, int]]:
    chance = random.Random(seed)
    bodies = [_body(number, hamlet, seed, chance) for number in range(rate * seconds)]
    begin = asyncio.get_running_loop().time() + 1
    sending = (_send(port, body, number, begin + number / rate, chance) for number, body in enumerate(bodies))
    return await asyncio.gather(*sending)


def _body(number: int, hamlet: int, seed: int, chance: random.Random) -> bytes:
    from datetime import timedelta
    from uuid import UUID

    from conglang.kernel.clock import now
    from conglang.portal.cases.sending import PURPOSE
    from conglang.tools.formguard.guard import STAMP, TRAP, stamp

    where = f"{chance.choice(WHERE)}, nhà thứ {number} trong tổ {seed + 1}"
    words = f"{chance.choice(WHAT).capitalize()} {where}. Từ đêm qua bà con chưa ra được."
    return urlencode({
        "uid": UUID(int=chance.getrandbits(128), version=4), "noi_dung": words, "che_do": "name_hidden",
        "thon": hamlet, "buoc": "gui", STAMP: stamp(PURPOSE, now() - timedelta(minutes=1)), TRAP: "",
    }).encode()  # fmt: skip


async def _send(
    port: int, body: bytes, number: int, at: float, chance: random.Random
) -> tuple[float | None, int]:
    """Press until there is a receipt; the seconds, and how often it was pressed."""
    clock = asyncio.get_running_loop().time
    await asyncio.sleep(at - clock())
    loses, tries = chance.randrange(LOSES) == 0, 0
    while clock() < at + PATIENCE:
        tries += 1
        status, said = await _post(port, body, number, hangs_up=loses and tries == 1)
        if status == 200 and json.loads(said).get("url"):
            return clock() - at, tries
        if status not in {0, 503}:
            raise SystemExit(f"{status}: {said[:300]!r}")
        await asyncio.sleep(5 * chance.uniform(0.8, 1.4))
    return None, tries


async def _post(port: int, body: bytes, number: int, *, hangs_up: bool) -> tuple[int, bytes]:
    """Status and body of an answer; 0 when the network is gone."""
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: application/json\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"X-Forwarded-For: 113.{number >> 8 & 255}.{number & 255}.7\r\n\r\n"
    )
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode() + body)
        if hangs_up:
            await writer.drain()
            await asyncio.sleep(0.02)
            writer.close()
            return 0, b""
        answer = await reader.read()
        writer.close()
    except OSError:
        return 0, b""
    first, _blank, said = answer.partition(b"\r\n\r\n")
    return int(first.split()[1]) if first else 0, said


def count() -> dict[str, Any]:
    """What the office has."""
    from conglang.base.units.scope import everything
    from conglang.citizens.cases.models import Case, CaseEvent
    from conglang.citizens.cases.rules import Process as Place

    with everything("a measurement"):
        rows = Case.objects.all()
        return {
            "cases": rows.count(), "texts": rows.values("text").distinct().count(),
            "held": rows.filter(process=Place.QUARANTINED.value).count(),
            "events": CaseEvent.objects.count(), "senders": rows.exclude(sender=None).count(),
        }  # fmt: skip


def measure(report: Report, database: str, storms: Sequence[tuple[int, int]]) -> None:
    """One installation through its storms."""
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        url = stack.enter_context(postgres(folder)) if database == "postgresql" else ""
        data = folder / "data"
        data.mkdir()
        env = environment(data, url) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
        hamlet = Process(__file__, "prepare", env).result()["hamlet"]
        sent = 0
        with serving(env, folder / "serve.log", web_processes=2 if url else 1) as server:
            for seed, (rate, seconds) in enumerate(storms):
                given = {
                    "port": server.port,
                    "hamlet": hamlet,
                    "rate": rate,
                    "seconds": seconds,
                    "seed": seed,
                }
                got = Process(__file__, "storm", env, **given).result()
                sent += got["sent"]
                _tell(report, f"{database}, {rate} a second for {seconds} s", got)
        found = Process(__file__, "count", env).result()
    report.add(f"{database}: messages lost", max(0, sent - found["texts"]), "", "≤ 0")
    report.add(f"{database}: messages doubled", found["cases"] - found["texts"], "", "≤ 0")
    report.add(
        f"{database}: without sender or history", 2 * sent - found["senders"] - found["events"], "", "≤ 0"
    )
    report.add(f"{database}: held for a look", found["held"], "")


def _tell(report: Report, name: str, got: dict[str, Any]) -> None:
    waits = sorted(got["waits"])
    report.add(f"{name}: receipts", len(waits), "", f"≥ {got['sent']}")
    report.add(f"{name}: half have it after", waits[len(waits) // 2], "s")
    report.add(f"{name}: the last has it after", waits[-1], "s", f"≤ {MOST_SECONDS}")
    report.add(f"{name}: presses for a receipt", got["tries"] / got["sent"], "")


def main() -> int:
    """All storms on each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--trial", action="store_true", help="a breeze; print only")
    parser.add_argument("--role", choices=["prepare", "storm", "count"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play({"prepare": prepare, "storm": storm, "count": count}[options.role])
    report = Report("submissions", "Messages to the commune that come all at once")
    chosen = ["postgresql", "sqlite"] if options.database == "both" else [options.database]
    for database in chosen:
        measure(report, database, (TRIAL if options.trial else STORMS)[database])
    if "postgresql" in chosen:
        report.notes.append(version_of_postgres())
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
