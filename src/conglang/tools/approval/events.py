"""What the approval tells the apps above it. An item is named by its model label and primary key."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class _AboutItem(Event):
    model: str
    object_id: int
    unit_id: int

    @property
    def order_key(self) -> str:
        """Events of one item stay in order."""
        return f"{self.model}:{self.object_id}"

    @property
    def topic(self) -> str:
        """The kind of the item."""
        return self.model


@dataclass(frozen=True)
class ItemSubmitted(_AboutItem):
    """Somebody asks for a decision."""


@dataclass(frozen=True)
class ItemAssigned(_AboutItem):
    """A step was handed to a person."""

    step: str
    assignee_id: int


@dataclass(frozen=True)
class ItemReturned(_AboutItem):
    """The author has to change something."""

    reason: str


@dataclass(frozen=True)
class ItemApproved(_AboutItem):
    """The content may become public at its time."""

    approval_id: int


@dataclass(frozen=True)
class ItemPublished(_AboutItem):
    """The content is public from this moment."""

    approval_id: int


@dataclass(frozen=True)
class ItemWithdrawn(_AboutItem):
    """The content is public no longer."""

    reason: str
