"""A commune with its board, a department with a head, and a neighbour."""

import pytest
from django.core.cache import cache
from django.test import Client

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.units.models import Department
from conglang.base.units.scope import everything
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune, person
from conglang.kernel import clock

BACKEND = "conglang.base.accounts.backends.UnitRoleBackend"
DESK = "/khen-thuong/"


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    settings.DATA = tmp_path  # where heads of the audit trail go
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Commune:
    made = commune("98001", "Bến Sen")
    with everything("tests"):
        office = Department.objects.create(unit=made.unit, name="Phòng Văn hóa – Xã hội")
        made.people["chief"] = person("chief.98001", made.unit, Role.DEPARTMENT_HEAD)
        Membership.objects.filter(user=made.chief.user_id).update(department=office)
    return made


@pytest.fixture
def neighbour(db) -> Commune:
    return commune("98002", "Bến Đá")


@pytest.fixture
def desk(settings):
    """A browser at the desk, signed in as somebody."""
    cache.clear()

    def browser(actor: Actor) -> Client:
        user = User.objects.get(pk=actor.user_id)
        User.objects.filter(pk=user.pk).update(password_changed_at=NOW)
        enrol_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", by=Actor.system("tests"), now=NOW)
        client = Client(HTTP_HOST=settings.DESK_HOST)
        client.force_login(user, backend=BACKEND)
        return client

    return browser


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
