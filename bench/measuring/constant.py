"""The least that our server can do: the same bytes for every request, without a look at anything."""

import os
from pathlib import Path
from typing import Any

BODY = Path(os.environ["CONSTANT_FILE"]).read_bytes()
HEADERS = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(BODY)).encode())]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """ASGI."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
