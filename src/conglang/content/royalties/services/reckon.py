"""Bring the payments of a sheet's works in step with prices and facts. Adjustments by hand stay."""

from collections.abc import Iterable
from decimal import Decimal

from conglang.base.units.models import Unit
from conglang.content.royalties.models import MonthSheet, Paid, Payee, Work
from conglang.content.royalties.queries import prices_of
from conglang.content.royalties.rules import Item, NoPrice, OutOfBounds, Reckoning, Share, reckon

PEOPLE = ("authors", "photographers", "editors", "approvers")


def reckon_works(sheet: MonthSheet, works: Iterable[Work]) -> None:
    """Reckon each work anew; one without a price is stored with its trouble and pays nothing."""
    prices = prices_of(Unit.objects.get(pk=sheet.unit_id))
    on_duty = {str(payee.pk) for payee in Payee.objects.filter(unit=sheet.unit_id, on_duty=True)}
    for work in works:
        try:
            tariff = prices.on(work.published_on)
            found = reckon(item_of(work, on_duty), tariff)
        except (NoPrice, OutOfBounds) as lacking:
            found, work.trouble, work.reckoned = Reckoning((), 0, ()), str(lacking)[:20], {}
        else:
            steps = [[key, str(value), tariff.rates[key].kind.value] for key, value in found.steps]
            work.trouble = ""
            work.reckoned = {
                "steps": steps, "royalty": found.royalty, "unit_value": tariff.unit_value, "by": tariff.title
            }  # fmt: skip
        work.save()
        _store(work, found)


def item_of(work: Work, on_duty: Iterable[str] = ()) -> Item:
    """The work for the rules."""
    people = {
        name: [Share(str(pk), Decimal(share)) for pk, share in work.people.get(name, ())] for name in PEOPLE
    }
    return Item(
        genre=work.genre,
        value=work.value,
        use=work.use,
        extras={key: Decimal(value) if value else None for key, value in work.extras.items()},
        pictures=work.pictures,
        on_duty=frozenset(on_duty),
        **people,
    )


def _store(work: Work, found: Reckoning) -> None:
    known = {(row.part, row.payee_id): row for row in Paid.objects.filter(work=work)}
    for payment in found.payments:
        row = known.pop((payment.part.value, int(payment.payee)), None) or Paid(
            unit_id=work.unit_id, work=work, payee_id=int(payment.payee), part=payment.part.value
        )
        row.percent, row.computed = payment.percent, payment.amount
        row.save()
    Paid.objects.filter(pk__in=[row.pk for row in known.values()]).delete()


def whole_share(payee: Payee) -> list[list[str]]:
    """One person has all."""
    return [[str(payee.pk), "100"]]
