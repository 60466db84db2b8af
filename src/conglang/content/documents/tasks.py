"""Files that were brought in are read by the worker, one task each, and go on after a power cut."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django_tasks import task

from conglang.base.ledger.queues import SLOW
from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.content.documents.models import DroppedFile, FileState
from conglang.content.documents.services.read_dropped import read_dropped
from conglang.kernel.clock import now as clock_now

LOST_AFTER = timedelta(hours=1)  # a queue that long is worked off by then
MOST_AT_ONCE = 50


@task(queue_name=SLOW)
def read_dropped_file(file_id: int) -> None:
    """Make a draft of one file, or say why there is none."""
    with translation.override(settings.LANGUAGE_CODE):
        read_dropped(file_id=file_id, now=clock_now())


@every(seconds=900)
def find_lost_files(now: datetime) -> None:
    """Files whose task failed or was lost."""
    with everything("files of all units are read by the installation"):
        rows = DroppedFile.objects.filter(state=FileState.WAITING, drop__at__lt=now - LOST_AFTER)
        lost = list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
    for pk in lost:
        read_dropped_file.enqueue(pk)
