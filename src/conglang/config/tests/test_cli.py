"""The command line on a machine where nothing is set."""

import os
import subprocess
import sys

from conglang.config.cli import COMMANDS


def conglang(*words: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CONGLANG_", "DJANGO_"))}
    command = [sys.executable, "-m", "conglang", *words]
    return subprocess.run(command, env=env, check=False, capture_output=True, text=True)


def test_help_is_given_and_says_what_is_missing():
    done = conglang("--help")
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in COMMANDS)
    assert "CONGLANG_SECRET_KEY is not set" in done.stdout


def test_a_command_that_needs_a_setting_names_it():
    done = conglang("units", "--help")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: CONGLANG_SECRET_KEY is not set")
