"""What happened with a budget, and what was made public of it."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.base.duties.models import Duty
from conglang.base.units.scoped import ScopedModel
from conglang.content.budgets.catalogue import catalogue, find
from conglang.content.budgets.routes import SHORT
from conglang.content.budgets.rules import Expected
from conglang.content.budgets.tables import Sheet, sheets_of
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from conglang.kernel.text import fold
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.media.models import Document

NAME_LENGTH = 300


class BudgetEvent(ScopedModel):
    """Something after which an item has to be public: a session opened, a period ended, a support was paid.

    `slot` lets an event that comes once a year be there once, others once under the same words. `due_on` is
    kept in step with the duty, so that public pages need not look at duties. A cancelled one counts no more.
    """

    year = models.PositiveSmallIntegerField(_("budget year"))
    key = models.CharField(_("item of the budget"), max_length=24)
    words = models.CharField(_("what happened"), max_length=NAME_LENGTH)
    happened_on = models.DateField(_("on which day"))
    slot = models.CharField(max_length=NAME_LENGTH + 30, editable=False)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+", editable=False)
    due_on = models.DateField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("event of the budget")
        verbose_name_plural = _("events of the budget")
        ordering = ["-happened_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "slot"], condition=Q(cancelled_at=None), name="budget_event_once"
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def expected(self) -> Expected:
        """What it makes necessary."""
        return catalogue()[self.key]


def slot_of(row: Expected, words: str) -> str:
    """What must not be there twice in a year."""
    return f"{row.key}: {fold(words)}" if row.many else row.key


class BudgetItem(Publishable):
    """A part of the budget as it is made public: the signed file, the figures as a table, an explanation.

    `tables` holds what `tables.Sheet.as_data` gives, read from `sheet_file`. `event` is what it answers, for
    items that come more than once a year; the others are known by year and key.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("budget year"))
    key = models.CharField(_("item of the budget"), max_length=24)
    event = models.ForeignKey(
        BudgetEvent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answers")
    )
    about = models.CharField(
        _("which one"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("Such as the name of the support or of the fund."),
    )
    decision = models.CharField(
        _("decision to publish"),
        max_length=120,
        blank=True,
        help_text=_("Number and symbol of the decision, if there is one."),
    )
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    note = models.TextField(
        _("explanation of the figures"),
        max_length=20_000,
        blank=True,
        help_text=_("In a few plain sentences."),
    )
    signed_file = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed PDF"),
        editable=False,
    )
    sheet_file = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("spreadsheet"),
        editable=False,
    )
    tables = models.JSONField(_("figures"), default=list, blank=True, editable=False)

    default_route: ClassVar[Route] = SHORT
    in_one_line = ("about", "decision")
    in_lines = ("note",)

    class Meta(Publishable.Meta):
        verbose_name = _("item of the budget")
        verbose_name_plural = _("items of the budget")
        indexes = [models.Index(fields=["unit", "year", "key"], name="budget_item_of_year")]

    def __str__(self) -> str:
        named = self.expected.named(self.year) if self.expected else self.key
        return f"{named}: {self.about}" if self.about else named

    @property
    def expected(self) -> Expected | None:
        """The row of the law that it answers; None if the law dropped it."""
        return catalogue().get(self.key)

    @property
    def sheets(self) -> list[Sheet]:
        """Its tables."""
        return sheets_of(self.tables)

    @property
    def documents(self) -> list[Document]:
        """Its files, the signed one first."""
        return [file for file in (self.signed_file, self.sheet_file) if file]

    def clean(self) -> None:
        super().clean()
        row = find(self.key, self.year)
        if row is None:
            raise ValidationError({"key": _("The law wants no such item of this budget year.")})
        event = self.event
        if event and (event.unit_id, event.year, event.key) != (self.unit_id, self.year, self.key):
            raise ValidationError({"event": _("This event is about another item.")})
        if row.many and not self.about:
            raise ValidationError({"about": _("Say which one it is: there can be several in a year.")})

    def check_complete(self) -> None:
        """Raise ValidationError for what a draft may lack but nothing that is submitted."""
        missing: dict[str, Any] = {}
        if self.signed_file is None:
            missing["signed_file"] = _("The signed PDF is missing.")
        if self.expected and self.expected.needs_table and not self.tables:
            missing["sheet_file"] = _("The figures are missing: add the spreadsheet.")
        if missing:
            raise ValidationError(missing)

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/ngan-sach/{self.uid}/"

    @property
    def published_on(self) -> date | None:
        """The day on which it was first public; None while it is not."""
        return local_day(self.first_published_at) if self.live and self.first_published_at else None
