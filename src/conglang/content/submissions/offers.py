"""What this room offers on the page of an article."""

from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.content.newsroom.models import Article
from conglang.content.submissions.models import Submission
from conglang.content.submissions.permissions import READ
from conglang.tools.approval.offers import offer
from conglang.tools.approval.publishable import Publishable


@offer
def as_it_was_sent(item: Publishable, by: Actor) -> tuple[str, str] | None:
    """The way to what somebody sent, of which the article was made."""
    if not isinstance(item, Article):
        return None
    row = Submission.objects.filter(article=item.pk).first()
    if row is None or not (row.sender_id == by.user_id or by.may(READ, row.unit_id)):
        return None
    return _("See what was sent to the desk"), reverse("submissions:sheet", args=[row.pk])
