"""Photos that prove a duty are pictures of the unit's library: never public by themselves."""

from datetime import datetime
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from conglang.base.accounts.actor import Actor
from conglang.base.duties.photos import Keeper, Kept
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_image


def keep_photo(by: Actor, unit_id: int, file: IO[bytes], title: str, now: datetime) -> Kept:
    """Store the picture; the same one is found again. Raises Forbidden, and ValidationError for others."""
    try:
        image = store_image(by=by, unit_id=unit_id, file=file, title=title, alt_text=title, now=now)
    except Unacceptable as refusal:
        raise ValidationError({"photo": refusal.reason.label}) from None
    urlconf = settings.HOST_URLCONFS[settings.DESK_HOST]
    return Kept(image.file_sha256, reverse("media:private_file", args=[image.file.name], urlconf=urlconf))


PHOTOS = Keeper("media.add_file", keep_photo)
