"""What services share: locked rows, and in whose name duties of others move."""

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.units.scope import everything
from conglang.content.campaigns.models import Ask, Campaign
from conglang.content.campaigns.permissions import ASK
from conglang.content.campaigns.rules import State, States

BOTH_ENDS = "what whoever asks decides is written down with whoever is asked"


def lock_campaign(by: Actor, campaign_id: int) -> tuple[Campaign, Actor]:
    """The row, kept from others, and the actor to record. Raises NotFound, Forbidden."""
    row: Campaign | None = Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign_id).first()
    if row is None:
        raise NotFound
    return row, require(by, ASK, row)


def lock_ask(ask_id: int) -> Ask:
    """The ask of the running scope, kept from others. Raises NotFound."""
    row: Ask | None = Ask.objects.select_for_update(of=("self",)).filter(pk=ask_id).first()
    if row is None:
        raise NotFound
    return row


def lock_for_asker(by: Actor, ask_id: int) -> tuple[Ask, Actor]:
    """The ask for the person who decides on it, in a scope of both ends. Raises NotFound, Forbidden."""
    with everything(BOTH_ENDS):
        row = lock_ask(ask_id)
    return row, require(by, ASK, row.asker_id)


def states_of(ask: Ask) -> States:
    """Where each answered item stands."""
    return {reply.item: State(reply.state) for reply in ask.replies.all()}


def hand_of(by: Actor) -> Actor:
    """Who moves a duty of the asked unit, where the asker holds no role: the installation, in that name."""
    return Actor.system(by.name)
