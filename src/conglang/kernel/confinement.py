"""What a child process that opens strangers' files may use. What breaks there breaks nothing else.

Programs of others run under the same limits: `python -m conglang.kernel.confinement BYTES SECONDS PROGRAM …`.
"""

import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

_SOURCE = str(Path(__file__).parents[2])
PATIENCE = 10  # how far such work stands behind that of people who wait


def confine(memory_bytes: int, cpu_seconds: int) -> None:
    """Let the system end this process rather than the server suffer. It cannot write files any more."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confined(command: Sequence[str], *, memory_bytes: int, cpu_seconds: int) -> list[str]:
    """The command that runs another program within limits; its first word is a path."""
    limits = [str(memory_bytes), str(cpu_seconds)]
    return [sys.executable, "-m", "conglang.kernel.confinement", *limits, *command]


def bare_environment() -> dict[str, str]:
    """Nothing of ours that a reader of strangers' files has no business with, such as the secret key."""
    return {
        "PYTHONPATH": _SOURCE,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "OMP_THREAD_LIMIT": "1",
    }


def main() -> None:
    """Become the program that is named."""
    memory, seconds, *command = sys.argv[1:]
    os.nice(PATIENCE)
    confine(int(memory), int(seconds))
    os.execv(command[0], command)  # noqa: S606 - no shell, and the path is ours


if __name__ == "__main__":
    main()
