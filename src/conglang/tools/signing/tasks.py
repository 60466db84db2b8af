"""Files are judged by the worker."""

from datetime import datetime

from django_tasks import task

from conglang.base.ledger.queues import SLOW
from conglang.base.ledger.schedule import every
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.tools.signing.checking import Checker
from conglang.tools.signing.queries import unverified, verified_below
from conglang.tools.signing.services.verify_document import verify_document

MOST_AT_ONCE = 200  # files that one round of the sweep takes
FIRST = 10  # of the slow tasks: who sends one signed file waits for no folder of scans


@task(queue_name=SLOW, priority=FIRST)
def verify_one(document_id: int) -> None:
    """Judge one file."""
    verify_document(document_id=document_id, now=clock_now())


@task(queue_name=SLOW)
def verify_again(unit_id: int) -> None:
    """Judge what the unit and those below it have once more; cut off and started again, it goes on."""
    with everything("anchors count for all units below"):
        ids = list(verified_below(Unit.objects.get(pk=unit_id)).values_list("document_id", flat=True))
    _verify(ids)


@task(queue_name=SLOW)
def verify_new() -> None:
    """Judge what nobody has judged."""
    with everything("signatures are verified by the installation for all units"):
        ids = unverified(MOST_AT_ONCE)
    _verify(ids)


@every(seconds=600)
def find_unverified(now: datetime) -> None:
    """Files from before this room, and those whose task was lost."""
    with everything("signatures are verified by the installation for all units"):
        is_left = bool(unverified(1))
    if is_left:
        verify_new.enqueue()


def _verify(document_ids: list[int]) -> None:
    with Checker() as checker:
        for document_id in document_ids:
            verify_document(document_id=document_id, now=clock_now(), checker=checker)
