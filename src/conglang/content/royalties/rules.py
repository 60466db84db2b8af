"""What a work earns, who gets how much of it, and what is withheld. Pure; amounts are whole đồng.

The law and the tables of provinces and communes are arguments, so nothing here knows a number of law.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TypeVar

from conglang.kernel.legal import Certainty, LegalBasis

HUNDRED = Decimal(100)
WARNINGS = (80, 100)
"""Percent of the year's budget from which people are warned."""


class Kind(StrEnum):
    """How a price is written."""

    COEFFICIENT = "coefficient"
    AMOUNT = "amount"
    PERCENT = "percent"


class Group(StrEnum):
    """What a price is for."""

    GENRE = "genre"
    USE = "use"
    EXTRA = "extra"
    FEE = "fee"


class Part(StrEnum):
    """For what somebody gets money."""

    AUTHOR = "author"
    PICTURES = "picture"
    EDITING = "editing"
    APPROVING = "approving"


CREATION, UNPAID = "creation", "unpaid"
"""Uses without a price of their own: the whole royalty, and nothing."""


class NoPrice(LookupError):
    """Neither law nor a table says what this is worth, or nobody has chosen yet; names the key."""


class OutOfBounds(ValueError):
    """A value outside what law or table allow; names the key."""

    def __init__(self, key: str, rate: "Rate") -> None:
        super().__init__(key)
        self.key, self.rate = key, rate


@dataclass(frozen=True, slots=True)
class Rate:
    """A price with its bounds; `usual` is taken when nobody chooses. `most` None means no upper bound.

    Of a work that earned up to the sum of one of the `tiers`, the percent of the first such is taken instead.
    """

    kind: Kind
    usual: Decimal | None = None
    least: Decimal = Decimal(0)
    most: Decimal | None = None
    tiers: Sequence[tuple[int, Decimal]] = ()

    def percent(self, earned: Decimal) -> Decimal | None:
        """What is taken of a work that earned so much when nobody chooses."""
        return next((percent for top, percent in self.tiers if earned <= top), self.usual)

    def within(self, law: "Rate | None") -> "Rate":
        """This rate as far as the law's one allows it."""
        if law is None:
            return self
        tops = [top for top in (self.most, law.most) if top is not None]
        return replace(self, least=max(self.least, law.least), most=min(tops, default=None))

    def allows(self, value: Decimal) -> bool:
        """Whether somebody may choose the value."""
        return self.least <= value and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Dated:
    """Something of law with the days on which it holds."""

    basis: LegalBasis
    certainty: Certainty
    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True, slots=True)
class BaseSalary(Dated):
    """The base salary of public servants."""

    amount: int


@dataclass(frozen=True, slots=True)
class Tax(Dated):
    """What is withheld of one person's payments in one sheet, once they reach `at_least`."""

    at_least: int
    percent: Decimal

    def of(self, gross: int) -> int:
        """The tax on a payment."""
        return whole(gross * self.percent / HUNDRED) if gross >= self.at_least else 0


@dataclass(frozen=True, slots=True)
class Regime(Dated):
    """A decree about royalties; `unit_percent` of the base salary is a unit of its coefficients."""

    key: str
    title: str
    rates: Mapping[str, Rate]
    unit_percent: Decimal | None
    fees_percent: Decimal | None
    incentive_percent: Decimal | None
    duty: str


