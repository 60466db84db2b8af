"""What can be asked and what is answered: views, OpenAPI document and page for people are made from this."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.content.documents.catalogue import kinds
from conglang.content.documents.labels import SLUGS
from conglang.content.newsroom.models import ArticleKind
from conglang.kernel.clock import LOCAL_ZONE
from conglang.portal.api.cursor import LONGEST_CURSOR
from conglang.tools.search.question import MOST_LETTERS_TYPED

ROOT = "/api/v1/"
USUAL, MOST = 20, 100  # rows in one answer
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """Something that narrows an answer. `read` raises ValueError for what makes no sense."""

    name: str
    about: Promise
    schema: Schema
    read: Callable[[str], Any] = str
    is_required: bool = False


@dataclass(frozen=True)
class Operation:
    """An address below ROOT with its answer, named after a schema; `{uid}` in the path is an item's."""

    path: str
    name: str
    summary: Promise
    answer: str
    parameters: tuple[Parameter, ...] = ()


def _one_of(*values: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return read


def _moment(text: str) -> datetime:
    """A moment, or the midnight with which a day begins in Viet Nam."""
    day: date | None = parse_date(text) if len(text) == 10 else None
    moment = datetime.combine(day, time.min) if day else parse_datetime(text)
    if moment is None:
        raise ValueError(text)
    there = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)
    return there.astimezone(UTC)  # raises OverflowError where the database would, at either end of time


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST):
        raise ValueError(text)
    return int(text)


def _word(text: str) -> str:
    if not text or "\x00" in text or len(text) > MOST_LETTERS_TYPED:
        raise ValueError(text)
    return text


def _name(text: str) -> str:
    if not (text.isascii() and text.replace("_", "").replace("-", "").isalnum() and len(text) <= 60):
        raise ValueError(text)
    return text


SECTION = Parameter(
    "section", _("Key of a section, taken from sections/"), {"type": "string", "maxLength": 60}, _name
)
SINCE = Parameter(
    "since",
    _("Only what was published from this day or moment on, such as 2026-11-21"),
    {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]},
    _moment,
)
KIND = Parameter(
    "kind",
    _("Kind of item"),
    {"type": "string", "enum": ArticleKind.values},
    _one_of(*ArticleKind.values),
)
DOCUMENT_KIND = Parameter(
    "kind",
    _("Key of a kind of document, such as quyet-dinh"),
    {"type": "string", "enum": list(kinds())},
    _one_of(*kinds()),
)
LANGUAGE = Parameter("language", _("Language, such as vi"), {"type": "string", "maxLength": 60}, _name)
LIMIT = Parameter(
    "limit",
    _("How many rows in one answer"),
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    _count,
)
CURSOR = Parameter(
    "cursor",
    _("Where to go on: the value of next in the answer before"),
    {"type": "string", "maxLength": LONGEST_CURSOR},
)
WORDS = Parameter(
    "q",
    _("Words to look for, with or without Vietnamese marks"),
    {"type": "string", "minLength": 1, "maxLength": MOST_LETTERS_TYPED},
    _word,
    is_required=True,
)

OPERATIONS = (
    Operation("unit/", "unit", _("The unit whose site this is"), "Unit"),
    Operation("sections/", "sections", _("All sections of the site"), "Sections"),
    Operation(
        "items/",
        "items",
        _("Public items, newest first"),
        "Items",
        (SECTION, SINCE, KIND, LANGUAGE, LIMIT, CURSOR),
    ),
    Operation("items/{uid}/", "item", _("One item; whole where it may be used elsewhere"), "Item"),
    Operation(
        "documents/",
        "documents",
        _("Public documents of the register, newest first"),
        "Documents",
        (DOCUMENT_KIND, SINCE, LIMIT, CURSOR),
    ),
    Operation(
        "files/", "files", _("Attachments of items that may be used elsewhere"), "Files", (LIMIT, CURSOR)
    ),
    Operation(
        "search/",
        "search",
        _("Search, best results first"),
        "Results",
        (WORDS, SECTION, KIND, LIMIT, CURSOR),
    ),
)


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(*required: str, **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required or properties)}


