"""A picture cut to the shapes that other people's pages show."""

from io import BytesIO

from PIL import Image as Picture
from PIL import ImageOps

from conglang.tools.media.derivatives import flattened
from conglang.tools.media.models import Image

SHAPES: dict[str, tuple[int, int]] = {"ngang": (1200, 630), "vuong": (1080, 1080), "doc": (1080, 1920)}
"""Width and height in pixels: of a link's preview, of a post, of a story."""


def cut(image: Image, shape: str) -> bytes:
    """A JPEG without metadata in one of the shapes, around the point that matters where somebody named it."""
    with image.open_file() as file, Picture.open(file) as picture:
        flat = flattened(ImageOps.exif_transpose(picture))
    point = image.get_focal_point()
    centre = (point.centroid_x / flat.width, point.centroid_y / flat.height) if point else (0.5, 0.5)
    fitted = ImageOps.fit(flat, SHAPES[shape], Picture.Resampling.LANCZOS, centering=centre)
    fitted.info.clear()
    data = BytesIO()
    fitted.save(data, "JPEG", quality=85, optimize=True)
    return data.getvalue()
