"""Pictures in office files and in PDF pages with text; runs in the child process of `drawing`. No Django.

A large picture, such as a scanned page that somebody pasted, is a sheet of its own; small ones share sheets.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image

OFFICE = frozenset({"docx", "xlsx", "pptx", "odt", "ods"})
FOLDERS = ("word/media/", "xl/media/", "ppt/media/", "Pictures/")
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
MOST_PICTURES = 200
LEAST_WIDTH, LEAST_HEIGHT = 60, 24  # dots; lines and bullets are smaller
LARGE = 900
PICTURES_A_SHEET = 12
SHEET_WIDTH, MARGIN = 2 * LARGE, 40


def names_of(archive: zipfile.ZipFile) -> list[str]:
    """The parts of an office file that are pictures."""
    return [
        name for name in archive.namelist() if name.startswith(FOLDERS) and name.lower().endswith(SUFFIXES)
    ]


def sheets_of(extension: str, data: bytes, most_pages: int) -> list[Image.Image]:
    """What is to be read, in colour; each picture once."""
    found = _in_pdf(data, most_pages) if extension == "pdf" else _in_office(data)
    sheets, small, known = [], [], set()
    for picture in found:
        digest = hashlib.sha256(picture.tobytes()).digest()
        if digest in known or picture.width < LEAST_WIDTH or picture.height < LEAST_HEIGHT:
            continue
        known.add(digest)
        if max(picture.size) >= LARGE:
            sheets.append(picture)
        else:
            small.append(picture.resize((2 * picture.width, 2 * picture.height), Image.Resampling.LANCZOS))
        if len(known) == MOST_PICTURES:
            break
    lots = [small[at : at + PICTURES_A_SHEET] for at in range(0, len(small), PICTURES_A_SHEET)]
    return [*sheets, *map(_sheet, lots)]


def _sheet(pictures: list[Image.Image]) -> Image.Image:
    # as large as a page, on which a stamp is small
    height = max(SHEET_WIDTH, sum(each.height + MARGIN for each in pictures) + MARGIN)
    sheet = Image.new("RGB", (SHEET_WIDTH + 2 * MARGIN, height), "white")
    top = MARGIN
    for picture in pictures:
        sheet.paste(picture, (MARGIN, top))
        top += picture.height + MARGIN
    return sheet


def _in_office(data: bytes) -> Iterator[Image.Image]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in names_of(archive):
            with Image.open(BytesIO(archive.read(name))) as picture:
                yield _on_white(picture)


def _in_pdf(data: bytes, most_pages: int) -> Iterator[Image.Image]:
    import pypdfium2  # noqa: PLC0415 - loads a large library, not needed for office files
    from pypdfium2 import raw  # noqa: PLC0415

    document = pypdfium2.PdfDocument(data)
    for index in range(min(len(document), most_pages)):
        for each in document[index].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
            yield _on_white(each.get_bitmap(render=True).to_pil())
    document.close()


def _on_white(picture: Any) -> Image.Image:
    """What is transparent is as white as the paper."""
    drawn = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB")
