"""Reads for the desk's list, the public pages and the services."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conglang.base.units.models import Unit
from conglang.base.units.queries import predecessor_ids
from conglang.base.units.scope import current_scope
from conglang.content.documents.models import (
    Disclosure,
    DocumentLink,
    Drop,
    DroppedFile,
    FileState,
    OfficialDocument,
)
from conglang.content.documents.rules import Relation, Validity
from conglang.kernel.text import fold
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage
from conglang.tools.signing.queries import verification_of
from conglang.tools.signing.rules import Report

MOST_WORDS = 12
MOST_KNOWN = 300  # of a list to choose from
FACETS = ("kind", "year", "issuer_name", "field")
MANY, FRESH_SECONDS = 5_000, 60  # of so many documents counts may be so old

Counts = dict[str, dict[Any, int]]


def register(words: str = "") -> QuerySet[Any]:
    """Documents of the scope with all the words, newest first, each with its `stage`, without texts."""
    reviews = _reviews().filter(object_id=OuterRef("pk")).values("stage")
    rows: QuerySet[Any] = OfficialDocument.objects.select_related("unit").defer("text", "folded")
    found: QuerySet[Any] = rows.annotate(stage=Coalesce(Subquery(reviews[:1]), Value(Stage.DRAFT.value)))
    if not words:
        return found.order_by("-pk")
    # an index has the words of one unit in this order; those of several would be looked for in the rows
    is_one = len(current_scope().readable or ()) == 1
    return with_words(found, words).order_by("-pk" if is_one else (F("pk") + 0).desc())


def published(unit_ids: Sequence[int]) -> QuerySet[OfficialDocument]:
    """Public documents of the units, the newest date of issue first, without texts."""
    rows: QuerySet[OfficialDocument] = OfficialDocument.objects.filter(unit__in=unit_ids, live=True)
    return rows.select_related("unit").defer("text", "folded").order_by("-issued_on", "-pk")


def with_words(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those that have every word in number, abstract, authority or signer; marks and capitals aside."""
    # the longest first: it leaves the fewest rows for the others
    for word in sorted(fold(text[:200]).split()[:MOST_WORDS], key=len, reverse=True):
        rows = rows.filter(folded__contains=word)
    return rows


def with_validity(
    rows: QuerySet[OfficialDocument], validity: Validity, on: date
) -> QuerySet[OfficialDocument]:
    """Those of which `rules.validity` says the same on the day."""
    if validity is Validity.EXPIRED:
        return rows.filter(Q(expired_on__lte=on) | Q(ended_on__lte=on))
    rows = rows.filter(_not_by("expired_on", on), _not_by("ended_on", on))
    if validity is Validity.NOT_YET:
        return rows.filter(Q(effective_on__gt=on) | Q(effective_on=None) & _not_by("issued_on", on))
    rows = rows.filter(Q(effective_on__lte=on) | Q(effective_on=None, issued_on__lte=on))
    if validity is Validity.SUSPENDED:
        return rows.filter(suspended_on__lte=on)
    rows = rows.filter(_not_by("suspended_on", on))
    is_changed = Q(changed_on__lte=on) if validity is Validity.PARTLY else _not_by("changed_on", on)
    return rows.filter(is_changed)


def _not_by(name: str, on: date) -> Q:
    """The day has not come, or there is none: a comparison with nothing is neither true nor false."""
    return Q(**{name: None}) | Q(**{f"{name}__gt": on})


def facet(rows: QuerySet[OfficialDocument], name: str) -> list[tuple[Any, int]]:
    """The values of a column with how many documents have each, the empty one left out."""
    # in groups as the indexes have them, and by no key, so that no database sorts or reads the rows
    groups = ("unit", "kind") if name == "kind" else ("unit", "live", name)
    counts: Counter[Any] = Counter()
    for *_group, value, number in rows.order_by().values_list(*groups).annotate(how_many=Count("*")):
        counts[value] += number
    return sorted((value, number) for value, number in counts.items() if value)


def facets(rows: QuerySet[OfficialDocument]) -> Counts:
    """How many documents have each value of each facet."""
    return {name: dict(facet(rows, name)) for name in FACETS}


def desk_facets(questions: Mapping[str, Callable[[QuerySet[Any]], QuerySet[Any]]]) -> Counts:
    """The facets of the scope, and by `stage` how many stand there or in one of the questions."""
    every = register()
    open_ones = {name: narrow(every).count() for name, narrow in questions.items()}
    return facets(every) | {"stage": stages() | open_ones}


def remembered(read: Callable[[], Counts], whose: str) -> Counts:
    """Counts that of a long register may be a minute old. Never for a page that is stored."""
    units = current_scope().readable
    named = sha256(repr(units and sorted(units)).encode()).hexdigest()
    key = f"documents.facets:{whose}:{named}"
    known: Counts | None = cache.get(key)
    if known is None:
        known = read()
        if sum(known["kind"].values()) >= MANY:
            cache.set(key, known, FRESH_SECONDS)
    return known


def at_stage(rows: QuerySet[Any], stage: Stage) -> QuerySet[Any]:
    """Those at a stage; what nobody has submitted is a draft."""
    if stage is Stage.DRAFT:
        return rows.exclude(Exists(_reviews().filter(object_id=OuterRef("pk")).exclude(stage=Stage.DRAFT)))
    return rows.filter(pk__in=_reviews().filter(stage=stage).values("object_id"))


def _reviews() -> QuerySet[Review]:
    kind = ContentType.objects.get_for_model(OfficialDocument)
    rows: QuerySet[Review] = Review.objects.filter(content_type=kind).order_by()
    return rows


