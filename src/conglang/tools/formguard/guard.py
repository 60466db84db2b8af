"""Judge a message sent through a public form, without a captcha of others, a cookie or an account.

The first page of a form carries a signed stamp, and later pages hand it on. Senders' networks are counted in
`tools/quotas`, where no address is written. A grey message is cleared by work that a script does while the
sender reads it again; without the script a person looks at the message first.
"""

import hashlib
import logging
import secrets
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from conglang.base.accounts.addresses import client_address
from conglang.tools.formguard import rules
from conglang.tools.formguard.models import SpentWork
from conglang.tools.formguard.rules import Circumstances, Reason, Verdict
from conglang.tools.quotas import meter
from conglang.tools.quotas.rules import network_of

logger = logging.getLogger(__name__)

TRAP, STAMP, WORK = "trang_web", "dau", "loi_giai"  # names of the hidden fields
WINDOW = 600  # seconds
OF_NETWORK = 12  # messages of a network in a window; a school or village behind one address goes on by work
STORM = 300  # of a network in a window: no desk reads so many
OF_STAMP = 3  # messages of one opened form
OF_TEXT = 3  # the same words from anywhere, in a day
A_DAY = 24 * 3600
ENOUGH = 30  # letters of a text to be told from others by them
SPENT_FOR = timedelta(days=2)  # longer than a stamp counts as young
_SALT = "formguard"
_BAIT = Path(__file__).with_name("data") / "bait.toml"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a message, and why it was doubted, for the people who look at it."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


def stamp(purpose: str, now: datetime) -> str:
    """What the first page of a form carries: when it was opened, signed."""
    return signing.dumps([purpose, int(now.timestamp()), secrets.token_urlsafe(6)], salt=_SALT)


def guard(request: HttpRequest, *, purpose: str, texts: Sequence[str], now: datetime) -> Judgement:
    """Judge a message whose form is complete; each call counts for the network.

    `texts` is all that was typed. The three hidden fields are read from the request.
    """
    network = meter.take(_network(request, purpose), OF_NETWORK, now, WINDOW)
    if network.used > STORM:
        return Judgement(Verdict.REFUSED, (Reason.NETWORK,))
    carried = request.POST.get(STAMP, "")
    opened = _opened(carried, purpose)
    how = Circumstances(
        is_trapped=bool(request.POST.get(TRAP)),
        age_seconds=None if opened is None else now.timestamp() - opened,
        is_worn=opened is not None and meter.take(f"{_SALT}:{carried}", OF_STAMP, now, WINDOW).is_over,
        is_crowded=network.is_over,
        is_repeated=_is_repeated(texts, now),
    )
    found = rules.score(texts, how, bait())
    worked = found.is_grey and _work_counts(carried, request.POST.get(WORK, ""), now)
    judgement = Judgement(rules.verdict_of(found, has_worked=worked), found.reasons)
    if judgement.verdict is not Verdict.CLEAR:
        logger.info("%s: %s %s", purpose, judgement.verdict, " ".join(judgement.reasons))
    return judgement


def refund(request: HttpRequest, *, purpose: str, now: datetime) -> None:
    """Give a try back to the network: the message was judged and then not taken, as for a slip in it."""
    meter.give_back(_network(request, purpose), now, WINDOW)


def is_grey(request: HttpRequest, *, purpose: str, texts: Sequence[str], now: datetime) -> bool:
    """Whether the message on a last page before sending would need work; nothing is counted.

    Such a page has `{% guard_fields stamp works=True %}` and the script, which works while the sender reads.
    """
    standing = meter.take(_network(request, purpose), OF_NETWORK, now, WINDOW)
    refund(request, purpose=purpose, now=now)
    return rules.score(texts, Circumstances(is_crowded=standing.is_over), bait()).is_grey


@cache
def bait() -> frozenset[str]:
    """Folded phrases of advertisements."""
    return frozenset(tomllib.loads(_BAIT.read_text("utf-8"))["phrases"])


def _network(request: HttpRequest, purpose: str) -> str:
    return f"{_SALT}:{purpose}:{network_of(client_address(request) or '')}"


def _opened(carried: str, purpose: str) -> float | None:
    """When the form was opened; None for a stamp that is none of ours, or of another form."""
    try:
        known, opened, _nonce = signing.loads(carried, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return float(opened) if known == purpose else None


def _is_repeated(texts: Sequence[str], now: datetime) -> bool:
    said = rules.same(texts)
    return len(said) > ENOUGH and meter.take(f"{_SALT}:text:{said}", OF_TEXT, now, A_DAY).is_over


def _work_counts(challenge: str, solution: str, now: datetime) -> bool:
    """Whether the work is done and was not used before; it is used now."""
    if not rules.is_work(challenge, solution):
        return False
    digest = hashlib.sha256(challenge.encode()).hexdigest()
    try:
        with transaction.atomic():
            SpentWork.objects.create(digest=digest, expires_at=now + SPENT_FOR)
    except IntegrityError:
        return False
    return True
