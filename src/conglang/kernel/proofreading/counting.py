"""How the word data was counted, to count it again from other texts:

    python -m conglang.kernel.proofreading.counting DATA_FOLDER SYLLABLES TEXT_OR_PO…

SYLLABLES is a file with a word a line, whose syllables with marks are good though no text has them.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from conglang.kernel.proofreading.tokens import NUMBER
from conglang.kernel.text import canonical, is_syllable

_FEWEST = 2  # a pair that stands only once may be a slip
_SENTENCE = re.compile(r"[^\w #]+")
_NUMBER = re.compile(r"(?<!\S)\d+(?:[.,/:]\d+)*(?=[\s,.;:)]|$)")
_MESSAGE = re.compile(r'^msgstr .*\n(?:".*\n)*', re.MULTILINE)


def sentences(text: str) -> Iterator[list[str]]:
    """The syllables of each run of words between marks, in lower case and one placement of tones."""
    plain = _NUMBER.sub(NUMBER, canonical(text.replace("\n", " . "), ignore_case=True).replace("#", "."))
    for run in _SENTENCE.split(plain):
        words = run.split()
        while words:
            end = next((at for at, word in enumerate(words) if not _counts(word)), len(words))
            if end:
                yield words[:end]
            words = words[end + 1 :]


def _counts(word: str) -> bool:
    return word == NUMBER or is_syllable(word)


def texts(paths: Iterable[Path]) -> Iterator[str]:
    """The whole text of each file; of a catalogue of messages their translations."""
    for path in paths:
        text = path.read_text("utf-8")
        if path.suffix == ".po":
            text = "\n".join(
                re.sub(r'^msgstr(\[\d\])? |^"|"$|\\n|%\(\w+\)s', " ", each, flags=re.MULTILINE)
                for each in _MESSAGE.findall(text)
            )
        yield text


def main() -> None:
    """Write syllables.tsv and pairs.tsv."""
    folder, known, *sources = map(Path, sys.argv[1:])
    syllables: Counter[str] = Counter()
    pairs: dict[str, Counter[str]] = {}
    for text in texts(sources):
        for words in sentences(text):
            syllables.update(words)
            for first, second in pairwise(words):
                pairs.setdefault(first, Counter())[second] += 1
    for word in known.read_text("utf-8").split():
        if is_syllable(word) and not canonical(word).isascii():
            syllables[canonical(word, ignore_case=True)] += 0
    _write(folder / "syllables.tsv", (f"{word}\t{count}" for word, count in sorted(syllables.items())))
    _write(
        folder / "pairs.tsv", (f"{first}\t{line}" for first in sorted(pairs) if (line := _line(pairs[first])))
    )


def _line(seconds: Counter[str]) -> str:
    return " ".join(f"{word} {count}" for word, count in sorted(seconds.items()) if count >= _FEWEST)


def _write(path: Path, lines: Iterable[str]) -> None:
    head = path.read_text("utf-8").partition("\n")[0] if path.exists() else "# source"
    path.write_text("\n".join([head, *lines, ""]), "utf-8")


if __name__ == "__main__":
    main()
