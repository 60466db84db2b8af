"""Start the duty to hang up what has been approved."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import Duty
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.content.postings.models import Posting
from conglang.content.postings.queries import DUTY_KEY
from conglang.content.postings.services.log import catch_up
from conglang.kernel.clock import local_day


@transaction.atomic
def begin_duty(*, by: Actor, posting: Posting, url: str, now: datetime) -> Duty | None:
    """The duty of a posting, counted from the document or from the approval; None where no term holds.

    A repeated call finds the first duty. `url` is the posting's page on the desk.
    """
    deadlines = posting.sort.deadlines
    if not deadlines or posting.first_published_at is None:
        return None
    issued = posting.document.issued_on if posting.document else None
    if issued:
        trigger = Trigger(f"Ban hành {posting.document}", issued)
    else:
        trigger = Trigger("Phê duyệt nội dung niêm yết", local_day(posting.first_published_at))
    duty = start(
        by=by,
        unit_id=posting.unit_id,
        key=DUTY_KEY,
        title=f"Niêm yết: {posting.title}",
        rules=deadlines,
        trigger=trigger,
        subject=Subject(posting, posting.title, url),
        now=now,
    )
    catch_up(by=by, posting=posting, duty=duty, now=now)
    return duty
