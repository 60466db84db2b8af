"""Difficulties are answered by the unit's administrator, or by the province, within three working days."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.accounts.actor import actor_for
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed, custody
from conglang.base.units.models import CustodyKind, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.tools.media.rules import Unacceptable
from conglang.tools.support import queries
from conglang.tools.support.rules import Facts, State, figures
from conglang.tools.support.services.report import report
from conglang.tools.support.services.settle import answer, hand_up, note_read

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # a Monday
SINCE = date(2025, 7, 1)
UID = UUID("018f0000-0000-7000-8000-000000000001")


class People:
    def __init__(self):
        with everything("tests"):
            above = _unit("98", UnitKind.PROVINCE)
            home, away = (_unit(code, UnitKind.COMMUNE, above) for code in ("98001", "98002"))
            for unit in (home, away):
                custody(above, unit, CustodyKind.ADMINISTRATION)
            self.writer = _join(home, Role.CONTRIBUTOR)
            self.colleague = _join(home, Role.DESK)
            self.admin = _join(home, Role.UNIT_ADMINISTRATOR)
            self.stranger = _join(away, Role.UNIT_ADMINISTRATOR)
            self.province = _join(above, Role.PROVINCE_ADMINISTRATOR)


def _unit(code, kind, above=None):
    return Unit.objects.create(
        code=code, kind=kind, level=kind.level, name=f"Bến {code}", valid_from=SINCE, parent=above,
        lineage=above.below if above else "/",
    )  # fmt: skip


def _join(unit, role):
    return actor_for(appointed(f"{role.value}.{unit.code}", unit, role, NOW), unit.pk, NOW)


@pytest.fixture
def people(db, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    return People()


def say(by, now=NOW, **more):
    with use_scope(by.scope):
        return report(by=by, unit_id=by.unit_id, uid=UID, text="Không gửi được ảnh.", now=now, **more)


def tell(by, row, text="Bấm nút Thêm ảnh.", now=NOW):
    with use_scope(by.scope):
        return answer(by=by, difficulty_id=row.pk, text=text, now=now)


def up(by, row, now=NOW):
    with use_scope(by.scope):
        return hand_up(by=by, difficulty_id=row.pk, note="Nhờ tỉnh.", now=now)


def waiting(by):
    with use_scope(by.scope):
        return list(queries.waiting_for(by))


def test_it_waits_for_the_units_administrator_and_its_answer_for_who_asked(people):
    row = say(people.writer)
    assert row.due_on == date(2026, 11, 19)
    assert waiting(people.admin) == [row]
    assert waiting(people.province) == []
    tell(people.admin, row)
    assert waiting(people.admin) == []
    with use_scope(people.writer.scope):
        assert queries.number_for(people.writer) == 1
        note_read(queries.find(people.writer, row.pk), people.writer, NOW)
        assert queries.number_for(people.writer) == 0


def test_what_was_handed_up_waits_for_the_province_with_a_time_of_its_own(people):
    row = say(people.writer)
    later = NOW + timedelta(days=2)
    assert up(people.admin, row, later).due_on == date(2026, 11, 21) + timedelta(days=2)
    assert waiting(people.admin) == []
    assert waiting(people.province) == [row]
    with pytest.raises(Forbidden):
        tell(people.admin, row)
    assert tell(people.province, row).state == State.ANSWERED


def test_neither_colleagues_nor_strangers_see_or_answer_it(people):
    row = say(people.writer)
    for by in (people.colleague, people.stranger):
        with use_scope(by.scope), pytest.raises(NotFound):
            queries.find(by, row.pk)
    with pytest.raises(Forbidden):
        tell(people.colleague, row)
    with pytest.raises(NotFound):
        tell(people.stranger, row)


def test_sent_twice_it_stands_once_and_answered_twice_the_first_answer_stays(people):
    assert say(people.writer).pk == say(people.writer).pk
    row = say(people.writer)
    tell(people.admin, row)
    assert tell(people.admin, row, "Khác").answer == "Bấm nút Thêm ảnh."


def test_only_a_picture_is_taken_for_a_picture(people):
    with pytest.raises(Unacceptable):
        say(people.writer, picture=BytesIO(b"<html><script>"))


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001

SPANS = st.integers(0, 30).map(lambda days: timedelta(days=days))


@given(st.lists(st.tuples(MOMENTS, st.integers(0, 9), st.none() | SPANS, st.booleans())))
def test_every_difficulty_is_in_time_late_or_open(drawn):
    rows = [
        Facts(
            at,
            (at + timedelta(days=term)).date(),
            at + took if took is not None else None,
            up,
        )
        for at, term, took, up in drawn
    ]
    found = figures(rows, date(2027, 1, 1))  # every open one is late by then
    assert found.in_time + found.late == found.reported == len(rows)
