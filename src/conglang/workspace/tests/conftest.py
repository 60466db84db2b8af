"""A commune with its editorial board, its neighbour, and their browsers."""

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image as Picture

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.composers import follow_appointments
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.accounts.tests.people import custody
from conglang.base.units.models import CustodyKind, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.write_article import write_article
from conglang.kernel.clock import now as clock_now
from conglang.tools.pages.models import Section, SectionKind

SINCE = date(2026, 1, 1)
SYSTEM = Actor.system("tests")
SECRET = "JBSWY3DPEHPK3PXP"
BACKEND = "conglang.base.accounts.backends.UnitRoleBackend"


@dataclass
class Office:
    """A unit with people named by their role, and two sections."""

    unit: Unit
    people: dict[Role, User] = field(default_factory=dict)
    section: Section | None = None
    heading: Section | None = None

    def user(self, role: Role) -> User:
        if role not in self.people:
            self.people[role] = appoint(f"{role.value}{self.unit.code}", self.unit, role)
        return self.people[role]

    def actor(self, role: Role) -> Actor:
        return actor_for(self.user(role), self.unit.pk, clock_now())


def appoint(username: str, unit: Unit, *roles: Role) -> User:
    user = User.objects.create_user(
        username, None, full_name=f"Người {username}", password_changed_at=clock_now()
    )
    with everything("tests"):
        for role in roles:
            Membership.objects.create(
                user=user, unit=unit, role=role, starts_on=SINCE, decided_on=SINCE, decision_number="1/QĐ"
            )
    follow_appointments(user, clock_now())
    enrol_second_factor(user=user, secret=SECRET, by=SYSTEM, now=clock_now())
    return user


def _unit(code: str, kind: UnitKind, name: str, parent: Unit | None = None) -> Unit:
    lineage = parent.below if parent else "/"
    return Unit.objects.create(
        code=code, kind=kind, level=kind.level, name=name, parent=parent, lineage=lineage, valid_from=SINCE
    )


def _office(unit: Unit) -> Office:
    with everything("tests"):
        heading = Section.objects.create(
            unit=unit, key="introduction", slug="gioi-thieu", title="Giới thiệu", kind=SectionKind.GROUP
        )
        section = Section.objects.create(
            unit=unit, key="news", slug="tin-tuc", title=f"Tin {unit.name}", kind=SectionKind.LIST
        )
    return Office(unit, section=section, heading=heading)


@pytest.fixture
def province(db):
    return Office(_unit("98", UnitKind.PROVINCE, "Sông Mây"))


@pytest.fixture
def ours(province):
    return _office(_commune(province, "98001", "Bến Sen"))


@pytest.fixture
def theirs(province):
    return _office(_commune(province, "98002", "Gò Lau"))


def _commune(province: Office, code: str, name: str) -> Unit:
    unit = _unit(code, UnitKind.COMMUNE, name, province.unit)
    for kind in (CustodyKind.ADMINISTRATION, CustodyKind.AUDIT):
        custody(province.unit, unit, kind)
    return unit


@pytest.fixture
def desk(settings):
    """A browser at the desk's host, signed in as the user."""
    cache.clear()

    def browser(user: User | None = None) -> Client:
        client = Client(HTTP_HOST=settings.DESK_HOST)
        if user is not None:
            client.force_login(user, backend=BACKEND)
        return client

    return browser


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.PRIVATE_ROOT = Path(tmp_path, "private")
    settings.MEDIA_ROOT = Path(tmp_path, "public")


def write(office: Office, role: Role = Role.CONTRIBUTOR, **given) -> Article:
    """A draft as a person of the office writes it."""
    actor = office.actor(role)
    facts = {
        "section_id": office.section.pk,
        "title": f"Nạo vét kênh mương ở {office.unit.name}",
        "summary": "Bà con ra quân làm thủy lợi.",
        "body": [{"type": "text", "value": "<p>Sáng nay bà con ra đồng.</p>"}],
        "author_name": "Lê Thị Mai",
        "author_address": "Thôn Hội Long",
    } | given
    with use_scope(actor.scope):
        return write_article(by=actor, content=ArticleContent(**facts), now=clock_now())


def typed(office: Office, **given) -> dict[str, str]:
    """What a browser sends from the writing form."""
    return {
        "section": str(office.section.pk),
        "title": "Chợ quê họp trở lại",
        "summary": "Chợ họp từ sáng nay.",
        "text": "Đoạn một.\n\nĐoạn hai.",
        "author_name": "Lê Thị Mai",
        "author_address": "Thôn Hội Long",
    } | given


def picture(colour: str = "green") -> BytesIO:
    """A small picture as a file of a form."""
    data = BytesIO()
    Picture.new("RGB", (400, 300), colour).save(data, "JPEG")
    data.seek(0)
    data.name = f"{colour}.jpg"
    return data
