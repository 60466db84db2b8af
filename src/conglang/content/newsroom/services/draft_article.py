"""One archived file → one draft article; part of services."""

import posixpath
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit
from conglang.content.newsroom.importing.draft import Draft, Flaw, Picture, Table, Text, Unreadable
from conglang.content.newsroom.importing.read import read
from conglang.content.newsroom.models import ImportItem, ItemStatus
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.receive_file import (
    alt_of_unknown,
    format_of,
    mark_duplicate,
    safe_name,
)
from conglang.content.newsroom.services.write_article import write_article
from conglang.tools.media.models import Image
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_image

# EMF, WMF with and without its own head, and both as Word packs them
_DRAWN = re.compile(
    rb"\x01\0\0\0.{36} EMF|\xd7\xcd\xc6\x9a|[\x01\x02]\0\x09\0\0[\x01\x03]|\x1f\x8b", re.DOTALL
)
Note = Callable[[str, str], None]  # code and detail of a line in the report


def read_item(item: ImportItem) -> Draft:
    """The draft in an item's archived file; touches no row. Raises Unreadable."""
    if item.original is None:
        raise Unreadable(Flaw.EMPTY)
    with item.original.file.open("rb") as file:
        kind = format_of(file, item.name)
        file.seek(0)
        data = file.read()
    if kind is None:
        raise Unreadable(Flaw.UNSUPPORTED)
    return read(kind, data, lambda address: _picture_beside(item, address))


def _picture_beside(item: ImportItem, address: str) -> bytes | None:
    """The bytes of a picture that came in the same import, at an address relative to the item."""
    path = unquote(address.partition("?")[0].partition("#")[0])
    name = safe_name(posixpath.normpath(posixpath.join(posixpath.dirname(item.name), path)))
    beside = item.batch.items.filter(name=name).exclude(picture=None).select_related("picture").first()
    if beside is None or beside.picture is None:
        return None
    with beside.picture.file.open("rb") as file:
        data: bytes = file.read()
    return data


def store_draft(item: ImportItem, draft: Draft, *, by: Actor, now: datetime) -> None:
    """Write the article of an item and note what is to be said about it. Raises ValidationError."""
    if mark_duplicate(item):
        item.save()
        return
    for problem in draft.problems:
        item.note(problem.flaw, problem.detail)
    title = draft.title or title_of_name(item.name)
    content = ArticleContent(
        section_id=item.batch.section_id,
        title=title,
        summary=draft.summary,
        body=stored_body(draft, title, unit_id=item.unit_id, note=item.note, by=by, now=now),
        author_name=by.name[:160],
        author_address=Unit.objects.get(pk=item.unit_id).title,
    )
    item.article = write_article(by=by, content=content, now=now, original=item.original)
    item.status = ItemStatus.DRAFT
    item.save()


def title_of_name(name: str) -> str:
    """A file's name as the title that nobody wrote."""
    stem = PurePosixPath(name).stem.replace("_", " ")
    return (" ".join(stem.split()) or name)[:250]


def stored_body(
    draft: Draft, title: str, *, unit_id: int, note: Note, by: Actor, now: datetime
) -> list[dict[str, Any]]:
    """The blocks as the editor stores them, pictures in the unit's library; what is left out is noted."""
    body: list[dict[str, Any]] = []
    for block in draft.blocks:
        if isinstance(block, Text):
            body.append(_block("text", block.html))
        elif isinstance(block, Table):
            body.append(_block("table", _table(block)))
        else:
            picture = draft.pictures[block.number]
            if _DRAWN.match(picture.data):
                note(Flaw.PICTURE_DRAWN, picture.name)
                continue
            try:
                image = store_image(
                    by=by,
                    unit_id=unit_id,
                    file=BytesIO(picture.data),
                    title=block.caption or title,
                    alt_text=block.alt or alt_of_unknown(title),
                    now=now,
                )
            except Unacceptable as refusal:
                note(Flaw.PICTURE_LOST, f"{picture.name}: {refusal.reason.label}")
            else:
                body.append(_block("picture", _picture(block, image, title)))
    return body


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "type": kind, "value": value}


def _picture(block: Picture, image: Image, title: str) -> dict[str, Any]:
    alt = (block.alt or alt_of_unknown(title))[:255]
    return {
        "picture": {"image": image.pk, "decorative": False, "alt_text": alt},
        "caption": block.caption,
    }


def _table(block: Table) -> dict[str, Any]:
    return {
        "data": [list(row) for row in block.rows],
        "first_row_is_table_header": block.has_header,
        "first_col_is_header": False,
        "table_header_choice": "row" if block.has_header else "neither",
        "table_caption": "",
        "cell": [],
        "mergeCells": [],
    }
