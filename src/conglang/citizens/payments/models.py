"""Where money may go, what it is collected for, who was asked, and what was spent. Never money itself."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from conglang.base.units.scoped import ScopedModel
from conglang.citizens.payments.purposes import Purpose, banks, purposes
from conglang.citizens.payments.rules import ENTRY_LENGTH, Standing
from conglang.citizens.payments.vietqr import Transfer, build, purpose_of
from conglang.kernel.codes import parse_code
from conglang.kernel.ids import uuid7
from conglang.kernel.money import VND

BANK_LENGTH, NUMBER_LENGTH, HOLDER_LENGTH, PAPER_LENGTH = 6, 19, 70, 200
TITLE_LENGTH, ABOUT_LENGTH, PAYER_LENGTH, CODE_LENGTH = 160, 2000, 120, 12


def _by_two(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by")), name=name
    )


class Proposal(ScopedModel):
    """What counts only once a second person has confirmed it."""

    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_in_force(self) -> bool:
        """Whether it counts now."""
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether a second person is asked for."""
        return self.confirmed_at is None and self.ended_at is None


class ReceivingAccount(Proposal):
    """An account of the unit with a bank. A wrong one is theft, so two people type its number from paper.

    Confirming it moves the funds of the account that it `replaces`; one person may end it at any time.
    """

    bank = models.CharField(max_length=BANK_LENGTH)
    number = models.CharField(max_length=NUMBER_LENGTH)
    holder = models.CharField(max_length=HOLDER_LENGTH)
    source = models.CharField(max_length=PAPER_LENGTH)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _by_two("receiving_account_by_two"),
            models.UniqueConstraint(
                fields=["unit", "bank", "number"],
                condition=Q(ended_at=None),
                name="receiving_account_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.bank_name}"

    @property
    def bank_name(self) -> str:
        """The bank in words."""
        return banks().get(self.bank, self.bank)


class Fund(Proposal):
    """What money is collected for. Nothing of it changes once it is confirmed, but the account."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, editable=False)
    account = models.ForeignKey(ReceivingAccount, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    title = models.CharField(max_length=TITLE_LENGTH)
    about = models.TextField(max_length=ABOUT_LENGTH, blank=True)
    decision = models.CharField(max_length=PAPER_LENGTH)
    amount = models.PositiveBigIntegerField(null=True)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-opens_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [_by_two("fund_by_two")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> Purpose:
        """What the law says of this kind of money."""
        return purposes()[self.purpose]

    @property
    def standing(self) -> Standing:
        """What rules decide on."""
        return Standing(
            self.opens_on, self.closes_on, self.confirmed_at is not None, self.ended_at is not None
        )

    @property
    def remittance(self) -> str:
        """What a transfer without a slip says."""
        return purpose_of(self.code, self.kind.short)

    def payload(self) -> str:
        """The VietQR payload for whoever gives without a slip."""
        return build(Transfer(self.account.bank, self.account.number, self.amount, self.remittance))

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/dong-gop/{self.uid}/"


class PaymentRequest(ScopedModel):
    """What one payer is asked for, or gave without being asked. Who it is stays at the desk.

    Paid means that an official has seen it on the bank's statement or took it in cash against a receipt.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="requests")
    reference = models.CharField(max_length=CODE_LENGTH, unique=True, editable=False)
    payer = models.CharField(max_length=PAYER_LENGTH, blank=True)
    amount = models.PositiveBigIntegerField(null=True)
    form = models.UUIDField(editable=False)  # the sheet of requests that it came with
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    paid_on = models.DateField(null=True)
    paid_amount = models.PositiveBigIntegerField(null=True)
    bank_reference = models.CharField(max_length=ENTRY_LENGTH, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(paid_on=None, paid_amount=None, confirmed_at=None, bank_reference="")
                | (
                    Q(paid_on__isnull=False, paid_amount__gt=0, confirmed_at__isnull=False, dropped_at=None)
                    & ~Q(bank_reference="")
                ),
                name="payment_whole_or_none",
            ),
            models.UniqueConstraint(
                fields=["unit", "paid_on", "bank_reference"],
                condition=Q(paid_on__isnull=False),
                name="payment_once_a_bank_entry",
            ),
        ]

    def __str__(self) -> str:
        return str(parse_code(self.reference))

    @property
    def is_paid(self) -> bool:
        """Whether the money was seen."""
        return self.paid_on is not None

    @property
    def is_open(self) -> bool:
        """Whether it is still asked for."""
        return self.paid_on is None and self.dropped_at is None

    @property
    def remittance(self) -> str:
        """What the transfer says."""
        return purpose_of(self.reference, self.fund.kind.short)

    @property
    def in_words(self) -> str:
        """What was paid, in words that begin a sentence."""
        words = VND(self.paid_amount or 0).words()
        return words[:1].upper() + words[1:]

    def payload(self) -> str:
        """The VietQR payload on the payer's slip."""
        account = self.fund.account
        return build(Transfer(account.bank, account.number, self.amount, self.remittance))


class Spending(Proposal):
    """What was paid out of a fund; public once a second person has confirmed it."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="spendings")
    spent_on = models.DateField()
    amount = models.PositiveBigIntegerField()
    what = models.CharField(max_length=TITLE_LENGTH)
    paper = models.CharField(max_length=PAPER_LENGTH)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-spent_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _by_two("spending_by_two"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="spending_of_something"),
        ]

    def __str__(self) -> str:
        return self.what
