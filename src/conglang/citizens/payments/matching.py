"""What the lines of a pasted bank statement mean for requests and funds of a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conglang.citizens.payments.models import Fund, PaymentRequest
from conglang.citizens.payments.rules import Entry


class Outcome(StrEnum):
    """What becomes of a line."""

    FITS = "fits"
    GIFT = "gift"  # names a fund and no request
    PAID = "paid"  # noted before
    AMOUNT = "amount"
    UNKNOWN = "unknown"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Match:
    """A line with what it belongs to."""

    entry: Entry
    outcome: Outcome
    request: PaymentRequest | None = None
    fund: Fund | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the line is noted when the statement is taken in."""
        return self.outcome in {Outcome.FITS, Outcome.GIFT}


def match(unit_id: int, entries: Sequence[Entry], today: date) -> list[Match]:
    """Each line with its outcome; two lines never settle the same request, nor one entry two."""
    named = {each for entry in entries for each in entry.references}
    requests = {
        row.reference: row
        for row in PaymentRequest.objects.filter(unit=unit_id, reference__in=named).select_related("fund")
    }
    funds = {
        row.code: row for row in Fund.objects.filter(unit=unit_id, code__in=named, confirmed_at__isnull=False)
    }
    days = {entry.on for entry in entries if entry.on}
    noted = set(
        PaymentRequest.objects.filter(unit=unit_id, paid_on__in=days).values_list("paid_on", "bank_reference")
    )
    settled: set[int] = set()
    found = []
    for entry in entries:
        request = next((requests[each] for each in entry.references if each in requests), None)
        fund = next((funds[each] for each in entry.references if each in funds), None)
        outcome = _outcome(entry, request, fund, today)
        if outcome in {Outcome.FITS, Outcome.GIFT}:
            if (entry.on, entry.bank_reference) in noted or (request and request.pk in settled):
                outcome = Outcome.PAID
            noted.add((entry.on, entry.bank_reference))
            settled |= {request.pk} if request else set()
        found.append(Match(entry, outcome, request, fund))
    return found


def _outcome(entry: Entry, request: PaymentRequest | None, fund: Fund | None, today: date) -> Outcome:
    if not entry.is_whole or (entry.on and entry.on > today):
        return Outcome.UNREAD
    if request is None:
        return Outcome.GIFT if fund is not None else Outcome.UNKNOWN
    if request.is_paid:
        return Outcome.PAID
    if request.dropped_at is not None:
        return Outcome.UNKNOWN
    return Outcome.FITS if request.amount in {None, entry.amount} else Outcome.AMOUNT
