"""What is said about signatures to readers and officials, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from conglang.base.ui.formats import vn_date, vn_datetime
from conglang.tools.signing.models import RevocationList
from conglang.tools.signing.rules import (
    Added,
    Chain,
    Content,
    Report,
    Revocation,
    Signature,
    TimeSource,
    Trouble,
)


@dataclass(frozen=True)
class SignatureWords:
    """One signature: who and when, the two judgements, and what only some want to know."""

    who: str
    content: str
    trust: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """The whole file in a line; `tone` is success, info, warning or danger. Then each signature."""

    heading: str
    tone: str
    signatures: tuple[SignatureWords, ...] = ()


def panel_of(report: Report) -> Panel:
    """What stands beside the file."""
    if report.trouble is not None:
        return Panel(_troubles()[report.trouble], "warning")
    rows = tuple(_words(each) for each in report.signatures)
    if report.is_unsigned:
        return Panel(_("This file bears no digital signature."), "info")
    if report.is_valid:
        return Panel(_("The digital signature is valid."), "success", rows)
    contents = {each.content for each in report.signatures}
    if contents == {Content.INTACT}:
        return Panel(_("There is a digital signature. Its certificate is not confirmed."), "warning", rows)
    if contents <= {Content.INTACT, Content.UNREADABLE}:
        return Panel(_("A digital signature in this file cannot be read."), "warning", rows)
    return Panel(_("The file is not as it was signed."), "danger", rows)


def lines_of(report: Report) -> Iterator[str]:
    """The same for a terminal."""
    panel = panel_of(report)
    yield panel.heading
    for row in panel.signatures:
        yield f"* {row.who}"
        yield from (f"  {line}" for line in (row.content, row.trust, *row.details))


def _words(found: Signature) -> SignatureWords:
    if found.content is Content.UNREADABLE:
        return SignatureWords(
            _("Signature in the field “%(name)s”") % {"name": found.field}, _content(found), "", ()
        )
    return SignatureWords(_who(found), _content(found), _trust(found), tuple(_details(found)))


def _who(found: Signature) -> str:
    names = ", ".join(dict.fromkeys(filter(None, (found.signer, found.department, found.organisation))))
    if found.is_stamp:
        return _("Time stamp by %(who)s") % {"who": names}
    if found.signed_at is None:
        return _("Signed by %(who)s") % {"who": names}
    return _("Signed by %(who)s, %(when)s") % {"who": names, "when": vn_datetime(found.signed_at)}


def _content(found: Signature) -> str:
    return {
        Content.INTACT: _("The content is intact."),
        Content.ADDED: _("Something was added to the file after the last signature."),
        Content.CHANGED: _("The content was changed after signing."),
        Content.UNREADABLE: _("This signature is damaged and cannot be read."),
    }[found.content]


def _trust(found: Signature) -> str:
    return {
        Chain.TRUSTED: _("The certificate is trusted."),
        Chain.UNKNOWN: _(
            "The certificate is not confirmed: its issuer is not among those that the province trusts."
        ),
        Chain.NOT_VALID_THEN: _("The certificate was not valid at the time of signing."),
        Chain.WRONG_USE: _("The certificate was not issued for signing documents."),
        Chain.WEAK: _("The signature uses an old method that is no longer safe."),
        Chain.REVOKED: _("The certificate was revoked."),
        Chain.UNCLEAR: _("The certificate could not be confirmed."),
    }[found.chain]


def _details(found: Signature) -> Iterator[str]:
    if found.issuer:
        yield _("Certificate issued by %(issuer)s") % {"issuer": found.issuer}
    if found.valid_from and found.valid_to:
        dates = {"since": vn_date(found.valid_from), "until": vn_date(found.valid_to)}
        yield _("Valid from %(since)s to %(until)s") % dates
    yield _time(found)
    yield from _revocation(found)
    if found.content is Content.INTACT and found.added is Added.SIGNATURES:
        yield _("Another signature was added later, as it is allowed.")
    if found.content is Content.INTACT and found.added is Added.CHECKING_DATA:
        yield _("Only data for checking the signature was added later.")


def _revocation(found: Signature) -> Iterator[str]:
    """What is known, of which day it is, and what is not known."""
    as_of, until = found.list_as_of, found.list_until
    if found.revoked_at is not None:
        yield _("Revoked: %(when)s") % {"when": vn_datetime(found.revoked_at)}
        if found.time_source is TimeSource.CLAIM and found.claimed_at and found.claimed_at < found.revoked_at:
            yield _("The signer's computer names an earlier time, but no trusted time stamp confirms it.")
    elif found.revocation is Revocation.NOT_REVOKED and as_of is not None:
        yield _("Not revoked by the authority's list as of %(when)s.") % {"when": vn_date(as_of)}
        if found.list_has_ended and until is not None:
            yield _("This list ended on %(when)s, and no newer one is installed.") % {"when": vn_date(until)}
    elif found.revocation is Revocation.NOT_REVOKED:
        yield _("By the data in the file the certificate was not revoked.")
    elif found.revocation is Revocation.NOT_CHECKED and until is not None:
        yield _(
            "Revocation is not known: the authority's list that is installed here ended on %(when)s, before "
            "the file was signed."
        ) % {"when": vn_date(until)}
    elif found.revocation is Revocation.NOT_CHECKED:
        yield _("Revocation was not checked: there is no list of revoked certificates for this authority.")


def list_words(found: RevocationList | None, now: datetime) -> str:
    """How old the list of an authority is, for those who have to keep it fresh."""
    if found is None:
        return _("No list of revoked certificates. Nobody can see here whether a certificate was taken back.")
    values = {"since": vn_date(found.issued_at), "number": found.entries}
    if found.ends_at is None:
        return _("List of %(number)s revoked certificates as of %(since)s.") % values
    values["until"] = vn_date(found.ends_at)
    if found.ends_at < now:
        return (
            _("The list of revoked certificates as of %(since)s ended on %(until)s. A newer one is due.")
            % values
        )
    return _("List of %(number)s revoked certificates as of %(since)s, valid until %(until)s.") % values


def _time(found: Signature) -> str:
    return {
        TimeSource.STAMP: _("The time is confirmed by a time stamp of %(who)s.") % {"who": found.stamped_by},
        TimeSource.CLAIM: _("The time is that of the signer's computer; no trusted time stamp confirms it."),
        TimeSource.CHECK: _(
            "The time of signing is unknown; the certificate was judged at the time of the check."
        ),
    }[found.time_source]


def _troubles() -> dict[Trouble, str]:
    return {
        Trouble.NOT_PDF: _("This file is not a PDF, so no signature can be read."),
        Trouble.BROKEN: _("The file is damaged, so its signatures cannot be read."),
        Trouble.ENCRYPTED: _("The file is protected by a password, so its signatures cannot be read."),
        Trouble.TOO_MANY: _("The file has too many signatures and was not checked."),
        Trouble.GAVE_UP: _(
            "Reading this file takes too much time or memory. Its signatures were not checked."
        ),
    }
