"""Reads of keys."""

from datetime import date

from conglang.tools.quotas.models import ApiKey
from conglang.tools.quotas.rules import KEY_MARK, fingerprint

LONGEST_KEY = 80


def good_key(key: str, on: date) -> ApiKey | None:
    """The key as given to a program, if it is good on the site of the running scope."""
    if not key.startswith(KEY_MARK) or len(key) > LONGEST_KEY:
        return None
    found: ApiKey | None = ApiKey.objects.filter(key_hash=fingerprint(key)).first()
    return found if found and found.is_good(on) else None
