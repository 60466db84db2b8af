"""One web process: uvicorn on a socket that the supervisor opened, or on a port of its own."""

import gc
import os
import socket
import sys

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from conglang.config.cli import set_up_django

STOP_SECONDS = 6  # for answers that are under way; the supervisor waits a little longer
HEAD_BYTES = 64 * 1024


class Protocol(HttpToolsProtocol):
    """HTTP/1.1 with the bounds that the parser does not set: no head or trailer without end.

    Trailers are left out: whatever decides on a request's headers has done so before they come.
    """

    unfinished_bytes = 0  # that belong to no body and have not made a head or a request whole
    in_head = False

    def data_received(self, data: bytes) -> None:
        self.unfinished_bytes += len(data)
        super().data_received(data)
        if self.unfinished_bytes > HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        self.in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self.in_head, self.unfinished_bytes = False, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self.unfinished_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.unfinished_bytes = 0
        super().on_message_complete()


class Server(uvicorn.Server):
    """Writes the page views down before it ends; a signal that stopped it is raised again after that."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # what is loaded stays to the end; looking through it for garbage again and again delays answers
        gc.collect()
        gc.freeze()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        from conglang.config.asgi import application  # noqa: PLC0415 - loaded by now, with the settings

        if application.visits is not None:
            application.visits.tally.flush()


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
        http=Protocol,
        loop="uvloop",
        ws="none",
    )
    sockets = None if fd is None else [socket.socket(fileno=fd)]
    Server(config).run(sockets)
    # a thread that hangs in a view would keep the process for ever
    sys.stderr.flush()
    os._exit(0)
