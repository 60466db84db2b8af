"""A commune with a predecessor and its people, acting through services as on the desk."""

from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from typing import Any

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests import villages
from conglang.base.accounts.tests.villages import Village, stopped_at, two
from conglang.base.units.models import Succession, Unit, UnitKind
from conglang.base.units.scope import everything
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.services.write import write_document
from conglang.tools.approval.tests.releasing import release as publish
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)
ROLES = {"clerk": Role.DOCUMENT_CLERK, "head": Role.HEAD_EDITOR, "officer": Role.CASE_OFFICER}

village = partial(villages.village, roles=ROLES)
frozen = stopped_at(NOW)
home, neighbour = two(village)


def predecessor(of: Village, name: str = "Bến Sen Đông") -> Unit:
    with everything("tests"):
        old = Unit.objects.create(
            code="98009", kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name,
            valid_from=date(1990, 1, 1), valid_to=SINCE,
        )  # fmt: skip
        Succession.objects.create(old=old, new=of.unit, on=SINCE)
    return old


def pdf(of: Village, words: str = "1") -> Document:
    """An attachment that looks like a signed file."""
    data = BytesIO(b"%PDF-1.4 " + words.encode())
    return of.do("clerk", store_document, unit_id=of.unit.pk, file=data, title=f"Ban ky {words}")


def facts(**more: Any) -> dict[str, Any]:
    return {
        "kind": "quyet-dinh", "code": "12/QĐ-UBND", "issuer_name": "Ủy ban nhân dân xã Bến Sen",
        "signer": "Nguyễn Văn Thử", "signer_title": "Chủ tịch", "issued_on": date(2026, 3, 5),
        "abstract": "Ban hành Quy chế tiếp công dân", "disclosure": "open",
        "disclosure_ground": "Luật 01/2026/QH16, Điều 17",
    } | more  # fmt: skip


def write(of: Village, files: Any = None, **values: Any) -> OfficialDocument:
    """A draft as the clerk enters it, with a file unless told otherwise."""
    given = facts(**values)
    shown = [pdf(of, str(given["code"]))] if files is None else files
    return of.do("clerk", write_document, unit_id=of.unit.pk, values=given, files=shown)


def published(of: Village, **values: Any) -> OfficialDocument:
    return publish(write(of, **values), of)
