"""Hand in a certificate to be trusted: the first person's part."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit, UnitLevel
from conglang.kernel.text import one_line
from conglang.tools.signing.certificates import NotACertificate, read_certificate, same_fingerprint
from conglang.tools.signing.models import AnchorKind, TrustAnchor
from conglang.tools.signing.permissions import INSTALL
from conglang.tools.signing.refusals import AnchorRefusal, AnchorRefused

SOURCE_LENGTH = 300


@transaction.atomic
def propose_anchor(
    *,
    by: Actor,
    unit_id: int,
    kind: AnchorKind,
    certificate: bytes,
    typed_fingerprint: str,
    source: str,
    now: datetime,
) -> TrustAnchor:
    """Ask that a certificate be trusted; it counts for nothing until a second person has confirmed it.

    `typed_fingerprint` comes from paper and not from the file, so that a forged file is noticed. The same
    certificate again gives the row that is there. Raises NotFound, Forbidden, AnchorRefused.
    """
    by = require(by, INSTALL, unit_id)
    if Unit.objects.get(pk=unit_id).level != UnitLevel.PROVINCE:
        raise AnchorRefused(AnchorRefusal.NOT_A_PROVINCE)
    try:
        found = read_certificate(certificate)
    except NotACertificate:
        raise AnchorRefused(AnchorRefusal.NOT_A_CERTIFICATE) from None
    if not same_fingerprint(typed_fingerprint, found.fingerprint):
        raise AnchorRefused(AnchorRefusal.FINGERPRINT)
    if found.valid_to <= now:
        raise AnchorRefused(AnchorRefusal.EXPIRED)
    if (kind == AnchorKind.ROOT) != found.is_root:
        raise AnchorRefused(AnchorRefusal.NOT_A_ROOT)
    source = one_line(source)
    if not 0 < len(source) <= SOURCE_LENGTH:
        raise AnchorRefused(AnchorRefusal.SOURCE)
    known: TrustAnchor | None = TrustAnchor.objects.filter(
        unit=unit_id, fingerprint=found.fingerprint, retired_at=None
    ).first()
    if known is not None:
        return known
    anchor = TrustAnchor(
        unit_id=unit_id,
        kind=kind,
        certificate=found.der,
        fingerprint=found.fingerprint,
        subject=found.subject,
        issuer=found.issuer,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        source=source,
        proposed_by_id=by.user_id,
        proposed_at=now,
    )
    anchor.save()
    record(
        "signing.anchor_proposed",
        anchor,
        by=by,
        now=now,
        fingerprint=found.fingerprint,
        kind=kind,
        source=source,
    )
    return anchor
