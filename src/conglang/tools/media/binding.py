"""Pictures of pages bound into a PDF without loss; runs in the child process of `drawing`. No Django.

The bytes of a JPEG are taken over as they are; other pictures are packed dot by dot.
"""

from io import BytesIO

from PIL import Image, ImageOps

A4_LONG_SIDE = 842.0  # points; where the picture does not say how many dots an inch has
POINTS = 72
MOST_DOTS_AN_INCH, LEAST_DOTS_AN_INCH = 1200, 50
_ORIENTATION = 0x0112
_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}  # degrees clockwise; the other ways are mirrored


def bound(data: bytes, most_pages: int) -> bytes:
    """The pages of a picture as a PDF, each as large as it was on paper. Raises OSError, ValueError."""
    import pypdfium2  # noqa: PLC0415 - loads a large library, not needed to look at pictures

    document = pypdfium2.PdfDocument.new()
    with Image.open(BytesIO(data)) as picture:
        for number in range(min(getattr(picture, "n_frames", 1), most_pages)):
            picture.seek(number)
            turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
            image = pypdfium2.PdfImage.new(document)
            if picture.format in {"JPEG", "MPO"} and turn is not None:
                image.load_jpeg(BytesIO(data), inline=True)
            else:
                image.set_bitmap(pypdfium2.PdfBitmap.from_pil(_plain(picture)))
                turn = 0
            width, height = (side * _points_a_dot(picture) for side in image.get_px_size())
            image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            page = document.new_page(width, height)
            page.insert_obj(image)
            page.set_rotation(turn)
            page.gen_content()
            if picture.format in {"JPEG", "MPO"}:
                break  # further pictures of such a file are previews
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    """Upright, in grey or colour; what shines through is white as paper."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"1", "L"}:
        return upright.convert("L")
    if upright.mode.startswith(("I", "F")):
        raise ValueError(upright.mode)  # finer than eight bits; nothing of it may be lost
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    paper = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(paper, upright.convert("RGBA")).convert("RGB")


def _points_a_dot(picture: Image.Image) -> float:
    dots = float(picture.info.get("dpi", (0, 0))[0] or 0)
    if LEAST_DOTS_AN_INCH <= dots <= MOST_DOTS_AN_INCH:
        return POINTS / dots
    return A4_LONG_SIDE / max(*picture.size, 1)
