"""What lets a sender on without a cookie: sealed words in a page's address or form, good for a while."""

import json
from datetime import datetime, timedelta
from typing import Any

from conglang.base.accounts.sealing import InvalidToken, seal, unseal

RECEIPT, OWN = "portal receipt", "portal own case"
LASTS = {RECEIPT: timedelta(hours=1), OWN: timedelta(minutes=30)}


def make_key(kind: str, known: dict[str, Any], now: datetime) -> str:
    """A key that only this installation can read; `known` must have a JSON form."""
    return seal(json.dumps(known | {"at": now.timestamp()}), kind)


def read_key(kind: str, key: str, now: datetime) -> dict[str, Any] | None:
    """What a key says; None for one that is old or none of ours."""
    try:
        known: dict[str, Any] = json.loads(unseal(key, kind))
    except (InvalidToken, ValueError):
        return None
    return known if now.timestamp() - known["at"] < LASTS[kind].total_seconds() else None
