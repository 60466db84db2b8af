"""The migrations say what the models say."""

import re

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.architecture.house import room_of

AUTOMATIC = re.compile(r"\d{4}_auto_\d")


def test_no_change_of_a_model_lacks_its_migration():
    loader = MigrationLoader(None)
    with translation.override(None):  # migrations hold the English names
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        missing = detector.changes(graph=loader.graph)
    assert [f"{app}: {step}" for app, found in missing.items() for m in found for step in m.operations] == []


def test_no_app_has_two_ends_of_history():
    assert MigrationLoader(None).detect_conflicts() == {}


def test_migrations_are_named_for_what_they_do():
    names = MigrationLoader(None).disk_migrations
    ours = [name for label, name in names if room_of(apps.get_app_config(label).name)]
    assert [name for name in ours if AUTOMATIC.match(name)] == []
