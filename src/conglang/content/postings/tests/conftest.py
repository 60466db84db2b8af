"""A commune with two hamlets and its people, acting through services as on the desk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image as Picture

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.ledger.outbox import deliver
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Hamlet, Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.postings.models import Posting, Sighting
from conglang.content.postings.rules import Act
from conglang.content.postings.services.log import Seen, log_sighting
from conglang.content.postings.services.write import write_posting
from conglang.kernel import clock
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)
OFFICE, HOUSE = "Trụ sở Ủy ban nhân dân xã Bến Sen", "Nhà văn hóa thôn Đông"
DAY = timedelta(days=1)


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
        Hamlet.objects.create(unit=unit, kind=HamletKind.THON, name="Đông")
        roles = {"clerk": Role.DOCUMENT_CLERK, "head": Role.HEAD_EDITOR, "officer": Role.CASE_OFFICER}
        users = {key: person(f"{key}.{code}", unit, role) for key, role in roles.items()}
    return Village(unit, users)


def person(name: str, unit: Unit, role: Role) -> User:
    user = User.objects.create_user(name, full_name=name.title(), password_changed_at=NOW)
    Membership.objects.create(
        user=user, unit=unit, role=role, starts_on=SINCE, decision_number="1", decided_on=SINCE
    )
    enrol_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", by=Actor.system("tests"), now=NOW)
    return user


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
