"""Pictures with the grain, the light and the size of a camera's, drawn: they weigh what photographs weigh."""

import random
from functools import cache
from io import BytesIO

from PIL import Image, ImageChops, ImageFilter

from conglang.config.demo.pictures import SCENES

SIZE = (2400, 1350)
# how many pixels one grain covers, and how much of it shows: clouds of light down to single leaves
GRAINS = ((240, 0.50), (60, 0.32), (14, 0.34), (4, 0.30), (1, 0.12))
CONTRAST = 1.3
GREY = 128  # changes nothing that it lies on


@cache
def photograph(scene: str, seed: int) -> bytes:
    """A picture as the bytes of a JPEG file, the same for the same seed."""
    drawing = SCENES[scene](seed).filter(ImageFilter.GaussianBlur(1.3))
    light = Image.merge("RGB", [_light(random.Random(seed))] * 3)  # noqa: S311  # a drawing, not a secret
    picture = ImageChops.overlay(drawing.resize(SIZE, Image.Resampling.BICUBIC), light)
    data = BytesIO()
    picture.save(data, "JPEG", quality=86)
    return data.getvalue()


def _light(chance: random.Random) -> Image.Image:
    """All grains in one grey layer, each laid on the coarser ones at its own size: large layers are slow."""
    light, total = Image.new("L", (1, 1), GREY), 0.0
    for grain, share in GRAINS:
        size = (-(-SIZE[0] // grain), -(-SIZE[1] // grain))
        noise = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
        total += share
        light = Image.blend(light.resize(size, Image.Resampling.BICUBIC), noise, share / total)
    light = light.point(lambda value: round(GREY + (value - GREY) * CONTRAST))
    nearness = Image.linear_gradient("L").resize(SIZE).point(lambda depth: 60 + depth * 3 // 4)  # calm skies
    return Image.composite(light, Image.new("L", SIZE, GREY), nearness)
