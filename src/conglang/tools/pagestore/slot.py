"""The slot for urgent notices: a mark in stored pages that is filled when they are sent.

One tiny file a site, `<root>/<host>.html`, there only while something is urgent. A notice thus reaches every
page at once, and no page is rendered for it. The mark is a server-side include, so nginx can fill it too.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from conglang.tools.pagestore.files import is_host

ADDRESS = "/-/urgent"
NOTICE_HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    (b"content-security-policy", b"default-src 'none'; sandbox"),
]
MARK = f'<!--# include virtual="{ADDRESS}" -->'
_MARK = MARK.encode()


def filled(page: bytes, notice: bytes) -> bytes:
    """The page with the notice in its slot; without one the mark stays, a comment to browsers."""
    return page.replace(_MARK, notice, 1) if notice else page


class UrgentFiles:
    """The notices of all sites below one folder."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._read: dict[str, tuple[str, bytes]] = {}

    def version(self, host: str) -> str:
        """Names the notice of a host; empty when there is none."""
        path = f"{self._root}/{host}.html"
        if not os.access(path, os.F_OK):  # on the way of every page, where an exception is dear
            return ""
        try:
            facts = os.stat(path)  # noqa: PTH116
        except OSError:
            return ""
        return f"{facts.st_mtime_ns:x}-{facts.st_ino:x}-{facts.st_size:x}" if facts.st_size else ""

    def text(self, host: str, version: str) -> bytes:
        """The notice's HTML, read once a version; empty for no version."""
        if not version:
            return b""
        known = self._read.get(host)
        if known is None or known[0] != version:
            try:
                known = (version, Path(self._root, f"{host}.html").read_bytes())
            except OSError:
                return b""
            self._read[host] = known
        return known[1]

    def put(self, notices: Mapping[str, str]) -> None:
        """Have exactly these hosts show exactly these notices, from the moment that this returns."""
        root = Path(self._root)
        root.mkdir(parents=True, exist_ok=True)
        for host, html in notices.items():
            path, body = root / f"{host}.html", html.encode()
            if not (path.exists() and path.read_bytes() == body):
                part = root / f".{secrets.token_hex(8)}"
                part.write_bytes(body)
                part.replace(path)
        for entry in os.scandir(root):
            host = entry.name.removesuffix(".html")
            if is_host(host) and host not in notices:
                with suppress(FileNotFoundError):
                    Path(entry.path).unlink()
