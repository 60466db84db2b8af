"""The real front before the real Django, in the test's own thread and database connection."""

import asyncio
import gzip
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import brotli
from a2wsgi.wsgi import build_environ
from django.conf import settings
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections

from conglang.config.front import Front, Limits
from conglang.config.pages import StoredPages
from conglang.tools.pagestore.queries import page_files
from conglang.tools.pagestore.slot import UrgentFiles
from conglang.tools.pagestore.stored import is_stored

HOST = "bensen.songmay.localhost"


@contextmanager
def no_loop():
    """Have Django use the connection of the test: a loop gets another, a finished request closes it."""
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        signals.request_started.connect(close_old_connections)
        signals.request_finished.connect(close_old_connections)
        asyncio._set_running_loop(loop)


class DjangoHere:
    """Django without a thread; `rendered` lists the paths that it was asked for."""

    def __init__(self):
        self.wsgi = WSGIHandler()
        self.rendered = []
        self.meanwhile = lambda: None  # happens after the view has read, before the answer is out

    async def __call__(self, scope, receive, send):
        self.rendered.append(scope["path"])
        started = {}

        def start(status, headers, _error=None):
            pairs = [(name.lower().encode(), value.encode()) for name, value in headers]
            started.update(status=int(status[:3]), headers=pairs)

        with no_loop():
            body = b"".join(self.wsgi(build_environ(scope, BytesIO()), start))
            self.meanwhile()
        await asyncio.sleep(0)
        await send({"type": "http.response.start", **started})
        await send({"type": "http.response.body", "body": body})


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        encoding = self.headers.get("content-encoding", "")
        plain = {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding, bytes)(self.body)
        return plain.decode()

    async def take(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message["body"]


class Visitors:
    """People who open pages through one front; several make several processes of one installation."""

    def __init__(self):
        self.django = DjangoHere()
        self.pages = StoredPages(
            page_files(),
            UrgentFiles(Path(settings.URGENT_ROOT)),
            is_stored=lambda path: is_stored(path, settings.PUBLIC_URLCONF),
        )
        self.front = Front(self.django, [], Limits(10_000, 8, ("10.0.0.1",)), self.pages)

    async def ask(self, host, path="/", *, method="GET", headers=(), client="9.9.9.9", port=8000) -> Answer:
        """One request; the host is what the browser names, with its port."""
        address, _mark, query = path.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": address,
            "query_string": query.encode(),
            "headers": [
                *([(b"host", host.encode())] if host else []),
                *((name.encode(), value.encode()) for name, value in headers),
            ],
            "client": (client, 1),
            "server": ("127.0.0.1", port),
        }
        answer = Answer()
        await self.front(scope, _nothing, answer.take)
        return answer

    def get(self, host, path="/", **more) -> Answer:
        return asyncio.run(self.ask(host, path, **more))

    @property
    def rendered(self) -> list[str]:
        """Paths rendered since the last look."""
        seen, self.django.rendered = self.django.rendered, []
        return seen


async def _nothing():
    return {"type": "http.request", "body": b"", "more_body": False}
