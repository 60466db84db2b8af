"""ClamAV, where it is installed: its daemon is asked over its socket, by its own protocol (INSTREAM)."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

USUAL_SOCKETS = ("/run/clamav/clamd.ctl", "/var/run/clamav/clamd.ctl", "/run/clamd.scan/clamd.sock")
CHUNK_BYTES = 64 * 1024
SECONDS = 30
_MOST_REPLY_BYTES = 4096


class ScannerSilent(Exception):
    """A scanner is installed, but gave no verdict."""


def address() -> str:
    """Where the daemon listens: a path, or host:port; empty where none is installed."""
    configured: str = settings.CLAMD
    return configured or next((path for path in USUAL_SOCKETS if Path(path).exists()), "")


def scan(file: IO[bytes]) -> str:
    """The name of the harmful program in a file, empty for a clean one. Raises ScannerSilent."""
    try:
        with _connected(address()) as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK_BYTES):
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            return _verdict(_reply(connection))
    except OSError as error:
        raise ScannerSilent(type(error).__name__) from error


@contextmanager
def _connected(place: str) -> Iterator[socket.socket]:
    host, _colon, port = place.rpartition(":")
    is_path = "/" in place
    connection = socket.socket(socket.AF_UNIX if is_path else socket.AF_INET, socket.SOCK_STREAM)
    with connection:
        connection.settimeout(SECONDS)
        connection.connect(place if is_path else (host, int(port)))
        yield connection


def _reply(connection: socket.socket) -> str:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < _MOST_REPLY_BYTES:
        part = connection.recv(_MOST_REPLY_BYTES)
        if not part:
            break
        reply += part
    return reply.rstrip(b"\0").decode("utf-8", "replace").strip()


def _verdict(reply: str) -> str:
    _stream, _colon, said = reply.partition(": ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerSilent(reply)  # such as "INSTREAM size limit exceeded. ERROR"
