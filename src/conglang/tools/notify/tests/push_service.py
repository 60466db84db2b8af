"""A push service of our own on this machine, and a browser that it serves."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography.hazmat.primitives.asymmetric import ec

from conglang.tools.notify.webpush import CURVE, Device, base64url, from_base64url, point_of


class Browser:
    """Has a key pair, and remembers what it could read."""

    def __init__(self, endpoint: str) -> None:
        self.key, self.secret = ec.generate_private_key(CURVE), os.urandom(16)
        self.device = Device(endpoint, base64url(point_of(self.key.public_key())), base64url(self.secret))

    @property
    def given(self) -> dict[str, object]:
        """As the page's script gets it."""
        keys = {"p256dh": self.device.p256dh, "auth": self.device.auth}
        return {"endpoint": self.device.endpoint, "keys": keys}


class Service:
    """Answers 201 unless told otherwise for a path; `got` lists paths, headers and bodies in their order."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.says: dict[str, tuple[int, dict[str, str]]] = {}
        self.got: list[tuple[str, dict[str, str], bytes]] = []

    def browser(self, name: str, status: int = 201, **headers: str) -> Browser:
        self.says[f"/{name}"] = status, headers
        return Browser(f"{self.origin}/{name}")

    def told(self) -> list[str]:
        return sorted(path.removeprefix("/") for path, _headers, _body in self.got)


@contextmanager
def push_service() -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.got.append((self.path, dict(self.headers), body))
            status, headers = service.says.get(self.path, (201, {}))
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = Service(server.server_address[1])
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def claims_of(authorization: str) -> tuple[dict[str, str], dict[str, object], bytes, bytes, str]:
    """Header, claims, what was signed, the signature and the public key of a VAPID header."""
    token, key = authorization.removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    signed = f"{head}.{claims}".encode()
    return (
        json.loads(from_base64url(head)), json.loads(from_base64url(claims)), signed,
        from_base64url(signature), key,
    )  # fmt: skip
