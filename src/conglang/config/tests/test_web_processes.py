"""Two real web processes on one folder and one database: one rendering, one truth."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conglang.config.tests.test_serve import alive, answer, eventually, free_port

HOST = "bensen.songmay.localhost"
FOUND = f"""
from datetime import date
from conglang.base.units.models import Site, Unit, UnitKind
from conglang.base.units.scope import everything
from conglang.config.demo.empty import bring_up_to_date
from conglang.tools.pages.models import Section

bring_up_to_date()
kind = UnitKind.COMMUNE
unit = Unit.objects.create(code="98001", kind=kind, level=kind.level, name="Bến Sen")
Site.objects.create(unit=unit, host="{HOST}", opened_on=date(2025, 7, 1))
with everything("tests"):
    Section.objects.create(unit=unit, key="news", slug="tin-tuc", title="Tin tức", in_menu=True)
"""
RENAME = """
from django.db import transaction
from conglang.base.units.scope import everything
from conglang.tools.pages.models import Section

with everything("tests"), transaction.atomic():
    Section.objects.update(title="Tin mới")
"""


class Installation:
    """A folder with a database; `run` is what another program does to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "CONGLANG_DATA": str(folder), "CONGLANG_LOG_LEVEL": "DEBUG"}
        self.run(FOUND)

    def run(self, code: str) -> None:
        setup = "import django; django.setup()\n"
        subprocess.run([sys.executable, "-c", setup + code], env=self.env, check=True, capture_output=True)

    @contextmanager
    def web(self, name: str) -> Iterator[int]:
        """A web process; yields its port."""
        port = free_port()
        with (self.folder / f"{name}.log").open("w") as log:
            command = [sys.executable, "-m", "conglang", "web", "--port", str(port)]
            process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)
            try:
                eventually(lambda: _is_up(port), 60)
                yield port
            finally:
                process.kill()
                process.wait()

    def renderings(self) -> int:
        """How often the home page was asked of Django, in all processes."""
        return sum(log.read_text().count("rendering PageKey") for log in self.folder.glob("*.log"))


def _is_up(port: int) -> bool:
    try:
        return alive(port)
    except OSError:
        return False


def home(port: int) -> str:
    return answer(port, f"GET / HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode(), 60)


def test_a_crowd_at_two_processes_waits_for_one_rendering_and_both_see_a_change_at_once(tmp_path):
    here = Installation(tmp_path)
    with here.web("one") as one, here.web("two") as two:
        home(one)  # the first visit of all begins the site's generation
        answers = []
        crowd = [
            threading.Thread(target=lambda port=port: answers.append(home(port)))
            for port in (one, two)
            for _ in range(20)
        ]
        before = here.renderings()
        for each in crowd:
            each.start()
        for each in crowd:
            each.join()
        assert here.renderings() == before + 1
        bodies = {text.partition("\r\n\r\n")[2] for text in answers}
        assert len(answers) == 40
        assert len(bodies) == 1
        assert "Tin tức" in bodies.pop()

        here.run(RENAME)
        began = time.monotonic()
        assert "Tin mới" in home(one)
        assert "Tin mới" in home(two)
        assert time.monotonic() - began < 5
        assert here.renderings() == before + 2
