"""The words that the installation knows: how frequent they are, what means the same, what was meant."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from django.db.models import Q, QuerySet

from conglang.tools.search import spelling
from conglang.tools.search.models import Synonym, Word
from conglang.tools.search.question import Phrase, Synonyms, phrases_in
from conglang.tools.search.words import pairs

EVERYTHING = ""  # the word that counts the items themselves
MOST_FAR_GUESSES = 600  # words with the same beginning that are compared letter by letter
FAR = 2  # slips at most in such a word
LEAST_LETTERS_FAR = 5

Typed = tuple[Phrase, Phrase]  # folded, as spelled


def counts_of(found: Sequence[str]) -> dict[str, int]:
    """Items that have each word and each two in a row, and under `EVERYTHING` all items."""
    return _counts({EVERYTHING, *found, *pairs(found)})


def synonyms_of(found: Phrase, on: date) -> Synonyms:
    """The phrases of a query that are in the table of synonyms, each with what means the same."""
    phrases = {" ".join(phrase): phrase for phrase in phrases_in(found)}
    rows = _in_force(on).filter(Q(said_words__in=phrases) | Q(means_words__in=phrases))
    table: dict[Phrase, list[Phrase]] = {}
    for said, means in rows.order_by("pk").values_list("said_words", "means_words"):
        for one, other in ((said, means), (means, said)):
            if one in phrases:
                table.setdefault(phrases[one], []).append(tuple(other.split()))
    return table


def repaired(typed: Typed, counts: Mapping[str, int], synonyms: Synonyms, on: date) -> Typed:
    """The words with those repaired that nobody uses, as far as something near is in use."""
    understood = {word for phrase in synonyms for word in phrase}
    folded = typed[0]
    unknown = [at for at, word in enumerate(folded) if _is_odd(word, counts, understood)]
    if not unknown:
        return typed
    said = _words_of_synonyms(on)
    replaced: dict[int, Phrase] = {}
    for at in unknown:
        if folded[at] in said:
            continue
        meant = _meant(at, folded, spelling.guesses(folded[at]), said)
        if found := ((meant,) if meant else _in_two(folded[at]) or _far(folded[at])):
            replaced[at] = found
    return _with(typed, replaced)


def misheard(typed: Typed, counts: Mapping[str, int]) -> Typed:
    """The words with one of them replaced that exists, but never beside its neighbours.

    Such as “chợ cấp” for “trợ cấp”. For queries of which nothing has all words.
    """
    folded = typed[0]
    for at, word in enumerate(folded):
        beside = [pair for pair in pairs(folded[max(at - 1, 0) : at + 2]) if counts.get(pair)]
        if beside or len(word) < 2 or word.isdecimal():
            continue
        near = {
            other: nearness for other, nearness in spelling.guesses(word).items() if nearness >= SOUNDS_ALIKE
        }
        found = _meant(at, folded, near, {}, must_have_neighbour=True)
        if found:
            return _with(typed, {at: (found,)})
    return typed


SOUNDS_ALIKE = 0.8


def _is_odd(word: str, counts: Mapping[str, int], understood: Collection[str]) -> bool:
    return not counts.get(word) and word not in understood and not word.isdecimal()


def _meant(
    at: int,
    folded: Phrase,
    near: Mapping[str, float],
    said: Mapping[str, int],
    *,
    must_have_neighbour: bool = False,
) -> str | None:
    before, after = folded[at - 1 : at], folded[at + 1 : at + 2]
    rows = {word: [f"{one}_{word}" for one in before] + [f"{word}_{one}" for one in after] for word in near}
    counts = _counts([*near, *(pair for row in rows.values() for pair in row)])
    known = {word: counts.get(word, 0) or said.get(word, 0) for word in near}
    beside = {word: sum(counts.get(p, 0) or said.get(p, 0) for p in row) for word, row in rows.items()}
    if must_have_neighbour:
        near = {word: nearness for word, nearness in near.items() if beside[word]}
    return spelling.best(near, known, beside)


def _in_two(word: str) -> Phrase:
    ways = spelling.in_two(word)
    counts = _counts([part for way in ways for part in (*way, "_".join(way))])
    together = [way for way in ways if all(map(counts.get, way))]
    return max(
        together,
        key=lambda way: (counts.get("_".join(way), 0), min(map(counts.__getitem__, way))),
        default=(),
    )


def _far(word: str) -> Phrase:
    if len(word) < LEAST_LETTERS_FAR:
        return ()
    rows = (
        Word.objects.filter(word__startswith=word[0]).exclude(word__contains="_").order_by("-items", "word")
    )
    near = [
        other
        for other in rows.values_list("word", flat=True)[:MOST_FAR_GUESSES]
        if abs(len(other) - len(word)) <= FAR
    ]
    return next(((other,) for other in near if spelling.distance(word, other) <= FAR), ())


def _with(typed: Typed, replaced: Mapping[int, Phrase]) -> Typed:
    folded: list[str] = []
    spelled: list[str] = []
    for at, (word, as_spelled) in enumerate(zip(*typed, strict=True)):
        folded += replaced.get(at, (word,))
        spelled += replaced.get(at, (as_spelled,))
    return tuple(folded), tuple(spelled)


def _words_of_synonyms(on: date) -> dict[str, int]:
    """Words and pairs of the table: people may say what no item says."""
    known: dict[str, int] = {}
    for row in _in_force(on).values_list("said_words", "means_words"):
        for phrase in row:
            parts = phrase.split()
            known |= dict.fromkeys((*parts, *(f"{one}_{other}" for one, other in pairwise(parts))), 1)
    return known


def _in_force(on: date) -> QuerySet[Synonym]:
    return Synonym.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


def _counts(found: Iterable[str]) -> dict[str, int]:
    return dict(Word.objects.filter(word__in=set(found)).values_list("word", "items"))
