"""The least that our server can do: the same answer to every request, without a look at anything.

python -m measuring.constant PORT FILE HEADERS    HEADERS: a JSON file of pairs
"""

import json
import sys
from pathlib import Path
from typing import Any

import uvicorn

from conglang.config.web import Protocol

BODY = Path(sys.argv[2]).read_bytes()
HEADERS = [(name.encode(), value.encode()) for name, value in json.loads(Path(sys.argv[3]).read_bytes())]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """ASGI."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})


if __name__ == "__main__":
    uvicorn.run(
        app, port=int(sys.argv[1]), http=Protocol, loop="uvloop", ws="none", lifespan="off",
        access_log=False, server_header=False, proxy_headers=False, log_level="warning",
    )  # fmt: skip
