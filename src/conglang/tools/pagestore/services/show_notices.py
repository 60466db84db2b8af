"""Bring the files with urgent notices in line with the rows."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from conglang.base.units.scope import everything
from conglang.tools.pagestore.models import UrgentNotice
from conglang.tools.pagestore.queries import hosts_below, shown_notices
from conglang.tools.pagestore.slot import UrgentFiles


def show_notices(*, now: datetime) -> int:
    """Have every site show its notices and those from above, and no others; returns how many sites do."""
    by_host: dict[str, list[UrgentNotice]] = {}
    with everything("a notice stands on the sites of many units"):
        for notice in shown_notices(now).select_related("unit"):
            for host in hosts_below(notice.unit_id):
                by_host.setdefault(host, []).append(notice)
    with translation.override("vi"):
        html = {
            host: render_to_string("pagestore/notices.html", {"notices": notices})
            for host, notices in by_host.items()
        }
    UrgentFiles(Path(settings.URGENT_ROOT)).put(html)
    return len(html)
