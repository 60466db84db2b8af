"""Keep what came in as it came, each file with its hash; part of services."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.base import File

from conglang.base.accounts.actor import Actor
from conglang.content.newsroom.services.receive_file import IncomingFile, alt_of_unknown, safe_name
from conglang.content.submissions.models import Original, Part, Submission
from conglang.tools.media.rules import (
    DOC,
    DOCX,
    ODT,
    PICTURES,
    SOUNDS,
    VIDEOS,
    Kind,
    Refusal,
    Unacceptable,
    check_paper,
    check_picture,
)
from conglang.tools.media.services.store import store_document, store_image
from conglang.tools.media.storage import sha256_of

_PICTURES = frozenset(PICTURES.values())
_TEXTS = frozenset({DOCX, DOC, ODT})
_HEARD = frozenset({*SOUNDS.values(), *VIDEOS.values()})
_WORDS = "noi-dung.json"


@dataclass(frozen=True)
class Judged:
    """A file that may be kept: what it is."""

    incoming: IncomingFile
    part: Part
    kind: Kind


def judge(incoming: IncomingFile) -> Judged:
    """What a file is, by its content. Raises Unacceptable for what is not kept."""
    file = incoming.file
    size = file.seek(0, 2)
    try:
        kind = check_paper(file, size)
        if kind in _PICTURES:
            check_picture(file, size)
    except Unacceptable as refusal:
        if refusal.reason is not Refusal.UNKNOWN_TYPE:
            raise
        kind = check_picture(file, size)
    part = (
        Part.PICTURE if kind in _PICTURES
        else Part.WORD if kind in _TEXTS
        else Part.RECORDING if kind in _HEARD
        else Part.OTHER
    )  # fmt: skip
    return Judged(IncomingFile(safe_name(incoming.name), file), part, kind)


def archive(row: Submission, words: dict[str, Any], files: Sequence[Judged]) -> str:
    """Store the originals of a new submission; returns the hash of its words, which names all files too."""
    hashes = {sha256_of(each.incoming.file): each for each in files}
    listed = [{"name": each.incoming.name, "sha256": sha256} for sha256, each in hashes.items()]
    plain = json.dumps(words | {"files": listed}, ensure_ascii=False, sort_keys=True, indent=1)
    # half a character, as broken letters have it, could not be written
    said = BytesIO(plain.encode("utf-8", "replace"))
    sha256 = sha256_of(said)
    _store(row, Part.WORDS, _WORDS, "json", sha256, said)
    for each_hash, each in hashes.items():
        _store(row, each.part, each.incoming.name, each.kind.extension, each_hash, each.incoming.file)
    return sha256


def _store(row: Submission, part: Part, name: str, extension: str, sha256: str, file: IO[bytes]) -> None:
    original = Original(
        unit_id=row.unit_id, submission=row, part=part, name=name, extension=extension, sha256=sha256,
        size_bytes=file.seek(0, 2),
    )  # fmt: skip
    file.seek(0)
    original.file = File(file, name=name)
    original.save()


def into_library(row: Submission, *, by: Actor, now: datetime) -> None:
    """Put the files where articles find them; the guards read them there. A repeated call changes nothing."""
    captions = iter(row.caption_lines)
    for original in row.originals.exclude(part=Part.WORDS):
        caption = next(captions, "") if original.part == Part.PICTURE else ""
        with original.file.open("rb") as file:
            if original.part == Part.PICTURE:
                store_image(
                    by=by, unit_id=row.unit_id, file=file, title=row.title,
                    alt_text=caption or alt_of_unknown(row.title), now=now,
                )  # fmt: skip
            else:
                title = PurePosixPath(original.name).name
                store_document(by=by, unit_id=row.unit_id, file=file, title=title, now=now, as_paper=True)
