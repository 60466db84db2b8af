"""Words that are no syllables, words that are others than were meant, and words without their marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log, log2

from conglang.kernel.text import convert_tcvn3, convert_vni, fold, nfc

from .candidates import EASY, is_possible, repairs
from .findings import Certainty, Finding, Kind
from .lexicon import STRONG, Lexicon, lexicon
from .marks import older, tone_habits
from .tokens import NUMBER, Token, lowered

_LATIN = re.compile("[a-z]*")
_MOST = 3  # suggestions
_RUN = 3  # words without marks in a row that are no chance
_FEW = 12  # a syllable that the texts have less often may be said twice
_BOUND = 5.0  # strength of two syllables that are one word
_GAIN, _GAIN_OF_NAME = 12.0, 15.0  # how much likelier the other one has to be, as a logarithm
_MOST_RESTORED = 12  # words of a run for which marks are proposed


class Sentence:
    """Words of a text, each with the neighbours that it makes sense with."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.words = words
        self.known = lexicon()

    def left(self, at: int) -> str:
        """The word before, if nothing parts the two."""
        return self.words[at - 1].low if at > 0 and self.words[at].follows else ""

    def right(self, at: int) -> str:
        """The word behind, if nothing parts the two."""
        return self.words[at + 1].low if at + 1 < len(self.words) and self.words[at + 1].follows else ""

    def is_used(self, at: int) -> bool:
        """Whether the word has been seen beside a neighbour of it."""
        word = self.words[at].low
        return self.known.knows(self.left(at), word) or self.known.knows(word, self.right(at))

    def is_at_home(self, at: int) -> bool:
        """Whether the word has been seen beside each of its neighbours."""
        word, left, right = self.words[at].low, self.left(at), self.right(at)
        return (not left or self.known.knows(left, word)) and (not right or self.known.knows(word, right))

    def strength(self, at: int, word: str) -> float:
        """How well another word would go with the neighbours; one that belongs elsewhere does not count."""
        left, right = self.left(at), self.right(at)
        return max(
            self.known.strength(left, word) if left and not self._is_bound(at - 2) else 0.0,
            self.known.strength(word, right) if right and not self._is_bound(at + 1) else 0.0,
        )

    def likelihood(self, at: int, word: str) -> float:
        """How likely a word is between the neighbours."""
        left, right = self.left(at), self.right(at)
        return self.known.likelihood(left, word) * self.known.likelihood(word, right)

    def joints(self, at: int, word: str) -> int:
        """How often another word has stood between these neighbours."""
        return self.known.count(self.left(at), word) + self.known.count(word, self.right(at))

    def _is_bound(self, first: int) -> bool:
        """Whether a word and the one behind it are one word."""
        if first < 0 or first + 1 >= len(self.words) or not self.words[first + 1].follows:
            return False
        return self.known.strength(self.words[first].low, self.words[first + 1].low) >= STRONG - 2

    def best(self, at: int, options: Sequence[tuple[str, float]]) -> list[tuple[float, str]]:
        """The options with a score, best first: the neighbours decide, then how common a word is."""
        scored = [
            (
                2 * self.strength(at, word)
                + log2(1 + self.joints(at, word))
                + ease
                + log2(1 + self.known.syllables[word]) / 4,
                word,
            )
            for word, ease in options
        ]
        return sorted(scored, key=lambda entry: (-entry[0], entry[1]))


def check_words(words: Sequence[Token]) -> Iterator[Finding]:
    """Findings about single words; runs without marks are one finding each."""
    usual, newer = tone_habits(words)
    for each in _slips(words):
        if len(newer) > len(usual):
            yield each
        else:
            yield replace(each, suggestions=tuple(older(text) for text in each.suggestions))


def _slips(words: Sequence[Token]) -> Iterator[Finding]:
    sentence = Sentence(words)
    taken: set[int] = set()
    for first, last in _confusions(sentence):
        taken.update(range(first, last[0]))
        yield _replaced(words[first : last[0]], [last[1]], Kind.CONTEXT, Certainty.SURE)
    for first, end in _toneless_runs(sentence):
        if taken.isdisjoint(range(first, end)):
            taken.update(range(first, end))
            marked = [restored(sentence, first, end)] if end - first <= _MOST_RESTORED else []
            yield _replaced(words[first:end], marked, Kind.TONELESS, Certainty.LIKELY)
    for at, word in enumerate(words):
        if at not in taken and (found := _check(sentence, at, word)):
            if found.kind is Kind.CONTEXT and at - 1 in taken:
                continue
            taken.add(at)
            yield found
    yield from _doubled(sentence)


def _check(sentence: Sentence, at: int, word: Token) -> Finding | None:
    low = word.low
    if word.is_loose or low == NUMBER or low in sentence.known.foreign or len(low) < 2:
        return None
    if word.is_shouted and not _is_heading(sentence, at):
        return None
    if not is_possible(low):
        return _no_syllable(sentence, at, word)
    raw = nfc(word.raw).lower()
    if raw not in {low, older(low)}:  # thaỏ
        return _replaced([word], [older(low)], Kind.SYLLABLE, Certainty.SURE)
    if sentence.is_at_home(at):
        return None
    return _unfit(sentence, at, word)


def _is_heading(sentence: Sentence, at: int) -> bool:
    near = [n for n in (at - 1, at + 1) if 0 <= n < len(sentence.words)]
    return is_possible(sentence.words[at].low) and any(
        sentence.words[n].is_shouted and is_possible(sentence.words[n].low) for n in near
    )


