"""A migrated but empty database, kept beside the packages: migrating from nothing takes twenty seconds.

The demonstration begins with a copy, and so does every process of a test run.
"""

import hashlib
import os
import shutil
import sqlite3
import sys
from pathlib import Path

import click
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

KEPT = "conglang-empty-{}.sqlite3"


def bring_up_to_date() -> None:
    """Migrate; a database that does not exist yet begins as a copy of the kept one, if that still fits."""
    kept = kept_file(Path(sys.prefix)) if connection.vendor == "sqlite" else None
    if kept is not None and begin_with(kept):
        # triggers and rights are written after migrating, and may have changed without a migration
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        return
    executor = MigrationExecutor(connection)
    was_empty = not executor.loader.applied_migrations
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        click.echo("Đang chuẩn bị cơ sở dữ liệu …")
        call_command("migrate", verbosity=0)
        if kept is not None and was_empty:
            keep(kept)


def kept_file(folder: Path) -> Path:
    """Where the copy lies that fits the migrations, and the data they load: a change gives another name."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        folder_of = Path(app.path)
        for source in sorted((*folder_of.glob("migrations/*.py"), *folder_of.glob("data/*.tsv"))):
            digest.update(f"{app.label}.{source.stem} ".encode() + source.read_bytes())
    return folder / KEPT.format(digest.hexdigest()[:16])


def begin_with(kept: Path) -> bool:
    """Start the database from the copy; whether it did. A database that exists is left alone."""
    target = Path(connection.settings_dict["NAME"])
    if not kept.exists() or target.exists():
        return False
    connection.close()
    copied = target.with_suffix(".new")
    shutil.copyfile(kept, copied)
    copied.replace(target)
    return True


def keep(kept: Path) -> None:
    """Keep a copy of the database as it is, in place of all earlier ones; no harm where it is impossible."""
    if sys.prefix == sys.base_prefix:  # a Python of the whole system is not ours to leave files in
        return
    made = kept.with_suffix(f".{os.getpid()}")  # several processes of a test run may be at it
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(made)])
        for old in kept.parent.glob(KEPT.format("*")):
            old.unlink(missing_ok=True)
        made.replace(kept)
    except (OSError, DatabaseError, sqlite3.Error) as error:
        click.echo(f"{kept}: {error}", err=True)
