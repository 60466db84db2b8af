"""The fields of documents in the layouts of many offices, read from real files as they are brought in.

Bars: number, day, kind, abstract and signer are right in 95 of 100 files, and in 95 of 100 cases each; a
field that is wrong is never said to be sure; at most 8 s a scanned page and 0.5 s a file with text.

The papers are invented (`content/documents/tests/layouts.toml`): state and Party, councils, joint papers,
drafts without number and day, copies, minutes, contracts, old fonts. They are made into files as offices do
it: PDF, some of them signed, Word files new and old, scans at 200 dots an inch, skewed, specked, with a red
seal over the signature. Each is brought in by the service that the desk calls and read as the worker reads
it; what stands in the draft afterwards is compared with what a clerk would have typed.

    ./dev bench reading [--only NAME …] [--trial]
"""

import argparse
import statistics
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from measuring.installation import environment, scratch
from measuring.report import Report
from measuring.roles import Process, play

MAIN = ("code", "issued_on", "kind", "abstract", "signer")
SCAN_SECONDS, TEXT_SECONDS, SHARE = 8, 0.5, 95
LONGEST_SECONDS = 600.0


def measure(only: list[str]) -> dict[str, Any]:
    """Bring in one file after the other and compare."""
    from conglang.base.units.scope import everything, use_scope
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.content.documents.tests.conftest import village
    from conglang.content.documents.tests.papers import layouts
    from conglang.kernel.clock import now
    from measuring.papers import file_of

    bring_up_to_date()
    with everything("measuring"):
        home = village("98001", "Bến Sen")
    by = home.actor("clerk")
    found = []
    for paper in layouts():
        if only and paper.name not in only:
            continue
        name, data = file_of(paper)
        with use_scope(by.scope):
            found.append(_brought_in(by, home.unit.pk, name, data, now()))
        found[-1] |= {"name": paper.name, "form": paper.form, "wanted": paper.wanted}
    return {"files": found}


def _brought_in(by: Any, unit_id: int, name: str, data: bytes, now: Any) -> dict[str, Any]:
    from conglang.content.documents.models import FileState
    from conglang.content.documents.services.bring_in import bring_in
    from conglang.content.documents.services.read_dropped import read_dropped
    from conglang.tools.media.models import Recognition
    from conglang.tools.media.services.recognise import recognise

    file = BytesIO(data)
    file.name = name
    began = time.perf_counter()
    drop = bring_in(by=by, unit_id=unit_id, files=[file], now=now)
    row = drop.files.select_related("stored").get()
    read_dropped(file_id=row.pk, now=now)
    row.refresh_from_db()
    if row.state == FileState.PAGES:
        recognise(document=row.stored, now=now, seconds=LONGEST_SECONDS)
        read_dropped(file_id=row.pk, now=now)
        row.refresh_from_db()
    took = time.perf_counter() - began
    scan = Recognition.objects.filter(sha256=row.sha256).first()
    pages = len(scan.pages) if scan else 0
    draft = row.document
    if draft is None:
        return {"took": took, "pages": pages, "read": {}, "note": f"{row.state} {row.note}"}
    told = {key: each["certainty"] for key, each in draft.reading.items() if each["certainty"] != "none"}
    read = {key: (str(getattr(draft, key) or ""), certainty) for key, certainty in told.items()}
    return {"took": took, "pages": pages, "read": read, "note": ""}


def judged(file: dict[str, Any]) -> dict[str, str]:
    """Each wanted field: right, wrong (and marked as doubtful or missing), or silent."""
    verdicts = {}
    for key, wanted in file["wanted"].items():
        value, certainty = file["read"].get(key, ("", ""))
        verdicts[key] = "right" if value == wanted else "silent" if certainty == "sure" else "wrong"
        if verdicts[key] != "right":
            print(f"{verdicts[key]:6} {file['name']} {key}: {value!r} for {wanted!r} {file['note']}")
    return verdicts


def main() -> int:
    """Read all files in one process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--trial", action="store_true", help="print only")
    parser.add_argument("--role", choices=["measure"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play(measure)
    with scratch() as folder:
        env = environment(folder) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
        files = Process(__file__, "measure", env, only=options.only).result()["files"]
    verdicts = [judged(file) for file in files]
    report = Report("reading", f"Fields of {len(files)} documents in many layouts")
    whole = [all(each[key] == "right" for key in MAIN) for each in verdicts]
    report.add("files with all five fields right", 100 * statistics.mean(whole), "%", f"≥ {SHARE}")
    for key in (*MAIN, "signer_title", "issuer_name"):
        asked = [each[key] == "right" for each in verdicts if key in each]
        bar = f"≥ {SHARE}" if key in MAIN else ""
        if asked:
            report.add(f"right: {key}", 100 * statistics.mean(asked), "%", bar)
    silent = sum(verdict == "silent" for each in verdicts for verdict in each.values())
    report.add("wrong, but said to be sure", silent, "fields", "≤ 0")
    sure = [read[1] == "sure" for file in files for key, read in file["read"].items() if key in MAIN]
    report.add("of the five fields, sure", 100 * statistics.mean(sure), "%")
    scans = [file["took"] / file["pages"] for file in files if file["pages"]]
    texts = [file["took"] for file in files if not file["pages"]]
    report.add("a scanned page", scans or [0], "s", f"≤ {SCAN_SECONDS}")
    report.add("a file with text", texts or [0], "s", f"≤ {TEXT_SECONDS}")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
