from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.tools.media.events import ImageStored
from conglang.tools.media.tasks import make_derivatives


@subscribe(ImageStored)
def order_derivatives(event: ImageStored, now: datetime) -> None:
    """Encoding takes seconds and must not hold the outbox's transaction: the task queue does it."""
    make_derivatives.enqueue(event.image_id)