@dataclass(frozen=True, slots=True)
class LocalTable:
    """What a province or a commune has decided. `scope` is the code of the unit."""

    title: str
    scope: str
    valid_from: date
    valid_to: date | None
    rates: Mapping[str, Rate]
    unit_value: int | None = None
    pays_duty: bool = False

    def holds(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Law:
    """Everything of law that a sheet needs."""

    regimes: Sequence[Regime]
    salaries: Sequence[BaseSalary]
    taxes: Sequence[Tax]

    def regime(self, day: date) -> Regime:
        """The decree in force. Raises NoPrice."""
        return _held(self.regimes, day)

    def tax(self, day: date) -> Tax:
        """The tax rule in force. Raises NoPrice."""
        return _held(self.taxes, day)

    def unit_value(self, day: date) -> int | None:
        """What one coefficient is worth by law; None where a table says it."""
        percent = self.regime(day).unit_percent
        return None if percent is None else whole(_held(self.salaries, day).amount * percent / HUNDRED)


@dataclass(frozen=True, slots=True)
class Tariff:
    """The prices that hold for a unit on a day, and where they come from."""

    regime: Regime
    rates: Mapping[str, Rate]
    unit_value: int | None
    table: LocalTable | None

    @property
    def title(self) -> str:
        """What a sheet names as its ground."""
        return self.table.title if self.table else self.regime.title

    def value(self, key: str, chosen: Decimal | None = None) -> Decimal:
        """The chosen value or the usual one. Raises NoPrice, OutOfBounds."""
        rate = self.rates.get(key)
        value = chosen if chosen is not None else rate.usual if rate else None
        if rate is None or value is None:
            raise NoPrice(key)
        if not rate.allows(value):
            raise OutOfBounds(key, rate)
        return value

    def offers(self, key: str) -> bool:
        """Whether something has a usual price, so that it is paid without anybody's choice."""
        rate = self.rates.get(key)
        return rate is not None and rate.usual is not None

    def price(self, key: str, chosen: Decimal | None = None, of: Decimal = Decimal(0)) -> Decimal:
        """Đồng, not yet rounded; a percentage is taken `of` something. Raises NoPrice, OutOfBounds."""
        value = self.value(key, chosen)
        kind = self.rates[key].kind
        if kind is Kind.PERCENT:
            return of * value / HUNDRED
        if kind is Kind.AMOUNT:
            return value
        if self.unit_value is None:
            raise NoPrice(key)
        return value * self.unit_value


def tariff_on(law: Law, tables: Iterable[LocalTable], chain: Sequence[str], day: date) -> Tariff:
    """The prices on a day for a unit; `chain` are its scopes from wide to narrow, the narrowest table holds.

    Of several tables of one scope the one that began last. A table never leaves the bounds of the law.
    Raises NoPrice when no decree holds.
    """
    regime = law.regime(day)
    rank = {scope: place for place, scope in enumerate(chain)}
    held = [table for table in tables if table.scope in rank and table.holds(day)]
    table = max(held, key=lambda each: (rank[each.scope], each.valid_from), default=None)
    rates = dict(regime.rates)
    if table:
        rates |= {key: rate.within(regime.rates.get(key)) for key, rate in table.rates.items()}
    unit_value = law.unit_value(day)
    if unit_value is None and table:
        unit_value = table.unit_value
    return Tariff(regime, rates, unit_value, table)


class Misfit(StrEnum):
    """Why a table cannot stand beside the law."""

    KIND = "kind"
    MOST = "most"
    LEAST = "least"
    UNIT = "unit"
    UNIT_BY_LAW = "unit_by_law"


def misfits(table: LocalTable, law: Law) -> list[tuple[str, Misfit]]:
    """What of a table the law in force on its first day does not allow, by key."""
    regime = law.regime(table.valid_from)
    found: list[tuple[str, Misfit]] = []
    for key, rate in table.rates.items():
        by_law = regime.rates.get(key)
        values = [value for value in (rate.usual, rate.most) if value is not None]
        if by_law and rate.kind is not by_law.kind:
            found.append((key, Misfit.KIND))
        elif by_law and by_law.most is not None and max(values, default=Decimal(0)) > by_law.most:
            found.append((key, Misfit.MOST))
        elif by_law and values and min(values) < by_law.least:
            found.append((key, Misfit.LEAST))
    if regime.unit_percent is not None and table.unit_value is not None:
        found.append(("unit_value", Misfit.UNIT_BY_LAW))
    needs_unit = any(rate.kind is Kind.COEFFICIENT for rate in table.rates.values())
    if needs_unit and regime.unit_percent is None and table.unit_value is None:
        found.append(("unit_value", Misfit.UNIT))
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """Whose part of something, in percent; shares of one thing are 100 together."""

    payee: str
    percent: Decimal = HUNDRED


@dataclass(frozen=True, slots=True)
class Item:
    """A published work as it is paid. `value` is the chosen coefficient or amount, None the usual one.

    `extras` are modifiers with their chosen percentage, None for the usual one. `pictures` go to
    `photographers`, who are the authors where nobody is named. `on_duty` are those whose post it is to write.
    """

    genre: str
    authors: Sequence[Share]
    value: Decimal | None = None
    use: str = CREATION
    extras: Mapping[str, Decimal | None] = field(default_factory=dict)
    pictures: int = 0
    photographers: Sequence[Share] = ()
    editors: Sequence[Share] = ()
    approvers: Sequence[Share] = ()
    on_duty: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """What one person gets for one part of a work."""

    part: Part
    payee: str
    percent: Decimal
    amount: int


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a work earns: each step of the arithmetic in order, and the payments."""

    steps: Sequence[tuple[str, Decimal]]
    royalty: int
    payments: Sequence[Payment]

    @property
    def total(self) -> int:
        """Everything that is paid for the work."""
        return sum(payment.amount for payment in self.payments)


def reckon(item: Item, tariff: Tariff) -> Reckoning:
    """The payments of a work; rounded once for each part, then shared without losing a đồng.

    Pictures and fees are paid where they have a usual price.

    Raises NoPrice, OutOfBounds, and ValueError for shares that are not 100 together.
    """
    if item.use == UNPAID:
        return Reckoning((), 0, ())
    steps = [(item.genre, tariff.value(item.genre, item.value))]
    earned = tariff.price(item.genre, item.value)
    if item.use != CREATION:
        rate = tariff.rates.get(item.use)
        share = tariff.value(item.use, rate.percent(earned) if rate else None)
        steps.append((item.use, share))
        earned = tariff.price(item.use, share, of=earned)
    extras = [(key, tariff.value(key, chosen)) for key, chosen in item.extras.items()]
    steps += extras
    royalty = whole(earned * (HUNDRED + sum(percent for _key, percent in extras)) / HUNDRED)
    unpaid = () if tariff.table and tariff.table.pays_duty else item.on_duty
    payments = _payments(Part.AUTHOR, royalty, item.authors, unpaid)
    if item.pictures and tariff.offers(Part.PICTURES):
        steps.append((Part.PICTURES, tariff.value(Part.PICTURES)))
        each = tariff.price(Part.PICTURES, of=Decimal(royalty))
        takers = item.photographers or item.authors
        payments += _payments(Part.PICTURES, whole(each * item.pictures), takers, unpaid)
    for part, people in ((Part.EDITING, item.editors), (Part.APPROVING, item.approvers)):
        if people and tariff.offers(part):
            steps.append((part, tariff.value(part)))
            payments += _payments(part, whole(tariff.price(part, of=Decimal(royalty))), people)
    return Reckoning(steps, royalty, payments)


def _payments(
    part: Part, amount: int, shares: Sequence[Share], unpaid: Collection[str] = ()
) -> list[Payment]:
    """Shares of those who are not paid are kept by the budget, not given to the others."""
    parts = split(amount, [share.percent for share in shares])
    return [
        Payment(part, share.payee, share.percent, 0 if share.payee in unpaid else each)
        for share, each in zip(shares, parts, strict=True)
    ]


def split(amount: int, percents: Sequence[Decimal]) -> list[int]:
    """Whole đồng by shares; what rounding down leaves goes one by one to the largest remainders.

    Raises ValueError for shares that are negative or not 100 together.
    """
    if sum(percents) != HUNDRED or min(percents) < 0:
        raise ValueError("shares are 100 percent together")
    exact = [amount * percent / HUNDRED for percent in percents]
    parts = [int(each) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: parts[at] - exact[at])
    for at in by_remainder[: amount - sum(parts)]:
        parts[at] += 1
    return parts


@dataclass(frozen=True, slots=True)
class Settled:
    """What one person is paid in one sheet."""

    payee: str
    gross: int
    tax: int

    @property
    def net(self) -> int:
        """What arrives."""
        return self.gross - self.tax


def settle(payments: Iterable[tuple[str, int]], tax: Tax) -> list[Settled]:
    """Payments summed by person, in the order in which people first appear, with the tax withheld."""
    sums: dict[str, int] = {}
    for payee, amount in payments:
        sums[payee] = sums.get(payee, 0) + amount
    return [Settled(payee, gross, tax.of(gross)) for payee, gross in sums.items()]


def is_beyond(percent: Decimal | None, computed: int, amount: int) -> bool:
    """Whether an amount was raised by more than so many percent; None allows any."""
    return percent is not None and (amount - computed) * HUNDRED > computed * percent


def warning(spent: int, budget: int) -> int:
    """The highest mark of WARNINGS that was reached, 0 for none; money without a budget is over it."""
    return max((mark for mark in WARNINGS if spent and spent * 100 >= budget * mark), default=0)


def whole(amount: Decimal | int) -> int:
    """Whole đồng, halves upwards."""
    return int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))


def _held(rows: Iterable[T], day: date) -> T:
    found = next((row for row in rows if row.holds(day)), None)
    if found is None:
        raise NoPrice(f"nothing holds on {day}")
    return found
