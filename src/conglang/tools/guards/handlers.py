"""What the guards do when something happened elsewhere."""

from datetime import datetime, timedelta

from conglang.base.accounts.models import Membership
from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.tools.guards.events import ItemStopped
from conglang.tools.guards.models import Inspection
from conglang.tools.guards.permissions import KEEPERS
from conglang.tools.guards.tasks import mail_keeper, watch_read_picture, watch_stored
from conglang.tools.media.events import DocumentStored, ScanRead
from conglang.tools.media.models import Document, Image

LATER = timedelta(minutes=1)  # whoever stores many files looks at them himself by then


@subscribe(ItemStopped)
def tell_keepers(event: ItemStopped, now: datetime) -> None:
    """Queue a mail to each security reviewer, head editor and leader; it names nothing of the content."""
    with everything("those who keep watch over a unit are told"):
        rows = Membership.objects.in_force(now).filter(unit=event.unit_id, role__in=KEEPERS)
        people = set(rows.values_list("user_id", flat=True))
    for user_id in sorted(people):
        mail_keeper.enqueue(event.stop_id, user_id)


@subscribe(DocumentStored)
def watch_new_file(event: DocumentStored, now: datetime) -> None:
    """Nobody waits until somebody submits it: a file with a mark is locked away."""
    watch_stored.using(run_after=now + LATER).enqueue(event.document_id)


@subscribe(ScanRead)
def look_again(event: ScanRead, now: datetime) -> None:
    """A file that was inspected before its pages were read is inspected anew."""
    with everything("files are read for all units"):
        Inspection.objects.filter(unit=event.unit_id, sha256=event.sha256).delete()
        rows = Document.objects.filter(unit=event.unit_id, file_sha256=event.sha256)
        for document_id in list(rows.values_list("pk", flat=True)):
            watch_stored.using(run_after=now + LATER).enqueue(document_id)
        for image in Image.objects.filter(unit=event.unit_id, file_sha256=event.sha256):
            watch_read_picture.enqueue(image.pk)
