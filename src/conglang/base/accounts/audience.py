"""Who may open a view. Every view says so with a decorator; views of others are listed with `declare`.

    @needs("newsroom.write")
    def write(request): ...

    path("thong-tin/", visitors(InformationView.as_view()))

A view that says nothing is open to nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar


class Circle(Enum):
    """How far a view is open."""

    VISITORS = "visitors"  # everybody, on public hosts and on the desk
    DESK = "desk"  # everybody who finds the desk's host: signing in, invitations
    SIGNED_IN = "signed in"
    NEEDS = "needs"  # people with a permission


@dataclass(frozen=True, slots=True)
class Audience:
    """The circle, the permission for NEEDS, and whether people get there before their set-up is complete."""

    circle: Circle
    permission: str = ""
    before_setup: bool = False

    def __str__(self) -> str:
        return self.permission or self.circle.value


VISITORS = Audience(Circle.VISITORS)
ANYONE_ON_DESK = Audience(Circle.DESK)
SIGNED_IN = Audience(Circle.SIGNED_IN)
SIGNED_IN_BEFORE_SETUP = Audience(Circle.SIGNED_IN, before_setup=True)

V = TypeVar("V", bound=Callable[..., Any])
_declared: dict[str, Audience] = {}


def visitors(view: V) -> V:
    """Open to everybody."""
    return _mark(view, VISITORS)


def anyone_on_desk(view: V) -> V:
    """Open on the desk's host without signing in."""
    return _mark(view, ANYONE_ON_DESK)


def signed_in(view: V) -> V:
    """Open to every signed-in person whose password and second factor are in order."""
    return _mark(view, SIGNED_IN)


def signed_in_before_setup(view: V) -> V:
    """Open to every signed-in person, also while a password change or a second factor is due."""
    return _mark(view, SIGNED_IN_BEFORE_SETUP)


def needing(permission: str) -> Audience:
    """The audience of people with the permission in some unit of their scope."""
    return Audience(Circle.NEEDS, permission)


def needs(permission: str) -> Callable[[V], V]:
    """Open to people with the permission in some unit of their scope; the service checks the very unit."""
    return lambda view: _mark(view, needing(permission))


def declare(audiences: Mapping[str, Audience]) -> None:
    """List views of third parties by their full URL name; `namespace:*` stands for a whole namespace."""
    _declared.update(audiences)


def audience_of(view: Callable[..., Any], url_name: str = "") -> Audience | None:
    """What the view says of itself, else what is listed for its URL name; None means closed."""
    for holder in (view, getattr(view, "view_class", None)):
        said = getattr(holder, "audience", None)
        if isinstance(said, Audience):
            return said
    namespace = url_name.rpartition(":")[0]
    return _declared.get(url_name) or (_declared.get(f"{namespace}:*") if namespace else None)


def _mark(view: V, audience: Audience) -> V:
    view.audience = audience  # type: ignore[attr-defined]  # functions and classes take attributes
    return view
