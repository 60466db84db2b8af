"""A typed query as terms: what must be found, in which words it may stand, what only fills the sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from conglang.kernel.text import fold
from conglang.tools.search.expressions import Expression, Token, either, every
from conglang.tools.search.words import pairs, spelled, title_word, whole_title, words

MOST_LETTERS_TYPED = 200
MOST_WORDS_TYPED = 12
LONGEST_PHRASE = 5  # words of an entry in the table of synonyms

Phrase = tuple[str, ...]
Synonyms = Mapping[Phrase, Sequence[Phrase]]

# What people put around the thing they look for. They help to order, never to find.
FILLERS = frozenset({
    "ai", "bao", "bị", "các", "cách", "cần", "cho", "có", "của", "cứ", "dạ", "dùm", "đã", "đang", "đâu",
    "để", "đi", "được", "gì", "giúp", "hãy", "hỏi", "hộ", "khi", "không", "là", "làm", "lắm", "mà",
    "mấy", "mới", "muốn", "nào", "này", "nên", "nếu", "như", "nhiêu", "nhiều", "nhỉ", "những", "ở",
    "phải", "ra", "rồi", "sao", "sẽ", "tại", "thế", "thì", "tôi", "từ", "và", "vậy", "về", "với", "xin",
    "ạ", "chưa", "thôi", "nhé", "đấy", "ơi",
})  # fmt: skip
_BARE_FILLERS = frozenset(map(fold, FILLERS))
FILLER_SHARE = 0.15  # of the weight that the word would have otherwise


@dataclass(frozen=True, slots=True)
class Term:
    """Something to be found: as typed, or in other words that mean the same."""

    typed: Phrase
    others: tuple[Phrase, ...] = ()
    weight: float = 1.0
    is_filler: bool = False

    def anywhere(self) -> Expression:
        """Found in any part of an item."""
        return either([every(map(Token, self.typed)), *map(_adjacent, self.others)])

    def in_title(self) -> Expression:
        """Found in its title."""
        return either(every(Token(title_word(word)) for word in way) for way in (self.typed, *self.others))


@dataclass(frozen=True, slots=True)
class Question:
    """What a person wants to find. `spelled` are the words as typed, `words` the same ones folded."""

    words: Phrase
    spelled: Phrase
    terms: tuple[Term, ...]

    @property
    def core(self) -> tuple[Term, ...]:
        """The terms that something found must have, the rarest first."""
        return tuple(sorted((t for t in self.terms if not t.is_filler), key=lambda term: -term.weight))

    @property
    def pairs(self) -> list[str]:
        """Two words in a row each."""
        return pairs(self.words)


def typed_words(query: str) -> tuple[Phrase, Phrase]:
    """The words of a query, folded and as they were spelled. Whatever else was typed means nothing."""
    folded: list[str] = []
    as_spelled: list[str] = []
    for word in spelled(query[:MOST_LETTERS_TYPED]):
        parts = words(word)
        folded += parts
        as_spelled += [word] if len(parts) == 1 else parts
    return tuple(folded[:MOST_WORDS_TYPED]), tuple(as_spelled[:MOST_WORDS_TYPED])


def phrases_in(found: Sequence[str]) -> set[Phrase]:
    """Every run of words that may stand in the table of synonyms."""
    ends = range(1, LONGEST_PHRASE + 1)
    return {tuple(found[at : at + n]) for n in ends for at in range(len(found) - n + 1)}


def weight_of(items: int, among: int) -> float:
    """How much a word tells, from the number of items that have it."""
    return 0.1 + log(1 + (among + 1) / (items + 1))


def ask(typed: tuple[Phrase, Phrase], synonyms: Synonyms, counts: Mapping[str, int], among: int) -> Question:
    """The question behind typed words. `counts` says how many of `among` items have a word.

    A word that no item has counts as filling: to insist on it would only hide what has the rest.
    """
    folded, as_spelled = typed
    has_marks = not " ".join(as_spelled).isascii()
    terms: list[Term] = []
    at = 0
    while at < len(folded):
        phrase = _longest(folded, at, synonyms)
        ways = (phrase, *synonyms.get(phrase, ()))
        filler = len(ways) == len(phrase) == 1 and (
            _is_filler(phrase[0], as_spelled[at], has_marks) or not counts.get(phrase[0])
        )
        weight = min(sum(weight_of(counts.get(word, 0), among) for word in way) for way in ways)
        terms.append(Term(phrase, ways[1:], weight * (FILLER_SHARE if filler else 1), is_filler=filler))
        at += len(phrase)
    if all(term.is_filler for term in terms):
        terms = [Term(term.typed, term.others, term.weight) for term in terms]
    return Question(folded, as_spelled, tuple(dict.fromkeys(terms)))


@dataclass(frozen=True, slots=True)
class Stage:
    """What to ask the database, and what else where too much is found for all of it to be looked at."""

    asked: Expression
    closer: Expression


def stages(question: Question) -> list[Stage]:
    """Questions for what has all terms: first in the title, then anywhere."""
    anywhere = [term.anywhere() for term in question.core]
    return [
        Stage(every(term.in_title() for term in question.core), Token(whole_title(question.words))),
        Stage(every(anywhere), every([*anywhere, *map(Token, question.pairs)])),
    ]


STRICT = 2
"""The stage of what lacks a term."""


def _adjacent(way: Phrase) -> Expression:
    return every(map(Token, pairs(way) if len(way) > 1 else way))


def _longest(found: Phrase, at: int, synonyms: Synonyms) -> Phrase:
    for length in range(min(LONGEST_PHRASE, len(found) - at), 1, -1):
        if found[at : at + length] in synonyms:
            return found[at : at + length]
    return found[at : at + 1]


def _is_filler(word: str, as_spelled: str, has_marks: bool) -> bool:  # noqa: FBT001
    # who types marks means “cho”; without any it may be “chó” or “chợ”, so it counts little, not nothing
    return as_spelled in FILLERS or (not has_marks and word in _BARE_FILLERS)
