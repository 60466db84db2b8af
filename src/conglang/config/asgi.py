"""The ASGI application of one web process."""

import socket
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from conglang.config.build import build, machine_start
from conglang.config.env import env
from conglang.config.files import Application, FileFolder
from conglang.config.front import Front, Limits
from conglang.config.pages import StoredPages
from conglang.config.visits import Visits
from conglang.insight.statistics.tally import Tally
from conglang.tools.pagestore.queries import page_files
from conglang.tools.pagestore.slot import UrgentFiles
from conglang.tools.pagestore.stored import is_stored


def front() -> Front:
    """Django behind the front layer, with what the settings allow."""
    threads: int = env("CONGLANG_WEB_THREADS")
    files = page_files()
    files.same_build(build())
    # after a power cut pages may lie there in part, and nginx does not look at their lengths
    files.same_build(machine_start(), part=f"start-{socket.gethostname()}")
    return Front(
        cast("Application", WSGIMiddleware(cast("Any", get_wsgi_application()), workers=threads)),
        [
            FileFolder(settings.STATIC_URL, settings.STATIC_ROOT, media=False),
            FileFolder(settings.MEDIA_URL, settings.MEDIA_ROOT, media=True),
        ],
        Limits(settings.MAX_UPLOAD_BYTES, threads, tuple(settings.TRUSTED_PROXIES)),
        StoredPages(
            files,
            UrgentFiles(settings.URGENT_ROOT),
            is_stored=lambda path: is_stored(path, settings.PUBLIC_URLCONF),
        ),
        Visits(Tally(settings.VISITS_ROOT), uncounted=settings.HOST_URLCONFS),
    )


application = front()
