"""Pictures with the grain, the light and the size of a camera's, drawn: they weigh what photographs weigh."""

import random
from functools import cache
from io import BytesIO

from PIL import Image, ImageChops, ImageFilter

from conglang.config.demo.pictures import SCENES

SIZE = (2400, 1350)
# how many pixels one grain covers, and how much of it shows: clouds of light down to single leaves
GRAINS = ((240, 0.50), (60, 0.32), (14, 0.34), (4, 0.30), (1, 0.12))


@cache
def photograph(scene: str, seed: int) -> bytes:
    """A picture as the bytes of a JPEG file, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # a drawing, not a secret
    nearness = Image.linear_gradient("L").resize(SIZE).point(lambda depth: 60 + depth * 3 // 4)  # calm skies
    picture = SCENES[scene](seed).resize(SIZE, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2))
    for grain, share in GRAINS:
        small = (SIZE[0] // grain + 1, SIZE[1] // grain + 1)
        noise = Image.frombytes("L", small, chance.randbytes(small[0] * small[1]))
        layer = noise.resize(SIZE, Image.Resampling.BICUBIC).convert("RGB")
        lit = Image.blend(picture, ImageChops.overlay(picture, layer), share)
        picture = Image.composite(lit, picture, nearness)
    data = BytesIO()
    picture.save(data, "JPEG", quality=86)
    return data.getvalue()
