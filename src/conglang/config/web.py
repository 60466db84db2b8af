"""One web process: uvicorn on a socket that the supervisor opened, or on a port of its own."""

import os
import socket
import sys

import uvicorn

from conglang.config.cli import set_up_django

STOP_SECONDS = 6  # for answers that are under way; the supervisor waits a little longer


def run(*, host: str = "127.0.0.1", port: int = 8000, fd: int | None = None) -> None:
    """Serve until told to stop."""
    set_up_django()
    config = uvicorn.Config(
        "conglang.config.asgi:application",
        host=host,
        port=port,
        log_config=None,  # Django's logging is set up already
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # the front knows whom to believe
        lifespan="off",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=STOP_SECONDS,
        h11_max_incomplete_event_size=64 * 1024,
    )
    sockets = None if fd is None else [socket.socket(fileno=fd)]
    uvicorn.Server(config).run(sockets)
    # a thread that hangs in a view would keep the process for ever
    sys.stderr.flush()
    os._exit(0)
