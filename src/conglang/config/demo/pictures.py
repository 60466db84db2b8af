"""Drawn pictures for the demonstration: no photograph of a real place or person is shown."""

import math
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1600, 900)
Colour = tuple[int, int, int]

DAWN = ((250, 214, 165), (238, 150, 110))
NOON = ((150, 200, 232), (232, 244, 248))
DUSK = ((86, 84, 140), (246, 170, 120))


def _mix(a: Colour, b: Colour, share: float) -> Colour:
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def _sky(top: Colour, bottom: Colour) -> Image.Image:
    picture = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(picture)
    for y in range(SIZE[1]):
        draw.line([(0, y), (SIZE[0], y)], fill=_mix(top, bottom, y / SIZE[1]))
    return picture


def _hills(draw: ImageDraw.ImageDraw, chance: random.Random, base: int, height: int, colour: Colour) -> None:
    waves = [(chance.uniform(0.002, 0.006), chance.uniform(0, 6.3), chance.uniform(0.3, 1)) for _ in range(3)]
    points = [(0, SIZE[1])]
    for x in range(0, SIZE[0] + 8, 8):
        lift = sum(math.sin(x * step + shift) * size for step, shift, size in waves) / 3
        points.append((x, round(base - height * (0.5 + lift / 2))))
    draw.polygon([*points, (SIZE[0], SIZE[1])], fill=colour)


