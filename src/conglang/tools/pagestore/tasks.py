"""Periodic jobs."""

from datetime import datetime

from django.conf import settings

from conglang.base.ledger.schedule import every
from conglang.tools.pagestore.queries import page_files
from conglang.tools.pagestore.services.show_notices import show_notices as bring_in_line


@every(seconds=10)
def show_notices(now: datetime) -> None:
    """Take down notices whose time is over."""
    bring_in_line(now=now)


@every(seconds=600)
def sweep(now: datetime) -> None:
    """Keep the stored pages within their space."""
    page_files().sweep(limit_bytes=settings.PAGES_BYTES, now=now.timestamp())
