"""The way of an item to the public: data that a unit or its parent can edit."""

from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Self

from django.utils.functional import Promise

REVISE = "revise"  # the author's turn after a return
CHECK = "check"  # a step that any kind may have before its own
PUBLISH = "publish"  # the desk's turn, where approval alone does not publish


class BadRoute(ValueError):
    """A route that would let something through, or that nobody could walk to its end."""


@dataclass(frozen=True)
class Step:
    """One decision. Steps that bear the same group stand side by side; all must be passed."""

    name: str
    permission: str  # who may decide
    group: str = ""
    assigned_by: str = ""  # permission of those who hand the step to one person, and take it away again
    needs_assignment: bool = False
    deciders: int = 1  # different people who must pass it
    hours: int | None = None  # time to decide, for the desk's list


@dataclass(frozen=True)
class Route:
    """The steps in order, and who may submit, publish what is approved, and withdraw what is public."""

    steps: tuple[Step, ...]
    submit: str
    publish: str
    withdraw: str
    resume_at_return: bool = True  # a resubmission goes to the step that returned it
    keep_assignee: bool = True
    publish_on_approval: bool = True  # at once, or at the set time; otherwise someone presses the button

    def __post_init__(self) -> None:
        names = [step.name for step in self.steps]
        if not names or len({*names, "", REVISE, PUBLISH}) < len(names) + 3:
            raise BadRoute("a route has steps, each with a name of its own")
        if not all([self.submit, self.publish, self.withdraw, *(step.permission for step in self.steps)]):
            raise BadRoute("every step and every command of a route names its permission")
        if any(step.deciders < 1 for step in self.steps):
            raise BadRoute("a step is decided by at least one person")
        if any(step.needs_assignment and not step.assigned_by for step in self.steps):
            raise BadRoute("a step that must be assigned names who assigns it")
        if any(step.assigned_by and step.deciders > 1 for step in self.steps):
            raise BadRoute("a step assigned to one person is decided by one person")
        groups = [steps[0].group for steps in self.positions if steps[0].group]
        if len(set(groups)) < len(groups):
            raise BadRoute("steps of one group follow each other")

    @cached_property
    def positions(self) -> tuple[tuple[Step, ...], ...]:
        """Groups of steps in order; a step without a group stands alone."""
        keyed = groupby(self.steps, key=lambda step: step.group or f"\0{step.name}")
        return tuple(tuple(steps) for _, steps in keyed)

    def as_data(self) -> dict[str, Any]:
        """The route as plain JSON values."""
        return asdict(self) | {"steps": [asdict(step) for step in self.steps]}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The route again. Raises BadRoute for what is none."""
        try:
            return cls(**data | {"steps": tuple(Step(**step) for step in data["steps"])})
        except (TypeError, KeyError) as error:
            raise BadRoute(str(error)) from error


@dataclass(frozen=True)
class NamedRoute:
    """A way that units can choose, in people's words."""

    route: Route
    name: Promise
    fits: Promise  # where it is the right one
