"""Other portals and a hub, as real servers on this machine."""

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Cổng thông tin tỉnh Sông Mẫu</title><id>urn:x</id>
<updated>2026-11-21T01:00:00Z</updated>{links}{entries}</feed>"""
ENTRY = """<entry><id>{guid}</id><title>{title}</title><link href="{link}"/>
<updated>2026-11-{day:02}T01:00:00Z</updated><content type="html">{html}</content></entry>"""


def entry(
    guid: str,
    title: str = "Tin tỉnh",
    link: str = "",
    day: int = 20,
    html: str = "&lt;p&gt;Nội dung.&lt;/p&gt;",
) -> str:
    return ENTRY.format(
        guid=guid, title=title, link=link or f"https://songmau.example/{guid}", day=day, html=html
    )


def atom(*entries: str, links: str = "") -> bytes:
    return ATOM.format(links=links, entries="".join(entries)).encode()


@dataclass
class Server:
    """What it answers, and what it was asked."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    on_post: Callable[[dict[str, str]], int] | None = None
    origin: str = ""

    def give(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        """Answer a path from now on; headers with underscores for dashes. Returns the address."""
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.origin + path


@contextmanager
def server() -> Iterator[Server]:
    """A server that keeps conditions (ETag) as the protocol wants."""
    known = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            known.asked.append(("GET", self.path, dict(self.headers), b""))
            status, headers, body = known.pages.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self._answer(status, headers, body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            known.asked.append(("POST", self.path, dict(self.headers), body))
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            self._answer(known.on_post(form) if known.on_post else 202, {}, b"")

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    known.origin = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield known
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def signed(secret: str, body: bytes, method: str = "sha256") -> str:
    """What a hub puts into X-Hub-Signature."""
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"
