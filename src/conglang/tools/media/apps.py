from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "conglang.tools.media"
    label = "media"

    def ready(self) -> None:
        from PIL import Image  # noqa: PLC0415

        from conglang.base.duties import photos  # noqa: PLC0415
        from conglang.tools.media import permissions  # noqa: F401, PLC0415  # registers who may add files
        from conglang.tools.media.proofs import PHOTOS  # noqa: PLC0415
        from conglang.tools.media.rules import MAX_PIXELS  # noqa: PLC0415

        photos.keep_with(PHOTOS)
        # Whoever opens a picture anywhere in the product meets the same limit.
        Image.MAX_IMAGE_PIXELS = MAX_PIXELS
