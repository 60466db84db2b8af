import json
from dataclasses import dataclass
from datetime import datetime

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.utils import translation

from conglang.base.ledger import events, outbox
from conglang.base.ledger.commands import audit
from conglang.base.ledger.commands import outbox as outbox_commands
from conglang.base.ledger.events import Event, subscribe
from conglang.base.ledger.models import AuditEntry, Delivery
from conglang.base.ledger.tests.trail import NOW, entries, sealed_trail

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class GongStruck(Event):
    times: int


@pytest.fixture(autouse=True)
def sealing_tells_the_file(monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_options: call())


def run(command, *arguments):
    with translation.override("en"):
        result = CliRunner().invoke(command, arguments)
    return result.exit_code, result.output


def test_verify_names_the_unsealed_tail_of_an_intact_trail():
    sealed_trail(3)
    waiting = entries(2)
    code, text = run(audit, "verify")
    assert code == 0
    assert "3 sealed rows read" in text
    assert f"2 rows wait for their seal, from row {waiting[0].pk} on." in text
    assert text.endswith("The trail is intact.\n")


def test_verify_names_the_row_that_was_changed_and_fails():
    row = sealed_trail(3)[1]
    AuditEntry.objects.filter(pk=row.pk).update(verb="test.undone")
    code, text = run(audit, "verify")
    assert code == 1
    assert f"altered\t2\trow {row.pk} is not as it was sealed" in text


def test_verify_speaks_to_programs():
    sealed_trail(2)
    gone = AuditEntry.objects.filter(sequence=1)
    gone._raw_delete(gone.db)
    code, text = run(audit, "verify", "--json")
    answer = json.loads(text)
    assert (code, answer["intact"], answer["sealed"]) == (1, False, 1)
    assert (answer["problems"][0]["kind"], answer["problems"][0]["sequence"]) == ("removed", 1)


def test_dead_letters_are_listed_and_sent_again(monkeypatch):
    monkeypatch.setattr(events, "_handlers", {})

    @subscribe(GongStruck)
    def deaf(event: GongStruck, now: datetime) -> None:
        """Never called here."""

    outbox.publish(GongStruck(3), now=NOW)
    Delivery.objects.update(
        state=Delivery.State.DEAD, last_error="ValueError: no ears\nmore", finished_at=NOW
    )
    _, text = run(outbox_commands, "dead")
    assert "ledger.gong_struck" in text
    assert text.endswith("ValueError: no ears\n")
    assert run(outbox_commands, "retry", "--all") == (0, "1 deliveries will be tried again.\n")
    assert run(outbox_commands, "dead") == (0, "")
