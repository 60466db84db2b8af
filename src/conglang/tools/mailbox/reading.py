"""What a letter says: bytes in, facts out. Nothing is opened, fetched or run, and nothing raises.

Whoever wrote the bytes may want harm: every loop here is bounded by `parts.py` and by lengths below. What
cannot be read is named as a `Flaw`; the caller keeps the bytes as they came.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from conglang.kernel.text import LegacyEncoding, convert_if_certain
from conglang.tools.mailbox.decoding import clean, header_text, out_of, text_of
from conglang.tools.mailbox.markup import words_of
from conglang.tools.mailbox.parts import Part, Walk, content_type, parameter, value_of, values_of
from conglang.tools.mailbox.rules import Flaw, Marks, plain_address

MOST_LETTERS_OF_TEXT = 400_000
MOST_FILES = 100
MOST_REFERENCES = 50
SUBJECT_LENGTH = 250
NAME_LENGTH = 200
_ID = re.compile(r"<([^<>\s]{1,240})>")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.?[^\s@<>,;:\"()\[\]\\]*")
_FAILED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)
_ROBOT = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)[@+=-]", re.IGNORECASE)
_WRITTEN = ("message-id", "from", "to", "subject", "date", "content-type", "content-transfer-encoding")
_WINMAIL = b"\x78\x9f\x3e\x22"


@dataclass(frozen=True)
class Attached:
    """A file with a letter, under the name that the sender gave it; empty where there is none."""

    name: str
    data: bytes
    flaw: Flaw | None = None


@dataclass(frozen=True)
class Facts:
    """A letter, read. `identity` is the same for the same letter, however and however often it comes."""

    identity: str
    sender_name: str
    sender_address: str
    subject: str
    text: str
    sent_at: datetime | None
    message_id: str
    references: tuple[str, ...]
    files: tuple[Attached, ...]
    marks: Marks


def read_letter(raw: bytes) -> Facts:
    """Everything that is known of a letter from its bytes."""
    walk = Walk(raw)
    body = _Body()
    for part in walk.parts():
        body.take(part)
    head = walk.head
    text, flaws = body.text(), walk.flaws | body.flaws
    name, address = _sender(head)
    if not address:
        flaws.add(Flaw.NO_SENDER)
    subject = header_text(value_of(head, "subject"))
    if body.old:
        subject = out_of(body.old, subject)
    message_id = next(iter(_ids(value_of(head, "message-id"))), "")
    return Facts(
        identity=_identity(raw, head, message_id),
        sender_name=name[:NAME_LENGTH],
        sender_address=address,
        subject=subject[:SUBJECT_LENGTH],
        text=text,
        sent_at=_day(head),
        message_id=message_id,
        references=tuple(_references(head))[:MOST_REFERENCES],
        files=tuple(body.files),
        marks=Marks(
            is_automatic=_is_automatic(head),
            is_spam=value_of(head, "x-spam-flag").strip().lower() == "yes",
            is_forged=bool(_FAILED.search(value_of(head, "authentication-results"))),
            flaws=tuple(flaw for flaw in Flaw if flaw in flaws),
        ),
    )


class _Body:
    """Gathers text and files, part by part."""

    def __init__(self) -> None:
        self.words: list[tuple[int, bool, str]] = []  # choice, whether plain, text
        self.files: list[Attached] = []
        self.flaws: set[Flaw] = set()
        self.old: LegacyEncoding | None = None  # what its text was in

    def take(self, part: Part) -> None:
        """One part more."""
        kind = content_type(part.head)
        if part.letter:
            self.words.append((0, True, _line_about(part.head)))
            return
        if not part.is_whole:
            self.flaws.add(Flaw.BROKEN)
        is_placed = value_of(part.head, "content-disposition").strip().lower().startswith("attachment")
        name = _file_name(part.head)
        if kind in {"text/plain", "text/html"} and not is_placed and not name:
            self._write(part, is_plain=kind == "text/plain")
        elif part.data or name:
            self._lay_by(name, part.data, kind)

    def _write(self, part: Part, *, is_plain: bool) -> None:
        text, flaw = text_of(part.data[: 4 * MOST_LETTERS_OF_TEXT], parameter(part.head, "charset"))
        if flaw is not Flaw.UTF7:
            text = text if is_plain else words_of(text)
            seen = convert_if_certain(text)
            text = seen.text
            if not seen.certain:
                self.flaws.add(Flaw.OLD_FONT)
            elif seen.encoding:
                self.old, flaw = seen.encoding, None
        if flaw:
            self.flaws.add(flaw)
        self.words.append((part.choice, is_plain, clean(text).strip()))

    def _lay_by(self, name: str, data: bytes, kind: str) -> None:
        if len(self.files) == MOST_FILES:
            self.flaws.add(Flaw.TOO_MANY_PARTS)
            return
        flaw = None
        if kind == "application/ms-tnef" or data.startswith(_WINMAIL) or name.lower() == "winmail.dat":
            flaw = Flaw.WINMAIL
        elif kind in {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}:
            flaw = Flaw.SEALED
        if flaw:
            self.flaws.add(flaw)
        self.files.append(Attached(name, data, flaw))

    def text(self) -> str:
        """What people read: of each set of alternatives the plain one, where it says something."""
        plain = {choice for choice, is_plain, text in self.words if choice and is_plain and text}
        kept = [text for choice, is_plain, text in self.words if text and (is_plain or choice not in plain)]
        whole = "\n\n".join(kept)
        if len(whole) > MOST_LETTERS_OF_TEXT:
            self.flaws.add(Flaw.LONG_TEXT)
        return whole[:MOST_LETTERS_OF_TEXT]


def _line_about(head: Message) -> str:
    """Whose letter lies inside this one."""
    name, address = _sender(head)
    sent_at = _day(head)
    day = f"{sent_at:%d/%m/%Y}" if sent_at else ""
    parts = [f"{name} <{address}>".strip(), day, header_text(value_of(head, "subject"))]
    return "— " + " · ".join(part for part in parts if part)


def _file_name(head: Message) -> str:
    """The last part of the name: a path in it is nobody's business."""
    given = parameter(head, "filename", "content-disposition") or parameter(head, "name")
    name = header_text(given).replace("\\", "/").rpartition("/")[2].strip(" .")
    return re.sub(r'[<>:"|?*]', "-", name)[-NAME_LENGTH:]


