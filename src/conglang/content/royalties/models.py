"""Tables of prices, and the sheet of a month: works, who gets what for them, and every change by hand."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.duties.models import Duty
from conglang.base.units.scoped import ScopedModel
from conglang.content.newsroom.languages import Language
from conglang.content.newsroom.models import Article
from conglang.content.royalties.law import priced, rates_of
from conglang.content.royalties.rules import CREATION, UNPAID, LocalTable, Part
from conglang.kernel.text import fold, one_line

KEY_LENGTH = 20


def _person(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", **more)


class RateTable(models.Model):
    """The prices that a province or a commune has decided; it counts when another person confirmed it.

    `rates` is what `law.plain_rates` gives. Nobody changes a row: a later decision is a new table.
    """

    unscoped_because = "a decision about prices is public knowledge; who may write one, the services check"

    scope = models.CharField(max_length=5, db_index=True)
    decision = models.CharField(
        _("number and symbol of the decision"), max_length=60, help_text=_("Such as 31/QĐ-UBND.")
    )
    decided_on = models.DateField(_("date of the decision"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    unit_value = models.PositiveIntegerField(_("worth of one coefficient, in đồng"), null=True, blank=True)
    rates = models.JSONField(default=dict)
    pays_duty = models.BooleanField(_("people whose post it is to write are paid as well"), default=False)
    entered_by = _person()
    entered_at = models.DateTimeField()
    confirmed_by = _person()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("table of royalties")
        verbose_name_plural = _("tables of royalties")
        ordering: ClassVar[list[str]] = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "decision", "decided_on"], name="royalty_table_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(entered_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="royalty_table_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.decision} ngày {self.decided_on:%d/%m/%Y}"

    @property
    def as_table(self) -> LocalTable:
        """The row for the rules."""
        return LocalTable(
            str(self), self.scope, self.valid_from, self.valid_to, rates_of(self.rates), self.unit_value,
            self.pays_duty,
        )  # fmt: skip


class Payee(ScopedModel):
    """Somebody who is paid, known by name within the unit, so that one person's payments are taxed together.

    Two people of one name are told apart in the name itself. Bank details never leave the desk.
    """

    name = models.CharField(_("full name"), max_length=160)
    name_folded = models.CharField(max_length=320, editable=False)
    user = _person(editable=False)
    tax_code = models.CharField(_("personal tax code"), max_length=14, blank=True)
    bank = models.CharField(_("bank"), max_length=120, blank=True)
    account = models.CharField(_("bank account"), max_length=40, blank=True)
    on_duty = models.BooleanField(
        _("writing is part of this person's post"),
        default=False,
        help_text=_("Such as leaders. Nothing is paid then, unless the table says otherwise."),
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("payee")
        verbose_name_plural = _("payees")
        ordering: ClassVar[list[str]] = ["name_folded"]
        constraints = [models.UniqueConstraint(fields=["unit", "name_folded"], name="payee_once")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.tax_code = "".join(self.tax_code.split())
        if self.tax_code and not self.tax_code.replace("-", "").isdigit():
            raise ValidationError({"tax_code": _("A tax code consists of figures.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name, self.name_folded = plain_name(self.name), fold(self.name)
        super().save(*args, **kwargs)


def plain_name(name: str) -> str:
    """A name as it is stored."""
    return one_line(name)


class Status(models.TextChoices):
    """How far a sheet is."""

    PROPOSED = "proposed", _("being drawn up")
    APPROVED = "approved", _("approved, to be paid")
    CLOSED = "closed", _("paid and closed")


class MonthSheet(ScopedModel):
    """The royalties of a unit for works first published in a month; `month` is its first day.

    `hands` are the ids of everybody who proposed or changed something: none of them approves.
    """

    month = models.DateField(_("month"))
    status = models.CharField(_("state"), max_length=8, choices=Status, default=Status.PROPOSED)
    reckoned_on = models.DateField()
    changed_at = models.DateTimeField()
    hands = models.JSONField(default=list)
    proposed_by = _person()
    proposed_name = models.CharField(max_length=200)
    approved_by = _person()
    approved_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    closed_by = _person()
    closed_name = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    paid_on = models.DateField(_("paid on"), null=True)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        verbose_name = _("royalty sheet")
        verbose_name_plural = _("royalty sheets")
        ordering: ClassVar[list[str]] = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="royalty_sheet_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(proposed_by=None) | ~Q(approved_by=F("proposed_by")),
                name="royalty_sheet_by_two",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PROPOSED) | Q(approved_at__isnull=False),
                name="royalty_sheet_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | Q(paid_on__isnull=False), name="royalty_sheet_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class Work(ScopedModel):
    """A published item as it is paid. `value` is the chosen coefficient or amount, empty for the usual one.

    `original` is the item whose royalty it is: itself, what it translates, or what it repeats. `people` has
    lists of [payee id, percent] by the names of `rules.Item`, `extras` percentages by key. `reckoned` holds
    the steps of the arithmetic, `trouble` the key without a price; both are made anew by each reckoning.
    """

    sheet = models.ForeignKey(MonthSheet, models.PROTECT, related_name="works")
    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    original = models.ForeignKey(Article, models.PROTECT, related_name="+", verbose_name=_("original"))
    language = models.CharField(max_length=8, choices=Language)
    title = models.CharField(max_length=250)
    published_on = models.DateField()
    genre = models.CharField(_("genre"), max_length=KEY_LENGTH)
    value = models.DecimalField(
        _("coefficient or amount"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    use = models.CharField(_("paid as"), max_length=KEY_LENGTH, default=CREATION)
    extras = models.JSONField(default=dict)
    pictures = models.PositiveSmallIntegerField(_("paid pictures"), default=0)
    people = models.JSONField(default=dict)
    reckoned = models.JSONField(default=dict)
    trouble = models.CharField(max_length=KEY_LENGTH, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("paid work")
        verbose_name_plural = _("paid works")
        ordering: ClassVar[list[str]] = ["published_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article"], name="royalty_once_per_item"),
            models.UniqueConstraint(
                fields=["original", "use", "language"],
                condition=~Q(use=UNPAID),
                name="royalty_once_per_use",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def genre_title(self) -> str:
        """The genre in the law's words."""
        return priced()[self.genre].title


