"""Letters become submissions in the slow queue, because their files may be large."""

from datetime import datetime, timedelta

from django_tasks import task

from conglang.base.ledger.queues import SLOW
from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.content.submissions.models import Submission
from conglang.content.submissions.services.receive_letter import receive_letter
from conglang.kernel.clock import now as clock_now
from conglang.tools.mailbox.models import Letter
from conglang.tools.mailbox.queries import find_letter
from conglang.tools.mailbox.rules import TAKEN

FIRST = 10  # of the slow tasks: letters wait for no folder of scans
PATIENCE = timedelta(minutes=30)  # longer than they wait
MOST_AT_ONCE = 100


@task(queue_name=SLOW, priority=FIRST)
def take_letter(letter_id: int) -> None:
    """Make a submission of a letter, once."""
    with everything("letters become submissions of their units"):
        receive_letter(letter=find_letter(letter_id), now=clock_now())


@every(seconds=1800)
def take_what_was_left(now: datetime) -> None:
    """Letters whose task has failed or was lost, the oldest first."""
    with everything("letters become submissions of their units"):
        rows = Letter.objects.filter(state__in=TAKEN, received_at__lt=now - PATIENCE)
        left = rows.exclude(uid__in=Submission.objects.values("uid")).order_by("pk")
        for letter_id in list(left.values_list("pk", flat=True)[:MOST_AT_ONCE]):
            take_letter.enqueue(letter_id)
