"""Who may decide about a proposed change, and when."""

from dataclasses import dataclass
from enum import StrEnum

REASON_LENGTH = 500


class ChangeState(StrEnum):
    """Where a change stands; only a draft and a proposal can still become anything else."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPLIED = "applied"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ChangeObjection(StrEnum):
    """Why nothing is proposed or decided."""

    NOTHING_NEW = "nothing_new"
    SAME_PERSON = "same_person"
    NEEDS_PERSON = "needs_person"
    NOT_PROPOSER = "not_proposer"
    NO_REASON = "no_reason"
    DECIDED = "decided"
    NOT_SEEN = "not_seen"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What matters of a change for a decision about it."""

    state: ChangeState
    proposed_by: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and the person who lent the power, if anybody did."""

    user_id: int | None
    on_behalf_of: int | None = None

    @property
    def people(self) -> set[int | None]:
        """Everyone whose word the decision is."""
        return {self.user_id, self.on_behalf_of} - {None}


def against_applying(
    change: ChangeFacts, by: Decider, *, seen: str, is_current: bool
) -> ChangeObjection | None:
    """Why this person may not have the change applied now, or None.

    `seen` is the hash of what the person read; `is_current` tells whether the site is still as it was when
    the change was proposed.
    """
    decided = against_deciding(change, by)
    if decided:
        return decided
    if seen != change.sha256:
        return ChangeObjection.NOT_SEEN
    return None if is_current else ChangeObjection.OUTDATED


def against_deciding(change: ChangeFacts, by: Decider) -> ChangeObjection | None:
    """Why this person may not say yes or no, or None: a second one, and only once."""
    if change.state is not ChangeState.PROPOSED:
        return ChangeObjection.DECIDED
    if by.user_id is None:
        return ChangeObjection.NEEDS_PERSON
    return ChangeObjection.SAME_PERSON if change.proposed_by in by.people else None


def against_withdrawing(change: ChangeFacts, by: Decider) -> ChangeObjection | None:
    """Why this person may not take the proposal back, or None."""
    if change.state not in {ChangeState.PROPOSED, ChangeState.DRAFT}:
        return ChangeObjection.DECIDED
    return None if change.proposed_by == by.user_id else ChangeObjection.NOT_PROPOSER
