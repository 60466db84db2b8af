"""Proofreading: slips found, and good words that were marked, in real prose.

Bars: of 500 slips at least 90 % are found, at most 2 % of the findings are false, 1,000 words take at most
50 ms.

Slips of 16 sorts are put by chance, with a fixed seed, into articles of the Labour Code and into the texts of
the demonstration and of the search's corpus. The rules were made with one half of these texts in sight; the
figures are those of the other half. Neither half was counted for the word data. A finding that touches no
slip is false; notes on style are no findings.

    ./dev bench proofreading [--trial] [--tuning] [--show]
"""

import argparse
import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from conglang.kernel.proofreading import Certainty, Finding, proofread
from conglang.kernel.text import nfc
from measuring.report import Report
from measuring.slips import SORTS, Slip, spoil

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "conglang"
SLIPS = 500
SEED = 20_261_122
_TAG = re.compile(r"</?[a-z][^>]*>")


def prose(*, held_out: bool) -> list[str]:
    """One half of the texts: articles, stories and items in turn."""
    law = (HERE / "prose" / "labour_code.txt").read_text("utf-8").split("\n\n")[1:]
    lines = (SOURCE / "tools/search/tests/corpus/items.tsv").read_text("utf-8").splitlines()
    items = [".\n".join(line.split("\t")[2:]) for line in lines if line and not line.startswith("#")]
    parts = [law, ["\n".join(items[at : at + 10]) for at in range(0, len(items), 10)]]
    for name in ("stories", "procedures", "directory", "documents"):
        read = tomllib.loads((SOURCE / f"config/demo/{name}.toml").read_text("utf-8"))
        parts.append([text for rows in read.values() for row in rows if (text := "\n".join(_texts(row)))])
    return [nfc(text) for part in parts for text in part[int(held_out) :: 2]]


def _texts(row: Any) -> Iterator[str]:
    """Sentences of a row of the demonstration; keys, names and addresses are no prose."""
    if isinstance(row, dict):
        row = list(row.values())
    if isinstance(row, list):
        for value in row:
            yield from _texts(value)
    elif isinstance(row, str) and row.count(" ") >= 5 and " | " not in row:
        yield re.sub(r"\n\s*", "\n", _TAG.sub("\n", row)).strip()


def _alarms(text: str) -> list[Finding]:
    """What is said to be wrong; notes on style are no alarms."""
    return [each for each in proofread(text) if each.certainty is not Certainty.STYLE]


def judged(findings: list[Finding], slips: list[Slip]) -> tuple[list[Slip], list[Finding]]:
    """The slips that no finding touches, and the findings that touch no slip."""
    missed = [slip for slip in slips if not any(_touch(each, slip) for each in findings)]
    return missed, [each for each in findings if not any(_touch(each, slip) for slip in slips)]


def _touch(finding: Finding, slip: Slip) -> bool:
    return finding.start < slip.end and slip.start < finding.end


def main() -> int:
    """Spoil, read, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--trial", action="store_true", help="print only")
    parser.add_argument("--tuning", action="store_true", help="the half that the rules were made with")
    parser.add_argument("--show", action="store_true", help="print each miss and each false finding")
    options = parser.parse_args()
    report = Report("proofreading", "Slips found in administrative prose")
    texts = prose(held_out=not options.tuning)
    words = sum(len(text.split()) for text in texts)
    by = Random(SEED)
    made: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    findings = false = 0
    proofread("")  # reads the lexicon
    took = 0.0
    spoilt = [spoil(text, 1.15 * SLIPS / words, by) for text in texts]
    for text, slips in spoilt:
        began = time.process_time()
        found = _alarms(text)
        took += time.process_time() - began
        missed, wrong = judged(found, slips)
        made.update(slip.sort for slip in slips)
        lost.update(slip.sort for slip in missed)
        findings, false = findings + len(found), false + len(wrong)
        if options.show:
            _show(text, missed, wrong)
    spoilt_words = sum(len(text.split()) for text, _slips in spoilt)
    clean = sum(len(_alarms(text)) for text in texts)
    report.add("slips", made.total(), "slips", f"≥ {SLIPS}")
    report.add("found", 100 * (1 - lost.total() / made.total()), "%", "≥ 90")
    report.add("false, of all findings", 100 * false / max(findings, 1), "%", "≤ 2")
    report.add("findings in 1,000 words before they were spoilt", 1000 * clean / words, "")
    report.add("1,000 words, time of the processor", took / spoilt_words * 1_000_000, "ms", "≤ 50")
    for sort in SORTS:
        if made[sort]:
            report.add(f"found: {sort} ({made[sort]})", 100 * (1 - lost[sort] / made[sort]), "%")
    report.notes = [f"{words:,} words, {findings} findings, {false} of them false; seed {SEED}."]
    return report.finish(write=not options.trial and not options.tuning)


def _show(text: str, missed: list[Slip], wrong: list[Finding]) -> None:
    for slip in missed:
        print("missed", slip.sort, _around(text, slip.start, slip.end), slip.was)
    for each in wrong:
        print("false", each.kind, _around(text, each.start, each.end), each.suggestions)


def _around(text: str, start: int, end: int) -> str:
    return repr(f"{text[max(0, start - 25) : start]}[{text[start:end]}]{text[end : end + 20]}")


if __name__ == "__main__":
    raise SystemExit(main())
