"""Starting the demonstration with `./dev demo`, the set-up done, until it says `Ready:`.

Bar: at most 10 seconds, both with the data of an earlier start and with an empty data folder, into which the
whole invented province is written first.

The command is the one that people type. One start before those that count stands for the set-up: after a
change of migrations the first start makes a new empty database for all later ones. What the system keeps in
memory of files read before is left as it is.

    ./dev bench start [--rounds 3] [--trial]
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from measuring.installation import ROOT, environment, free_port, scratch
from measuring.report import Report

MOST_SECONDS = 10


def start(data: Path) -> float:
    """Seconds from the command to its `Ready:`; the demonstration is stopped again."""
    command = [ROOT / "dev", "demo", "--port", str(free_port()), "--data", str(data)]
    variables = environment(data)
    for name in ("CONGLANG_DATA", "CONGLANG_SECRET_KEY", "DJANGO_SETTINGS_MODULE"):
        del variables[name]  # the command sets them
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=variables | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ready:"):
            break
    else:
        raise SystemExit("the demonstration did not start:\n" + "".join(lines))
    took = time.monotonic() - began
    process.terminate()
    process.communicate()
    return took


def main() -> int:
    """Empty folders and folders in use, in turn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--trial", action="store_true", help="leave results.md alone")
    options = parser.parse_args()
    report = Report("start", "Starting the demonstration")
    empty, again = [], []
    with scratch() as folder:
        start(folder / "first")
        for n in range(options.rounds):
            empty.append(start(folder / str(n)))
            again.append(start(folder / str(n)))
    report.add("with the data of an earlier start", again, "s", f"≤ {MOST_SECONDS}")
    report.add("with an empty data folder", empty, "s", f"≤ {MOST_SECONDS}")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    sys.exit(main())
