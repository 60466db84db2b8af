"""What this room tells upwards."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class SubmissionReceived(Event):
    """Something came in for the desk, or an answer to what the desk asked."""

    submission_id: int
    unit_id: int
    channel: str
    is_reply: bool


@dataclass(frozen=True)
class SubmissionSettled(Event):
    """It became an article, or the desk said why not."""

    submission_id: int
    unit_id: int
    article_id: int | None


@dataclass(frozen=True)
class SenderAsked(Event):
    """The desk has a question to the sender."""

    submission_id: int
    unit_id: int
    question_id: int
