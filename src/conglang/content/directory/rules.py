"""What is written in an entry, read and checked. Pure."""

import re
from dataclasses import dataclass
from typing import Any

MOST_STARS = 5
MOST_PRODUCTS = 40
_STARS = re.compile(r"^(?P<name>.*\S)\s*[-–,;:(]\s*(?P<stars>[1-5])\s*(?:sao|\*|★)\s*\)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Product:
    """A product with the stars of the OCOP programme, 0 for none."""

    name: str
    stars: int = 0

    @property
    def line(self) -> str:
        """The product as people type it."""
        return f"{self.name} – {self.stars} sao" if self.stars else self.name


def products_of(text: str) -> list[Product]:
    """One product a line; “Mật ong – 4 sao” says how many stars it bears."""
    found = []
    for line in text.splitlines():
        words = " ".join(line.split())
        match = _STARS.match(words)
        if match:
            found.append(Product(match["name"], int(match["stars"])))
        elif words:
            found.append(Product(words))
    return found


def as_lines(stored: list[dict[str, Any]]) -> str:
    """Stored products as people type them."""
    return "\n".join(Product(**each).line for each in stored)


_PHONE = re.compile(r"\+?[0-9]{3,15}")


def dialled(phone: str) -> str:
    """The digits of a telephone number for a `tel:` link; empty for what is none."""
    digits = re.sub(r"[\s().\-–]", "", phone)
    return digits if _PHONE.fullmatch(digits) else ""
