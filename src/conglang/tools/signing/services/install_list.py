"""Install what an authority says about certificates that it has taken back."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.tools.signing.checking import read_list_confined
from conglang.tools.signing.events import AnchorsChanged
from conglang.tools.signing.models import RevocationList, TrustAnchor
from conglang.tools.signing.permissions import INSTALL
from conglang.tools.signing.refusals import ListRefused
from conglang.tools.signing.rules import MOST_LIST_BYTES, ListFacts, ListTrouble

CLOCK_SLACK = timedelta(hours=1)  # the authority's clock may be ahead by this much
Reader = Callable[[bytes, Sequence[bytes]], ListFacts | ListTrouble]


def install_list(
    *, by: Actor, unit_id: int, data: bytes, now: datetime, read: Reader = read_list_confined
) -> RevocationList:
    """Judge by this list from now on; it takes the place of the authority's older one.

    One person is enough, because the list counts only with the signature of an authority that two have
    installed. The same list twice changes nothing. A child process reads it, so call this outside of
    transactions. Raises NotFound, Forbidden, ListRefused.
    """
    by = require(by, INSTALL, unit_id)
    if len(data) > MOST_LIST_BYTES:
        raise ListRefused(ListTrouble.TOO_LARGE)
    trusted = TrustAnchor.objects.filter(unit=unit_id, confirmed_at__isnull=False, retired_at=None)
    facts = read(data, [bytes(each) for each in trusted.values_list("certificate", flat=True)])
    if isinstance(facts, ListTrouble):
        raise ListRefused(facts)
    if facts.issued_at > now + CLOCK_SLACK:
        raise ListRefused(ListTrouble.FUTURE)
    return _installed(by, unit_id, data, facts, now)


@transaction.atomic
def _installed(by: Actor, unit_id: int, data: bytes, facts: ListFacts, now: datetime) -> RevocationList:
    anchor: TrustAnchor | None = (
        TrustAnchor.objects.select_for_update()
        .filter(unit=unit_id, fingerprint=facts.authority, retired_at=None)
        .first()
    )
    if anchor is None:  # taken back meanwhile
        raise ListRefused(ListTrouble.UNKNOWN_ISSUER)
    name = sha256(data).hexdigest()
    known: RevocationList | None = RevocationList.objects.filter(anchor=anchor).first()
    if known is not None and known.sha256 == name:
        return known
    if known is not None and known.issued_at >= facts.issued_at:
        raise ListRefused(ListTrouble.OLDER)
    row: RevocationList
    row, _is_new = RevocationList.objects.update_or_create(
        anchor=anchor,
        defaults={
            "unit_id": unit_id,
            "content": data,
            "sha256": name,
            "number": facts.number,
            "issued_at": facts.issued_at,
            "ends_at": facts.ends_at,
            "entries": facts.entries,
            "installed_by_id": by.user_id,
            "installed_at": now,
        },
    )
    record(
        "signing.list_installed",
        row,
        by=by,
        now=now,
        sha256=name,
        issuer=anchor.fingerprint,
        issued_at=facts.issued_at.isoformat(),
    )
    publish(AnchorsChanged(unit_id=unit_id), now=now)
    return row