def _sender(head: Message) -> tuple[str, str]:
    """Name and address; no address unless there is exactly one, because each reader would take another."""
    lines = values_of(head, "from")
    try:
        found = [pair for pair in getaddresses(lines[:2]) if pair[1]] if len(lines) == 1 else []
    except (RecursionError, ValueError, IndexError, TypeError):
        found = []
    shown = header_text(found[0][0] if found else " ".join(lines))
    if len(found) != 1 or not _ADDRESS.fullmatch(found[0][1]) or len(found[0][1]) > NAME_LENGTH:
        return shown, ""
    return shown if shown != found[0][1] else "", clean(found[0][1]).lower()


def _day(head: Message) -> datetime | None:
    try:
        day = parsedate_to_datetime(value_of(head, "date")[:100])
        return (day if day.tzinfo else day.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _ids(value: str) -> Iterable[str]:
    return (clean(each) for each in _ID.findall(value))


def _references(head: Message) -> Iterable[str]:
    """What the letter answers, the nearest first."""
    return dict.fromkeys(
        [*_ids(value_of(head, "in-reply-to")), *reversed(list(_ids(value_of(head, "references"))))]
    )


def _is_automatic(head: Message) -> bool:
    """Whether a program wrote it (RFC 3834): nobody waits for an answer, and one might never end."""
    submitted = value_of(head, "auto-submitted").partition(";")[0].strip().lower()
    precedence = value_of(head, "precedence").strip().lower()
    return (
        submitted not in {"", "no"}
        or precedence in {"bulk", "list", "junk", "auto_reply"}
        or any(name in head for name in ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond"))
        or value_of(head, "return-path").strip() == "<>"
        or content_type(head) == "multipart/report"
        or bool(_ROBOT.match(_sender(head)[1]))
    )


def _identity(raw: bytes, head: Message, message_id: str) -> str:
    """SHA-256 of what the sender wrote; servers on the way add headers and change the ends of lines.

    A letter that its sender has not numbered is known by all of its bytes.
    """
    digest = sha256()
    end = re.search(rb"\r?\n\r?\n", raw) if message_id else None
    for name in _WRITTEN if end else ():
        digest.update(f"{name}:{' '.join(value_of(head, name).split())}\n".encode("utf-8", "surrogateescape"))
    body = raw[end.end() :] if end else raw
    digest.update(body.replace(b"\r\n", b"\n").rstrip())
    return digest.hexdigest()


def is_own(facts: Facts, addresses: Iterable[str]) -> bool:
    """Whether the letter comes from one of our own addresses, by which programs could go round in circles."""
    return plain_address(facts.sender_address) in {plain_address(each) for each in addresses}
