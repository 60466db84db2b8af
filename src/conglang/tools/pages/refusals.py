"""Refusals as exceptions, with words for the person who is refused."""

from django.utils.translation import gettext_lazy as _

from conglang.tools.pages.rules import ChangeObjection

TEXTS = {
    ChangeObjection.NOTHING_NEW: _("Nothing differs from what the site has now."),
    ChangeObjection.SAME_PERSON: _("You proposed this change, so another person has to decide about it."),
    ChangeObjection.NEEDS_PERSON: _("Only a person can decide about a change."),
    ChangeObjection.NOT_PROPOSER: _("Only the person who proposed the change can take it back."),
    ChangeObjection.NO_REASON: _("Write what has to be changed, for the person who proposed it."),
    ChangeObjection.DECIDED: _("This change has been decided already."),
    ChangeObjection.NOT_SEEN: _(
        "The proposal is not the one that you have read. Read it again, then decide."
    ),
    ChangeObjection.OUTDATED: _(
        "The site was changed after this was proposed. Send it back, so that it is proposed again."
    ),
}


class ChangeRefused(Exception):
    """The change is not possible; the text is for the person who tried."""

    def __init__(self, reason: ChangeObjection) -> None:
        super().__init__(reason.value)
        self.reason = reason

    def __str__(self) -> str:
        return str(TEXTS[self.reason])
