"""Private files for officials at work: pictures and attachments of drafts, in their own scope only."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import signed_in
from conglang.base.accounts.permissions import require
from conglang.tools.media.models import Document, Image, Rendition, StoredFile
from conglang.tools.media.rules import CAPTIONS, PICTURES, SOUNDS, VIDEOS
from conglang.tools.media.storage import private_storage

PLAYED = {**VIDEOS, **SOUNDS, CAPTIONS.extension: CAPTIONS}
SHOWN_TYPES = (
    {kind.extension: kind.content_type for kind in PICTURES.values()}
    | {"jpeg": "image/jpeg"}
    | {extension: kind.content_type for extension, kind in PLAYED.items()}
)


@signed_in
@require_safe
def private_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The bytes behind a private path; a stranger's path is as missing as one that never was."""
    row = _owner(name)
    if isinstance(row, Document) and row.is_quarantined:
        require(actor_of(request), "media.open_quarantined", row)
    extension = name.rpartition(".")[2]
    try:
        response = FileResponse(
            private_storage().open(name),
            as_attachment=isinstance(row, Document) and extension not in PLAYED,
            filename=f"{row.title}.{extension}",
            content_type=SHOWN_TYPES.get(extension, "application/octet-stream"),
        )
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _owner(name: str) -> StoredFile:
    """The scoped row that a private path belongs to. Raises Http404."""
    if name.startswith("renditions/"):
        rendition = Rendition.objects.filter(file=name).first()
        image = rendition and Image.objects.filter(pk=rendition.image_id).first()
        if image is not None:
            return image
        raise Http404
    sha256 = name.rpartition("/")[2].partition(".")[0].partition("-")[0]
    unit_id = name.partition("/")[0]
    if unit_id.isdigit():
        for model in (Image, Document):
            row: StoredFile | None = model.objects.filter(unit_id=int(unit_id), file_sha256=sha256).first()
            if row is not None:
                return row
    raise Http404
