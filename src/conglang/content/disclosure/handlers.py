"""What follows from events: what was entered is public while the row that it names is."""

from datetime import datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.disclosure.queries import entries_of
from conglang.content.disclosure.services.show import made_public, taken_down
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn

_INSTALLATION = Actor.system("Công khai thông tin")


@subscribe(ItemPublished)
def show_item(event: ItemPublished, now: datetime) -> None:
    """What stands in the catalogue is public, and its duty is done."""
    _follow(event.model, event.object_id, now)


@subscribe(ItemWithdrawn)
def hide_item(event: ItemWithdrawn, now: datetime) -> None:
    """Readers find it in the catalogue no longer."""
    _follow(event.model, event.object_id, now, event.reason)


def _follow(label: str, pk: int, now: datetime, reason: str = "") -> None:
    """The row decides, not the event: events arrive late and more than once."""
    model = apps.get_model(label)
    with everything("the catalogue follows what is public, whoever made it so"):
        if not entries_of(ContentType.objects.get_for_model(model), pk).exists():
            return
        row = model._default_manager.filter(pk=pk).first()
        if row is None:
            return
        if getattr(row, "live", False):
            at = getattr(row, "first_published_at", None) or now
            made_public(by=_INSTALLATION, row=row, at=at, now=now, path=row.get_absolute_url())
        else:
            taken_down(by=_INSTALLATION, row=row, now=now, reason=reason)