def _no_syllable(sentence: Sentence, at: int, word: Token) -> Finding | None:
    if any(
        lowered(convert(word.raw)) in sentence.known.syllables for convert in (convert_tcvn3, convert_vni)
    ):
        return None  # said by check_legacy
    if not _LATIN.fullmatch(fold(word.low)):  # other peoples' letters
        return None
    options = repairs(word.low)
    if not options:  # far from every syllable: a borrowed word, such as kilôgam
        return None
    gain, _other = _gain(sentence, at, word)
    is_foreign = word.low.isascii() and not any(ease == EASY for _word, ease in options)
    if gain < (_GAIN_OF_NAME if word.is_name else _GAIN) and (is_foreign or word.is_capital):
        return None
    suggestions = [option for _score, option in sentence.best(at, options)[:_MOST]]
    return _replaced([word], suggestions, Kind.SYLLABLE, Certainty.SURE if gain > 0 else Certainty.LIKELY)


def _unfit(sentence: Sentence, at: int, word: Token) -> Finding | None:
    """A syllable among neighbours with which another one, easily mistaken for it, is far likelier."""
    gain, other = _gain(sentence, at, word)
    if gain < (_GAIN_OF_NAME if word.is_name else _GAIN):
        return None
    return _replaced([word], [other], Kind.CONTEXT, Certainty.LIKELY)


def _gain(sentence: Sentence, at: int, word: Token) -> tuple[float, str]:
    """How much likelier the likeliest other word is between the neighbours, as a logarithm."""
    here = sentence.likelihood(at, word.low)
    pairs, right = sentence.known.pairs, sentence.right(at)
    behind_left = pairs.get(sentence.left(at), {})
    options = (
        (log(sentence.likelihood(at, other) / here) + ease, other)
        for other, ease in repairs(word.low)
        if other in behind_left or right in pairs.get(other, ())
    )
    return max(options, default=(0.0, ""))


def _confusions(sentence: Sentence) -> Iterator[tuple[int, tuple[int, str]]]:
    """Where a sequence stands that is always wrong: first word, behind the last one, what is right."""
    words, known = sentence.words, sentence.known
    at = 0
    while at < len(words):
        for sequence, right in known.confusions.get(words[at].low, ()):
            end = at + len(sequence)
            if tuple(word.low for word in words[at:end]) != sequence:
                continue
            if not all(word.follows for word in words[at + 1 : end]):
                continue
            before, behind = sentence.left(at), sentence.right(end - 1)
            if (before, sequence[0]) in known.words or (
                len(sequence) > 1 and (sequence[-1], behind) in known.words
            ):
                continue
            yield at, (end, right)
            at = end - 1
            break
        at += 1


def _toneless_runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Runs of ASCII words most of which nobody has ever seen side by side, though with marks they are."""
    words, at = sentence.words, 0
    while at < len(words):
        end = at
        while end < len(words) and _may_lack_marks(words[end]) and (end == at or words[end].follows):
            end += 1
        if end - at >= _RUN:
            odd = [n for n in range(at, end) if _lacks_marks(sentence, n)]
            if len(odd) >= _RUN and 2 * len(odd) > odd[-1] - odd[0] + 1:
                yield odd[0], odd[-1] + 1
        at = max(end, at + 1)


def _may_lack_marks(word: Token) -> bool:
    return word.low.isascii() and not word.is_loose and word.low in _folded()


def _folded() -> dict[str, tuple[str, ...]]:
    return lexicon().by_fold


def _lacks_marks(sentence: Sentence, at: int) -> bool:
    low, known = sentence.words[at].low, sentence.known
    if low in known.foreign:
        return False
    if sentence.is_used(at):
        return False
    return any(known.syllables[other] > known.syllables.get(low, 0) for other in known.by_fold[low])


def restored(sentence: Sentence, first: int, end: int) -> str:
    """The likeliest marks for words without any, by how often neighbours stand side by side."""
    known = sentence.known
    paths: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for at in range(first, end):
        options = known.by_fold.get(sentence.words[at].low) or (sentence.words[at].low,)
        paths = {
            word: max(
                (score + _link(known, last, word), [*path, word]) for last, (score, path) in paths.items()
            )
            for word in options
        }
    return " ".join(max(paths.values())[1])


def _link(known: Lexicon, last: str, word: str) -> float:
    together, alone = known.count(last, word), known.syllables.get(word, 0)
    return 2 * log2(1 + together) + log2(1 + alone) / 2 + STRONG * ((last, word) in known.words)


def _doubled(sentence: Sentence) -> Iterator[Finding]:
    words, known = sentence.words, sentence.known
    for at in range(1, len(words)):
        one, two = words[at - 1], words[at]
        if (
            one.low != two.low
            or one.low == NUMBER
            or not two.follows
            or two.is_name
            or one.low in known.repeated
        ):
            continue
        if known.syllables.get(one.low, 0) < _FEW and len(one.low) > 1:
            continue  # chôm chôm
        left, right = sentence.left(at - 1), sentence.right(at)
        if (left, one.low) in known.words and known.strength(two.low, right) >= _BOUND:
            continue  # công nhân nhân dịp
        yield Finding(one.start, two.end, Kind.DOUBLED, Certainty.SURE, (one.raw,))


def _replaced(words: Sequence[Token], options: Sequence[str], kind: Kind, certainty: Certainty) -> Finding:
    """A finding about words; what is suggested takes over their capitals."""
    suggestions = tuple(dict.fromkeys(_cased(words, option) for option in options[:_MOST]))
    return Finding(words[0].start, words[-1].end, kind, certainty, suggestions)


def _cased(words: Sequence[Token], option: str) -> str:
    parts = option.split(" ")
    if len(parts) != len(words):
        return option
    return " ".join(
        part.upper() if word.is_shouted else part[:1].upper() + part[1:] if word.is_capital else part
        for part, word in zip(parts, words, strict=True)
    )
