"""Parts of an article as the desk lists and stores them: blocks of its body after the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conglang.tools.media.models import Document, Image
from conglang.tools.pages.blocks import BodyBlock
from conglang.workspace.part_forms import CorrectionForm, FileForm, PartForm, SoundForm, VideoForm

Raw = dict[str, Any]
FORMS: dict[str, type[PartForm]] = {
    "video": VideoForm,
    "sound": SoundForm,
    "attachment": FileForm,
    "correction": CorrectionForm,
}
PICTURE_BLOCKS = frozenset({"picture", "gallery"})


@dataclass(frozen=True)
class ShownPart:
    """A part in the list: what it is, what it is called, what it still lacks before it can be submitted."""

    key: str
    kind: str
    words: str
    lacks: str
    images: tuple[Image, ...]


def block(kind: str, value: Any, key: str = "") -> Raw:
    """A block as the editor stores it."""
    return {"id": key or str(uuid4()), "type": kind, "value": value}


def pictures_of(part: Raw) -> list[Raw]:
    """The pictures of a part with their words, as they are stored."""
    if part["type"] == "picture":
        return [part["value"]]
    return [each["value"] for each in part["value"]["pictures"]]


def picture_part(pictures: Sequence[Raw], key: str = "") -> Raw | None:
    """A picture, or a set of several; None of none."""
    if len(pictures) < 2:
        return block("picture", pictures[0], key) if pictures else None
    rows = [{"type": "item", "id": str(uuid4()), "value": each} for each in pictures]
    return block("gallery", {"pictures": rows}, key)


def with_part(raw: Sequence[Raw], key: str, part: Raw | None) -> list[Raw]:
    """The body with this part in place of the one with the key, without it, or with the part at its end."""
    if not any(each["id"] == key for each in raw):
        return [*raw, part] if part else list(raw)
    return [each for row in raw if (each := part if row["id"] == key else row) is not None]


def moved(raw: Sequence[Raw], parts: Sequence[Raw], key: str, place: int | None) -> list[Raw]:
    """The body with the part at another place among the parts, or without it."""
    found = next((each for each in parts if each["id"] == key), None)
    others = [each for each in parts if each is not found]
    if found is not None and place is not None:
        others.insert(place, found)
    return [*raw[: len(raw) - len(parts)], *others]


def shown(parts: Sequence[Raw], unit_id: int) -> list[ShownPart]:
    """The parts for the desk's list, with their pictures and the names of their files."""
    keys = {
        each["picture"]["image"]
        for part in parts
        if part["type"] in PICTURE_BLOCKS
        for each in pictures_of(part)
    }
    images = Image.objects.filter(unit=unit_id).in_bulk(keys)
    files = [part["value"]["document"] for part in parts if part["type"] == "attachment"]
    titles = dict(Document.objects.filter(unit=unit_id, pk__in=files).values_list("pk", "title"))
    return [_shown(part, images, titles) for part in parts]


def _shown(part: Raw, images: dict[int, Image], titles: dict[int, str]) -> ShownPart:
    kind, value = part["type"], part["value"]
    label = str(BodyBlock().child_blocks[kind].label)
    rows = pictures_of(part) if kind in PICTURE_BLOCKS else []
    seen = tuple(images[key] for each in rows if (key := each["picture"]["image"]) in images)
    words = str(value.get("title") or value.get("text", ""))
    if kind == "attachment":
        words = titles.get(value["document"], "")
    if len(rows) > 1:
        words = ngettext("%(count)s picture", "%(count)s pictures", len(rows)) % {"count": len(rows)}
    elif rows:
        words = rows[0]["caption"] or rows[0]["picture"]["alt_text"]
    return ShownPart(part["id"], label[:1].upper() + label[1:], words, _lacks(kind, value, rows), seen)


def _lacks(kind: str, value: Any, rows: Sequence[Raw]) -> str:
    blank = [
        each for each in rows if not (each["picture"]["alt_text"].strip() or each["picture"]["decorative"])
    ]
    if blank:
        return _("%(count)s pictures have no description yet.") % {"count": len(blank)}
    if kind in {"video", "sound"} and not str(value.get("transcript") or "").strip():
        return _("The transcript is missing.")
    if kind == "video" and not (value.get("captions") or value.get("is_silent")):
        return _("The captions are missing.")
    return ""
