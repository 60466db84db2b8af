"""The register of a place in the matrix: a public document that ends another one, and a draft."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.content.documents.models import FileState, OfficialDocument
from conglang.content.documents.rules import Relation, Tie, stored_ties
from conglang.content.documents.services.bring_in import bring_in
from conglang.content.documents.services.write import write_document
from conglang.kernel.clock import local_day
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.queries import standing
from conglang.tools.media.services.store import store_document

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_register(place: "Place", now: datetime) -> None:
    """What is public bears the place's word, the draft the hidden one."""
    old = _write(place, place.word, "1/QĐ-UBND", now)
    _publish(place, old, now)
    tie = Tie(Relation.REPLACES, f"1/QĐ-UBND {place.word}", str(old.uid))
    new = _write(place, place.word, "2/QĐ-UBND", now, relations=stored_ties([tie]))
    _publish(place, new, now)
    draft = _write(place, place.hidden, "3/QĐ-UBND", now)
    place.keep(new, draft)
    by = place.actor(Role.DOCUMENT_CLERK)
    with use_scope(by.scope):
        file = ContentFile(b"khong phai PDF", f"{place.hidden}.exe")
        drop = bring_in(by=by, unit_id=place.unit.pk, files=[file], now=now, name=place.hidden)
        drop.files.update(document=draft, state=FileState.DRAFT)
        place.keep(drop, drop.files.get())


def seen_document(pk: object) -> str:
    """How the place remembers what a page of a document names."""
    return f"document {pk}"


def _write(place: "Place", word: str, code: str, now: datetime, **more: Any) -> OfficialDocument:
    by = place.actor(Role.DOCUMENT_CLERK)
    values = {
        "kind": "quyet-dinh", "code": code, "issuer_name": f"Ủy ban nhân dân {word}", "signer": f"Lê {word}",
        "signer_title": "Chủ tịch", "issued_on": local_day(now), "abstract": f"Việc {word}",
        "text": f"Điều 1 {word}", "disclosure": "open", "disclosure_ground": f"Điều 17 {word}",
    }  # fmt: skip
    with use_scope(by.scope):
        file = store_document(
            by=by, unit_id=place.unit.pk, file=BytesIO(f"%PDF-1.4 {word} {code}".encode()),
            title=f"Van ban {word}", now=now,
        )  # fmt: skip
        row = write_document(by=by, unit_id=place.unit.pk, values=values | more, files=[file], now=now)
    place.seen[seen_document(row.pk)] = content_hash(row.latest_revision_id)
    return row


def _publish(place: "Place", row: OfficialDocument, now: datetime) -> None:
    clerk, head = place.actor(Role.DOCUMENT_CLERK), place.actor(Role.HEAD_EDITOR)
    with use_scope(clerk.scope):
        services.submit(item=row, by=clerk, now=now)
    with use_scope(head.scope):
        seen = standing(head, row, now=now).content
        services.approve(item=row, expected_hash=seen, by=head, now=now)
