"""What follows from events: pictures of public entries are public, public entries are found."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.directory import findable
from conglang.content.directory.models import ENTRIES
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.media.services.expose import expose

_MODELS = {model._meta.label_lower: model for model in ENTRIES}


@subscribe(ItemPublished, about=_MODELS)
def show_entry(event: ItemPublished, now: datetime) -> None:
    """Let visitors fetch its picture, and find it."""
    _follow(event.model, event.object_id, now)


@subscribe(ItemWithdrawn, about=_MODELS)
def hide_entry(event: ItemWithdrawn, now: datetime) -> None:
    """Take its picture from visitors, and it from the search."""
    _follow(event.model, event.object_id, now)


def _follow(label: str, pk: int, now: datetime) -> None:
    """The row decides, not the event: events arrive late and more than once."""
    model = _MODELS[label]
    with everything("files follow what is public, whoever made it so"):
        entry = model.objects.filter(pk=pk).first()
        if entry is not None:
            expose(owner=entry, images=entry.pictures_shown if entry.live else (), documents=())
    findable.follow(model, pk, now)