class Paid(ScopedModel):
    """What a person gets for a part of a work: as computed, or as somebody has adjusted it."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="payments")
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="payments")
    part = models.CharField(max_length=10, choices=[(part.value, part.value) for part in Part])
    percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(100))
    computed = models.PositiveBigIntegerField()
    adjusted = models.PositiveBigIntegerField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering: ClassVar[list[str]] = ["work__published_on", "work", "pk"]
        constraints = [models.UniqueConstraint(fields=["work", "part", "payee"], name="royalty_part_once")]

    def __str__(self) -> str:
        return f"{self.payee}: {self.amount}"

    @property
    def amount(self) -> int:
        """What counts."""
        return self.computed if self.adjusted is None else self.adjusted


class Adjustment(ScopedModel):
    """One change of an amount by hand, with its reason; kept for ever."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="adjustments")
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10)
    before = models.PositiveBigIntegerField()
    after = models.PositiveBigIntegerField()
    reason = models.CharField(_("reason"), max_length=300)
    by = _person()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = _("adjustment of a payment")
        verbose_name_plural = _("adjustments of payments")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.reason


class YearBudget(ScopedModel):
    """What a unit may spend on royalties in a year."""

    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.PositiveBigIntegerField(_("budget for royalties, in đồng"))
    decision = models.CharField(_("number and day of the decision"), max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("budget for royalties")
        verbose_name_plural = _("budgets for royalties")
        ordering: ClassVar[list[str]] = ["-year"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="royalty_budget_once")]

    def __str__(self) -> str:
        return str(self.year)


def month_of(day: date) -> date:
    """The first day of the month, which is what a sheet is known by."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
