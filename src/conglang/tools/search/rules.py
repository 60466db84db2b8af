"""The one order of results, whichever database found them. Pure Python, no key, no query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp2

from conglang.tools.search.question import STRICT, Phrase, Question, Term
from conglang.tools.search.words import in_a_row

MOST_CANDIDATES = 200
RANKED_LETTERS = 12_000  # of a text; what stands further back is found but not weighed

IN_TITLE = 1.0
IN_TEXT = 0.55
FAR_BACK = 0.3  # the database found it, in an attachment or late in a long text
SCATTERED = 0.7  # all words of a phrase, not in a row
OTHER_WORDS = 0.92  # found by a synonym
PAIRS = 0.35
PHRASE = 0.25
PHRASE_IN_TEXT = 0.15
PAIR_IN_TEXT = 0.8
EXACT_TITLE = 0.3
TITLE_SHARE = 0.15
SPELLED_ALIKE = 0.12
RECENT = 0.08
DAYS_TO_HALF = 365
KINDS = {"procedure": 0.08, "page": 0.06, "notice": 0.02}
NEARLY = 0.7  # of what the best find has of the question; with less, something is no answer
LEAST = 0.25  # of the question, however little the best one has


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that the database found at a stage of the question. Texts are folded words in a row."""

    key: int
    kind: str
    day: date
    title: str  # with its marks, `words.spelled` in a row
    title_words: str
    text_words: str
    stage: int
    unit_id: int = 0
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with how well it answers. `others` are the times it takes place besides."""

    key: int
    score: float
    others: int = 0


def rank(question: Question, candidates: Iterable[Candidate], today: date) -> list[Scored]:
    """Those that answer the question, the best first; of equals the newer one.

    What has much less of the question than the best find is no answer.
    """
    worths = [(candidate, [_worth(term, candidate) for term in question.terms]) for candidate in candidates]
    shares = [share(question, candidate, worth) for candidate, worth in worths]
    least = max(LEAST, NEARLY * max(shares, default=0.0))
    scored = [
        Scored(candidate.key, score(question, candidate, worth, today))
        for (candidate, worth), have in zip(worths, shares, strict=True)
        if have >= least
    ]
    return sorted(scored, key=lambda each: (-each.score, -each.key))


def once_each(ranked: Sequence[Scored], candidates: Iterable[Candidate], today: date) -> list[Scored]:
    """Of what takes place again and again under one title, the time nearest to today, where the best stood.

    A time that answers better than its age explains, such as by its date, is the one that was meant.
    """
    known = {each.key: each for each in candidates}
    series: dict[tuple[object, ...], list[Scored]] = {}
    for each in ranked:
        one = known[each.key]
        name = (one.unit_id, one.kind, one.title_words) if one.held_on else (each.key,)
        series.setdefault(name, []).append(each)

    chosen = []
    for times in series.values():
        alike = [each for each in times if each.score > times[0].score - RECENT]
        meant = min(alike, key=lambda each: away(known[each.key].held_on, today))
        chosen.append(Scored(meant.key, times[0].score, len(times) - 1))
    return chosen


def away(day: date | None, today: date) -> tuple[bool, int]:
    """How far a day is: what is over comes last; what has no day is always now."""
    return (day < today, abs((day - today).days)) if day else (False, 0)


def share(question: Question, candidate: Candidate, worth: Sequence[float]) -> float:
    """How much of the question is in it somewhere, by weight, from 0 to 1."""
    if candidate.stage < STRICT:
        return 1.0
    rows = [
        (term.weight, found) for term, found in zip(question.terms, worth, strict=True) if not term.is_filler
    ]
    return sum(weight for weight, found in rows if found) / sum(weight for weight, _ in rows)


def score(question: Question, candidate: Candidate, worth: Sequence[float], today: date) -> float:
    """How well it answers: mostly how much of the question stands where, then how alike the words stand.

    `worth` says of each term where it stands.
    """
    total = sum(term.weight for term in question.terms) or 1.0
    found = sum(term.weight * place for term, place in zip(question.terms, worth, strict=True))
    age = max((today - candidate.day).days, 0)
    phrase = in_a_row(question.words)
    return (
        found / total
        + PAIRS * _pairs(question, candidate)
        + max(PHRASE * (phrase in candidate.title_words), PHRASE_IN_TEXT * (phrase in candidate.text_words))
        + EXACT_TITLE * (phrase == candidate.title_words)
        + TITLE_SHARE * _title_share(question, candidate)
        + SPELLED_ALIKE * _spelled_alike(question, candidate)
        + RECENT * exp2(-age / DAYS_TO_HALF)
        + KINDS.get(candidate.kind, 0.0)
    )


def _worth(term: Term, candidate: Candidate) -> float:
    """What the best place is worth in which the candidate has the term."""
    best = _place(term.typed, candidate)
    if best < IN_TITLE and len(term.typed) > 1:
        best = max(best, SCATTERED * min(_place((word,), candidate) for word in term.typed))
    if best < IN_TITLE:
        best = max([best, *(OTHER_WORDS * _place(way, candidate) for way in term.others)])
    if not best and not term.is_filler and candidate.stage < STRICT:
        return FAR_BACK
    return best


def _place(way: Phrase, candidate: Candidate) -> float:
    phrase = in_a_row(way)
    if phrase in candidate.title_words:
        return IN_TITLE
    return IN_TEXT if phrase in candidate.text_words else 0.0


def _pairs(question: Question, candidate: Candidate) -> float:
    """Share of the neighbouring words that are neighbours in the candidate too."""
    if len(question.words) < 2:
        return 0.0
    rows = [in_a_row(question.words[at : at + 2]) for at in range(len(question.words) - 1)]
    in_title = sum(row in candidate.title_words for row in rows)
    elsewhere = sum(row in candidate.text_words for row in rows if row not in candidate.title_words)
    return (in_title + PAIR_IN_TEXT * elsewhere) / len(rows)


def _title_share(question: Question, candidate: Candidate) -> float:
    """Share of the title's words that were asked for: a short title says it more plainly."""
    title = candidate.title_words.split()
    asked = {word for term in question.terms for way in (term.typed, *term.others) for word in way}
    return sum(word in asked for word in title) / len(title) if title else 0.0


def _spelled_alike(question: Question, candidate: Candidate) -> float:
    """Share of the words typed with marks that the title spells the same: bán is not bàn."""
    marked = [word for word in question.spelled if not word.isascii()]
    if not marked:
        return 0.0
    return sum(f" {word} " in candidate.title for word in marked) / len(marked)
