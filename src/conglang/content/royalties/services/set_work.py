"""Say how a work of a sheet is paid, and adjust what somebody gets for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.content.newsroom.models import Article
from conglang.content.royalties.law import priced
from conglang.content.royalties.models import Adjustment, Paid, Work
from conglang.content.royalties.permissions import ADJUST, PROPOSE
from conglang.content.royalties.queries import prices_of
from conglang.content.royalties.rules import CREATION, HUNDRED, UNPAID, NoPrice, OutOfBounds, reckon
from conglang.content.royalties.services.found import lock, open_for_changes, payee_named, touch
from conglang.content.royalties.services.reckon import item_of, reckon_works
from conglang.content.royalties.wording import figure
from conglang.kernel.money import MAX_AMOUNT

Names = Sequence[tuple[str, Decimal]]


@dataclass(frozen=True)
class Facts:
    """How a work is paid. People are named, with their share in percent; `original_id` None is itself."""

    genre: str
    authors: Names
    value: Decimal | None = None
    use: str = CREATION
    original_id: int | None = None
    extras: Mapping[str, Decimal | None] = field(default_factory=dict)
    pictures: int = 0
    photographers: Names = ()


@transaction.atomic
def set_work(*, by: Actor, work_id: int, facts: Facts, now: datetime) -> Work:
    """Store the facts and reckon the work anew.

    Raises NotFound, Forbidden, and ValidationError for shares that are not 100 together, a price out of its
    bounds, a royalty that was paid already, and a sheet that is approved.
    """
    work = _locked(work_id)
    by = require(by, PROPOSE, work)
    open_for_changes(work.sheet)
    for names in (facts.authors, facts.photographers):
        if names and (sum(share for _name, share in names) != HUNDRED or min(s for _n, s in names) < 0):
            raise ValidationError(_("The shares are 100 percent together."))
    if not facts.authors:
        raise ValidationError(_("Say who wrote it."))
    work.genre, work.value, work.use, work.pictures = facts.genre, facts.value, facts.use, facts.pictures
    work.extras = {key: "" if value is None else str(value) for key, value in facts.extras.items()}
    work.original = _original(work, facts)
    people = {name: _shares(work, getattr(facts, name)) for name in ("authors", "photographers")}
    work.people = work.people | people
    _refuse_beyond_bounds(work)
    _refuse_paid_twice(work)
    reckon_works(work.sheet, [work])
    touch(work.sheet, by, now)
    told = {"genre": work.genre, "use": work.use, "royalty": work.reckoned.get("royalty", 0)}
    record("royalties.work_set", work, by=by, now=now, **told)
    return work


@transaction.atomic
def adjust(*, by: Actor, payment_id: int, amount: int, reason: str, now: datetime) -> Paid:
    """Give somebody another amount, with the reason; the old one is kept. The same changes nothing.

    Raises NotFound, Forbidden, and ValidationError without a reason or on an approved sheet.
    """
    payment: Paid | None = Paid.objects.filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    work = _locked(payment.work_id)
    by = require(by, ADJUST, work)
    open_for_changes(work.sheet)
    payment = Paid.objects.get(pk=payment_id)
    if payment.amount == amount:
        return payment
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ValidationError({"reason": _("Please give the reason.")})
    if not 0 <= amount <= MAX_AMOUNT:
        raise ValidationError({"amount": _("This is no amount that can be paid.")})
    Adjustment.objects.create(
        unit_id=work.unit_id, work=work, payee=payment.payee, part=payment.part, before=payment.amount,
        after=amount, reason=reason, by_id=by.user_id, by_name=by.name[:200], at=now,
    )  # fmt: skip
    before, payment.adjusted = payment.amount, amount
    payment.save(update_fields=["adjusted"])
    touch(work.sheet, by, now)
    record("royalties.adjusted", work, by=by, now=now, payee=payment.payee.name, before=before, after=amount,
           reason=reason)  # fmt: skip
    return payment


def _locked(work_id: int) -> Work:
    work: Work | None = Work.objects.filter(pk=work_id).first()
    if work is None:
        raise NotFound
    work.sheet = lock(work.sheet_id)
    return work


def _original(work: Work, facts: Facts) -> Article:
    if facts.original_id is None:
        return work.article
    found: Article | None = Article.objects.filter(pk=facts.original_id, unit=work.unit_id).first()
    if found is None:
        raise NotFound
    return found


def _shares(work: Work, names: Names) -> list[list[str]]:
    """Shares by payee; somebody who is named twice has both."""
    sums: dict[int, Decimal] = {}
    for name, share in names:
        payee = payee_named(work.unit_id, name)
        sums[payee.pk] = sums.get(payee.pk, Decimal(0)) + share
    return [[str(pk), str(share)] for pk, share in sums.items()]


def _refuse_beyond_bounds(work: Work) -> None:
    """What nobody chose yet may lack its price, what somebody chose is within the bounds."""
    try:
        reckon(item_of(work), prices_of(work.sheet.unit).on(work.published_on))
    except OutOfBounds as beyond:
        rate = beyond.rate
        told = {
            "what": priced()[beyond.key].title,
            "least": figure(rate.least),
            "most": "…" if rate.most is None else figure(rate.most),
        }
        raise ValidationError(_("“%(what)s” lies between %(least)s and %(most)s.") % told) from None
    except NoPrice:
        return


def _refuse_paid_twice(work: Work) -> None:
    same = Work.objects.filter(original=work.original, use=work.use, language=work.language)
    if work.use != UNPAID and same.exclude(pk=work.pk).exists():
        raise ValidationError(_("This royalty is in a sheet already. Nothing is paid twice."))
