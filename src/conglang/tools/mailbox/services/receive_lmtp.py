"""What the mail server brings, for the addresses that units have connected this way."""

import errno

from django.db import OperationalError, close_old_connections

from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.tools.mailbox.lmtp import Desk, NotStored
from conglang.tools.mailbox.queries import account_for
from conglang.tools.mailbox.rules import plain_address
from conglang.tools.mailbox.services.take_in import take_in

REASON = "letters go to the units that they are addressed to"


def takes(recipient: str) -> bool:
    """Whether letters for the address are brought here."""
    close_old_connections()
    try:
        with everything(REASON):
            return account_for(plain_address(recipient)) is not None
    finally:
        close_old_connections()


def store(recipient: str, letter: bytes) -> None:
    """Take a letter in. Raises NotStored where it has to come again."""
    close_old_connections()
    try:
        with everything(REASON):
            account = account_for(plain_address(recipient))
            if account is None:  # paused between the two commands
                raise NotStored("450 4.2.1 Paused; bring it again later")
            take_in(account=account, raw=letter, now=clock_now())
    except OperationalError as busy:
        raise NotStored("451 4.3.0 Database busy; bring it again later") from busy
    except OSError as full:
        code = "452 4.3.1 No space" if full.errno in {errno.ENOSPC, errno.EDQUOT} else "451 4.3.0 Not stored"
        raise NotStored(f"{code}; bring it again later") from full
    finally:
        close_old_connections()


DESK = Desk(takes, store)
