"""Documents of `papers` as a scanner gives them: skewed, specked, with a red seal and perhaps a stamp."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from conglang.content.documents.tests.papers import STATE, Paper
from conglang.tools.papers.fonts import FACES

DOTS = 200  # an inch
WIDTH, HEIGHT = 1654, 2339  # A4
INK, RED = (25, 25, 35), (200, 30, 40)


@dataclass(frozen=True)
class Wear:
    """What scanning does to a page. Skew in degrees, noise in grey levels, quality of the JPEG."""

    skew: float = 0.5
    noise: int = 8
    quality: int = 60
    blur: float = 0.5
    turned: int = 0
    is_grey: bool = False


def face(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The serif face that official sheets are set in; size in dots."""
    return ImageFont.truetype(FACES["bold" if bold else "normal", "normal"], size)


def picture_of(paper: Paper, wear: Wear | None = None, *, stamp: str = "") -> Image.Image:
    """One page. `stamp` stands in a red box under the letterhead."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(page)
    left, right = [*paper.left, "", paper.number, *paper.about], [*STATE, "", paper.dated]
    _column(pen, left, 420, 150)
    _column(pen, right, 1130, 150)
    top = 150 + 44 * max(len(left), len(right)) + 70
    if stamp:
        _stamp(pen, stamp, top)
        top += 110
    for line in paper.heading:
        _centred(pen, line, WIDTH // 2, top, bold=True)
        top += 46
    top += 20
    for line in paper.body:
        top = _paragraph(pen, line, top)
    top += 40
    _left(pen, ["Nơi nhận:", *paper.recipients], 190, top)
    _column(pen, [*paper.signed[:-1], *[""] * 6, paper.signed[-1]], 1130, top)
    # a seal of 36 mm stands over the left third of the signature and touches the post above it
    seal(page, (880, top + 44 * len(paper.signed) - 54))
    for line in paper.after:
        top = _paragraph(pen, line, top + 320)
    return worn(page, wear or Wear())


def as_jpeg(page: Image.Image, quality: int = 60) -> bytes:
    """As a phone or a scanner writes it."""
    data = BytesIO()
    page.save(data, "JPEG", quality=quality, dpi=(DOTS, DOTS))
    return data.getvalue()


def as_scanned_pdf(pages: Sequence[Image.Image], quality: int = 60) -> bytes:
    """A PDF of nothing but pictures."""
    data = BytesIO()
    first, *rest = pages
    first.save(data, "PDF", resolution=DOTS, save_all=True, append_images=rest, quality=quality)
    return data.getvalue()


def worn(page: Image.Image, wear: Wear) -> Image.Image:
    """The page after it went through a scanner; the same page always comes out the same."""
    chance = random.Random(repr(wear))
    page = page.rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor="white")
    shade = Image.linear_gradient("L").resize(page.size).point(lambda value: 225 + value // 9)
    page = ImageChops.multiply(page, Image.merge("RGB", [shade] * 3))
    grain = Image.effect_noise(page.size, wear.noise * 2).point(lambda value: min(255, 127 + value))
    page = ImageChops.multiply(page, Image.merge("RGB", [grain] * 3))
    pen = ImageDraw.Draw(page)
    for _speck in range(60):
        x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        pen.ellipse([x, y, x + chance.randint(1, 3), y + chance.randint(1, 3)], fill=INK)
    page = page.filter(ImageFilter.GaussianBlur(wear.blur))
    if wear.is_grey:
        page = page.convert("L").convert("RGB")
    return page.rotate(wear.turned, expand=True)


def _centred(pen: ImageDraw.ImageDraw, text: str, x: int, y: int, *, bold: bool = False) -> None:
    font = face(36, bold=bold)
    while pen.textlength(text, font) > 660 and font.size > 22:
        font = face(int(font.size) - 1, bold=bold)
    pen.text((x - pen.textlength(text, font) / 2, y), text, INK, font)


def _column(pen: ImageDraw.ImageDraw, lines: Sequence[str], x: int, top: int) -> None:
    for at, line in enumerate(lines):
        _centred(pen, line, x, top + 44 * at, bold=line.isupper())


def _left(pen: ImageDraw.ImageDraw, lines: Sequence[str], x: int, top: int) -> None:
    for at, line in enumerate(lines):
        pen.text((x, top + 36 * at), line, INK, face(28, bold=not at))


def _paragraph(pen: ImageDraw.ImageDraw, text: str, top: int) -> int:
    font, words, line = face(36), text.split(), "     "
    for word in words:
        if pen.textlength(f"{line} {word}", font) > WIDTH - 420:
            pen.text((230, top), line, INK, font)
            line, top = "", top + 48
        line = f"{line} {word}" if line else word
    pen.text((230, top), line, INK, font)
    return top + 58


def _stamp(pen: ImageDraw.ImageDraw, text: str, top: int) -> None:
    font = face(44, bold=True)
    width = pen.textlength(text, font)
    pen.rectangle([300, top, 350 + width, top + 70], outline=RED, width=5)
    pen.text((325, top + 8), text, RED, font)


def seal(page: Image.Image, at: tuple[int, int]) -> None:
    """Print the round red seal of an authority; `at` is its upper left corner."""
    layer = Image.new("RGB", (300, 300), "white")
    pen = ImageDraw.Draw(layer)
    pen.ellipse([5, 5, 295, 295], outline=RED, width=8)
    pen.ellipse([60, 60, 240, 240], outline=RED, width=4)
    _centred(pen, "ỦY BAN NHÂN DÂN", 150, 20)
    star = [(150, 90), (170, 150), (230, 150), (180, 185), (200, 240), (150, 205), (100, 240), (120, 185)]
    pen.polygon([*star, (70, 150), (130, 150)], fill=RED)
    page.paste(ImageChops.multiply(layer, page.crop((*at, at[0] + 300, at[1] + 300))), at)
