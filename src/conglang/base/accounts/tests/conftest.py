from datetime import date, datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.rules import Appointment
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.accounts.tests.people import custody
from conglang.base.units.models import CustodyKind, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.kernel.clock import now as clock_now

SINCE = date(2026, 1, 1)
PASSWORD = "bốn con trâu ăn cỏ"
SECRET = "JBSWY3DPEHPK3PXP"
SYSTEM = Actor.system("tests")


@pytest.fixture(autouse=True)
def _own_addresses(settings):
    """The accounts' addresses with a few neighbours, whatever the floors above add."""
    settings.ROOT_URLCONF = settings.PUBLIC_URLCONF = "conglang.base.accounts.tests.urls"
    settings.HOST_URLCONFS = {settings.DESK_HOST: "conglang.base.accounts.tests.urls"}
    processors = [
        "django.template.context_processors.request",
        "django.contrib.messages.context_processors.messages",
    ]
    # a new value, not a changed one: only then are the template engines made again, and again after the test
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": {"context_processors": processors}}]
    cache.clear()


@pytest.fixture
def now():
    """The real present: allauth and axes read their own clocks."""
    return clock_now()


def unit(code: str, kind: UnitKind, name: str, parent: Unit | None = None) -> Unit:
    lineage = parent.below if parent else "/"
    return Unit.objects.create(
        code=code, kind=kind, level=kind.level, name=name, parent=parent, lineage=lineage, valid_from=SINCE
    )


@pytest.fixture
def province(db):
    return unit("98", UnitKind.PROVINCE, "Sông Mây")


@pytest.fixture
def ours(province):
    mine = unit("98001", UnitKind.COMMUNE, "Bến Sen", province)
    custody(province, mine, CustodyKind.ADMINISTRATION)
    return mine


@pytest.fixture
def theirs(province):
    neighbour = unit("98002", UnitKind.COMMUNE, "Gò Lau", province)
    custody(province, neighbour, CustodyKind.ADMINISTRATION)
    return neighbour


def person(username: str, *, password: str | None = PASSWORD, **fields) -> User:
    names = {"full_name": f"Nguyễn Thị {username.title()}", "email": f"{username}@example.vn"} | fields
    return User.objects.create_user(username, password, password_changed_at=clock_now(), **names)


def hold(user: User, place: Unit, role: Role, **period) -> Membership:
    terms = {
        "starts_on": SINCE,
        "decision_number": "12/QĐ",
        "decided_on": SINCE,
        "decided_by": "UBND",
    } | period
    with everything("tests"):
        return Membership.objects.create(user=user, unit=place, role=role, **terms)


def membership_of(user, role=None):
    with everything("tests"):
        rows = Membership.objects.filter(user=user)
        return rows.get(role=role) if role else rows.get()


def official(username: str, place: Unit, *roles: Role) -> User:
    user = person(username)
    for role in roles:
        hold(user, place, role)
    return user


def acting(user: User, place: Unit | None = None, at: datetime | None = None) -> Actor:
    return actor_for(user, place.pk if place else None, at or clock_now())


def run(service, *, by: Actor, **arguments):
    """Call a service as a request would: in the actor's scope."""
    with use_scope(by.scope):
        return service(by=by, now=arguments.pop("now", None) or clock_now(), **arguments)


def appointment(role: Role = Role.CONTRIBUTOR, **changes) -> Appointment:
    terms = {"starts_on": SINCE, "decision_number": "34/QĐ", "decided_on": SINCE, "decided_by": "UBND xã"}
    return Appointment(role=role, **(terms | changes))


@pytest.fixture
def admin(ours):
    return official("quantri", ours, Role.UNIT_ADMINISTRATOR)


@pytest.fixture
def writer(ours):
    return official("tacgia", ours, Role.CONTRIBUTOR)


@pytest.fixture
def stranger(theirs):
    return official("nguoila", theirs, Role.CONTRIBUTOR)


@pytest.fixture
def chief(province):
    return official("tinh", province, Role.PROVINCE_ADMINISTRATOR)


@pytest.fixture
def desk(settings):
    """A browser at the desk's host; calling it makes another one."""

    def browser(user: User | None = None, **headers) -> Client:
        client = Client(HTTP_HOST=settings.DESK_HOST, **headers)
        if user is not None:
            enrol_second_factor(user=user, secret=SECRET, by=SYSTEM, now=clock_now())
            client.force_login(user, backend="conglang.base.accounts.backends.UnitRoleBackend")
        return client

    return browser


LOGIN = "/tai-khoan/dang-nhap/"
WRONG = "sai mật khẩu rồi"


def code() -> str:
    cache.clear()  # one code serves one sign-in; tests have no 30 seconds to wait
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def sign_in(browser: Client, login: str, password: str = PASSWORD, **extra):
    return browser.post(LOGIN, {"login": login, "password": password} | extra)


TERMS = {
    "starts_on": "2026-01-01",
    "decision_number": "1/QĐ",
    "decided_on": "2026-01-01",
    "decided_by": "UBND",
}
