"""A commune with a hamlet and its people, acting through services as on the desk."""

from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from PIL import Image as Picture

from conglang.base.accounts.tests import villages
from conglang.base.accounts.tests.villages import Village, two
from conglang.content.documents.tests import conftest as documents
from conglang.content.documents.tests.conftest import NOW, frozen  # noqa: F401  # a fixture
from conglang.content.postings.models import Posting, Sighting
from conglang.content.postings.rules import Act
from conglang.content.postings.services.log import Seen, log_sighting
from conglang.content.postings.services.write import write_posting
from conglang.tools.approval.tests.releasing import release as publish
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document

OFFICE, HOUSE = "Trụ sở Ủy ban nhân dân xã Bến Sen", "Nhà văn hóa thôn Đông"
DAY = timedelta(days=1)

village = partial(villages.village, roles=documents.ROLES, hamlets=("Đông",))
home, neighbour = two(village)


def attachment(of: Village, words: str = "1") -> Document:
    data = BytesIO(b"%PDF-1.4 " + words.encode())
    return of.do("clerk", store_document, unit_id=of.unit.pk, file=data, title=f"Danh sach {words}")


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
    return of.do("clerk", write_posting, unit_id=of.unit.pk, values=facts(**values), files=files)


def published(of: Village, files: Any = (), **values: Any) -> Posting:
    return publish(write(of, files, **values), of)


def see(of: Village, posting: Posting, act: Act, at: datetime, place: str = OFFICE, **more: Any) -> Sighting:
    """A line of the log, entered as it happens."""
    seen = Seen(place=place, act=act, at=at, who="Lê Văn Mẫu, trưởng thôn", **more)
    return of.do("clerk", log_sighting, posting_id=posting.pk, seen=seen, now=at)
