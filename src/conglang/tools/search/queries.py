"""Finding. Everything here answers for one site, in the scope of what its visitors may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.apps import apps

from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.kernel.clock import local_day
from conglang.tools.search import engine
from conglang.tools.search.expressions import Expression, Token, every
from conglang.tools.search.highlighting import Segment, highlight, snippet, spelling_of
from conglang.tools.search.models import SearchEntry
from conglang.tools.search.question import STRICT, Question, ask, stages, typed_words
from conglang.tools.search.reach import Filters, Place, place_of, reach_of
from conglang.tools.search.rules import MOST_CANDIDATES, Candidate, Scored, away, once_each, rank
from conglang.tools.search.vocabulary import EVERYTHING, Typed, counts_of, misheard, repaired, synonyms_of
from conglang.tools.search.words import title_word

ENOUGH_STRICT = 12  # a page of results that have everything; nobody misses those that lack something
MOST_PARTIAL = 72  # six pages of what lacks something
MOST_OF_A_TERM = 2000  # newest items with one term, to find what has several of them
MOST_SUGGESTIONS = 8
LEAST_LETTERS_TO_SUGGEST = 2
SHOWN_LETTERS = 8_000  # of a text, in which the place to show is looked for


@dataclass(frozen=True, slots=True)
class Result:
    """One item found, ready to be shown."""

    uid: UUID
    unit_id: int
    kind: str
    section: str
    path: str
    language: str
    published_at: datetime
    title: tuple[Segment, ...]
    snippet: tuple[Segment, ...]
    score: float
    others: int = 0  # times at which the same takes place besides

    @property
    def title_text(self) -> str:
        """The title in one piece."""
        return "".join(segment.text for segment in self.title)


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the results. There may be more than `total` of them where it `is_cut`.

    `corrected` is what was searched for instead of what was typed; empty when nothing was corrected.
    """

    results: tuple[Result, ...] = ()
    total: int = 0
    is_cut: bool = False
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title that goes on as somebody began to type."""

    title: str
    unit_id: int
    path: str


def find(
    *,
    unit: Unit,
    query: str,
    now: datetime,
    filters: Filters | None = None,
    first: int = 0,
    number: int = 12,
    as_typed: bool = False,
    once: bool = False,
) -> Found:
    """What the site of the unit has for a query, from the result with index `first` on.

    Nothing in the query has a meaning besides its words. With `as_typed` no word is repaired; with `once`,
    what takes place again and again is one result.
    """
    typed = typed_words(query)
    if not typed[0]:
        return Found()
    today = local_day(now)
    reach = reach_of(unit)
    with use_scope(reach.scope):
        place = place_of(reach, filters or Filters())
        question, keys = _search(typed, place, today, as_typed=as_typed)
        candidates = _candidates(keys)
        scored = rank(question, candidates, today)
        if once:
            scored = once_each(scored, candidates, today)
        chosen = {each.key: each for each in scored[first : first + number]}
        shown = _shown(chosen)
        asked = [term for term in question.terms if not term.is_filler] or question.terms
        phrases = [way for term in asked for way in (*((word,) for word in term.typed), *term.others)]
        return Found(
            results=tuple(_result(row, phrases, chosen[row.pk]) for row in shown),
            total=len(scored),
            is_cut=len(keys) >= MOST_CANDIDATES,
            corrected=_in_their_spelling(question, typed, shown) if question.words != typed[0] else "",
        )


def suggest(*, unit: Unit, beginning: str, now: datetime) -> list[Suggestion]:
    """Titles of the site that have these words, the last of which may be unfinished.

    A title leads to the newest item that has it, or to the time nearest to today.
    """
    typed = typed_words(beginning)[0]
    if len("".join(typed)) < LEAST_LETTERS_TO_SUGGEST:
        return []
    begun = [Token(title_word(word)) for word in typed[:-1]]
    begun.append(Token(title_word(typed[-1]), is_beginning=not beginning[-1].isspace()))
    reach, today = reach_of(unit), local_day(now)
    with use_scope(reach.scope):
        keys = engine.newest(every([*place_of(reach, Filters()).tokens, *begun]), limit=MOST_CANDIDATES // 4)
        rows = SearchEntry.objects.filter(pk__in=keys).defer("tokens", "text", "text_words", "summary")
        start = f" {' '.join(typed)}"
        ordered = sorted(rows, key=lambda row: (not row.title_words.startswith(start), -row.pk))
        nearest = sorted(ordered, key=lambda row: away(row.held_on, today))
        titles = {row.title_words: row for row in reversed(nearest)}  # of the same title the first
        chosen = [titles[words] for words in dict.fromkeys(row.title_words for row in ordered)]
        return [
            Suggestion(row.title, row.unit_id, row.path) for row in _still_public(chosen[:MOST_SUGGESTIONS])
        ]


def _search(typed: Typed, place: Place, today: date, *, as_typed: bool) -> tuple[Question, dict[int, int]]:
    """The question that was finally asked, and the keys found with their stages."""
    counts, synonyms = counts_of(typed[0]), synonyms_of(typed[0], today)
    as_it_is = ask(typed, synonyms, counts, counts.get(EVERYTHING, 0))
    if as_typed:
        return as_it_is, _keys(as_it_is, place)
    meant = repaired(typed, counts, synonyms, today)
    question = as_it_is if meant == typed else _question(meant, today)
    keys = _strict(question, place)
    if not keys and meant == typed:
        heard = misheard(typed, counts)
        other = question if heard == typed else _question(heard, today)
        if other is not question and (found := _strict(other, place)):
            question, keys = other, found
    return question, _with_partial(keys, question, place)


def _question(typed: Typed, today: date) -> Question:
    counts = counts_of(typed[0])
    return ask(typed, synonyms_of(typed[0], today), counts, counts.get(EVERYTHING, 0))


def _keys(question: Question, place: Place) -> dict[int, int]:
    return _with_partial(_strict(question, place), question, place)


def _strict(question: Question, place: Place) -> dict[int, int]:
    """Keys of what has all terms, with their stages."""
    found: dict[int, int] = {}
    for number, stage in enumerate(stages(question)):
        keys = _newest(stage.asked, place, MOST_CANDIDATES)
        if len(keys) == MOST_CANDIDATES:
            keys = [*_newest(stage.closer, place, MOST_CANDIDATES), *keys]
        for key in keys:
            found.setdefault(key, number)
        if len(found) >= MOST_CANDIDATES:
            break
    return dict(list(found.items())[:MOST_CANDIDATES])


def _with_partial(found: dict[int, int], question: Question, place: Place) -> dict[int, int]:
    """The keys found, and unless they are plenty, those of what has some of the terms, the most first."""
    if len(found) >= ENOUGH_STRICT or len(question.core) < 2:
        return found
    weights: dict[int, float] = {}
    for term in question.core:
        for key in _newest(term.anywhere(), place, MOST_OF_A_TERM):
            weights[key] = weights.get(key, 0.0) + term.weight
    partial = sorted(weights.keys() - found.keys(), key=lambda key: (-weights[key], -key))
    return found | dict.fromkeys(partial[:MOST_PARTIAL], STRICT)


def _newest(expression: Expression, place: Place, limit: int) -> list[int]:
    return engine.newest(
        every([*place.tokens, expression]),
        limit=limit,
        oldest_key=place.oldest_key,
        newest_key=place.newest_key,
    )


def _candidates(keys: Mapping[int, int]) -> list[Candidate]:
    rows = SearchEntry.objects.filter(pk__in=keys).values_list(
        "pk", "kind", "published_on", "title_spelled", "title_words", "text_words", "unit_id", "held_on"
    )
    return [
        Candidate(pk, kind, day, spelled, title, text, keys[pk], unit_id, held_on)
        for pk, kind, day, spelled, title, text, unit_id, held_on in rows
    ]


def _shown(chosen: Mapping[int, Scored]) -> list[SearchEntry]:
    rows = {row.pk: row for row in SearchEntry.objects.filter(pk__in=chosen).defer("tokens", "text_words")}
    return _still_public(rows[key] for key in chosen if key in rows)


def _still_public(entries: Iterable[SearchEntry]) -> list[SearchEntry]:
    """Those whose items the visitor may still see: what was withdrawn this second has an entry yet."""
    entries = list(entries)
    public: set[tuple[str, int]] = set()
    for label in {entry.label for entry in entries}:
        ids = [entry.object_id for entry in entries if entry.label == label]
        rows = apps.get_model(label)._base_manager.filter(pk__in=ids)
        public |= {(label, pk) for pk in rows.values_list("pk", flat=True)}
    return [entry for entry in entries if (entry.label, entry.object_id) in public]


def _result(row: SearchEntry, phrases: Sequence[tuple[str, ...]], scored: Scored) -> Result:
    in_summary = highlight(row.summary, phrases)
    has_hit = any(segment.is_hit for segment in in_summary)
    return Result(
        uid=row.uid,
        unit_id=row.unit_id,
        kind=row.kind,
        section=row.section,
        path=row.path,
        language=row.language,
        published_at=row.published_at,
        title=highlight(row.title, phrases),
        snippet=in_summary if has_hit or not row.text else snippet(row.text[:SHOWN_LETTERS], phrases),
        score=scored.score,
        others=scored.others,
    )


def _in_their_spelling(question: Question, typed: Typed, shown: Sequence[SearchEntry]) -> str:
    """The words that were searched for; what was repaired is spelled as the results spell it."""
    texts = [text for row in shown for text in (row.title, row.summary, row.text)]
    known = dict(zip(*typed, strict=True))
    return " ".join(known.get(word) or spelling_of(word, texts) for word in question.words)
