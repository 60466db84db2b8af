"""What a process and everything below it use."""

import os
import re
from collections.abc import Iterator
from pathlib import Path


def tree(process: int) -> Iterator[int]:
    """The process and its descendants."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from tree(int(child))


def name_of(process: int) -> str:
    """The `conglang` command that the process runs, or its program."""
    words = Path(f"/proc/{process}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
    after = [words[n + 1] for n, word in enumerate(words[:-1]) if Path(word).name == "conglang"]
    return after[0] if after else Path(words[0]).name


def memory_mib(process: int) -> float:
    """Proportional share of memory: pages that several processes share are counted once in all."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def cpu_seconds(process: int) -> float:
    """Processor time of the process so far, its threads included."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
