"""A loaded demonstration, kept beside the packages: writing one through all services takes half a minute.

It holds for the sources and the week in which it was loaded. Whoever begins with it gets passwords and second
factors of their own.
"""

import hashlib
import os
import shutil
import sqlite3
import sys
from datetime import date
from pathlib import Path

import click
from django.conf import settings
from django.db import DatabaseError, connection

from conglang.config.demo import MARK
from conglang.config.demo.empty import begin_with

KEPT = "conglang-demo-{}-{}"
SOURCES = Path(__file__).parents[2]
_OWN = (MARK, "secret-key", "db.sqlite3*")  # of each demonstration


def kept_folder(prefix: Path, today: date) -> Path | None:
    """Where the demonstration of this week and of exactly these sources lies or would lie."""
    if connection.vendor != "sqlite" or sys.prefix == sys.base_prefix:
        return None
    digest = hashlib.sha256()
    for path in sorted(SOURCES.rglob("*")):
        if path.is_file() and path.suffix not in {".pyc", ".mo"}:
            about = path.stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns} ".encode())
    year, week, _day = today.isocalendar()
    return prefix / KEPT.format(digest.hexdigest()[:16], f"{year}w{week:02}")


def begin_with_kept(kept: Path | None) -> bool:
    """Fill an empty data folder; whether it did. The database comes last, so that a cut leaves none."""
    database = Path(connection.settings_dict["NAME"])
    if kept is None or not kept.exists() or database.exists():
        return False
    _copy(kept, settings.DATA)
    return begin_with(kept / "db.sqlite3")


def keep(kept: Path | None) -> None:
    """Keep the demonstration as it was just loaded, in place of earlier ones; no harm where one cannot."""
    if kept is None:
        return
    made = kept.with_suffix(f".{os.getpid()}")  # several processes of a test run may be at it
    try:
        _copy(settings.DATA, made)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(made / "db.sqlite3")])
        for old in kept.parent.glob(KEPT.format("*", "*")):
            if old != made and not (old.suffix and old.stem == kept.stem):
                shutil.rmtree(old, ignore_errors=True)
        made.rename(kept)
    except (OSError, DatabaseError, sqlite3.Error) as error:
        shutil.rmtree(made, ignore_errors=True)
        click.echo(f"{kept}: {error}", err=True)


def _copy(source: Path, target: Path) -> None:
    # the link to a site's stored pages leads nowhere while there are none; a cut may have left one
    for link in target.glob("public/pages/*/*"):
        if link.is_symlink():
            link.unlink()
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_OWN))
