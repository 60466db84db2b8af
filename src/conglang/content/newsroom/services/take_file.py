"""A file given with a form, as content that the form goes on with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.content.newsroom.importing.draft import Flaw, Unreadable
from conglang.content.newsroom.importing.read import read
from conglang.content.newsroom.services.draft_article import stored_body, title_of_name
from conglang.content.newsroom.services.receive_file import format_of, is_page, safe_name
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document


@dataclass
class FileContent:
    """What a file gives to an article. `problems` are `{"code", "detail"}`, for `labels.explain`."""

    title: str
    summary: str
    original: Document
    body: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)

    def note(self, code: str, detail: str = "") -> None:
        """Add a line to the report."""
        self.problems.append({"code": str(code), "detail": detail})


@transaction.atomic
def take_file(*, by: Actor, unit_id: int, file: IO[bytes], name: str, now: datetime) -> FileContent:
    """Archive a file and read it; pictures go to the unit's library. No article is written yet.

    Raises NotFound, Forbidden, Unacceptable for files that are not kept, Unreadable.
    """
    by = require(by, "newsroom.write", unit_id)
    label = safe_name(name)
    kind = format_of(file, label)
    if kind is None:
        raise Unreadable(Flaw.UNSUPPORTED)
    file.seek(0)
    draft = read(kind, file.read())
    original = store_document(
        by=by,
        unit_id=unit_id,
        file=file,
        title=label.rpartition("/")[2],
        now=now,
        markup_as_text=is_page(label),
    )
    taken = FileContent(draft.title or title_of_name(label), draft.summary, original)
    for problem in draft.problems:
        taken.note(problem.flaw, problem.detail)
    taken.body = stored_body(draft, taken.title, unit_id=unit_id, note=taken.note, by=by, now=now)
    return taken
