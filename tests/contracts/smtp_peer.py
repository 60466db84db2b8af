"""A mail server that takes letters in (RFC 5321 with STARTTLS and AUTH), in a thread, for one user."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD, TOKEN = "tinbai@xa.example", "mật khẩu", "tok-1"
PLAIN = f"\0{USER}\0{PASSWORD}".encode()
BEARER = f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01".encode()


class Session(socketserver.StreamRequestHandler):
    server: "Peer"

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 peer")
        self.is_known = False
        while line := self.rfile.readline().decode().strip():
            if self.answer(line) == "end":
                return

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def answer(self, line: str) -> str | None:
        verb, _space, rest = line.partition(" ")
        if verb.upper() == "EHLO":
            is_safe = isinstance(self.connection, ssl.SSLSocket)
            self.say("250-peer")
            self.say("250 AUTH PLAIN XOAUTH2" if is_safe else "250 STARTTLS")
        elif verb.upper() == "STARTTLS":
            self.say("220 go on")
            self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        elif verb.upper() == "AUTH":
            self.is_known = base64.b64decode(rest.split()[-1]) in {PLAIN, BEARER}
            self.say("235 ok" if self.is_known else "535 no")
        elif verb.upper() == "DATA":
            self.say("354 go on")
            lines = iter(self.rfile.readline, b".\r\n")
            self.server.letters.append(b"".join(each.removeprefix(b".") for each in lines))
            self.say("250 ok")
        elif verb.upper() == "QUIT":
            self.say("221 bye")
            return "end"
        else:
            self.say("250 ok" if self.is_known else "530 sign in first")
        return None


class Peer(socketserver.ThreadingTCPServer):
    def __init__(self, home: Path) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.letters: list[bytes] = []
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(home / "cert.pem", home / "key.pem")

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def running(home: Path) -> Iterator[Peer]:
    """The server; `home` has its certificate."""
    with Peer(home) as peer:
        threading.Thread(target=peer.serve_forever, daemon=True).start()
        yield peer
        peer.shutdown()
