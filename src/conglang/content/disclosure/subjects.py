"""What can be entered under a heading from the desk: sections, and whatever goes through an approval."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from conglang.content.disclosure.rules import FileKind
from conglang.content.disclosure.services.enter import Subject
from conglang.content.documents.models import OfficialDocument
from conglang.kernel.clock import local_day
from conglang.tools.approval.publishable import Publishable
from conglang.tools.pages.models import Section
from conglang.tools.search.models import SearchEntry
from conglang.tools.search.words import words
from conglang.tools.signing.queries import verification_of

MOST_CHOICES, MOST_WORDS = 12, 8
SIGN = ":"


@dataclass(frozen=True)
class Choice:
    """Something that can be entered: its reference, a title, and a few words about it."""

    reference: str
    title: str
    about: str


def reference_of(row: Model) -> str:
    """`documents.officialdocument:12`."""
    return f"{row._meta.label_lower}{SIGN}{row.pk}"


def found(unit_id: int, text: str) -> Iterator[Choice]:
    """Public items and sections of the unit that have all of the words; without words the newest items."""
    wanted = words(text)[:MOST_WORDS]
    items = SearchEntry.objects.filter(unit=unit_id)
    for word in wanted:
        items = items.filter(title_words__contains=word)
    for row in items.only("label", "object_id", "title", "section", "published_on")[:MOST_CHOICES]:
        about = f"{row.section}, {row.published_on:%d/%m/%Y}".strip(", ")
        yield Choice(f"{row.label}{SIGN}{row.object_id}", row.title, about)
    sections = Section.objects.filter(unit=unit_id, is_hidden=False).exclude(kind="group")
    fitting = (row for row in sections if all(word in words(row.title) for word in wanted))
    for _number, row in zip(range(MOST_CHOICES if wanted else 4), fitting, strict=False):
        yield Choice(reference_of(row), row.title, _("section of the site"))


def row_of(unit_id: int, reference: str) -> Any:
    """The row of the unit that a reference names; None for anything else."""
    label, _sign, pk = reference.partition(SIGN)
    try:
        model: Any = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    if not pk.isdecimal() or len(pk) > 18 or not issubclass(model, (Publishable, Section)):
        return None
    return model.objects.filter(pk=int(pk), unit=unit_id).first()


def subject_of(row: Any) -> Subject:
    """The row as the catalogue names it."""
    title = f"{row}: {row.abstract}" if isinstance(row, OfficialDocument) and row.abstract else str(row)
    return Subject(row, title, code=getattr(row, "code", ""), path=row.get_absolute_url())


def made_on(row: Any) -> date | None:
    """When it was made: a document on its date of issue, an item when it became public first."""
    first: datetime | None = getattr(row, "first_published_at", None)
    day: date | None = getattr(row, "issued_on", None)
    return day or (local_day(first) if first else None)


def public_since(row: Any, now: datetime) -> datetime | None:
    """Since when readers find it; None while they do not. A section is there while it is not hidden."""
    if isinstance(row, Section):
        return None if row.is_hidden else now
    return (row.first_published_at or now) if row.live else None


def kinds_in(row: Any) -> set[FileKind]:
    """The kinds of file that can be told without a person: of a document by its files, of the rest a page."""
    if not isinstance(row, OfficialDocument):
        return {FileKind.PAGE}
    kinds = set()
    for file in row.documents:
        if file.extension in {"xlsx", "csv", "xls", "ods"}:
            kinds.add(FileKind.SPREADSHEET)
        elif file.extension == "pdf" and is_signed(file):
            kinds.add(FileKind.SIGNED_PDF)
    return kinds


def is_signed(file: Any) -> bool:
    """Whether signatures were found in the file; whether they are trusted is said beside it."""
    known = verification_of(file)
    return known is not None and bool(known.findings.signatures)


def check_kinds(row: Any, given: Iterable[FileKind]) -> None:
    """Raise ValidationError for what the files of a document belie."""
    if isinstance(row, OfficialDocument):
        wrong = FileKind.SIGNED_PDF in given and FileKind.SIGNED_PDF not in kinds_in(row)
        judged = [verification_of(file) for file in row.documents if file.extension == "pdf"]
        if wrong and all(judged):
            raise ValidationError({"files": _("No digital signature was found in the PDF.")})
