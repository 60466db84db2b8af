"""A commune with a predecessor and its people, acting through services as on the desk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Site, Succession, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.services.write import write_document
from conglang.kernel import clock
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)


@dataclass
class Village:
    """A unit with a site, and its people by role."""

    unit: Unit
    users: dict[str, User]

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name], self.unit.pk, NOW)


def village(code: str, name: str) -> Village:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, valid_from=SINCE
        )
        Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
        roles = {"clerk": Role.DOCUMENT_CLERK, "head": Role.HEAD_EDITOR, "officer": Role.CASE_OFFICER}
        users = {key: appointed(f"{key}.{code}", unit, role, NOW) for key, role in roles.items()}
    return Village(unit, users)


def predecessor(of: Village, name: str = "Bến Sen Đông") -> Unit:
    with everything("tests"):
        old = Unit.objects.create(
            code="98009", kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name,
            valid_from=date(1990, 1, 1), valid_to=SINCE,
        )  # fmt: skip
        Succession.objects.create(old=old, new=of.unit, on=SINCE)
    return old


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Village:
    return village("98001", "Bến Sen")


@pytest.fixture
def neighbour(db) -> Village:
    return village("98002", "Bến Đá")


def pdf(of: Village, words: str = "1") -> Document:
    """An attachment that looks like a signed file."""
    by = of.actor("clerk")
    with use_scope(by.scope):
        data = BytesIO(b"%PDF-1.4 " + words.encode())
        return store_document(by=by, unit_id=of.unit.pk, file=data, title=f"Ban ky {words}", now=NOW)


def facts(**more: Any) -> dict[str, Any]:
    return {
        "kind": "quyet-dinh", "code": "12/QĐ-UBND", "issuer_name": "Ủy ban nhân dân xã Bến Sen",
        "signer": "Nguyễn Văn Thử", "signer_title": "Chủ tịch", "issued_on": date(2026, 3, 5),
        "abstract": "Ban hành Quy chế tiếp công dân", "disclosure": "open",
        "disclosure_ground": "Luật 01/2026/QH16, Điều 17",
    } | more  # fmt: skip


def write(of: Village, files: Any = None, **values: Any) -> OfficialDocument:
    """A draft as the clerk enters it, with a file unless told otherwise."""
    by = of.actor("clerk")
    given = facts(**values)
    shown = [pdf(of, str(given["code"]))] if files is None else files
    with use_scope(by.scope):
        return write_document(by=by, unit_id=of.unit.pk, values=given, files=shown, now=NOW)


def publish(document: OfficialDocument, of: Village) -> OfficialDocument:
    """Submit and approve, each by another person; what follows from it is done too."""
    clerk, head = of.actor("clerk"), of.actor("head")
    with use_scope(clerk.scope):
        submit(item=OfficialDocument.objects.get(pk=document.pk), by=clerk, now=NOW)
    with use_scope(head.scope):
        row = OfficialDocument.objects.get(pk=document.pk)
        approve(item=row, expected_hash=standing(head, row, now=NOW).content, by=head, now=NOW)
    with everything("tests"):
        deliver(now=NOW, limit=100)
        return OfficialDocument.objects.get(pk=document.pk)


def published(of: Village, **values: Any) -> OfficialDocument:
    return publish(write(of, **values), of)
