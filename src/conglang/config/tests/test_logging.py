"""What reaches the log."""

import os
import subprocess
import sys

import pytest

SAY = """
import logging, django
django.setup()
for name in ("conglang.audit", "django.request", "wagtail"):
    logging.getLogger(name).warning("%s warns", name)
    logging.getLogger(name).error("%s fails", name)
"""


@pytest.mark.parametrize(("level", "count"), [("INFO", 6), ("ERROR", 3)])
def test_a_line_is_logged_from_the_level_on_whoever_writes_it(level: str, count: int) -> None:
    told = subprocess.run(
        [sys.executable, "-c", SAY],
        env=os.environ | {"CONGLANG_LOG_LEVEL": level}, check=True, capture_output=True, text=True,
    ).stderr  # fmt: skip

    assert len([line for line in told.splitlines() if line.endswith(("warns", "fails"))]) == count
