"""What was entered follows the document that it names."""

import pytest

from conglang.base.duties.rules import State
from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.content.disclosure import subjects
from conglang.content.disclosure.models import Entry
from conglang.content.disclosure.rules import FileKind
from conglang.content.disclosure.services.enter import enter
from conglang.content.documents.tests.conftest import NOW, publish, village, write
from conglang.kernel import clock
from conglang.kernel.clock import local_day
from conglang.tools.approval.services.withdraw import withdraw


@pytest.fixture(autouse=True)
def _frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


def test_publishing_a_document_stops_its_clock_and_withdrawing_it_takes_it_down(db):
    home = village("98001", "Bến Sen")
    row, clerk = write(home, issued_on=local_day(NOW)), home.actor("clerk")
    with use_scope(clerk.scope):
        enter(
            by=clerk, unit_id=home.unit.pk, heading="general_documents", subject=subjects.subject_of(row),
            made_on=row.issued_on, files=[FileKind.SIGNED_PDF], now=NOW,
        )  # fmt: skip
    publish(row, home)
    with everything("tests"):
        entry = Entry.objects.select_related("duty").get()
    assert (entry.live, entry.path) == (True, row.get_absolute_url())
    assert entry.duty.state(NOW) is State.DONE_IN_TIME
    head = home.actor("head")
    with use_scope(head.scope):
        withdraw(item=row, by=head, now=NOW, reason="Đăng nhầm tệp")
    with everything("tests"):
        deliver(now=NOW, limit=100)
        entry = Entry.objects.get()
    assert (entry.live, entry.why_down) == (False, "Đăng nhầm tệp")
