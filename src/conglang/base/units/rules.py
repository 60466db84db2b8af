"""How hosts of units are made from their names, and points of hamlets read. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol, TypeVar

from conglang.kernel.text import fold, one_line, same_text

# Decree 224/2026, article 11.4: the full name without accents; one province has another host by name.
PROVINCE_LABELS = {"79": "hochiminhcity"}
GOVERNMENT = "gov.vn"

_NOT_LABEL = re.compile(r"[^a-z0-9]")


class Named(Protocol):
    """Anything with a name, such as a unit."""

    @property
    def name(self) -> str:
        """The name without the word for the kind."""
        ...


N = TypeVar("N", bound=Named)
LATITUDES, LONGITUDES = (8, 24), (102, 118)  # the country with its islands, in degrees
_DEGREES = re.compile(r"\d{1,3}(?:[.,]\d{1,12})?")


class NoPoint(ValueError):
    """No place in the country."""


def point_of(text: str) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude as maps on phones write them, “20.50000, 106.10000”; None for nothing.

    Raises NoPoint for anything else.
    """
    if not text.strip():
        return None
    found = [Decimal(part.replace(",", ".")).quantize(Decimal("0.00001")) for part in _DEGREES.findall(text)]
    if len(found) != 2 or re.search(r"[^\d.,;°\s]", text):
        raise NoPoint
    lat, lon = found
    if not (LATITUDES[0] <= lat <= LATITUDES[1] and LONGITUDES[0] <= lon <= LONGITUDES[1]):
        raise NoPoint
    return lat, lon


def host_label(name: str) -> str:
    """The name as one label of a host: “Mỹ Tho” and “Mỹ Thọ” both give `mytho`."""
    return _NOT_LABEL.sub("", fold(name))


def province_host(code: str, name: str) -> str:
    """The host of a province's portal, `dongthap.gov.vn`."""
    return f"{PROVINCE_LABELS.get(code) or host_label(name)}.{GOVERNMENT}"


def colliding(units: Iterable[N]) -> dict[str, list[N]]:
    """Of units that share a parent host: those whose names give the same label, by label."""
    by_label: dict[str, list[N]] = defaultdict(list)
    for unit in units:
        by_label[host_label(unit.name)].append(unit)
    return {label: namesakes for label, namesakes in by_label.items() if len(namesakes) > 1}


def tidy_name(name: str) -> str:
    """A name as it is stored: NFC, single blanks."""
    return one_line(name)


def bare_name(word: str, name: str) -> str:
    """A name without the word for the kind, which people write along: “thôn Hội Long” is Hội Long."""
    tidy = tidy_name(name)
    start, rest = tidy[: len(word)], tidy[len(word) :]
    return rest.strip() if rest[:1] == " " and same_text(start, word, ignore_case=True) else tidy
