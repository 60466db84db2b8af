"""The command line on a machine where nothing is set."""

import os
import subprocess
import sys

import pytest

from conglang.config.cli import COMMANDS


def conglang(*words: str, **given: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CONGLANG_", "DJANGO_"))}
    command = [sys.executable, "-m", "conglang", *words]
    return subprocess.run(command, env=env | given, check=False, capture_output=True, text=True, timeout=60)


def test_help_is_given_and_says_what_is_missing():
    done = conglang("--help")
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in COMMANDS)
    assert "CONGLANG_SECRET_KEY is not set" in done.stdout


def test_a_command_that_needs_a_setting_names_it():
    done = conglang("units", "--help")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: CONGLANG_SECRET_KEY is not set")


@pytest.mark.parametrize("command", ["serve", "web", "worker", "manage"])
def test_processes_end_at_once_with_the_name_of_the_setting(command):
    done = conglang(command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: CONGLANG_SECRET_KEY is not set")
    assert done.stderr.count("\n") == 1, "said once, before anything is started"


@pytest.mark.parametrize("host", [{}, {"CONGLANG_DESK_HOST": ""}])
def test_each_setting_without_a_safe_default_is_asked_for_before_anything_starts(host):
    done = conglang("serve", CONGLANG_SECRET_KEY="x" * 50, **host)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: CONGLANG_DESK_HOST is not set")
