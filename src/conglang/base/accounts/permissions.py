"""Which roles may do what. Each app registers its own permissions when it starts."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol, Self, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils.functional import Promise

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import Scope

StrOrPromise = str | Promise


class Forbidden(PermissionDenied):
    """The person lacks the permission; the web answers 403."""


class NotFound(Http404):
    """No such thing in the scope; the web answers 404, the same for a neighbour's thing and for none."""


class UnknownPermission(LookupError):
    """A permission that no app has registered: a slip in the code, never a refusal."""


class Holder(Protocol):
    """Whoever can hold permissions: an `Actor`."""

    @property
    def scope(self) -> Scope:
        """Which rows exist for the holder."""
        ...

    def may(self, permission: str, unit_id: int | None) -> bool:
        """Whether the permission is held in the unit."""
        ...

    def may_somewhere(self, permission: str) -> bool:
        """Whether the permission is held in any unit."""
        ...

    def authorised(self, permission: str, unit_id: int | None) -> Self:
        """The holder as the record should name it."""
        ...


H = TypeVar("H", bound=Holder)
_registry: dict[str, frozenset[Role]] = {}
_django: dict[str, frozenset[str]] = {}
_labels: dict[str, StrOrPromise] = {}


def register(mapping: Mapping[str, Collection[Role]]) -> None:
    """Add permissions, each with the roles that hold it. A repeated call replaces the same names."""
    _registry.update({permission: frozenset(roles) for permission, roles in mapping.items()})


def register_django(mapping: Mapping[str, Collection[str]]) -> None:
    """Add what a permission of ours opens in Wagtail's editor, as `app_label.codename` of Django."""
    for permission, codes in mapping.items():
        _django[permission] = _django.get(permission, frozenset()) | frozenset(codes)


def describe(labels: Mapping[str, StrOrPromise]) -> None:
    """Name permissions in people's words; those named can be delegated one by one."""
    _labels.update(labels)


def labels() -> Mapping[str, StrOrPromise]:
    """Permissions with their names."""
    return dict(_labels)


def registered() -> Mapping[str, frozenset[Role]]:
    """All permissions with their roles; what the matrix of roles and URLs is made from."""
    return dict(_registry)


def roles_with(permission: str) -> frozenset[Role]:
    """The roles that hold a permission. Raises UnknownPermission."""
    try:
        return _registry[permission]
    except KeyError:
        raise UnknownPermission(permission) from None


def django_permissions(actor: Holder) -> frozenset[str]:
    """Django's permissions of an actor, for the checks inside Wagtail."""
    codes: set[str] = set()
    for permission, opened in _django.items():
        if actor.may_somewhere(permission):
            codes |= opened
    return frozenset(codes)


def may(actor: Holder, permission: str, unit_id: int | None) -> bool:
    """Whether the actor holds the permission in the unit, in own right or by delegation."""
    return actor.may(permission, unit_id)


def require(by: H, permission: str, target: models.Model | int) -> H:
    """The actor to record: `by` itself, or `by` on behalf of the person who delegated the permission.

    `target` is a row with a unit, a unit, or a unit's id. Raises NotFound for what lies outside the
    scope and Forbidden without the permission.
    """
    unit_id = _unit_id(target)
    if not by.scope.may_read(unit_id):
        raise NotFound
    if not by.may(permission, unit_id):
        raise Forbidden
    return by.authorised(permission, unit_id)


def _unit_id(target: models.Model | int) -> int:
    if isinstance(target, int):
        return target
    owner: Any = getattr(target, "unit_id", None)
    if owner is None and target._meta.label_lower == "units.unit":
        owner = target.pk
    if owner is None:
        raise TypeError(f"{target._meta.label} belongs to no unit")
    return int(owner)
