"""Reading attached files takes seconds, so the queue does it."""

from django_tasks import task

from conglang.tools.search.services.read_file import read_file


@task()
def read_attached_file(file_id: int) -> None:
    """Enter the words of an attached file."""
    read_file(file_id=file_id)
