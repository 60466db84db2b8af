"""One process of the ledger on a file of SQLite, without the rest of the installation.

`python processes.py FOLDER prepare COUNT` writes events; `… work` delivers until nothing is left and runs
the job once; `… seal` writes and seals rows for a moment.
"""

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings

FOLDER = Path(sys.argv[1])
settings.configure(
    SECRET_KEY="x",
    DATA=FOLDER,
    USE_TZ=True,
    INSTALLED_APPS=["conglang.base.ledger", "django_tasks", "django_tasks_db"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "db.sqlite3",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL",
            },
        }
    },
)
django.setup()

from django.core.management import call_command  # noqa: E402

from conglang.base.ledger import outbox, schedule, sealer  # noqa: E402
from conglang.base.ledger.events import Event, subscribe  # noqa: E402
from conglang.base.ledger.models import AuditEntry, Delivery  # noqa: E402
from conglang.base.ledger.tests.trail import entries  # noqa: E402

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Counted(Event):
    number: int


def note(name: str, text: str) -> None:
    with (FOLDER / name).open("a") as file:
        file.write(f"{text}\n")


@subscribe(Counted)
def listener(event: Counted, now: datetime) -> None:
    note("heard", str(event.number))


@schedule.every(seconds=3600, name="hourly")
def hourly(now: datetime) -> None:
    note("ran", "hourly")


def main() -> None:
    match sys.argv[2:]:
        case ["prepare", count]:
            call_command("migrate", verbosity=0)
            for number in range(int(count)):
                outbox.publish(Counted(number), now=NOW)
        case ["work"]:
            schedule.run_due(now=NOW)
            while Delivery.objects.filter(state=Delivery.State.PENDING).exists():
                outbox.deliver(now=NOW)
        case ["seal"]:
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                entries(2)
                sealer.seal(now=NOW)
            while AuditEntry.objects.filter(sequence=None).exists():  # what the others wrote meanwhile
                sealer.seal(now=NOW)


main()
