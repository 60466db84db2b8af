"""What is said about the signatures of a PDF, as plain data."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

MOST_LIST_BYTES = 16 * 1024 * 1024  # of a revocation list: some 400,000 certificates


class Trouble(StrEnum):
    """Why nothing can be said about a file as a whole."""

    NOT_PDF = "not_pdf"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_MANY = "too_many"  # signatures
    GAVE_UP = "gave_up"  # it asked for more time or memory than any honest file


class Content(StrEnum):
    """Whether what was signed is what is there."""

    INTACT = "intact"
    CHANGED = "changed"
    ADDED = "added"  # after the last signature, by nobody who signed
    UNREADABLE = "unreadable"


class Added(StrEnum):
    """What came into the file after a signature."""

    NOTHING = "nothing"
    CHECKING_DATA = "checking_data"  # certificates and revocation lists for later checks
    SIGNATURES = "signatures"  # or what was filled into form fields
    OTHER = "other"


class Chain(StrEnum):
    """Whether the certificate leads to an anchor that the province has installed."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    NOT_VALID_THEN = "not_valid_then"
    WRONG_USE = "wrong_use"
    WEAK = "weak"
    REVOKED = "revoked"
    UNCLEAR = "unclear"


class ListTrouble(StrEnum):
    """Why a revocation list is of no use."""

    NOT_A_LIST = "not_a_list"
    UNKNOWN_ISSUER = "unknown_issuer"  # signed by no authority whose certificate is installed
    PARTIAL = "partial"
    OLDER = "older"  # than the one that is installed
    FUTURE = "future"
    TOO_LARGE = "too_large"
    GAVE_UP = "gave_up"


class TimeSource(StrEnum):
    """Which time the certificate was judged at."""

    STAMP = "stamp"  # of a trusted time stamping authority
    CLAIM = "claim"  # of the signer's own clock
    CHECK = "check"  # of the check, for want of another


class Revocation(StrEnum):
    """What is known of a revocation. Nothing is asked on line.

    A list of the authority that was installed here speaks first; `Signature.list_as_of` is its date then.
    """

    NOT_CHECKED = "not_checked"
    NOT_REVOKED = "not_revoked"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What a revocation list says of itself. `authority` is the fingerprint of the certificate that it was
    signed with, `entries` the number of certificates in it."""

    authority: str
    number: str
    issued_at: datetime
    ends_at: datetime | None
    entries: int

    def plain(self) -> dict[str, Any]:
        """JSON values."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> "ListFacts":
        """What `plain` gave."""
        moments = {
            name: datetime.fromisoformat(values[name]) if values[name] else None
            for name in ("issued_at", "ends_at")
        }
        return cls(**values | moments)


@dataclass(frozen=True, slots=True)
class TrustAnchors:
    """Certificates and revocation lists in DER, as the province installed them."""

    roots: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    @property
    def fingerprint(self) -> str:
        """One name for exactly this set; another set, another name."""
        parts = (self.roots, self.intermediates, self.crls)
        joined = "|".join(",".join(sorted(sha256(each).hexdigest() for each in part)) for part in parts)
        return sha256(joined.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature, or a time stamp over the whole document (`is_stamp`). Names are as the certificate
    has them; moments are aware."""

    field: str
    content: Content
    chain: Chain = Chain.UNCLEAR
    is_stamp: bool = False
    signer: str = ""
    organisation: str = ""
    department: str = ""
    issuer: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    claimed_at: datetime | None = None
    stamped_at: datetime | None = None
    stamped_by: str = ""
    stamp_is_trusted: bool = False
    judged_at: datetime | None = None
    time_source: TimeSource = TimeSource.CHECK
    covers_file: bool = False
    added: Added = Added.NOTHING
    path: tuple[str, ...] = ()
    key_usage: tuple[str, ...] = ()
    revocation: Revocation = Revocation.NOT_CHECKED
    revoked_at: datetime | None = None
    list_as_of: datetime | None = None  # the newest installed list of the issuer
    list_until: datetime | None = None
    list_has_ended: bool = False  # at the time of the check
    digest: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether it may be called valid: nothing changed, nothing added, a trusted certificate."""
        return self.content is Content.INTACT and self.chain is Chain.TRUSTED

    @property
    def signed_at(self) -> datetime | None:
        """The best known time of signing; `time_source` tells how good it is."""
        return self.stamped_at if self.time_source is TimeSource.STAMP else self.claimed_at


@dataclass(frozen=True, slots=True)
class Report:
    """All signatures in the order in which they came into the file; unreadable ones last."""

    signatures: tuple[Signature, ...] = ()
    trouble: Trouble | None = None

    @property
    def is_valid(self) -> bool:
        """Whether there are signatures and every one of them is valid."""
        return self.trouble is None and bool(self.signatures) and all(s.is_valid for s in self.signatures)

    @property
    def is_unsigned(self) -> bool:
        """A PDF that could be read and bears no signature."""
        return self.trouble is None and not self.signatures

    def plain(self) -> dict[str, Any]:
        """JSON values; moments in ISO 8601."""
        rows = [{k: _plain(v) for k, v in asdict(each).items()} for each in self.signatures]
        return {"trouble": self.trouble, "signatures": rows}

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> "Report":
        """What `plain` gave. Raises KeyError, TypeError or ValueError for anything else."""
        trouble = values["trouble"]
        rows = tuple(Signature(**_typed(row)) for row in values["signatures"])
        return cls(rows, Trouble(trouble) if trouble else None)


_MOMENTS = {"valid_from", "valid_to", "claimed_at", "stamped_at", "judged_at", "revoked_at",
            "list_as_of", "list_until"}  # fmt: skip
_ENUMS = {
    "content": Content,
    "chain": Chain,
    "time_source": TimeSource,
    "added": Added,
    "revocation": Revocation,
}
_KNOWN = {field.name for field in fields(Signature)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for name in _KNOWN & row.keys():
        value = row[name]
        if name in _MOMENTS:
            typed[name] = datetime.fromisoformat(value) if value else None
        elif name in _ENUMS:
            typed[name] = _ENUMS[name](value)
        else:
            typed[name] = tuple(value) if isinstance(value, list) else value
    return typed
