"""A commune with a hamlet and its people, acting through services as on the desk."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image as Picture

from conglang.base.ledger.outbox import deliver
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Hamlet
from conglang.base.units.scope import everything, use_scope
from conglang.content.documents.tests import conftest as documents
from conglang.content.documents.tests.conftest import NOW, Village, frozen  # noqa: F401  # a fixture
from conglang.content.postings.models import Posting, Sighting
from conglang.content.postings.rules import Act
from conglang.content.postings.services.log import Seen, log_sighting
from conglang.content.postings.services.write import write_posting
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document

OFFICE, HOUSE = "Trụ sở Ủy ban nhân dân xã Bến Sen", "Nhà văn hóa thôn Đông"
DAY = timedelta(days=1)


def village(code: str, name: str) -> Village:
    """The commune of the documents' tests, with a hamlet that has a house."""
    found = documents.village(code, name)
    with everything("tests"):
        Hamlet.objects.create(unit=found.unit, kind=HamletKind.THON, name="Đông")
    return found


@pytest.fixture
def home(db) -> Village:
    return village("98001", "Bến Sen")


@pytest.fixture
def neighbour(db) -> Village:
    return village("98002", "Bến Đá")


def attachment(of: Village, words: str = "1") -> Document:
    by = of.actor("clerk")
    with use_scope(by.scope):
        data = BytesIO(b"%PDF-1.4 " + words.encode())
        return store_document(by=by, unit_id=of.unit.pk, file=data, title=f"Danh sach {words}", now=NOW)


def photo() -> BytesIO:
    data = BytesIO()
    Picture.new("RGB", (80, 60), "green").save(data, "JPEG")
    data.seek(0)
    return data


def facts(**more: Any) -> dict[str, Any]:
    return {
        "kind": "plan", "title": "Kế hoạch sử dụng đất năm 2027", "text": "Nội dung kế hoạch.",
        "starts_on": date(2026, 11, 21), "ends_on": date(2026, 12, 31), "places": [OFFICE, HOUSE],
    } | more  # fmt: skip


def write(of: Village, files: Any = (), **values: Any) -> Posting:
    """A draft as the clerk enters it."""
    by = of.actor("clerk")
    with use_scope(by.scope):
        return write_posting(by=by, unit_id=of.unit.pk, values=facts(**values), files=files, now=NOW)


def publish(posting: Posting, of: Village) -> Posting:
    """Submit and approve, each by another person; what follows from it is done too."""
    clerk, head = of.actor("clerk"), of.actor("head")
    with use_scope(clerk.scope):
        submit(item=Posting.objects.get(pk=posting.pk), by=clerk, now=NOW)
    with use_scope(head.scope):
        row = Posting.objects.get(pk=posting.pk)
        approve(item=row, expected_hash=standing(head, row, now=NOW).content, by=head, now=NOW)
    return settled(posting)


def settled(posting: Posting, at: datetime = NOW) -> Posting:
    """The row after everything that follows from events."""
    with everything("tests"):
        deliver(now=at, limit=100)
        return Posting.objects.get(pk=posting.pk)


def published(of: Village, files: Any = (), **values: Any) -> Posting:
    return publish(write(of, files, **values), of)


def see(of: Village, posting: Posting, act: Act, at: datetime, place: str = OFFICE, **more: Any) -> Sighting:
    """A line of the log, entered as it happens."""
    by = of.actor("clerk")
    with use_scope(by.scope):
        seen = Seen(place=place, act=act, at=at, who="Lê Văn Mẫu, trưởng thôn", **more)
        return log_sighting(by=by, posting_id=posting.pk, seen=seen, now=at)
