"""What a place in the matrix was written: letters of a stranger and of a known sender, difficulties."""

from datetime import datetime
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything, use_scope
from conglang.tools.mailbox.models import KnownSender, Letter, MailAccount, Way
from conglang.tools.mailbox.services.decide import trust
from conglang.tools.mailbox.services.keep_account import Wish, add_account
from conglang.tools.mailbox.services.take_in import take_in
from tests.matrix.support import fill_support

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_mailbox(place: "Place", now: datetime) -> None:
    """Nothing of a letter is public: everything bears the hidden word."""
    admin, desk, unit_id = place.actor(Role.UNIT_ADMINISTRATOR), place.actor(Role.DESK), place.unit.pk
    wish = Wish(address=f"tinbai@{place.hidden}.example", way=Way.LMTP)
    with use_scope(admin.scope):
        account: MailAccount = place.keep(add_account(by=admin, unit_id=unit_id, wish=wish, now=now))
    sender = f"quen@{place.hidden}.example"
    with use_scope(desk.scope):
        place.keep(trust(by=desk, unit_id=unit_id, address=sender, note=f"Bác {place.hidden}", now=now))
    with everything("the mail server brings letters"):
        for address in (f"la@{place.hidden}.example", sender):
            place.keep(take_in(account=account, raw=_letter(address, place.hidden), now=now))
    fill_support(place, now)
    assert [len(place.things[model]) for model in (MailAccount, KnownSender, Letter)] == [1, 1, 2]


def _letter(sender: str, word: str) -> bytes:
    return (
        f"From: {word} <{sender}>\r\nSubject: Tin {word}\r\nMessage-ID: <{sender}>\r\n"
        f'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nLời {word}\r\n--b\r\n'
        f'Content-Type: text/plain; name="{word}.txt"\r\n\r\nTệp {word}\r\n--b--\r\n'
    ).encode()
