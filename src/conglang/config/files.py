"""Files served before any view: hashed static files and published media, straight from their folders."""

import asyncio
import mimetypes
import os
import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any, BinaryIO

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

CHUNK_BYTES = 256 * 1024
YEAR_SECONDS = 365 * 24 * 3600
MEDIA_SECONDS = 300
HASHED = re.compile(r"\.[0-9a-f]{8,}\.")  # the content's hash in the name: these bytes never change
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_ENDINGS = {"br": "br", "gzip": "gz"}
_ENCODINGS = {
    name: re.compile(rb"\b%b\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))" % name.encode()) for name in _ENDINGS
}

STATIC_KINDS = {
    kind: mimetypes.types_map.get(kind, "application/octet-stream")
    for kind in (".css", ".js", ".mjs", ".map", ".json", ".svg", ".png", ".jpg", ".gif", ".ico", ".txt")
} | {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".webmanifest": "application/manifest+json",
}
# Shown by the browser inside a page. Nothing here can carry a script of its own: no HTML, no SVG.
SHOWN_MEDIA = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".pdf": "application/pdf",
}
SAVED_MEDIA = {
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
    ".vtt": "text/vtt; charset=utf-8",
}
SECURITY: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-site"),
    (b"referrer-policy", b"same-origin"),
]
# a file opened by itself runs and loads nothing
ALONE = (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox")
# browsers show no PDF in a sandbox, and a script that runs as a worker would be bound by its own header
UNCONFINED = {".pdf", ".js", ".mjs"}


@dataclass(frozen=True)
class Found:
    """A file to send and how."""

    path: Path
    content_type: str
    cache_seconds: int
    saved: bool = False  # offered for saving rather than shown
    varies: bool = False  # has compressed forms beside it


class FileFolder:
    """One folder under one prefix of URLs; whatever is not a plain file of a known kind does not exist."""

    def __init__(self, prefix: str, root: Path, *, media: bool) -> None:
        self.prefix = prefix
        self.root = Path(root)
        self.media = media

    def find(self, path: str) -> Found | None:
        """The file behind a URL's decoded path."""
        parts = path.removeprefix(self.prefix).split("/")
        if any(part in ("", ".", "..") or part.startswith(".") or "\\" in part for part in parts):
            return None
        kind = Path(parts[-1]).suffix.lower()
        content_type = self._kinds().get(kind)
        file = self.root.joinpath(*parts)
        if content_type is None or not file.is_file():
            return None
        # links inside the folder may not lead out of it
        if not file.resolve().is_relative_to(self.root.resolve()):
            return None
        if self.media:
            return Found(file, content_type, MEDIA_SECONDS, saved=kind in SAVED_MEDIA)
        seconds = YEAR_SECONDS if HASHED.search(parts[-1]) else 60
        text = content_type.startswith("text/") and "charset" not in content_type
        return Found(file, content_type + "; charset=utf-8" * text, seconds, varies=True)

    def _kinds(self) -> dict[str, str]:
        return SHOWN_MEDIA | SAVED_MEDIA if self.media else STATIC_KINDS


async def send_file(found: Found, scope: Scope, send: Send) -> None:
    """Answer a GET or HEAD with the file: compressed, in part, or not at all where the browser has it."""
    asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
    path, encoding = _compressed(found, asked.get(b"accept-encoding", "").encode("latin-1"))
    with path.open("rb") as file:
        stat = os.fstat(file.fileno())
        headers = _headers(found, stat, encoding)
        etag = dict(headers)[b"etag"].decode()
        if etag in asked.get(b"if-none-match", ""):
            await _answer(
                send, 304, [h for h in headers if h[0] not in (b"content-type", b"content-encoding")]
            )
            return
        wanted = "" if encoding else asked.get(b"range", "")
        if asked.get(b"if-range", etag) != etag:
            wanted = ""
        part = _part(wanted, stat.st_size)
        if part is None:
            size = str(stat.st_size).encode()
            await _answer(send, 416, [*headers, (b"content-range", b"bytes */" + size)])
            return
        start, end = part
        status = 206 if wanted and (start, end) != (0, stat.st_size) else 200
        if status == 206:
            headers.append((b"content-range", f"bytes {start}-{end - 1}/{stat.st_size}".encode()))
        headers.append((b"content-length", str(end - start).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        await _send_bytes(file, start, end, send)


async def _send_bytes(file: BinaryIO, start: int, end: int, send: Send) -> None:
    file.seek(start)
    left = end - start
    while left > CHUNK_BYTES:
        # big files leave the loop free for others while the disk works
        chunk = await asyncio.to_thread(file.read, CHUNK_BYTES)
        if not chunk:  # cut short while we read: the promised length cannot be kept
            raise ConnectionAbortedError("the file became shorter")
        left -= len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": file.read(left)})


def encodings_in(accepted: bytes) -> list[str]:
    """The encodings of ours that a browser takes, the best first; `accepted` is its Accept-Encoding."""
    return [name for name, pattern in _ENCODINGS.items() if pattern.search(accepted)]


def _compressed(found: Found, accepted: bytes) -> tuple[Path, str]:
    if found.varies:
        for encoding in encodings_in(accepted):
            other = found.path.with_name(f"{found.path.name}.{_ENDINGS[encoding]}")
            if other.is_file():
                return other, encoding
    return found.path, ""


def _headers(found: Found, stat: os.stat_result, encoding: str) -> Headers:
    return [*_pairs(found, stat, encoding)]


def _pairs(found: Found, stat: os.stat_result, encoding: str) -> Iterator[tuple[bytes, bytes]]:
    immutable = ", immutable" if found.cache_seconds == YEAR_SECONDS else ""
    yield b"content-type", found.content_type.encode()
    yield b"etag", f'"{stat.st_mtime_ns:x}-{stat.st_size:x}{encoding[:2]}"'.encode()
    yield b"last-modified", formatdate(stat.st_mtime, usegmt=True).encode()
    yield b"cache-control", f"public, max-age={found.cache_seconds}{immutable}".encode()
    yield from SECURITY
    if found.path.suffix.lower() not in UNCONFINED:
        yield ALONE
    if found.saved:
        yield b"content-disposition", b"attachment"
    if found.varies:
        yield b"vary", b"accept-encoding"
    else:
        yield b"accept-ranges", b"bytes"
    if encoding:
        yield b"content-encoding", encoding.encode()


def _part(wanted: str, size: int) -> tuple[int, int] | None:
    """Start and end of the wanted bytes; the whole for no or an odd wish, None for one beyond the file."""
    match = _RANGE.fullmatch(wanted.strip())
    if match is None or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else None
    if int(first) >= size or (last and int(last) < int(first)):
        return None
    return int(first), min(size, int(last) + 1) if last else size


async def _answer(send: Send, status: int, headers: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
