"""What the public has of a file: the address of its copy, with the facts that players and feeds ask for."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from conglang.tools.media.derivatives import private_derivative
from conglang.tools.media.models import Image


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A web copy of a picture. `path` begins at the root of the site."""

    path: str
    width: int
    height: int
    size_bytes: int
    content_type: str = "image/jpeg"


def public_picture(image: Image | None) -> PublicPicture | None:
    """The largest copy in the format that everything reads; None while there is none."""
    copies = [item for item in image.derivatives if item["format"] == "jpeg"] if image else []
    if image is None or not copies:
        return None
    copy = max(copies, key=lambda item: item["width"])
    path = f"{settings.MEDIA_URL}{image.public_folder}/{copy['width']}.jpeg"
    # the private copy has the same bytes, and is there before the public one
    file = Path(settings.PRIVATE_ROOT, private_derivative(image, copy["width"], "jpeg"))
    size = file.stat().st_size if file.is_file() else 0
    return PublicPicture(path, copy["width"], copy["height"], size)
