from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.tools.search.events import FileToRead
from conglang.tools.search.tasks import read_attached_file


@subscribe(FileToRead)
def order_reading(event: FileToRead, now: datetime) -> None:
    """A child process reads for up to a minute: the queue waits for it, not the outbox."""
    read_attached_file.enqueue(event.file_id)
