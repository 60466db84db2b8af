"""Reading attached files takes seconds, so the queue does it; the index is tidied now and then."""

from datetime import datetime

from django_tasks import task

from conglang.base.ledger.schedule import every
from conglang.tools.search import engine
from conglang.tools.search.services.read_file import read_file


@task()
def read_attached_file(file_id: int) -> None:
    """Enter the words of an attached file."""
    read_file(file_id=file_id)


@every(seconds=6 * 3600)
def tidy_index(now: datetime) -> None:
    """Keep searches fast after many small changes."""
    engine.tidy()
