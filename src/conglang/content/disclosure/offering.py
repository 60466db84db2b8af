"""The way from an item's own page into the catalogue."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.content.disclosure.permissions import ENTER
from conglang.content.disclosure.subjects import reference_of
from conglang.tools.approval.offers import offer
from conglang.tools.approval.publishable import Publishable


@offer
def enter_in_catalogue(item: Publishable, by: Actor) -> tuple[str, str] | None:
    """For whoever enters things there; the person chooses the heading next."""
    if not by.may(ENTER, item.unit_id):
        return None
    query = urlencode({"don-vi": item.unit_id, "muc": reference_of(item)})
    return _("Enter it in the catalogue of disclosure"), f"{reverse('disclosure:coverage')}?{query}"