def _paddies(
    draw: ImageDraw.ImageDraw, chance: random.Random, top: int, greens: tuple[Colour, Colour]
) -> None:
    y, row = top, 0
    while y < SIZE[1]:
        depth = round(18 + (y - top) * 0.16)
        draw.rectangle([0, y, SIZE[0], y + depth], fill=_mix(*greens, chance.random()))
        draw.line(
            [(0, y), (SIZE[0], y)], fill=_mix(greens[0], (255, 244, 200), 0.35), width=max(2, depth // 9)
        )
        for x in range(chance.randrange(160), SIZE[0], 240 + depth * 4):
            draw.line(
                [(x, y), (x - depth // 2, y + depth)], fill=_mix(greens[0], (255, 244, 200), 0.3), width=3
            )
        y, row = y + depth, row + 1


def _palm(draw: ImageDraw.ImageDraw, x: int, foot: int, height: int, colour: Colour) -> None:
    draw.line([(x, foot), (x + height // 14, foot - height)], fill=colour, width=max(4, height // 26))
    crown = (x + height // 14, foot - height)
    for angle in range(0, 360, 40):
        reach = height * 0.36
        tip = (
            crown[0] + reach * math.cos(math.radians(angle)),
            crown[1] + reach * 0.55 * math.sin(math.radians(angle)),
        )
        draw.line([crown, tip], fill=colour, width=max(4, height // 30))


def _gate(draw: ImageDraw.ImageDraw, x: int, foot: int, width: int, wall: Colour, roof: Colour) -> None:
    height, post = round(width * 0.8), width // 5
    draw.rectangle([x, foot - height, x + width, foot], fill=wall)
    opening = [x + post, foot - round(height * 0.7), x + width - post, foot]
    draw.rectangle(
        [opening[0], opening[1] + width // 5, opening[2], foot], fill=_mix(wall, (255, 230, 180), 0.75)
    )
    draw.pieslice(
        [opening[0], opening[1], opening[2], opening[1] + width // 2],
        180,
        360,
        fill=_mix(wall, (255, 230, 180), 0.75),
    )
    for lift, spread in ((0, 0.2), (round(height * 0.24), 0.06)):
        top, edge = foot - height - lift, round(width * spread)
        draw.polygon(
            [
                (x - edge, top),
                (x + width + edge, top),
                (x + width - post // 2, top - height // 5),
                (x + post // 2, top - height // 5),
            ],
            fill=roof,
        )
        if lift:
            draw.rectangle([x + post // 2, top, x + width - post // 2, top + lift - height // 5], fill=wall)


def _house(draw: ImageDraw.ImageDraw, x: int, foot: int, width: int, wall: Colour, roof: Colour) -> None:
    height = width // 2
    draw.rectangle([x, foot - height, x + width, foot], fill=wall)
    draw.polygon(
        [
            (x - width // 10, foot - height),
            (x + width + width // 10, foot - height),
            (x + width * 4 // 5, foot - height * 8 // 5),
            (x + width // 5, foot - height * 8 // 5),
        ],
        fill=roof,
    )
    for part in range(3):
        left = x + width // 8 + part * width // 3
        draw.rectangle(
            [left, foot - height * 3 // 4, left + width // 7, foot - height // 4], fill=_mix(wall, roof, 0.6)
        )


def fields(seed: int) -> Image.Image:
    """Paddies before hills."""
    chance = random.Random(seed)  # noqa: S311  # a drawing, not a secret
    picture = _sky(*chance.choice((DAWN, NOON)))
    draw = ImageDraw.Draw(picture)
    draw.ellipse([1120, 120, 1260, 260], fill=(255, 244, 214))
    for step, colour in enumerate(((126, 158, 160), (96, 138, 128), (72, 116, 96))):
        _hills(draw, chance, 520 + step * 60, 190 - step * 40, colour)
    _paddies(draw, chance, 560, ((104, 150, 66), (160, 186, 84)))
    for x in (140, 250, 1380):
        _palm(draw, x, 640 + chance.randrange(60), 260, (52, 78, 52))
    return picture


def river(seed: int) -> Image.Image:
    """A landing on the river in the evening."""
    chance = random.Random(seed)  # noqa: S311
    picture = _sky(*DUSK)
    draw = ImageDraw.Draw(picture)
    draw.ellipse([700, 330, 860, 490], fill=(255, 222, 160))
    _hills(draw, chance, 500, 110, (66, 74, 104))
    for y in range(500, SIZE[1], 6):
        draw.line([(0, y), (SIZE[0], y)], fill=_mix((232, 158, 116), (54, 62, 104), (y - 500) / 400), width=6)
    for _ in range(90):
        x, y = chance.randrange(SIZE[0]), chance.randrange(520, SIZE[1])
        draw.line([(x, y), (x + 60, y)], fill=(250, 196, 150), width=2)
    for x, y, size in ((320, 640, 240), (980, 720, 320)):
        draw.chord([x, y - size // 5, x + size, y + size // 4], 0, 180, fill=(40, 38, 50))
        draw.polygon(
            [(x + size // 2, y - 4), (x + size // 2, y - size * 2 // 3), (x + size * 4 // 5, y - 10)],
            fill=(196, 92, 58),
        )
    return picture


def gate(seed: int) -> Image.Image:
    """The gate of the village."""
    chance = random.Random(seed)  # noqa: S311
    picture = _sky(*NOON)
    draw = ImageDraw.Draw(picture)
    _hills(draw, chance, 560, 120, (134, 172, 138))
    draw.rectangle([0, 640, SIZE[0], SIZE[1]], fill=(150, 176, 96))
    draw.polygon([(720, 640), (880, 640), (1180, 900), (420, 900)], fill=(214, 188, 148))
    for x in (120, 330, 1220, 1420):
        _palm(draw, x, 660, 320, (60, 96, 62))
    _gate(draw, 620, 660, 360, (206, 168, 120), (150, 62, 44))
    return picture


def village(seed: int) -> Image.Image:
    """Houses, the school or the health station."""
    chance = random.Random(seed)  # noqa: S311
    picture = _sky(*chance.choice((DAWN, NOON)))
    draw = ImageDraw.Draw(picture)
    _hills(draw, chance, 520, 140, (120, 158, 138))
    draw.rectangle([0, 620, SIZE[0], SIZE[1]], fill=(186, 178, 128))
    walls: tuple[Colour, ...] = ((240, 222, 176), (226, 208, 190), (214, 222, 206))
    for x, width in ((90, 330), (520, 460), (1110, 360)):
        _house(draw, x, 690 + chance.randrange(40), width, chance.choice(walls), (158, 70, 48))
    for x in (440, 1030, 1520):
        _palm(draw, x, 720, 300, (58, 92, 58))
    return picture


SCENES: dict[str, Callable[[int], Image.Image]] = {
    "fields": fields,
    "river": river,
    "gate": gate,
    "village": village,
}


def jpeg(scene: str, seed: int) -> BytesIO:
    """A picture as the bytes of a JPEG file, the same for the same seed."""
    picture = SCENES[scene](seed).filter(ImageFilter.SMOOTH)
    data = BytesIO()
    picture.save(data, "JPEG", quality=88)
    data.seek(0)
    return data


def emblem(seed: int) -> BytesIO:
    """A round sign with the gate on it, as the bytes of a PNG file; the seed turns its colour a little."""
    size, straw = 512, (250, 222, 160)
    brick = (140 - seed % 5 * 14, 40 + seed % 3 * 8, 24)
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse([8, 8, size - 8, size - 8], fill=straw)
    draw.ellipse([26, 26, size - 26, size - 26], fill=brick)
    draw.ellipse([44, 44, size - 44, size - 44], outline=straw, width=6)
    _gate(draw, 146, 372, 220, straw, straw)
    draw.rectangle([96, 372, 416, 388], fill=straw)
    data = BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return data
