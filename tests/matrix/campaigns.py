"""The campaigns of a place in the matrix: one that asks a department and is answered, and one from above."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department
from conglang.base.units.scope import everything, use_scope
from conglang.content.campaigns.models import Ask, Campaign, ReplyFile
from conglang.content.campaigns.rules import Item
from conglang.content.campaigns.services.hand_in import hand_in
from conglang.content.campaigns.services.lay_in import lay_in
from conglang.content.campaigns.services.start import start_campaign
from conglang.content.campaigns.services.write import Wish, write_campaign
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_campaigns(place: "Place", now: datetime) -> None:
    """Everything bears the hidden word: what is collected is never public."""
    campaign = _sent(place.actor(Role.HEAD_EDITOR), place.things[Department][0].pk, place.hidden, now)
    clerk = place.actor(Role.DOCUMENT_CLERK)
    with use_scope(clerk.scope):
        ask = Ask.objects.get(campaign=campaign)
        file = BytesIO(f"%PDF-1.4 {place.hidden}".encode())
        file.name = f"{place.hidden}.pdf"
        lay_in(by=clerk, ask_id=ask.pk, item="1", files=[file], now=now)
        hand_in(by=clerk, ask_id=ask.pk, now=now)
        place.keep(campaign, ask, ReplyFile.objects.get())


def ask_from_above(by: Actor, place: "Place", now: datetime) -> None:
    """The province asks the commune: its letter is the commune's, and nobody else's below."""
    campaign = _sent(by, place.unit.pk, place.hidden, now)
    with everything("the other end of an ask"):
        place.keep(Ask.objects.get(campaign=campaign))


def _sent(by: Actor, asked: int, word: str, now: datetime) -> Campaign:
    assert by.unit_id is not None
    wish = Wish(
        f"Tài liệu {word}", f"Lý do {word}", local_day(now) + timedelta(days=9), [Item("", word)], [asked]
    )
    with use_scope(by.scope):
        row = write_campaign(by=by, unit_id=by.unit_id, uid=uuid7(), wish=wish, now=now)
        return start_campaign(by=by, campaign_id=row.pk, now=now)
