"""Who walks through the world, and how they knock at a door without leaving a trace."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.cookies import SimpleCookie
from time import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.middleware import SECOND_FACTOR_SEEN
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.rules import Appointment
from conglang.base.accounts.services.appoint import hold
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.ledger.models import OutboxMessage
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now

if TYPE_CHECKING:
    from tests.matrix.places import World

SYSTEM = Actor.system("matrix")
SINCE = date(2026, 1, 1)
CSRF = "c" * 32
PASSWORD = "bốn con trâu ăn cỏ"
BACKEND = "conglang.base.accounts.backends.UnitRoleBackend"
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
TABLE = re.compile(r'(?:INTO|UPDATE|FROM)\s+"?(\w+)"?')


def acting(user: User, unit: Unit) -> Actor:
    return actor_for(user, unit.pk, clock_now())


def join(name: str, unit: Unit, *roles: Role) -> User:
    """A person with roles in a unit; everything that is known of them carries the name's first part."""
    word = name.partition(".")[0]
    user = User.objects.create_user(
        name, PASSWORD, full_name=f"Phạm {name}", email=f"{name}@{word}.example",
        phone="", password_changed_at=clock_now(),
    )  # fmt: skip
    appoint(user, unit, *roles)
    enrol_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", by=SYSTEM, now=clock_now())
    return user


def appoint(user: User, unit: Unit, *roles: Role) -> list[Membership]:
    """Appointments as an administrator writes them down."""
    with everything("the world of the matrix is laid out"):
        return [
            hold(
                user=user, unit_id=unit.pk, by=SYSTEM, now=clock_now(),
                appointment=Appointment(role, SINCE, f"1/QĐ-{user.username}", SINCE, "UBND"),
            )
            for role in roles
        ]  # fmt: skip


def session_of(user: User, word: str) -> UserSession:
    """Somebody is signed in on a browser that tells its name."""
    store = SessionStore()
    store.create()
    return UserSession.objects.create(
        user=user, ip="127.0.0.1", session_key=store.session_key, user_agent=f"Firefox {word}"
    )


@dataclass(frozen=True)
class Walker:
    """Somebody who tries every door. `roles` count in `unit`; without a user nobody is signed in."""

    name: str
    user: User | None = None
    unit: Unit | None = None
    roles: frozenset[Role] = frozenset()
    sees_theirs: bool = False  # the province's people, for whom the neighbour is no stranger


def walkers(world: "World") -> dict[str, Walker]:
    """Every role of our unit, people with none, and those of the province for whom doors do open."""
    ours, province = world.ours, world.province
    found = {
        role.value: Walker(role.value, user, ours.unit, frozenset({role}))
        for role, user in ours.people.items()
    }
    for role, user in province.people.items():
        name = f"province's {role.value}"
        found[name] = Walker(name, user, province.unit, frozenset({role}), sees_theirs=True)
    none = join("nguoila", ours.unit)
    former = join("nguoicu", ours.unit, Role.HEAD_EDITOR)
    with everything("a role has ended"):
        Membership.objects.filter(user=former).update(ended_at=clock_now())
    both = join("hainoi", ours.unit, Role.CONTRIBUTOR)
    appoint(both, world.theirs.unit, Role.HEAD_EDITOR)
    found["nobody"] = Walker("nobody")
    found["without a role"] = Walker("without a role", none)
    found["role has ended"] = Walker("role has ended", former)
    # acts for our unit; what they may see in the other one is for another session
    found["works in both"] = Walker("works in both", both, ours.unit, frozenset({Role.CONTRIBUTOR}))
    return found


@dataclass
class Answer:
    """What came back, and what it did."""

    status: int
    body: str
    headers: str
    is_html: bool
    wrote: frozenset[str] = frozenset()  # names of tables
    mails: list[str] = field(default_factory=list)
    location: str = ""
    cookies: tuple[str, ...] = ()
    rows: dict[str, Any] = field(default_factory=dict)  # what a test notes before it is undone


class Browser:
    """A person's browser. What a request writes can be looked at before it is undone."""

    def __init__(self, walker: Walker, host: str | None = None) -> None:
        self.walker = walker
        self.client = Client(
            enforce_csrf_checks=True, raise_request_exception=False, HTTP_HOST=host or settings.DESK_HOST
        )
        if walker.user is not None:
            self.client.force_login(walker.user, backend=BACKEND)
            session = self.client.session
            session["acting_unit"] = walker.unit.pk if walker.unit else None
            signed_in = {"method": "password", "at": time(), "username": walker.user.username}
            session["account_authentication_methods"] = [signed_in]
            session[SECOND_FACTOR_SEEN] = walker.user.pk  # as after their first page
            session.save()
        if host is None:
            self.client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
        self._cookies = self.client.cookies.output(header="", sep=";")

    @contextmanager
    def knock(self, method: str, path: str, data: Any = None, **headers: Any) -> Iterator[Answer]:
        """The answer; everything that the request wrote stays until the block ends."""
        cache.clear()  # it counts tries, and would begin to refuse
        mail.outbox = []
        self.client.cookies = SimpleCookie(self._cookies)
        writes = _Writes()
        with undone():
            with connection.execute_wrapper(writes):
                response = self._send(method, path, data, headers)
                body = b"".join(response) if response.streaming else response.content
            # whoever is sent to sign in is told again what they asked for
            asked = urlencode({"next": response.wsgi_request.get_full_path()})
            headers = "\n".join(f"{name}: {value}" for name, value in response.items())
            answer = Answer(
                status=response.status_code,
                body=body.decode("utf-8", "replace"),
                headers=headers.replace(asked, "next=#"),
                is_html=response.headers.get("Content-Type", "").startswith("text/html"),
                location=response.headers.get("Location", "").replace(asked, "next=#"),
                cookies=tuple(response.cookies),
            )
            if writes.tables:
                with connection.execute_wrapper(writes):
                    answer.mails = _mails()
            answer.wrote = frozenset(writes.tables)
            response.close()
            yield answer

    def _send(self, method: str, path: str, data: Any, headers: dict[str, Any]) -> Any:
        if method == "GET":
            return self.client.get(path, data, **headers)
        return self.client.post(path, data or {}, HTTP_X_CSRFTOKEN=CSRF, **headers)


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside leaves no trace, whatever state the transaction is in."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.set_rollback(False)
        transaction.savepoint_rollback(mark)


class _Writes:
    """Notices which tables were written; sessions are the browser's own business."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(WRITING) and "django_session" not in sql:
            self.tables |= set(TABLE.findall(sql)[:1])
        return execute(sql, params, many, context)


def _mails() -> list[str]:
    """The mails that follow from what was written, with all that their recipients get to see."""
    if OutboxMessage.objects.filter(deliveries__state="pending").exists():
        deliver(now=clock_now(), limit=20)
    return [f"{sent.to} {sent.cc} {sent.bcc}\n{sent.subject}\n{sent.body}" for sent in mail.outbox]
