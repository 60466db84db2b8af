"""Events: facts that apps tell upwards. Declared in the app that knows them, handled in apps above it."""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, ClassVar, Self, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.apps import apps

from conglang.base.ledger.canonical import plain

_FROM_TEXT: dict[type, Callable[[str], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
    Decimal: Decimal,
}


class UnknownEvent(LookupError):
    """No class of that name is loaded."""


@dataclass(frozen=True)
class Event:
    """Base of all events: frozen dataclasses of ids, text, numbers, dates, UUIDs and tuples of these."""

    _classes: ClassVar[list[type["Event"]]] = []

    def __init_subclass__(cls) -> None:
        Event._classes.append(cls)

    @classmethod
    def event_name(cls) -> str:
        """Name in the outbox: app label and class, `newsroom.article_published`."""
        app = apps.get_containing_app_config(cls.__module__)
        label = app.label if app else cls.__module__.partition(".")[0]
        return f"{label}.{re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()}"

    @property
    def order_key(self) -> str:
        """Events with the same key reach a handler in the order of publishing; empty: in any order."""
        return ""

    @property
    def topic(self) -> str:
        """What it is about, for handlers that want to hear of that only; empty: of nothing in particular."""
        return ""

    def payload(self) -> dict[str, Any]:
        """The fields as plain JSON values. Raises NotPlain."""
        return {f.name: plain(getattr(self, f.name), f"{type(self).__name__}.{f.name}") for f in fields(self)}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """The event again; fields that the class has lost are dropped. TypeError if one is missing."""
        kinds = get_type_hints(cls)
        known = [f.name for f in fields(cls) if f.name in payload]
        return cls(**{name: _restore(kinds[name], payload[name]) for name in known})


def _restore(kind: Any, value: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        if value is None:
            return None
        (kind,) = [choice for choice in get_args(kind) if choice is not NoneType]
        return _restore(kind, value)
    if get_origin(kind) is tuple:
        return tuple(_restore(get_args(kind)[0], item) for item in value)
    if isinstance(value, str) and isinstance(kind, type) and kind is not str:
        return _FROM_TEXT.get(kind, kind)(value)
    return value


E = TypeVar("E", bound=Event)
Handler = Callable[[E, datetime], None]
_handlers: dict[str, tuple[type[Event], frozenset[str], Handler[Any]]] = {}


def subscribe(event: type[E], *, about: Iterable[str] = ()) -> Callable[[Handler[E]], Handler[E]]:
    """Have `handler(event, now)` called for every such event, in a transaction of its own, at least once.

    `about` names the topics to hear of; without any the handler hears of all.

    A handler that raises is tried again later, so it must bear a repeated call. Slow work belongs in a task
    that the handler queues: on SQLite the handler's transaction keeps all other writers waiting.
    """

    def register(handler: Handler[E]) -> Handler[E]:
        if len(inspect.signature(handler).parameters) != 2:
            raise TypeError(f"{handler_name(handler)} must take (event, now)")
        _handlers[handler_name(handler)] = (event, frozenset(about), handler)
        return handler

    return register


def handler_name(handler: Handler[Any]) -> str:
    """Stable name of a handler in the database: module and function."""
    return f"{handler.__module__}.{handler.__qualname__}"


def handlers_of(event: Event) -> list[str]:
    """Names of the handlers that subscribed to exactly this class, and to what the event is about."""
    return [
        name
        for name, (wanted, topics, _) in _handlers.items()
        if wanted is type(event) and (not topics or event.topic in topics)
    ]


def handler_called(name: str) -> Handler[Any]:
    """The handler of that name. Raises LookupError when the code no longer has it."""
    try:
        return _handlers[name][2]
    except KeyError:
        raise LookupError(f"no handler is called {name}") from None


def event_class(name: str) -> type[Event]:
    """The class behind a name in the outbox. Raises UnknownEvent."""
    for cls in Event._classes:
        if cls.event_name() == name:
            return cls
    raise UnknownEvent(name)
