"""Every variable that an operator can set is declared once and documented."""

import re

from conglang.config.env import SETTINGS
from tests.architecture.house import ROOT, python_files, room_of_file, strings, where

VARIABLE = re.compile(r"CONGLANG_[A-Z0-9_]+")
DOCUMENT = ROOT / "docs" / "settings.md"


def test_every_setting_is_documented():
    documented = set(VARIABLE.findall(DOCUMENT.read_text()))
    assert documented == set(SETTINGS)


def test_every_setting_says_what_it_means():
    assert [name for name, setting in SETTINGS.items() if len(setting.meaning) < 20] == []


def test_no_variable_is_read_that_is_not_declared():
    wrong = [
        f"{where(path, line)}: {text}"
        for path in python_files()
        for line, text in strings(path)
        if VARIABLE.fullmatch(text) and text not in SETTINGS
    ]
    assert wrong == []


def test_only_the_configuration_reads_the_environment():
    """Rooms take their settings from Django, so that a test or a role can change them in one place."""
    wrong = [
        where(path, 0)
        for path in python_files()
        if room_of_file(path) != "conglang.config"
        and "tests" not in path.parts
        and re.search(r"os\.(environ|getenv)", path.read_text())
    ]
    assert wrong == []
