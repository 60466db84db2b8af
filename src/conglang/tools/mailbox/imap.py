"""A mailbox on its server (RFC 3501, 6851), read letter by letter; nothing there is ever deleted for good."""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conglang.tools.mailbox.lines import SECONDS, Failed, reach, told_apart
from conglang.tools.mailbox.rules import Trouble

HEADER_BYTES = 64 * 1024  # of a letter that is too large to be fetched
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Login:
    """How to get in: with a password, or with an access token."""

    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    folder: str = "INBOX"
    is_starttls: bool = False


class Mailbox:
    """One folder, open. Letters are named by their UID, which holds as long as `uidvalidity` does."""

    def __init__(self, connection: imaplib.IMAP4, uidvalidity: int, count: int) -> None:
        self._connection = connection
        self.uidvalidity = uidvalidity
        self.count = count

    def newer_than(self, uid: int, since: date) -> list[int]:
        """UIDs of letters that came after this one and on or after the day, the oldest first."""
        day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        (found,) = self._ask("SEARCH", f"UID {uid + 1}:*", f"SINCE {day}")[:1]
        numbers = [int(word) for word in (found or b"").split()]
        return sorted(each for each in numbers if each > uid)  # `n:*` names the last letter in any case

    def size_of(self, uid: int) -> int | None:
        """Size in bytes; None for a letter that is no longer there."""
        for answer in self._ask("FETCH", str(uid), "(RFC822.SIZE)"):
            size = re.search(rb"RFC822\.SIZE (\d+)", answer if isinstance(answer, bytes) else b"")
            if size:
                return int(size[1])
        return None

    def letter(self, uid: int) -> bytes | None:
        """The letter's bytes; it does not count as read by that."""
        return self._literal(uid, "(BODY.PEEK[])")

    def beginning(self, uid: int) -> bytes | None:
        """The headers of a letter."""
        return self._literal(uid, f"(BODY.PEEK[HEADER]<0.{HEADER_BYTES}>)")

    def mark_seen(self, uid: int) -> None:
        """Mark a letter as read."""
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def move(self, uid: int, folder: str) -> None:
        """Mark a letter as read and put it into another folder, which is made if it is missing."""
        self.mark_seen(uid)
        with suppress(Failed):  # it is there already
            self._done(self._connection.create(quoted(folder)))
        if "MOVE" in self._connection.capabilities:
            self._ask("MOVE", str(uid), quoted(folder))
            return
        self._ask("COPY", str(uid), quoted(folder))
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")

    def _literal(self, uid: int, what: str) -> bytes | None:
        for answer in self._ask("FETCH", str(uid), what):
            if isinstance(answer, tuple) and re.search(rb"\bUID %d\b" % uid, answer[0]):
                return bytes(answer[1])
        return None

    def _ask(self, command: str, *arguments: str) -> list[Any]:
        return self._done(self._connection.uid(command, *arguments))

    @staticmethod
    def _done(answer: tuple[str, list[Any]]) -> list[Any]:
        if answer[0] != "OK":
            raise Failed(Trouble.OTHER)
        return answer[1]


@contextmanager
def opened(login: Login) -> Iterator[Mailbox]:
    """The folder, until the end of the block. Raises Failed."""
    with told_apart():
        try:
            connection = _Starting(login) if login.is_starttls else _Encrypted(login)
        except imaplib.IMAP4.error:
            raise Failed(Trouble.NOT_IMAP) from None
        try:
            _sign_in(connection, login)
            _learn(connection)
            yield _selected(connection, login.folder)
        except imaplib.IMAP4.abort:
            raise Failed(Trouble.SLOW) from None
        except (imaplib.IMAP4.error, ValueError):
            raise Failed(Trouble.OTHER) from None
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()


def xoauth2(user: str, token: str) -> bytes:
    """What a server gets to hear in place of a password (Google's and Microsoft's XOAUTH2)."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()


def quoted(name: str) -> str:
    """A folder's name on the line."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Encrypted(imaplib.IMAP4):
    def __init__(self, login: Login) -> None:
        super().__init__(login.host, login.port, timeout=SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        line = reach(self.host, self.port)
        try:
            return ssl.create_default_context().wrap_socket(line, server_hostname=self.host)
        except BaseException:
            line.close()
            raise


class _Starting(imaplib.IMAP4):
    def __init__(self, login: Login) -> None:
        super().__init__(login.host, login.port, timeout=SECONDS)
        try:
            self.starttls(ssl.create_default_context())
        except BaseException:
            self.shutdown()
            raise

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return reach(self.host, self.port)


def _sign_in(connection: imaplib.IMAP4, login: Login) -> None:
    try:
        if login.token:
            said = iter([xoauth2(login.user, login.token)])
            connection.authenticate("XOAUTH2", lambda _challenge: next(said, b""))
        elif "AUTH=PLAIN" in connection.capabilities:
            # LOGIN has no agreed way of writing letters with marks
            secret = f"\0{login.user}\0{login.password}".encode()
            connection.authenticate("PLAIN", lambda _challenge: secret)
        else:
            connection.login(quoted(login.user), login.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise Failed(Trouble.TOKEN if login.token else Trouble.PASSWORD) from None


def _learn(connection: imaplib.IMAP4) -> None:
    """What the server can do, which many tell in full only after signing in."""
    _typed, (said, *_rest) = connection.capability()
    connection.capabilities = tuple(said.decode("ascii", "replace").upper().split())


def _selected(connection: imaplib.IMAP4, folder: str) -> Mailbox:
    typed, data = connection.select(quoted(folder))
    if typed != "OK":
        raise Failed(Trouble.FOLDER)
    _name, validity = connection.response("UIDVALIDITY")
    return Mailbox(connection, int((validity or [b"0"])[0] or 0), int(data[0] or b"0"))
