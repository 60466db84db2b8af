"""What follows from events: a public posting has public files, can be found, and has to be hung up."""

from datetime import datetime

from django.urls import reverse

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.postings import findable
from conglang.content.postings.models import Posting
from conglang.content.postings.services.begin import begin_duty
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.media.services.expose import expose


@subscribe(ItemPublished)
def show_posting(event: ItemPublished, now: datetime) -> None:
    """Let visitors fetch its files and find it, and start the clock of the boards."""
    if event.model == findable.LABEL:
        _follow(event.object_id, now)
        with everything("the clock of what was approved begins"):
            row = Posting.objects.filter(pk=event.object_id).select_related("document", "unit").first()
            if row is not None:
                url = reverse("postings:posting", args=[row.pk])
                begin_duty(by=Actor.system("postings"), posting=row, url=url, now=now)


@subscribe(ItemWithdrawn)
def hide_posting(event: ItemWithdrawn, now: datetime) -> None:
    """Take its files from visitors and it from the search; the desk keeps it with its log."""
    if event.model == findable.LABEL:
        _follow(event.object_id, now)


def _follow(pk: int, now: datetime) -> None:
    """The row decides, not the event: events arrive late and more than once."""
    with everything("files follow what is public, whoever made it so"):
        row = Posting.objects.filter(pk=pk).first()
        if row is not None:
            expose(owner=row, images=(), documents=row.documents if row.live else ())
    findable.follow(pk, now)
