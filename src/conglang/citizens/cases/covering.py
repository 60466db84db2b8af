"""Faces and number plates boxed out of a photo. Pure: bytes in, bytes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from conglang.citizens.cases.files import encoded

MOST_BOXES = 12
_BLOCK = 16  # pixels of a WebP block: one more around a box keeps what smears over its edge out of it


@dataclass(frozen=True, order=True)
class Box:
    """A rectangle in whole percent of the picture's width and height."""

    left: int
    top: int
    width: int
    height: int

    @property
    def fits(self) -> bool:
        """Whether it has an area and lies in the picture."""
        has_area = self.left >= 0 and self.top >= 0 and self.width > 0 and self.height > 0
        return has_area and self.left + self.width <= 100 and self.top + self.height <= 100

    def painted(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom pixel that are black in a picture of this size."""
        return (
            _before(width * self.left), _before(height * self.top),
            _after(width * (self.left + self.width)), _after(height * (self.top + self.height)),
        )  # fmt: skip


def _before(hundredths: int) -> int:
    return (hundredths // 100 // _BLOCK - 1) * _BLOCK


def _after(hundredths: int) -> int:
    return (-(-hundredths // 100) // _BLOCK + 2) * _BLOCK - 1


def covered(data: bytes, boxes: Iterable[Box]) -> bytes:
    """The photo drawn anew with black boxes; its bytes do not depend on what was under them."""
    with Image.open(BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    brush = ImageDraw.Draw(picture)
    for box in boxes:
        brush.rectangle(box.painted(*picture.size), fill="black")
    return encoded(picture)
