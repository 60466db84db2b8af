"""A submission becomes a draft in the newsroom."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.models import Unit
from conglang.content.newsroom.importing.draft import Unreadable
from conglang.content.newsroom.importing.read import read
from conglang.content.newsroom.plain_text import as_blocks
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.draft_article import stored_body
from conglang.content.newsroom.services.receive_file import alt_of_unknown, format_of
from conglang.content.newsroom.services.write_article import write_article
from conglang.content.submissions.events import SubmissionSettled
from conglang.content.submissions.models import Original, Part, Submission
from conglang.content.submissions.rules import OPEN, State
from conglang.content.submissions.services.archive import into_library
from conglang.content.submissions.services.decide import refuse_unless
from conglang.content.submissions.services.found import lock_for_desk
from conglang.tools.media.models import Document, Image
from conglang.tools.media.rules import Unacceptable

Notes = list[dict[str, str]]


@transaction.atomic
def make_article(
    *, by: Actor, submission_id: int, section_id: int, now: datetime
) -> tuple[Submission, Notes]:
    """The submission with its draft in `article`, and what is to be looked at, as imports note it.

    The draft is the sender's: their name, address, source, text or Word file, pictures; who approves it is
    somebody else. A repeated call changes nothing. Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock_for_desk(by, submission_id)
    if row.article_id is not None:
        return row, []
    refuse_unless(row, OPEN)
    notes: Notes = []
    into_library(row, by=by, now=now)
    pictures = _pictures(row)
    body = [*_words(row, notes, by, now), *(_block(image, alt) for image, alt in pictures[1:])]
    content = ArticleContent(
        section_id=section_id, title=row.title, body=body,
        author_name=row.sender_name or by.name, author_address=row.sender_address or _unit_title(row),
        department_id=row.department_id, source_name=row.source_name or row.source_url,
        source_url=row.source_url,
        lead_id=pictures[0][0].pk if pictures else None, lead_alt=pictures[0][1] if pictures else "",
    )  # fmt: skip
    row.article = write_article(
        by=by, content=content, now=now, written_by_id=row.sender_id, original=_file_of(row)
    )
    row.state, row.decided_by_id, row.decided_at = State.ARTICLE.value, by.user_id, now
    row.taken_by_id, row.waits_for_sender = row.taken_by_id or by.user_id, False
    row.save()
    record("submissions.made_article", row, by=by, now=now, article=row.article_id)
    publish(SubmissionSettled(submission_id=row.pk, unit_id=row.unit_id, article_id=row.article_id), now=now)
    return row, notes


def _unit_title(row: Submission) -> str:
    return str(Unit.objects.get(pk=row.unit_id).title)


def _word_file(row: Submission) -> Original | None:
    found: Original | None = row.originals.filter(part=Part.WORD).first()
    return found


def _words(row: Submission, notes: Notes, by: Actor, now: datetime) -> list[dict[str, Any]]:
    """The text that was typed; else that of the Word file, as far as it can be read."""
    if row.text:
        return list(as_blocks(row.text))
    original = _word_file(row)
    if original is None:
        return []

    def note(code: str, detail: str) -> None:
        notes.append({"code": code, "detail": detail})

    try:
        with original.file.open("rb") as file:
            kind = format_of(file, original.name)
            file.seek(0)
            draft = read(kind, file.read()) if kind else None
    except Unreadable as error:
        note(error.problem.flaw, error.problem.detail)
        return []
    except Unacceptable as refusal:
        note(refusal.reason.value, original.name)
        return []
    if draft is None:
        return []
    for problem in draft.problems:
        note(problem.flaw, problem.detail)
    return stored_body(draft, row.title, unit_id=row.unit_id, note=note, by=by, now=now)


def _pictures(row: Submission) -> list[tuple[Image, str]]:
    """The pictures in their order, each with what it shows."""
    hashes = list(row.originals.filter(part=Part.PICTURE).values_list("sha256", flat=True))
    images = {
        image.file_sha256: image for image in Image.objects.filter(unit=row.unit_id, file_sha256__in=hashes)
    }
    captions = row.caption_lines + [alt_of_unknown(row.title)] * len(hashes)
    return [(images[sha256], caption[:255]) for sha256, caption in zip(hashes, captions, strict=False)]


def _block(image: Image, alt: str) -> dict[str, Any]:
    value = {"picture": {"image": image.pk, "decorative": False, "alt_text": alt}, "caption": ""}
    return {"id": str(uuid4()), "type": "picture", "value": value}


def _file_of(row: Submission) -> Document | None:
    """The Word file, as the archive of the article; typed words stay in the archive of the submission."""
    original = _word_file(row)
    if original is None:
        return None
    found: Document | None = Document.objects.filter(unit=row.unit_id, file_sha256=original.sha256).first()
    return found
