"""Addresses that people may put on a page."""

import re

_WEB = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)


def is_web_address(text: str) -> bool:
    """Whether a browser opens it: http or https, a host, no name and password before it."""
    return _WEB.fullmatch(text) is not None
