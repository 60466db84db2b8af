"""Reads the colours of tokens.css, for the style guide and for the test that computes their contrast."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

FILE = Path(__file__).parent / "static" / "ui" / "css" / "tokens.css"
THEMES = tuple(product(("calm", "sharp"), ("day", "night")))
GROUNDS = ("page", "surface", "sunk")

_COLOUR = r"var\(--day, (#[0-9a-f]{6})\) var\(--night, (#[0-9a-f]{6})\)"
_TOKEN = re.compile(rf"--([\w-]+): var\(--calm, {_COLOUR}\) var\(--sharp, {_COLOUR}\);")


@dataclass(frozen=True)
class Pair:
    """A colour in front of another one; `needs` is the least contrast ratio that the design promises."""

    front: str
    ground: str
    needs: float


@cache
def colours() -> dict[str, tuple[str, ...]]:
    """Colour tokens, each with its values in the order of THEMES."""
    return {match[1]: match.groups()[1:] for match in _TOKEN.finditer(FILE.read_text("utf-8"))}


def names() -> list[str]:
    """Every custom property that components may use."""
    switches = {"--day", "--night", "--calm", "--sharp"}
    return sorted(set(re.findall(r"(--[\w-]+):", FILE.read_text("utf-8"))) - switches)


def pairs() -> list[Pair]:
    """Pairs that the names of the tokens promise: 7:1 for text, 3:1 for edges (WCAG 1.4.6 and 1.4.11)."""
    found = []
    for name in colours():
        if name.startswith("on-"):
            found.append(Pair(name, _ground_of(name), 7))
        elif name.startswith(("text", "link")):
            found += [Pair(name, ground, 7) for ground in GROUNDS]
        elif name.startswith("edge-"):
            found += [Pair(name, ground, 3) for ground in GROUNDS]
    return found


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours by WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def grounds() -> list[tuple[str, str]]:
    """Grounds with the text colour that stands on them, for the swatches of the style guide."""
    plain = [(ground, "text") for ground in GROUNDS]
    return plain + [(pair.ground, pair.front) for pair in pairs() if pair.front == f"on-{pair.ground}"]


def _ground_of(name: str) -> str:
    ground = name.removeprefix("on-")
    while ground not in colours():
        ground = ground.rpartition("-")[0]
    return ground


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
