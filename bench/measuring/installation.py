"""A throw-away installation: its folder, its database, its processes."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import processes

ROOT = Path(__file__).parents[2]
READY_SECONDS = 120


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="conglang-bench-") as name:
        yield Path(name)


def environment(data: Path, database: str = "") -> dict[str, str]:
    """The variables of an installation of its own, whatever is set outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONGLANG_")}
    return kept | {
        "CONGLANG_DATA": str(data),
        "CONGLANG_DATABASE_URL": database,
        "CONGLANG_SECRET_KEY": secrets.token_urlsafe(50),
        "CONGLANG_LOG_LEVEL": "WARNING",
        "CONGLANG_TRUSTED_PROXIES": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "conglang.config.settings.demo",
    }


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The URL of a PostgreSQL server on a private socket, not run by root, safe against power cuts."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not binaries:
        raise SystemExit("PostgreSQL is not installed; ./dev setup does it")
    place, home = binaries[-1].parent, folder / "postgres"
    home.mkdir()
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if account:
        folder.chmod(0o755)
        os.chown(home, account.pw_uid, account.pw_gid)

    def run(*command: str | Path) -> None:
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, cwd=home, user=account and account.pw_uid,
            group=account and account.pw_gid, extra_groups=[] if account else None,
        )  # fmt: skip

    run(
        place / "initdb",
        "-D",
        home / "data",
        "-U",
        "conglang",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    options = f"-c listen_addresses='' -k '{home}' -c shared_buffers=256MB"
    run(place / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "start", "-o", options)
    try:
        run(place / "createdb", "-h", home, "-U", "conglang", "conglang")
        yield f"postgresql://conglang@/conglang?host={home}"
    finally:
        run(place / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")


@dataclass(frozen=True)
class Server:
    """A running installation."""

    port: int
    process: int

    def cpu_seconds(self) -> float:
        """Processor time of all its processes so far."""
        return sum(map(processes.cpu_seconds, processes.tree(self.process)))


@contextmanager
def serving(env: dict[str, str], log: Path, web_processes: int = 1) -> Iterator[Server]:
    """The real `conglang serve` with its web and worker processes."""
    port = free_port()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "conglang", "serve", f"--port={port}", f"--web-processes={web_processes}"],
            env=env, stdout=sink, stderr=sink,
        )  # fmt: skip
        try:
            wait_for(port)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int) -> None:
    """Return when the web process answers. Raises TimeoutError."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as question:
                question.sendall(b"GET /-/alive HTTP/1.0\r\nHost: localhost\r\n\r\n")
                if b" 200 " in question.recv(64):
                    return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the web process does not answer")


def version_of_postgres() -> str:
    """As the server names it."""
    found = shutil.which("postgres") or str(max(Path("/usr/lib/postgresql").glob("*/bin/postgres")))
    return subprocess.run([found, "--version"], check=True, capture_output=True, text=True).stdout.strip()
