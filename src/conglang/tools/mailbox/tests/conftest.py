"""A commune with two mailboxes: one that is asked, one that the mail server fills."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.accounts.tests.villages import stopped_at
from conglang.base.units.models import Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.tools.mailbox.models import MailAccount, Way
from conglang.tools.mailbox.services.keep_account import Wish, add_account
from conglang.tools.mailbox.services.take_in import take_in
from conglang.tools.mailbox.tests import corpus

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)


@dataclass
class Commune:
    unit: Unit
    users: dict[str, User]
    account: MailAccount
    desk: Actor
    admin: Actor

    def take(self, raw, now=NOW, **more):
        with everything("tests"):
            return take_in(account=self.account, raw=raw, now=now, **more)


def commune(code: str, name: str, email: str = "") -> Commune:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, valid_from=SINCE
        )
        users = {
            "desk": appointed(f"desk.{code}", unit, Role.DESK, NOW),
            "admin": appointed(f"admin.{code}", unit, Role.UNIT_ADMINISTRATOR, NOW),
            "writer": appointed(f"writer.{code}", unit, Role.CONTRIBUTOR, NOW),
        }
    User.objects.filter(pk=users["writer"].pk).update(email=email)
    desk, admin = (actor_for(users[each], unit.pk, NOW) for each in ("desk", "admin"))
    with use_scope(admin.scope):
        wish = Wish(address=f"tinbai@{code}.example", way=Way.LMTP)
        account = add_account(by=admin, unit_id=unit.pk, wish=wish, now=NOW)
    return Commune(unit, users, account, desk, admin)


@pytest.fixture(autouse=True)
def private(settings):
    settings.EXCHANGE_PRIVATE = True


frozen = stopped_at(NOW)


@pytest.fixture
def home(db) -> Commune:
    return commune("98001", "Bến Sen", email=corpus.ADDRESS)


@pytest.fixture
def neighbour(db) -> Commune:
    return commune("98002", "Bến Đá")


def simple(
    number: int, text: str = "Chào ban biên tập", *, more: str = "", sender: str = corpus.ADDRESS
) -> bytes:
    """A short letter in UTF-8."""
    head = f"From: {sender}\r\nSubject: Tin {number}\r\nMessage-ID: <{number}@may.example>\r\n"
    return f"{head}{more}\r\n{text}\r\n".encode()
