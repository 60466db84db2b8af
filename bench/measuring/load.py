"""Keep-alive requests for one page, as many as get answered."""

import asyncio
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
PACE_MS = 10
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


def requests_a_second(
    port: int, host: str, seconds: float, *, headers: tuple[str, ...] = (), core: int
) -> float:
    """Answers a second at sixteen connections; by wrk where it is installed, else by asyncio."""
    if shutil.which("wrk"):
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-H", f"Host: {host}"]
        for header in headers:
            command += ["-H", header]
        pinned = ["taskset", "-c", str(core), *command, f"http://127.0.0.1:{port}/"]
        told = subprocess.run(pinned, check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in told and not any("none-match" in header.lower() for header in headers):
            raise SystemExit(told)
        return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    return asyncio.run(_ask(port, host, seconds, headers))


@dataclass(frozen=True)
class Paced:
    """What came of requests at a given pace."""

    rate: float
    errors: int
    slowest_ms: float


def paced(port: int, hosts: list[str], seconds: float, *, rate: int, folder: Path) -> Paced:
    """About so many requests a second for so long, for the front pages of these hosts in turn; needs wrk.

    Fewer come where the server cannot.
    """
    script = folder / "pace.lua"
    # each connection waits between its requests, and with all others whenever a page is rendered anew
    asked = ", ".join(f'wrk.format("GET", "/", {{Host = "{host}"}})' for host in hosts)
    script.write_text(
        f"function delay() return {PACE_MS} end\n"
        f"function init() asked, last = {{{asked}}}, 0 end\n"
        "function request() last = last % #asked + 1; return asked[last] end\n"
    )
    connections = max(1, round(rate * 2.5 * PACE_MS / 1000))
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds:.0f}s",
        "--timeout",
        "20s",
        "--latency",
        "-s",
        str(script),
    ]
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{port}/"], check=True, capture_output=True, text=True
    ).stdout
    socket_errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    assert slowest
    return Paced(
        rate=float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]),  # type: ignore[index]
        errors=sum(
            map(int, (*(socket_errors.groups() if socket_errors else ()), refused[1] if refused else 0))
        ),
        slowest_ms=float(slowest[1]) * {"us": 0.001, "ms": 1, "s": 1000}[slowest[2]],
    )


async def _ask(port: int, host: str, seconds: float, headers: tuple[str, ...]) -> float:
    lines = ["GET / HTTP/1.1", f"Host: {host}", *headers]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    end = time.perf_counter() + seconds
    began = time.perf_counter()
    counts = await asyncio.gather(*(_one(port, request, end) for _ in range(CONNECTIONS)))
    return sum(counts) / (time.perf_counter() - began)


async def _one(port: int, request: bytes, end: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    count = 0
    while time.perf_counter() < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if head[9:12] not in {b"200", b"304"}:
            raise SystemExit(head.decode())
        if length := _LENGTH.search(head):
            await reader.readexactly(int(length[1]))
        count += 1
    writer.close()
    return count
