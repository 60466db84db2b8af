from django_tasks import task

from conglang.base.units.scope import everything
from conglang.tools.media.derivatives import encode
from conglang.tools.media.models import Image
from conglang.tools.media.services.expose import show_files


@task()
def make_derivatives(image_id: int) -> None:
    """Make the web sizes of a picture once; whatever is live already gets them at once."""
    with everything("make the web sizes of a picture"):
        image = Image.objects.get(pk=image_id)
        if image.derivatives:
            return
        image.derivatives = encode(image)
        image.save(update_fields=["derivatives"])
        if image.exposures.exists():
            show_files(image)
