"""Imports and the references that imports do not show go only down."""

import re

import pytest
from django.apps import apps
from importlinter import cli

from tests.architecture.house import (
    CONTRACTS,
    ROOT,
    floors,
    may_use,
    python_files,
    room_of,
    room_of_file,
    rooms,
    strings,
    where,
)

MODULE = re.compile(r"conglang(\.\w+)+")
MODEL = re.compile(r"([a-z_]+)\.[A-Z]\w+")


def test_imports_go_only_down(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("logging.config.dictConfig", lambda _config: None)  # it would mute our own loggers
    code = cli.lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


def test_the_ladder_has_no_exceptions():
    assert [c["name"] for c in CONTRACTS if c.get("ignore_imports")] == []


def test_the_order_inside_a_room_holds_for_every_app():
    [inside] = [contract for contract in CONTRACTS if contract["name"].startswith("Inside a room")]
    assert sorted(inside["containers"]) == [
        r for r in rooms() if r not in {"conglang.config", "conglang.kernel"}
    ]


def test_the_linter_sees_every_python_file():
    """It follows packages only. Tests and the scripts that made a data file are not the product."""
    unseen = {
        where(path.parent, 0)
        for path in python_files()
        if path.parent.name not in {"tests", "data"} and not (path.parent / "__init__.py").exists()
    }
    assert unseen == set()


def test_rooms_named_in_strings_are_below():
    """Dotted paths and `app.Model` names reach up without an import."""
    labels = {config.label: room_of(config.name) for config in apps.get_app_configs()}
    upward = []
    for path in python_files():
        room = room_of_file(path)
        for line, text in strings(path):
            model = MODEL.fullmatch(text)
            used = room_of(text) if MODULE.fullmatch(text) else labels.get(model[1]) if model else None
            if used and used not in floors() and not may_use(room, used):
                upward.append(f"{where(path, line)}: {text!r}")
    assert upward == []


def test_models_point_only_down():
    upward = []
    for model in apps.get_models(include_auto_created=True):
        room = room_of(model.__module__)
        for field in model._meta.get_fields() if room else ():
            if field.auto_created or not field.is_relation or field.related_model is None:
                continue
            used = room_of(field.related_model.__module__)
            if room and used and not may_use(room, used):
                upward.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    assert upward == []


def test_every_app_is_a_room():
    ours = {config.name for config in apps.get_app_configs() if config.name.startswith("conglang.")}
    assert ours <= set(rooms())
