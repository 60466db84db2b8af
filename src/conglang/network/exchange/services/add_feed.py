"""Connect a unit with a portal outside this installation."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.kernel.text import nfc
from conglang.network.exchange.models import Feed, Use
from conglang.network.exchange.permissions import KEEP
from conglang.network.exchange.rules import canonical
from conglang.tools.pages.models import Section

TYPED = {"name", "url", "use", "section"}


@transaction.atomic
def add_feed(
    *, by: Actor, unit_id: int, name: str, url: str, use: Use, section_id: int | None, now: datetime
) -> Feed:
    """Read the feed from now on; a list of links only once a second person has confirmed it.

    The same address again gives the feed of the first time. Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, KEEP, unit_id)
    address = canonical(url)
    if not address:
        raise ValidationError({"url": _("Please give an address that begins with http:// or https://.")})
    known: Feed | None = Feed.objects.filter(unit=unit_id, url=address, stopped_at=None).first()
    if known is not None:
        return known
    section = _section(unit_id, section_id) if use == Use.DRAFTS else None
    feed = Feed(
        unit_id=unit_id,
        name=nfc(name).strip(),
        url=address,
        use=use,
        section=section,
        added_by_id=by.user_id,
        added_at=now,
        next_at=now,
    )
    feed.full_clean(exclude={field.name for field in Feed._meta.fields} - TYPED)
    feed.save()
    record("exchange.feed_added", feed, by=by, now=now, url=address, use=use)
    return feed


def _section(unit_id: int, section_id: int | None) -> Section:
    if section_id is None:
        raise ValidationError({"section": _("Please choose the section for the drafts.")})
    section: Section | None = Section.objects.filter(pk=section_id, unit=unit_id).first()
    if section is None:
        raise NotFound
    return section
