"""Reads for the desk, the public pages and the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conglang.base.duties.models import Duty
from conglang.base.duties.queries import chain_of, duties_about, terms
from conglang.base.duties.rules import Span
from conglang.base.units.models import Hamlet, Unit
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.queries import published as published_documents
from conglang.content.postings import rules
from conglang.content.postings.catalogue import Kind
from conglang.content.postings.models import Posting, Sighting
from conglang.kernel.calendar import CalendarDays
from conglang.kernel.rules import Bound, NoRuleInForce
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage

DUTY_KEY = "posted"


def register() -> QuerySet[Any]:
    """Postings of the scope, the latest first, each with its `stage`, without texts."""
    kind = ContentType.objects.get_for_model(Posting)
    reviews = Review.objects.filter(content_type=kind, object_id=OuterRef("pk")).values("stage")
    rows: QuerySet[Any] = Posting.objects.select_related("unit").defer("text")
    found: QuerySet[Any] = rows.annotate(
        stage=Coalesce(Subquery(reviews[:1]), Value(Stage.DRAFT.value))
    ).order_by("-starts_on", "-pk")
    return found


def published(unit_ids: Sequence[int]) -> QuerySet[Posting]:
    """Public postings of the units, the latest first, without texts."""
    rows: QuerySet[Posting] = Posting.objects.filter(unit__in=unit_ids, live=True)
    return rows.select_related("unit", "document").defer("text").order_by("-starts_on", "-pk")


def to_post(unit: Unit) -> QuerySet[OfficialDocument]:
    """Public documents of the unit that one may hang up."""
    return published_documents([unit.pk])


@dataclass(frozen=True)
class Board:
    """A place of a posting with its log, what it proves, and whether the paper hangs there.

    `log` has the lines that were struck out as well, `lines` what counts.
    """

    place: str
    log: tuple[Sighting, ...]
    span: Span
    hangs: bool

    @property
    def lines(self) -> list[Sighting]:
        """The lines that were not struck out."""
        return [row for row in self.log if row.struck_at is None]

    @property
    def days(self) -> int:
        """Days of the longest unbroken run."""
        return self.span.longest


def boards(posting: Posting) -> list[Board]:
    """The places of a posting in their order; those that only the log knows come last."""
    found: dict[str, list[Sighting]] = {place: [] for place in posting.places}
    for row in Sighting.objects.filter(posting=posting.pk).select_related("photo"):
        found.setdefault(row.place, []).append(row)
    return [_board(place, log) for place, log in found.items()]


def _board(place: str, log: list[Sighting]) -> Board:
    entries = [row.as_entry for row in log if row.struck_at is None]
    hangs = bool(entries) and entries[-1].act in rules.HANGING
    return Board(place, tuple(log), rules.span_of(entries), hangs)


@dataclass(frozen=True)
class Least:
    """How many days something hangs at least, and where that is written."""

    days: int
    basis: str
    certainty: str


def least_days(unit: Unit, kind: Kind, on: date) -> Least | None:
    """The longest term that holds for a unit on a day; None where the law has none."""
    try:
        held = terms(chain_of(unit), kind.spans, on, Bound.AT_LEAST)
    except NoRuleInForce:
        return None
    found = [rule for rule in held if isinstance(rule.value, CalendarDays)]
    rule = max(found, key=lambda each: each.size, default=None)
    return Least(rule.size, rule.legal_basis.cite(), rule.certainty.value) if rule else None


def duty_of(posting: Posting) -> Duty | None:
    """The duty to hang it up, which keeps the proofs."""
    return duties_about(posting).filter(key=DUTY_KEY).order_by("-turn").first()


def usual_places(unit: Unit) -> list[str]:
    """Where a unit hangs things: at its office, and in the house of each hamlet."""
    hamlets = Hamlet.objects.filter(unit=unit)
    return [
        f"Trụ sở Ủy ban nhân dân {unit.naming.in_text}",
        *(f"Nhà văn hóa {_small(hamlet.title)}" for hamlet in hamlets),
    ]


def _small(title: str) -> str:
    """A title in the middle of a sentence: "Thôn Mẫu 1" is "thôn Mẫu 1"."""
    return title[:1].lower() + title[1:]
