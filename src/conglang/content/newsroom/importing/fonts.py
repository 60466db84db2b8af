"""Runs of text in legacy fonts, converted together where they belong together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from conglang.kernel.text import convert_by_font

LONGEST_WORD = 200  # letters; what goes on without a blank is none


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text and the font that it is set in; an empty name when nothing tells."""

    text: str
    font: str = ""


def convert_runs(runs: Sequence[Run]) -> list[str]:
    """The texts of neighbouring runs as Unicode.

    Neighbours of one font are converted as one text, because Word cuts runs anywhere, between a letter and
    its mark too; then each run gets back as much as its part of the text had become.
    """
    converted: list[str] = []
    for font, group in groupby(runs, key=lambda run: run.font):
        texts = [run.text for run in group]
        whole = convert_by_font("".join(texts), font)
        converted += texts if whole is None else _shared_out(whole, texts, font)
    return converted


def _shared_out(whole: str, texts: list[str], font: str) -> list[str]:
    parts, begun, told, typed = [], 0, 0, ""
    for text in texts[:-1]:
        typed += text
        # words do not change each other, so only the last one is converted again with each run
        last = typed.rfind(" ") + 1 or (len(typed) > LONGEST_WORD) * len(typed)
        told += len(convert_by_font(typed[:last], font) or "")
        typed = typed[last:]
        # a mark at the start of the next run has joined its letter here
        end = max(begun, told + len(convert_by_font(typed, font) or ""))
        parts.append(whole[begun:end])
        begun = end
    return [*parts, whole[begun:]]
