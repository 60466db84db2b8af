"""Notices to 50,000 devices: how soon a push service of this machine has accepted all of them.

Bars: 50,000 accepted in at most 150 s on two cores, each device once; every message of a sample is read by
another implementation of the encryption (http_ece). A second run of the task tells nobody again.

The sender is the task of the slow queue with its passes, on SQLite, with sealed subscriptions of a commune's
readers; it has a core of its own. The service is an asyncio server on the other core, which answers 201 and
keeps the paths that it saw. The lines between them are kept open, and not encrypted: with real services
each of the few lines has one handshake. Devices share two hundred key pairs; each has its own endpoint.

    ./dev bench push [--devices 50000] [--trial]
"""

import argparse
import asyncio
import base64
import json
import os
import sys
import time
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

from measuring.installation import environment, free_port, scratch
from measuring.report import Report
from measuring.roles import Process, play

MOST_SECONDS, KEYS, SAMPLE = 150, 200, 500
SENDER_CORE, SERVICE_CORE = 0, min(1, (os.cpu_count() or 1) - 1)


def send(devices: int, port: int, keys: list[int]) -> dict[str, Any]:
    """Subscribe the devices, then work as the worker does until everything is sent."""
    from conglang.base.units.kinds import UnitKind
    from conglang.base.units.models import Unit
    from conglang.base.units.scope import everything
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.kernel.clock import now
    from conglang.tools.notify.models import Sending, Way
    from conglang.tools.notify.services.begin import Message, begin
    from conglang.tools.notify.tasks import push

    os.sched_setaffinity(0, {SENDER_CORE})
    bring_up_to_date()
    unit = Unit.objects.create(code="99102", kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name="Mẫu")
    subscribe(unit, devices, port, keys)
    message = Message(
        key="bench", about="bench", way=Way.PUSH, unit_id=unit.pk, topics=frozenset({"news"}),
        title="Nước sông lên nhanh, bà con vùng thấp chuẩn bị sơ tán",
        body="Đoạn đê bối thôn Tây có nguy cơ tràn. Loa thôn và tổ xung kích báo giờ đi.",
        link="https://xamau.tinhmau.gov.vn/thong-bao/nuoc-song-len-nhanh/",
    )  # fmt: skip
    sending = begin(message=message, now=now())
    began = time.perf_counter()
    while due(sending):
        push.func(sending.pk)
    seconds = time.perf_counter() - began
    with everything("a measurement"):
        Sending.objects.update(next_at=now())  # as if it had never been written down that it is done
    push.func(sending.pk)
    return {"seconds": seconds, "accepted": sending.accepted, "failed": sending.failed}


def due(sending: Any) -> bool:
    """Whether the worker would take it up."""
    from conglang.base.units.scope import everything

    with everything("a measurement"):
        sending.refresh_from_db()
    return sending.next_at is not None


def subscribe(unit: Any, devices: int, port: int, keys: list[int]) -> None:
    """Rows as the page's script makes them, written at once."""
    from conglang.base.accounts.sealing import seal
    from conglang.base.units.scope import everything
    from conglang.kernel.clock import now
    from conglang.tools.notify.links import PURPOSE, mark_of
    from conglang.tools.notify.models import Interest, Subscription, Way
    from conglang.tools.notify.webpush import base64url, point_of

    points = [base64url(point_of(private(key).public_key())) for key in keys]
    rows = []
    for number in range(devices):
        endpoint = f"http://127.0.0.1:{port}/{number}"
        sealed = seal(json.dumps([endpoint, points[number % KEYS], base64url(secret(number))]), PURPOSE)
        rows.append(
            Subscription(
                way=Way.PUSH, mark=mark_of(Way.PUSH, endpoint), sealed=sealed, home=unit, made_at=now(),
                confirmed_at=now(),
            )
        )  # fmt: skip
    with everything("a measurement"):
        made = Subscription.objects.bulk_create(rows, batch_size=2000)
        follows = (Interest(unit=unit, subscription=row, topic="news") for row in made)
        Interest.objects.bulk_create(follows, batch_size=2000)


def serve(port: int) -> dict[str, Any]:
    """Take everything until told to stop; bodies of a sample are kept."""
    os.sched_setaffinity(0, {SERVICE_CORE})
    seen: dict[str, int] = {}
    kept: dict[str, str] = {}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:  # the sender hung up
                return
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines if line)
            body = await reader.readexactly(int(headers["content-length"]))
            name = first.split()[1][1:]
            seen[name] = seen.get(name, 0) + 1
            if int(name) % SAMPLE == 0:
                kept[name] = base64.b64encode(body).decode()
            writer.write(b"HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n")

    async def until_told() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", port)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        server.close()

    asyncio.run(until_told())
    return {"devices": len(seen), "messages": sum(seen.values()), "sample": kept}


def private(number: int) -> ec.EllipticCurvePrivateKey:
    """A browser's key pair."""
    return ec.derive_private_key(number, ec.SECP256R1())


def secret(number: int) -> bytes:
    """A browser's secret."""
    return number.to_bytes(16)


def read(sample: dict[str, str], keys: list[int]) -> int:
    """How many messages another implementation can read, and find whole."""
    good = 0
    for name, body in sample.items():
        number = int(name)
        plain = http_ece.decrypt(
            base64.b64decode(body), private_key=private(keys[number % KEYS]), auth_secret=secret(number),
            version="aes128gcm",
        )  # fmt: skip
        good += json.loads(plain)["notification"]["title"].startswith("Nước sông")
    return good


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--devices", type=int, default=50_000)
    parser.add_argument("--trial", action="store_true", help="a small run that writes no results")
    parser.add_argument("--role", choices=["send", "serve"])
    given = parser.parse_args()
    if given.role:
        play({"send": send, "serve": serve}[given.role])
    devices = min(given.devices, 2_000) if given.trial else given.devices
    report = Report("push", "Notices to devices")
    keys = [int.from_bytes(os.urandom(31)) + 1 for _ in range(KEYS)]
    with scratch() as folder:
        (folder / "data").mkdir()
        env, port = environment(folder / "data") | {"CONGLANG_EXCHANGE_PRIVATE": "yes"}, free_port()
        service = Process(__file__, "serve", env, port=port)
        service.wait_until_ready()
        sent = Process(__file__, "send", env, devices=devices, port=port, keys=keys).result()
        service.go()
        got = service.result()
    report.add(f"{devices:,} messages accepted", sent["seconds"], "s", f"≤ {MOST_SECONDS}")
    report.add("messages a second", sent["accepted"] / sent["seconds"], "")
    report.add("devices told", got["devices"], "", f"≥ {devices}")
    report.add("messages more than devices", got["messages"] - got["devices"], "", "≤ 0")
    readable = 100 * read(got["sample"], keys) / max(len(got["sample"]), 1)
    report.add("of the sample read by http_ece", readable, "%", "≥ 100")
    report.notes.append(f"{len(got['sample'])} messages in the sample; {sent['failed']} given up.")
    return report.finish(write=not given.trial)


if __name__ == "__main__":
    sys.exit(main())
