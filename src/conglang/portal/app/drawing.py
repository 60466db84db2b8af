"""The app's icon: a unit's emblem on paper, or our gate on brick."""

from typing import IO

from PIL import Image, ImageDraw

SIZES = (180, 192, 512)
_BRICK, _STRAW, _PAPER = "#7b2513", "#ffdf9e", "#fffdf9"
_FINER = 4  # drawn larger and made smaller, for smooth edges
_SAFE = 0.62  # of the width: systems cut icons to circles and drops
# the gate of ui/mark.svg, on a field of 64
_ROOFS = (
    (
        (21, 3),
        (43, 3),
        (43, 6),
        (47, 10.5),
        (52.3, 11.4),
        (47, 16.5),
        (17, 16.5),
        (11.7, 11.4),
        (17, 10.5),
        (21, 6),
    ),
    ((19, 20), (45, 20), (45, 24), (19, 24)),
    ((15, 26.5), (49, 26.5), (55.5, 32.3), (61.2, 33.1), (55.5, 38.5), (8.5, 38.5), (2.8, 33.1), (8.5, 32.3)),
    ((9.5, 41), (54.5, 41), (54.5, 61), (9.5, 61)),
)
_DOOR = ((23, 43.5), (41, 61.5))
_STEP = ((23, 52.5), (41, 61.5))


def icon_of(size: int, emblem: IO[bytes] | None = None) -> Image.Image:
    """A square of `size` pixels, filled to its corners."""
    return _with_emblem(size, emblem) if emblem else _gate(size)


def _with_emblem(size: int, emblem: IO[bytes]) -> Image.Image:
    square = Image.new("RGB", (size, size), _PAPER)
    with Image.open(emblem) as opened:
        picture = opened.convert("RGBA")
    inside = round(size * _SAFE)
    picture.thumbnail((inside, inside))
    square.paste(picture, ((size - picture.width) // 2, (size - picture.height) // 2), picture)
    return square


def _gate(size: int) -> Image.Image:
    side = size * _FINER
    square = Image.new("RGB", (side, side), _BRICK)
    draw = ImageDraw.Draw(square)
    unit, edge = side * _SAFE / 64, side * (1 - _SAFE) / 2

    def placed(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
        return [(edge + x * unit, edge + y * unit) for x, y in points]

    for points in _ROOFS:
        draw.polygon(placed(points), _STRAW)
    draw.ellipse(placed(_DOOR), _BRICK)
    draw.rectangle(placed(_STEP), _BRICK)
    return square.resize((size, size), Image.Resampling.LANCZOS)
