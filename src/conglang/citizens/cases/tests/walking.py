"""Random days of a commune: everybody does anything to its cases, through services and the database."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.units.scope import everything
from conglang.citizens.cases.life import Timer
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.rules import SETTLED, Process
from conglang.citizens.cases.services import decide, forward, join, visit, work
from conglang.citizens.cases.tests.conftest import NOW, Commune, answered, case_of, do, sent, settle
from conglang.citizens.cases.tests.test_life import oracle
from conglang.kernel.clock import local_day

NEW_EVERY = 8  # steps
TRIES = 4  # of a step, until something is allowed
AT_A_TIME = 12  # cases that somebody still thinks of
REFUSALS = (ValidationError, Forbidden, NotFound)


class Walk:
    """A commune and its neighbour to which cases are forwarded; `refused` counts what was not allowed."""

    def __init__(self, home: Commune, neighbour: Commune, seed: int) -> None:
        self.home, self.neighbour, self.now = home, neighbour, NOW
        self.chance = random.Random(seed)
        self.steps = self.refused = 0

    def go(self, steps: int) -> None:
        """Some steps, one after the other; the clock of the desk strikes between them."""
        for _step in range(steps):
            self.now += timedelta(hours=self.chance.randrange(5))
            if self.steps % NEW_EVERY == 0:
                case_of(sent(self.home, now=self.now))
            self.steps += 1
            with everything("tests"):
                row = self.chance.choice(Case.objects.order_by("-pk")[:AT_A_TIME])
            of = self.home if row.unit_id == self.home.unit.pk else self.neighbour
            for deed in self.chance.sample(self._deeds(of, row), TRIES):
                try:
                    deed()
                    break
                except REFUSALS:
                    self.refused += 1
            settle(self.now)
            work.close_due(now=self.now)

    def faults(self) -> list[str]:
        """Cases that ended without a word to their sender, and clocks unlike what is counted by hand."""
        with everything("tests"):
            rows = list(Case.objects.select_related("answer_duty__unit", "origin"))
        found = [f"{row}: {row.process} without a word" for row in rows if is_silent(row)]
        for row in rows:
            duty = row.answer_duty
            if duty is None:
                continue
            timer = Timer(duty.started_at, tuple(duty.past_pauses), extensions=tuple(duty.granted))
            if duty.due_on != oracle(timer):
                found.append(f"{row}: {duty.due_on} is not {oracle(timer)}")
        return found

    def _deeds(self, of: Commune, row: Case) -> list[Callable[[], Any]]:
        now, other = self.now, self.neighbour if of is self.home else self.home
        until = local_day(now) + timedelta(days=self.chance.randrange(1, 20))
        own = {"unit_id": of.unit.pk, "case_id": row.pk, "now": now}
        seldom = [
            lambda: do(of.officer, decide.refuse, row, now, ground="unclear", words="Chưa rõ."),
            lambda: visit.withdraw(**own),
        ]
        return [
            *(seldom if self.chance.random() < 0.1 else []),
            lambda: do(of.officer, decide.accept, row, now),
            lambda: do(of.officer, work.assign, row, now, department_id=of.works.pk),
            lambda: do(of.officer, forward.forward, row, now, to_id=other.unit.pk, words="Thuộc xã bên."),
            lambda: do(of.worker, work.send_back, row, now, reason="Không phải"),
            lambda: do(of.worker, work.begin, row, now),
            lambda: do(of.worker, work.ask, row, now, text="Cột số mấy?"),
            lambda: do(of.leader, work.extend, row, now, until=until, words="Chờ vật tư."),
            lambda: answered(of, row, now),
            lambda: do(of.officer, work.close, row, now),
            lambda: do(of.leader, join.reopen, row, now),
            lambda: do(of.leader, join.decline_reopen, row, now, words="Đã xem lại."),
            lambda: do(of.stranger, work.begin, row, now),
            lambda: do(other.officer, decide.accept, row, now),
            lambda: visit.reply(**own, text="Số 7"),
            lambda: visit.ask_reopen(**own, reason="Lại tắt"),
        ]


def is_silent(row: Case) -> bool:
    """Whether a case that was taken in ended and its sender was told nothing; who takes it back knows."""
    process = Process(row.process)
    return bool(row.accepted_at) and process in SETTLED - {Process.WITHDRAWN} and not row.told
