"""Which certificates count for whom, and which files are still to be judged."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit
from conglang.tools.media.models import Document
from conglang.tools.signing.models import AnchorKind, RevocationList, TrustAnchor, Verification
from conglang.tools.signing.permissions import CONFIRM
from conglang.tools.signing.rules import TrustAnchors


def anchors_for(unit: Unit | None) -> TrustAnchors:
    """Certificates and lists that the unit and those above it installed; without a unit, all there are."""
    rows = TrustAnchor.objects.filter(confirmed_at__isnull=False, retired_at=None).order_by("pk")
    if unit is not None:
        rows = rows.filter(unit__in=[unit.pk, *(int(pk) for pk in unit.lineage.strip("/").split("/") if pk)])
    by_kind: dict[str, list[bytes]] = {AnchorKind.ROOT: [], AnchorKind.INTERMEDIATE: []}
    for kind, certificate in rows.values_list("kind", "certificate"):
        by_kind[kind].append(bytes(certificate))
    lists = RevocationList.objects.filter(anchor__in=rows).order_by("anchor")
    return TrustAnchors(
        tuple(by_kind[AnchorKind.ROOT]),
        tuple(by_kind[AnchorKind.INTERMEDIATE]),
        tuple(bytes(content) for content in lists.values_list("content", flat=True)),
    )


def lists_of(unit_id: int) -> dict[int, RevocationList]:
    """The lists that a province has installed, by the anchor that signed them; without their content."""
    rows = RevocationList.objects.filter(unit=unit_id).defer("content")
    return {row.anchor_id: row for row in rows}


def anchors_waiting(by: Actor) -> int:
    """How many certificates wait for this person to confirm them."""
    unit_ids = [
        unit_id for unit_id in (by.grants if by.may_somewhere(CONFIRM) else ()) if by.may(CONFIRM, unit_id)
    ]
    waiting = TrustAnchor.objects.filter(unit__in=unit_ids, confirmed_at=None, retired_at=None)
    count: int = waiting.exclude(proposed_by=by.user_id).count() if unit_ids else 0
    return count


def verification_of(document: Document) -> Verification | None:
    """What is known of this file's signatures; nothing while it waits."""
    found: Verification | None = Verification.objects.filter(
        document=document.pk, file_sha256=document.file_sha256
    ).first()
    return found


def unverified(most: int) -> list[int]:
    """Ids of PDFs that nobody has judged yet, the newest first."""
    judged = Verification.objects.filter(document=OuterRef("pk"))
    rows = Document.objects.filter(~Exists(judged), extension="pdf").order_by("-pk")
    return list(rows.values_list("pk", flat=True)[:most])


def verified_below(unit: Unit) -> QuerySet[Verification]:
    """Verifications of the unit's files and of those of all units below it."""
    rows: QuerySet[Verification] = Verification.objects.filter(
        Q(unit=unit.pk) | Q(unit__lineage__contains=f"/{unit.pk}/")
    )
    return rows
