"""The child process that opens scans: `python -m conglang.tools.media.drawing ocr pdf 3 <file`. No Django.

`survey` prints JSON: how many pages there are, and which of them are pictures without text. `show` prints one
page as JPEG for the screen. `ocr` prints a line of JSON with the sizes of pictures that follow it as PGM: the
page without red ink, the same in black and white only, its red ink (empty if there is none), and the words of
each frame. `bind` makes a PDF of a picture.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageOps

from conglang.kernel.confinement import PATIENCE, confine
from conglang.tools.media import binding, embedded, stamps

MEMORY_BYTES = 1536 * 1024**2
CPU_SECONDS = 50
FILE_BYTES = 64 * 1024**2
MOST_PIXELS = 60_000_000
MOST_PAGES = 200  # that are looked at as pictures
LONG_SIDE = 3300  # A4 at 280 dots an inch: the smallest letters of a document have 30 of them then
SMALLEST_SIDE = 2000  # a smaller photograph is enlarged
SHOWN_WIDTH = 1000
FEW_LETTERS = 12  # of a page that is a scan with perhaps a stamped number
RED = 60  # by how much red must outdo the other colours to be red ink
LEAST_RED = 400  # dots
INK = 24  # darker than the paper around it by so much


def main() -> None:
    """Do one of the four; any failure is an exit code."""
    os.nice(PATIENCE)
    confine(MEMORY_BYTES, CPU_SECONDS)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    work, extension, *number = sys.argv[1:]
    data = sys.stdin.buffer.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        sys.exit(2)
    out = sys.stdout.buffer
    if work == "survey":
        out.write(json.dumps(survey(extension, data)).encode())
    elif work == "bind":
        out.write(binding.bound(data, MOST_PAGES))
    elif work == "show":
        page = page_of(extension, data, int(number[0]), SHOWN_WIDTH * 3 // 2)
        page.thumbnail((SHOWN_WIDTH, SHOWN_WIDTH * 3))
        page.save(out, "JPEG", quality=80)
    else:
        drawn = layers(_page(extension, data, number[0]))
        pictures = [picture_bytes(each) if each else b"" for each in drawn]
        out.write(json.dumps([len(each) for each in pictures]).encode() + b"\n" + b"".join(pictures))


def survey(extension: str, data: bytes) -> dict[str, Any]:
    """`pages`: how many; `scans`: the numbers, from 1, of those without text; `sheets` of other pictures."""
    if extension in embedded.OFFICE:
        return {"pages": 0, "scans": [], "sheets": len(embedded.sheets_of(extension, data, MOST_PAGES))}
    if extension != "pdf":
        with Image.open(BytesIO(data)) as picture:
            # the frames of other pictures move, and are no pages
            count = min(getattr(picture, "n_frames", 1), MOST_PAGES) if extension == "tif" else 1
        return {"pages": count, "scans": list(range(1, count + 1)), "sheets": 0}
    with _pdf(data) as document:
        count = len(document)
        scans = [number for number in range(1, min(count, MOST_PAGES) + 1) if _is_scan(document[number - 1])]
    sheets = 0 if len(scans) == count else len(embedded.sheets_of(extension, data, MOST_PAGES))
    return {"pages": count, "scans": scans, "sheets": sheets}


def _page(extension: str, data: bytes, number: str) -> Image.Image:
    """A page by its number, or a sheet of pictures by `p` and its number."""
    if not number.startswith("p"):
        return page_of(extension, data, int(number), LONG_SIDE)
    return embedded.sheets_of(extension, data, MOST_PAGES)[int(number[1:]) - 1]


def page_of(extension: str, data: bytes, number: int, long_side: int) -> Image.Image:
    """One page in colour. Raises IndexError and others."""
    if extension == "pdf":
        with _pdf(data) as document:
            page = document[number - 1]
            scale = long_side / max(*page.get_size(), 1)
            drawn: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
            return drawn.convert("RGB")
    with Image.open(BytesIO(data)) as picture:
        picture.seek(number - 1)
        upright = ImageOps.exif_transpose(picture)
        colour = upright.convert("RGB")
    side = max(colour.size)
    wanted = min(side, long_side) if side >= SMALLEST_SIDE else min(2 * side, long_side)
    factor = wanted / side
    size = (max(1, round(colour.width * factor)), max(1, round(colour.height * factor)))
    return colour if wanted == side else colour.resize(size, Image.Resampling.LANCZOS)


def layers(page: Image.Image) -> list[Image.Image | None]:
    """The page as one reads it, in black and white, its red ink if any, and the words of its frames."""
    red = stamps.red_ink(page, RED)
    has_red = red.histogram()[255] >= LEAST_RED
    # in the light of its own colour a stamp over letters vanishes, and the letters stay
    plain = page.getchannel("R") if has_red else page.convert("L")
    if has_red:
        plain.paste(255, mask=red)
    # a frame may be whole in its own colour only, or in all of them only
    inks = [red, _ink(page.convert("L"))] if has_red else [_ink(plain)]
    words = [each for ink in inks for each in stamps.words_of(ink, stamps.frames_of(ink))]
    framed = filter(None, map(stamps.as_print, words))
    return [plain, ImageOps.invert(_ink(plain)), stamps.as_print(red) if has_red else None, *framed]


def _ink(grey: Image.Image) -> Image.Image:
    """255 where the page is darker than the paper around."""
    small = grey.resize((max(1, grey.width // 8), max(1, grey.height // 8)))
    paper = small.filter(ImageFilter.GaussianBlur(6)).resize(grey.size, Image.Resampling.BILINEAR)
    return ImageChops.subtract(paper, grey).point([255 if value > INK else 0 for value in range(256)])


def picture_bytes(picture: Image.Image) -> bytes:
    """As PGM, which costs no time to write or read."""
    data = BytesIO()
    picture.save(data, "PPM")
    return data.getvalue()


@contextmanager
def _pdf(data: bytes) -> Iterator[Any]:
    import pypdfium2  # noqa: PLC0415 - loads a large library, not needed for pictures

    document = pypdfium2.PdfDocument(data)
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


def _is_scan(page: Any) -> bool:
    from pypdfium2 import raw  # noqa: PLC0415

    words = page.get_textpage()
    try:
        if len("".join(words.get_text_bounded().split())) >= FEW_LETTERS:
            return False
        return any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
    finally:
        words.close()
        page.close()


if __name__ == "__main__":
    main()
