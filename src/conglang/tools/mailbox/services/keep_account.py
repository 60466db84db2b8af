"""Connect a mailbox with a unit, change how it is asked, pause it."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.sealing import seal
from conglang.base.ledger.audit import record
from conglang.kernel.clock import local_day
from conglang.tools.mailbox.logins import PURPOSE
from conglang.tools.mailbox.models import Afterwards, MailAccount, Safety, Way
from conglang.tools.mailbox.permissions import KEEP


@dataclass(frozen=True)
class Wish:
    """What is typed about a mailbox; an empty secret leaves the stored one."""

    address: str
    way: Way
    host: str = ""
    port: int = 993
    safety: Safety = Safety.TLS
    user: str = ""
    folder: str = "INBOX"
    afterwards: Afterwards = Afterwards.SEEN
    moved_to: str = ""
    token_url: str = ""
    client_id: str = ""
    password: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    sends_host: str = ""
    sends_port: int = 587

    @property
    def secrets(self) -> dict[str, str]:
        """What is sealed; empty where nothing new was typed."""
        if self.way == Way.PASSWORD:
            return {"password": self.password} if self.password else {}
        if self.way == Way.OAUTH and self.refresh_token:
            return {"refresh_token": self.refresh_token, "client_secret": self.client_secret}
        return {}


@transaction.atomic
def add_account(*, by: Actor, unit_id: int, wish: Wish, now: datetime) -> MailAccount:
    """Fetch the mailbox from now on: what came yesterday and later. Raises Forbidden, ValidationError."""
    by = require(by, KEEP, unit_id)
    account = drafted(unit_id=unit_id, wish=wish, now=now)
    account.added_by_id = by.user_id
    _save(account)
    record("mailbox.account_added", account, by=by, now=now, address=account.address, way=account.way)
    return account


@transaction.atomic
def change_account(*, by: Actor, account_id: int, wish: Wish, now: datetime) -> MailAccount:
    """Ask the mailbox in another way from now on. Raises NotFound, Forbidden, ValidationError."""
    account, by = _locked(by, account_id)
    place = (account.host, account.user, account.folder)
    _put(account, wish)
    if (account.host, account.user, account.folder) != place:
        account.uidvalidity, account.last_uid = None, 0  # another mailbox, other numbers
    account.next_at, account.failures, account.trouble = now, 0, ""
    _save(account)
    record("mailbox.account_changed", account, by=by, now=now, way=account.way, new_secret=bool(wish.secrets))
    return account


@transaction.atomic
def pause(*, by: Actor, account_id: int, now: datetime) -> MailAccount:
    """Take no letters for a while; they stay where they are. A repeated call changes nothing."""
    account, by = _locked(by, account_id)
    if account.paused_at is None:
        account.paused_at = now
        account.save(update_fields=["paused_at"])
        record("mailbox.account_paused", account, by=by, now=now)
    return account


@transaction.atomic
def resume(*, by: Actor, account_id: int, now: datetime) -> MailAccount:
    """Take letters again, those of the pause too. A repeated call changes nothing."""
    account, by = _locked(by, account_id)
    if account.paused_at is not None:
        account.paused_at, account.next_at, account.failures = None, now, 0
        account.save(update_fields=["paused_at", "next_at", "failures"])
        record("mailbox.account_resumed", account, by=by, now=now)
    return account


def drafted(*, unit_id: int, wish: Wish, now: datetime) -> MailAccount:
    """The mailbox as it would be; nothing is stored, so that it can be tried first."""
    account = MailAccount(
        unit_id=unit_id, added_at=now, next_at=now, since=local_day(now) - timedelta(days=1)
    )
    _put(account, wish)
    return account


def _put(account: MailAccount, wish: Wish) -> None:
    for name in (
        "way", "host", "port", "safety", "user", "folder", "afterwards", "moved_to", "token_url", "client_id",
        "sends_host", "sends_port",
    ):  # fmt: skip
        setattr(account, name, getattr(wish, name))
    account.address = wish.address.strip().lower()
    if wish.secrets:
        account.secret = seal(json.dumps(wish.secrets), PURPOSE)


def _save(account: MailAccount) -> None:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise ValidationError({"address": _("This address is connected already.")}) from None


def _locked(by: Actor, account_id: int) -> tuple[MailAccount, Actor]:
    account: MailAccount | None = MailAccount.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound
    return account, require(by, KEEP, account)
