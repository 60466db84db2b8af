"""How to get into a mailbox and out of it: the sealed secret, or a token that it buys."""

import json

from conglang.base.accounts.sealing import InvalidToken, seal, unseal
from conglang.tools.mailbox import tokens
from conglang.tools.mailbox.imap import Login
from conglang.tools.mailbox.lines import Failed
from conglang.tools.mailbox.models import MailAccount, Safety, Way
from conglang.tools.mailbox.rules import Trouble

PURPOSE = "mailbox"


def login_of(account: MailAccount) -> Login:
    """How to get in; with OAuth a fresh token is bought. Raises Failed."""
    try:
        secret: dict[str, str] = json.loads(unseal(account.secret, PURPOSE))
    except (InvalidToken, ValueError):
        raise Failed(Trouble.TOKEN if account.way == Way.OAUTH else Trouble.PASSWORD) from None
    token = _bought(account, secret) if account.way == Way.OAUTH else ""
    return Login(
        host=account.host,
        port=account.port,
        user=account.user,
        password=secret.get("password", ""),
        token=token,
        folder=account.folder,
        is_starttls=account.safety == Safety.STARTTLS,
    )


def _bought(account: MailAccount, secret: dict[str, str]) -> str:
    given = tokens.renew(
        url=account.token_url,
        client_id=account.client_id,
        client_secret=secret.get("client_secret", ""),
        refresh=secret.get("refresh_token", ""),
    )
    if given.refresh != secret.get("refresh_token"):  # the one before is void from now on
        account.secret = seal(json.dumps(secret | {"refresh_token": given.refresh}), PURPOSE)
        if account.pk is not None:
            account.save(update_fields=["secret"])
    return given.access