def _rows(name: str) -> Schema:
    return _object(items={"type": "array", "items": _ref(name)}, next={"type": ["string", "null"]})


_TEXT: Schema = {"type": "string"}
_TEXT_OR_NOT: Schema = {"type": ["string", "null"]}
_URL: Schema = {"type": "string", "format": "uri"}
_UID: Schema = {"type": "string", "format": "uuid"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_DAY_OR_NOT: Schema = {"type": ["string", "null"], "format": "date"}
_NUMBER: Schema = {"type": "integer"}
_SECTION_OF_ITEM = _object(key=_TEXT, title=_TEXT)
_UNIT_OF_ITEM = _object(uid=_UID, code=_TEXT, name=_TEXT)
_REUSE = _object(free={"type": "boolean"}, about=_TEXT, license_url=_URL, attribution=_TEXT)
_SUMMARY: dict[str, Schema] = {
    "uid": _UID,
    "url": _URL,
    "api_url": _URL,
    "title": _TEXT,
    "summary": _TEXT,
    "kind": {"type": "string", "enum": ArticleKind.values},
    "standing_page": {"type": "boolean"},
    "language": _TEXT,
    "section": _SECTION_OF_ITEM,
    "unit": _UNIT_OF_ITEM,
    "published_at": _MOMENT,
    "changed_at": _MOMENT,
    "reuse": _REUSE,
}
_FILE = _object(title=_TEXT, url=_URL, content_type=_TEXT, size_bytes=_NUMBER)

SCHEMAS: dict[str, Schema] = {
    "Unit": _object(
        uid=_UID,
        code=_TEXT,
        name=_TEXT,
        level=_TEXT,
        parent={"anyOf": [_UNIT_OF_ITEM, {"type": "null"}]},
        authority=_TEXT,
        address=_TEXT,
        phone=_TEXT,
        email=_TEXT,
        url=_URL,
    ),
    "Section": _object(
        key=_TEXT,
        title=_TEXT,
        kind=_TEXT,
        parent=_TEXT_OR_NOT,
        url=_URL,
        feed_url=_URL,
        legal_basis=_TEXT,
    ),
    "Sections": _object(items={"type": "array", "items": _ref("Section")}),
    "ItemSummary": _object(**_SUMMARY),
    "Items": _rows("ItemSummary"),
    "Item": _object(
        *_SUMMARY,
        "metadata",
        **_SUMMARY,
        metadata={"type": "object", "additionalProperties": _TEXT},
        author=_TEXT,
        source=_object(name=_TEXT, url=_TEXT),
        content_html=_TEXT,
        picture=_object(url=_URL, width=_NUMBER, height=_NUMBER, alt=_TEXT),
        files={"type": "array", "items": _FILE},
    ),
    "Document": _object(
        uid=_UID,
        url=_URL,
        kind={"type": "string"},
        kind_name=_TEXT,
        code=_TEXT,
        issuer=_TEXT,
        signer=_TEXT,
        issued_on=_DAY_OR_NOT,
        effective_on=_DAY_OR_NOT,
        expired_on=_DAY_OR_NOT,
        validity={"type": "string", "enum": list(SLUGS.values())},
        field=_TEXT,
        abstract=_TEXT,
        unit=_UNIT_OF_ITEM,
        published_at=_MOMENT,
        files={"type": "array", "items": _FILE},
    ),
    "Documents": _rows("Document"),
    "File": _object(
        title=_TEXT, url=_URL, content_type=_TEXT, size_bytes=_NUMBER, sha256=_TEXT, item_url=_URL
    ),
    "Files": _rows("File"),
    "Result": _object(
        uid=_UID, url=_URL, title=_TEXT, kind=_TEXT, section=_TEXT, language=_TEXT, published_at=_MOMENT
    ),
    "Results": _object(
        items={"type": "array", "items": _ref("Result")},
        next=_TEXT_OR_NOT,
        total=_NUMBER,
        corrected=_TEXT_OR_NOT,
    ),
    "Problem": _object(type=_TEXT, title=_TEXT, status=_NUMBER, detail=_TEXT),
}