def stages() -> dict[str, int]:
    """How many documents of the scope stand at each stage."""
    counts = dict(_reviews().values_list("stage").annotate(how_many=Count("*")))
    every = OfficialDocument.objects.order_by().count()
    draft = Stage.DRAFT.value
    return counts | {draft: counts.get(draft, 0) + every - sum(counts.values())}


def same_number(document: OfficialDocument) -> OfficialDocument | None:
    """Another document of the register with this authority, kind, year and number."""
    if not document.code_key:
        return None
    rows: QuerySet[OfficialDocument] = OfficialDocument.objects.filter(
        unit=document.unit_id, issuer_key=document.issuer_key, kind=document.kind,
        year=document.year, code_key=document.code_key,
    )  # fmt: skip
    return rows.exclude(pk=document.pk).first()


def same_file(unit_id: int, sha256: str) -> OfficialDocument | None:
    """The document whose first file has these bytes, or had them as a picture when it was brought in."""
    rows: QuerySet[OfficialDocument] = OfficialDocument.objects.filter(unit=unit_id)
    drawn = DroppedFile.objects.filter(unit=unit_id, sha256=sha256, state=FileState.DRAFT)
    return rows.filter(first_sha256=sha256).first() or rows.filter(pk__in=drawn.values("document")).first()


def family_ids(unit: Unit) -> list[int]:
    """The unit, what went into it, and what stands above it: whose documents it speaks of."""
    return [unit.pk, *predecessor_ids(unit.pk), *unit.ancestor_ids]


def to_relate(unit: Unit, apart_from: int | None = None) -> QuerySet[OfficialDocument]:
    """Numbered documents in reach that one of the unit may name."""
    rows: QuerySet[OfficialDocument] = OfficialDocument.objects.filter(unit__in=family_ids(unit))
    return rows.exclude(code="").exclude(pk=apart_from or 0).defer("text").order_by("-issued_on", "-pk")


@dataclass(frozen=True)
class Relative:
    """A related document: in public or at the desk a row, otherwise the words that name it."""

    relation: Relation
    text: str
    document: OfficialDocument | None
    is_incoming: bool

    @property
    def day(self) -> date | None:
        """When it was issued, if the register knows."""
        return self.document.issued_on if self.document else None


def relatives(document: OfficialDocument) -> list[Relative]:
    """What the document does to others, and others to it, in the order of time; in reach of the scope."""
    ties = document.ties
    uids = [each.uid for each in ties if each.uid]
    known = {str(row.uid): row for row in OfficialDocument.objects.filter(uid__in=uids).defer("text")}
    found = [Relative(each.relation, each.text, known.get(each.uid), is_incoming=False) for each in ties]
    links = DocumentLink.objects.filter(target=document.pk).values_list("source", "relation")
    pairs = [(source, Relation(relation)) for source, relation in links]
    sources = OfficialDocument.objects.filter(pk__in=[source for source, _ in pairs]).defer("text").in_bulk()
    found += [
        Relative(relation, "", sources[source], is_incoming=True)
        for source, relation in pairs
        if source in sources
    ]
    return sorted(found, key=lambda each: (each.day or date.min, each.is_incoming))


def undecided(unit_ids: Iterable[int]) -> int:
    """How many documents of the units nobody has decided to publish or not."""
    return not_decided(OfficialDocument.objects.filter(unit__in=unit_ids)).count()


def not_decided(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of which nobody has decided whether they are to be published."""
    return rows.filter(disclosure="")


def day_is_open(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of which nobody has confirmed the day of issue, so that no clock runs."""
    return rows.filter(is_day_open=True)


def half_closed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that one person wants not to publish, and no second one yet."""
    return rows.filter(disclosure=Disclosure.CLOSED, closing_confirmed_at=None)


def drops(unit_id: int) -> QuerySet[Drop]:
    """What was brought in for the unit, newest first: `count` files, `open` of them to be checked."""
    is_open = Q(files__state__in=[FileState.DRAFT]) & ~Q(files__document__reading={})
    rows: QuerySet[Drop] = Drop.objects.filter(unit=unit_id).select_related("by")
    return rows.annotate(count=Count("files"), open=Count("files", filter=is_open)).order_by("-pk")


def _open_files(drop_id: int) -> QuerySet[DroppedFile]:
    rows: QuerySet[DroppedFile] = DroppedFile.objects.filter(
        drop=drop_id, state=FileState.DRAFT, document__isnull=False
    )
    return rows.exclude(document__reading={}).order_by("pk")


def to_check(drop_id: int, after: int = 0) -> OfficialDocument | None:
    """The next draft of a drop that nobody has compared with its file; after the last one, the first left."""
    rows = _open_files(drop_id).select_related("document")
    if after:
        current = (
            DroppedFile.objects.filter(drop=drop_id, document=after).values_list("pk", flat=True).first()
        )
        row = rows.filter(pk__gt=current or 0).first()
        if row is not None:
            return row.document
    row = rows.exclude(document=after).first()
    return row.document if row else None


def to_check_count(drop_id: int) -> int:
    """How many drafts of a drop nobody has compared."""
    return _open_files(drop_id).count()


def drop_of(document: OfficialDocument) -> Drop | None:
    """The files with which a draft came in, if it did."""
    row = (
        DroppedFile.objects.filter(document=document.pk, state=FileState.DRAFT).select_related("drop").first()
    )
    return row.drop if row else None


def signers_of(document: OfficialDocument) -> list[str]:
    """The names of people in the certificates of the first file's signatures; nothing while they wait."""
    files = document.documents
    found = verification_of(files[0]) if files else None
    if found is None:
        return []
    signed = Report.from_plain(found.report).signatures
    return [
        each.signer
        for each in signed
        if each.signer and not each.is_stamp and each.signer != each.organisation
    ]
