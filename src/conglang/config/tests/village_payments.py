"""What is collected in the village, and what it was spent on."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from conglang.base.units.scope import everything, use_scope
from conglang.citizens.payments.models import Fund, ReceivingAccount
from conglang.citizens.payments.services.accounts import BankAccount, confirm_account, propose_account
from conglang.citizens.payments.services.collect import Asked, Seen, ask, confirm_paid
from conglang.citizens.payments.services.funds import (
    Outlay,
    Terms,
    confirm_fund,
    confirm_spending,
    end_fund,
    enter_spending,
    propose_fund,
)
from conglang.content.newsroom.tests.conftest import Commune
from conglang.kernel.clock import local_day

MOST_FUNDS = 3  # of each unit
BANK, PURPOSE = "970405", "phong-chong-thien-tai"


class PaymentDeeds:
    """Deeds of the accountant and of the leader; each returns what to note of it."""

    random: random.Random
    now: datetime
    _place: Callable[[], Commune]
    _title: Callable[[], str]
    _any: Callable[[Any], Any]

    def addresses_of_payments(self, unit_ids: list[int]) -> list[str]:
        """What is to be opened of it on a site."""
        rows = Fund.objects.filter(unit__in=unit_ids, confirmed_at__isnull=False).order_by("pk")
        paths = [row.get_absolute_url() for row in rows]
        return ["/dong-gop/", "/dong-gop/so-lieu.csv", *self.random.sample(paths, min(2, len(paths)))]

    def collect(self) -> str:
        """One person proposes a fund; sometimes a second one puts it before everybody at once."""
        place = self._place()
        today = local_day(self.now)
        opens = today + timedelta(days=self.random.randint(-2, 2))
        terms = Terms(
            PURPOSE, self._title(), "KH 8", opens, today + timedelta(days=self.random.randint(3, 9))
        )
        if len(self._funds(place)) >= MOST_FUNDS:
            return self.put_before_everybody()
        row = self._as_accountant(
            place, propose_fund, unit_id=place.unit.pk, account_id=self._account(place), terms=terms,
            uid=UUID(int=self.random.getrandbits(128)),
        )  # fmt: skip
        if self.random.random() < 0.7:
            self._as_leader(place, confirm_fund, fund_id=row.pk)
        return str(row)

    def put_before_everybody(self) -> str:
        """A fund that waited is confirmed."""
        place = self._place()
        today = local_day(self.now)
        row = self._any([row for row in self._funds(place) if row.is_waiting and row.closes_on >= today])
        return str(self._as_leader(place, confirm_fund, fund_id=row.pk)) if row else ""

    def see_money(self) -> str:
        """Somebody was asked and paid."""
        place = self._place()
        today = local_day(self.now)
        row = self._any(
            [row for row in self._funds(place, public=True) if row.opens_on <= today <= row.closes_on]
        )
        if row is None:
            return ""
        form = UUID(int=self.random.getrandbits(128))
        [one] = self._as_accountant(place, ask, fund_id=row.pk, asked=[Asked("Hộ số 1", 50_000)], form=form)
        seen = Seen(today, f"FT{form.int % 10**9}", 50_000)
        return str(self._as_accountant(place, confirm_paid, request_id=one.pk, seen=seen))

    def spend(self) -> str:
        """Something was bought; it is public when the leader says so, which is not always at once."""
        place = self._place()
        row = self._any(self._funds(place, confirmed_at__isnull=False))
        if row is None:
            return ""
        outlay = Outlay(local_day(self.now), self.random.randint(1, 9) * 1000, self._title(), "PC 1")
        spent = self._as_accountant(place, enter_spending, fund_id=row.pk, outlay=outlay)
        if self.random.random() < 0.7:
            self._as_leader(place, confirm_spending, spending_id=spent.pk)
        return str(spent)

    def close_fund(self) -> str:
        """It is collected no longer."""
        place = self._place()
        row = self._any(self._funds(place, public=True))
        return str(self._as_leader(place, end_fund, fund_id=row.pk, reason="đủ")) if row else ""

    def _account(self, place: Commune) -> int:
        with everything("tests"):
            known = ReceivingAccount.objects.filter(unit=place.unit, ended_at=None).first()
        if known is None:
            paper = BankAccount(BANK, f"1500{place.unit.pk}", "UBND", "TB 1")
            known = self._as_accountant(place, propose_account, unit_id=place.unit.pk, account=paper)
            self._as_leader(place, confirm_account, account_id=known.pk, typed_number=paper.number)
        return int(known.pk)

    def _funds(self, place: Commune, *, public: bool = False, **more: Any) -> list[Fund]:
        with everything("tests"):
            rows = list(Fund.objects.filter(unit=place.unit, **more).order_by("pk"))
        return [row for row in rows if row.is_in_force] if public else rows

    def _as_accountant(self, place: Commune, service: Callable[..., Any], **given: Any) -> Any:
        with use_scope(place.accountant.scope):
            return service(by=place.accountant, now=self.now, **given)

    def _as_leader(self, place: Commune, service: Callable[..., Any], **given: Any) -> Any:
        with use_scope(place.leader.scope):
            return service(by=place.leader, now=self.now, **given)
