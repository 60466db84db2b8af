"""One spelling for every value: what is hashed today must be spelled the same in twenty years."""

import json
import math
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import models

# sorted keys and no spaces: equal values give equal bytes, on every database and Python
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class NotPlain(TypeError):
    """A value has no JSON form, so it could not be read back or proved later."""


def plain(value: Any, where: str) -> Any:
    """The value made of dicts, lists, text, numbers, booleans and None only.

    Dates, UUIDs, decimals and enums become their usual text. Raises NotPlain, naming the place, for the rest.
    """
    if isinstance(value, Enum):
        return plain(value.value, where)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return _text(str(value), where)
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        raise NotPlain(f"{where} is {value}, which JSON cannot hold")
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        return _collection(value, where)
    return _scalar(value, where)


def _text(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotPlain(f"{where} holds half a character (a lone surrogate)") from None
    return value


def _collection(value: Any, where: str) -> Any:
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise NotPlain(f"{where} has the key {key!r}; keys must be text")
        return {_text(key, where): plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item, where) for item in value), key=repr)
    return [plain(item, f"{where}[{index}]") for index, item in enumerate(value)]


def _scalar(value: Any, where: str) -> str:
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise NotPlain(f"{where} is a datetime without a time zone")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, UUID, Decimal)):
        return str(value)
    hint = "; give its pk" if isinstance(value, models.Model) else ""
    raise NotPlain(f"{where} is a {type(value).__name__}, which has no JSON form{hint}")


def dumps(value: Any) -> str:
    """Canonical JSON text of a plain value."""
    return _encode(value)


class CanonicalJSONField(models.TextField[Any, Any]):
    """A plain value kept as canonical text, byte for byte, because JSON columns rewrite what they store."""

    _pyi_private_set_type: Any  # read by the type checker only
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        return dumps(value)

    def from_db_value(self, value: str | None, *args: Any) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return dumps(self.value_from_object(obj))
