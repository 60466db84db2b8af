"""Web copies of a picture: few fixed sizes, three formats, no metadata of the camera."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image as Picture
from PIL import ImageOps

from conglang.tools.media.front_page import front_page_of
from conglang.tools.media.models import Document, Image

WIDTHS = (320, 640, 1280)
# quality chosen so that a 640 px news picture stays near 25 KB in AVIF
ENCODERS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 50, "speed": 8},
    "webp": {"quality": 70, "method": 4},
    "jpeg": {"quality": 74, "optimize": True, "progressive": True},
}


def private_derivative(image: Image, width: int, format_name: str) -> str:
    """Private path of one derivative, beside the original."""
    return f"{image.unit_id}/{image.file_sha256[:2]}/{image.file_sha256}-{width}.{format_name}"


def private_front_page(document: Document) -> str:
    """Private path of the picture of a file's first page, beside the file."""
    return f"{document.unit_id}/{document.file_sha256[:2]}/{document.file_sha256}-trang1.webp"


def keep_front_page(document: Document) -> dict[str, int]:
    """Draw the first page of a PDF and keep it below the private root; returns its sizes. Raises NotDrawn."""
    found = front_page_of(Path(settings.PRIVATE_ROOT, str(document.file.name)))
    _keep(Path(settings.PRIVATE_ROOT, private_front_page(document)), found.data)
    return {"width": found.width, "height": found.height}


def encode(image: Image) -> list[dict[str, Any]]:
    """Write all derivatives below the private root; returns rows `{"format", "width", "height"}`."""
    with image.open_file() as file, Picture.open(file) as picture:
        upright = ImageOps.exif_transpose(picture)
        flat = flattened(upright)
    return [_write(image, sized, format_name) for sized in _sizes(flat) for format_name in ENCODERS]


def flattened(picture: Picture.Image) -> Picture.Image:
    """RGB on white: JPEG knows no transparency and the three formats must look alike."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        ground = Picture.new("RGB", picture.size, "white")
        layer = picture.convert("RGBA")
        ground.paste(layer, mask=layer)
        return ground
    return picture.convert("RGB")


def _sizes(picture: Picture.Image) -> Iterator[Picture.Image]:
    widths = [width for width in WIDTHS if width < picture.width] or [picture.width]
    if picture.width > widths[-1] and picture.width < WIDTHS[-1]:
        widths.append(picture.width)
    for width in widths:
        height = max(1, round(picture.height * width / picture.width))
        yield picture.resize((width, height), Picture.Resampling.LANCZOS)


def _write(image: Image, picture: Picture.Image, format_name: str) -> dict[str, Any]:
    picture.info.clear()  # neither EXIF nor comments nor colour profiles travel on
    data = BytesIO()
    picture.save(data, format_name.upper(), **ENCODERS[format_name])
    _keep(Path(settings.PRIVATE_ROOT, private_derivative(image, picture.width, format_name)), data.getvalue())
    return {"format": format_name, "width": picture.width, "height": picture.height}


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
