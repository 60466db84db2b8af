"""Signatures of PDFs that somebody has tampered with, and how long a file takes.

Bars: of 1,000 mutated files none is called valid and none hangs; at most 50 ms (median) a file.

The files are made here, with a throw-away authority: signed by one person, by a person and an agency, with a
time stamp. Each mutation changes, removes, doubles or moves some bytes at a random place, cuts the file off
or appends something. Not counted is a change of nothing but the case of letters, which means nothing in the
digits of a signature, and damage to a time stamp, which nobody signs, if the report falls back to the time
that the signer claims. Half of the files are judged in the process that measures, half through the worker
with its limits, as the product does.

    ./dev bench signatures [--number 1000] [--trial]
"""

import argparse
import logging
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from measuring.report import Report

MOST_MS = 50
SLOW_SECONDS = 20.0  # the limit of the worker; whatever reaches it hangs


def papers(now: datetime) -> tuple[list[bytes], bytes]:
    """Honest files, and the root that makes them valid."""
    from conglang.tools.signing.tests.papers import blank, certify, sign

    long = timedelta(days=900)
    root = certify("Gốc", None, now, until=long, authority=True)
    authority = certify("Cơ quan cấp", root, now, until=long, authority=True)
    person = certify("Người ký", authority, now)
    agency = certify("Cơ quan", authority, now, usage="digital_signature")
    stamper = certify("Dấu thời gian", root, now, until=long, usage="digital_signature", stamps=True)
    one = sign(blank(), person, authority)
    two = sign(one, agency, authority, field="Ky2")
    return [one, two, sign(blank(), person, authority, stamp_by=stamper)], root.der


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with one thing done to it."""
    at, length = chance.randrange(len(data)), chance.randint(1, 40)
    part = data[at : at + length]
    return chance.choice(
        [
            lambda: data[:at] + bytes([(data[at] + chance.randint(1, 255)) % 256]) + data[at + 1 :],
            lambda: data[:at] + chance.randbytes(length) + data[at + length :],
            lambda: data[:at] + data[at + length :],
            lambda: data[:at] + part + data[at:],
            lambda: data[:at] + part[::-1] + data[at + length :],
            lambda: data[:at],
            lambda: data + chance.randbytes(length),
            lambda: data + data[at:],
        ]
    )()


def times_of(report: Any) -> int:
    """How many signatures have a time that a stamp confirms."""
    return sum(each.time_source == "stamp" for each in report.signatures)


def main() -> int:
    """Honest files first, then mutated ones."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--trial", action="store_true", help="leave results.md alone")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # pyHanko tells the story of every broken file
    from conglang.tools.signing.checking import Checker
    from conglang.tools.signing.reading import verify
    from conglang.tools.signing.rules import Trouble, TrustAnchors

    now, chance = datetime.now(UTC), random.Random(options.seed)
    honest, root = papers(now)
    trust = TrustAnchors((root,))
    report = Report("signatures", "Signatures of PDFs")
    times: dict[str, list[float]] = {"in process": [], "by the worker": []}
    wrong = hung = 0
    with Checker(seconds=SLOW_SECONDS) as checker:
        ways = {"in process": verify, "by the worker": checker.check}
        for way in ways.values():
            assert all(way(data, trust, now).is_valid for data in honest), "an honest file is not valid"
        for number in range(options.number):
            data = chance.choice(honest)
            bad = mutated(data, chance)
            while bad.lower() == data.lower():
                bad = mutated(data, chance)
            name = list(ways)[number % 2]
            began = time.perf_counter()
            found = ways[name](bad, trust, now)
            took = time.perf_counter() - began
            times[name].append(took * 1000)
            wrong += found.is_valid and times_of(found) >= times_of(verify(data, trust, now))
            hung += found.trouble is Trouble.GAVE_UP or took > SLOW_SECONDS
        for name, way in ways.items():
            for data in honest * 20:
                began = time.perf_counter()
                way(data, trust, now)
                times.setdefault(f"honest, {name}", []).append((time.perf_counter() - began) * 1000)
    report.add("mutated files called valid", wrong, "files", "≤ 0")
    report.add("mutated files that hang", hung, "files", "≤ 0")
    for name, values in times.items():
        what = f"an honest file, {name.partition(', ')[2]}" if "honest" in name else f"a mutated file, {name}"
        report.add(what, values, "ms", f"≤ {MOST_MS}")
    report.notes = [f"{options.number} mutated files, seed {options.seed}."]
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    sys.exit(main())
