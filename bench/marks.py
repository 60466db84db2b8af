"""Marks of secrecy on papers of every kind of file: none is missed, and papers without a mark pass.

Bars: 0 misses, 0 false alarms.

Each mark is set on the same invented plan: as a line of a Word file, of a PDF and of an old Word file, as a
red box on scans (clean, skewed, noisy, grey, lying on their side, upside down, as a photograph), and as a
picture that was pasted into a Word file. The same files without a mark are read too, and some that speak of
secrecy without being secret.

    ./dev bench marks [--trial]
"""

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

from measuring.installation import environment, scratch
from measuring.report import Report

MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT", "CHỈ LƯU HÀNH NỘI BỘ")
SPEAKS = (
    "Tăng cường công tác bảo vệ bí mật nhà nước",
    "Tài liệu có độ MẬT trở lên không được soạn trên máy nối mạng.",
    "Bảo đảm bảo mật thông tin cá nhân; đoàn kết nội bộ.",
)
WEARS: tuple[dict[str, Any], ...] = (
    {"skew": 0.0}, {"skew": 1.8}, {"noise": 14}, {"is_grey": True}, {"turned": 90}, {"turned": 180},
)  # fmt: skip


def files(mark: str) -> Iterator[tuple[str, str, bytes]]:
    """A name, an extension and the bytes of each file; without a mark if it is empty."""
    from conglang.content.documents.tests import papers, scanned
    from conglang.content.documents.tests.word97 import as_old_word
    from conglang.tools.guards.tests.test_pictures import picture, word

    plan = next(paper for paper in papers.layouts() if paper.name == "ke-hoach-bang-o-dau")
    plan = replace(plan, body=[*plan.body, *SPEAKS])
    marked = replace(plan, before=[mark] if mark else [])
    yield "Word", "docx", papers.as_word(marked)
    yield "PDF", "pdf", papers.as_pdf(marked)
    yield (
        "old Word",
        "doc",
        as_old_word("\n".join([*marked.before, *marked.left, *marked.heading, *marked.body])),
    )
    yield "picture in Word", "docx", word(picture(mark or "LOGO", (140 + 45 * len(mark or "LOGO"), 160)))
    for wear in WEARS:
        page = scanned.picture_of(plan, scanned.Wear(**wear), stamp=mark)
        yield f"scan {wear}", "pdf", scanned.as_scanned_pdf([page])
    yield "photograph", "jpg", scanned.as_jpeg(scanned.picture_of(plan, stamp=mark))


def is_stopped(path: Path, extension: str) -> bool:
    """Whether the guards find a mark in it, by the readers that the product calls."""
    from conglang.tools.guards.reading import read_report
    from conglang.tools.guards.rules import SECRET
    from conglang.tools.guards.scanned import take_in
    from conglang.tools.media import ocr

    report = read_report(path, extension)
    if extension in ocr.PICTURES or report.gaps:
        keys = ocr.survey(path, extension).to_read
        take_in(report, {at: ocr.read_page(path, extension, key) for at, key in enumerate(keys, 1)})
    return any(finding.kind in SECRET for finding in report.findings)


def main() -> int:
    """Every mark on every kind of file, then none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--trial", action="store_true", help="print only")
    options = parser.parse_args()
    report, took = Report("marks", "Marks of secrecy on files of every kind"), []
    wrong: dict[bool, list[str]] = {True: [], False: []}
    count = 0
    with scratch() as folder:
        os.environ.update(environment(folder))
        django.setup()
        for mark in (*MARKS, ""):
            for name, extension, data in files(mark):
                path, count = folder / f"{count}.{extension}", count + 1
                path.write_bytes(data)
                began = time.perf_counter()
                if is_stopped(path, extension) != bool(mark):
                    wrong[bool(mark)].append(f"{name}: {mark or 'no mark'}")
                took.append(time.perf_counter() - began)
    report.add("marks that were missed", len(wrong[True]), "files", "≤ 0")
    report.add("false alarms", len(wrong[False]), "files", "≤ 0")
    report.add("a file", took, "s")
    report.notes = [f"{count} files. {'; '.join(wrong[True] + wrong[False])}".strip()]
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
