"""The real processes: started, killed, flooded, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from conglang.config.serve import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, Child


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port: int, request: bytes, timeout: float = 15) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        connection.sendall(request)
        text = b""
        while b"</html>" not in text and (piece := connection.recv(100_000)):
            text += piece
        return text.decode()


def alive(port: int) -> bool:
    return " 200 " in answer(port, b"GET /-/alive HTTP/1.0\r\n\r\n")


def children(process: int) -> dict[str, int]:
    """Name of the command → process id."""
    found = {}
    for number in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        words = Path(f"/proc/{number}/cmdline").read_bytes().decode().split("\0")
        if "conglang" in words:
            found[words[words.index("conglang") + 1]] = int(number)
    return found


def eventually(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def serving(folder: Path):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "conglang", "serve", "--port", str(port)],
        env={**os.environ, "CONGLANG_DATA": str(folder)},
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(lambda: children(process.pid).keys() == {"web", "worker"})
        eventually(lambda: _connects(port))
        assert alive(port)
        yield process, port
    finally:
        process.kill()
        process.wait()


def _connects(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_process_that_falls_is_started_again_and_all_stop_together(tmp_path):
    with serving(tmp_path) as (supervisor, port):
        before = children(supervisor.pid)
        for process in before.values():
            os.kill(process, signal.SIGKILL)
        # asked while nobody is there: the port stays open, the question waits
        eventually(lambda: gone(before["web"]))
        assert alive(port)
        eventually(lambda: children(supervisor.pid).keys() == {"web", "worker"})
        after = children(supervisor.pid)
        assert not set(after.values()) & set(before.values())
        began = time.monotonic()
        supervisor.send_signal(signal.SIGTERM)
        assert supervisor.wait(timeout=15) == 0
        assert time.monotonic() - began < 10
        assert all(gone(process) for process in after.values())


def test_an_upload_of_two_gigabytes_gets_a_page_and_children_end_with_a_killed_supervisor(tmp_path):
    with serving(tmp_path) as (supervisor, port):
        head = b"POST /x HTTP/1.1\r\nHost: x.localhost\r\nContent-Length: 2147483648\r\n\r\n"
        text = answer(port, head + b"x" * 100_000)
        assert text.startswith("HTTP/1.1 413 ")
        assert "quá lớn" in text
        assert alive(port)
        processes = children(supervisor.pid)
        supervisor.kill()
        eventually(lambda: all(gone(process) for process in processes.values()))


def test_a_taken_port_is_told_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "-m", "conglang", "serve", "--port", str(port)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr == f"Error: cannot listen on 127.0.0.1:{port}: Address already in use\n"


def test_the_wait_before_a_new_start_grows_and_is_forgotten_after_a_steady_time(monkeypatch):
    child = Child("web", [])
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    class Fallen:
        stdin = None

        def poll(self):
            return 1

    waits = []
    for _ in range(9):
        child.process, child.started = Fallen(), clock[0]
        child.tend()
        waits.append(child.due - clock[0])
    assert waits[:3] == [FIRST_WAIT_SECONDS, 2 * FIRST_WAIT_SECONDS, 4 * FIRST_WAIT_SECONDS]
    assert waits[-1] == LONGEST_WAIT_SECONDS
    child.process, child.started = Fallen(), clock[0]
    clock[0] += 61
    child.tend()
    assert child.due - clock[0] == FIRST_WAIT_SECONDS


@pytest.mark.parametrize("module", ["conglang.config.serve", "conglang.config.processes"])
def test_the_supervisor_loads_no_django(module):
    code = f"import {module}, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
