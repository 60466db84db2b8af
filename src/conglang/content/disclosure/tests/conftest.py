"""A province with two communes and their people, acting through services as on the desk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.accounts.tests.villages import Village
from conglang.base.units.kinds import CustodyKind
from conglang.base.units.models import Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.services.found_unit import found_unit
from conglang.base.units.services.give_custody import give_custody
from conglang.content.disclosure.models import Entry
from conglang.content.disclosure.rules import NO_PERIOD, FileKind, Period
from conglang.content.disclosure.services.enter import Subject, enter
from conglang.kernel import clock
from conglang.tools.pages.models import Section, SectionKind

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # a Friday; Tuesday is a holiday
SINCE = date(2025, 7, 1)
SYSTEM = Actor.system("tests")


def place(code: str, name: str, parent: Unit | None, roles: dict[str, Role]) -> Village:
    kind = UnitKind.COMMUNE if parent else UnitKind.PROVINCE
    unit = found_unit(
        code=code, kind=kind, name=name, parent=parent, on=SINCE, legal_basis="QĐ 1", by=SYSTEM, now=NOW
    )
    Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
    return Village(unit, {key: appointed(f"{key}.{code}", unit, role, NOW) for key, role in roles.items()})


@dataclass
class World:
    province: Village
    home: Village
    other: Village


@pytest.fixture
def world(db: None) -> Any:
    with clock.frozen(NOW), everything("tests"):
        province = place(
            "98",
            "Sông Mây",
            None,
            {"keeper": Role.PROVINCE_ADMINISTRATOR, "second": Role.PROVINCE_ADMINISTRATOR},
        )
        people = {"clerk": Role.DOCUMENT_CLERK, "head": Role.HEAD_EDITOR, "auditor": Role.AUDITOR}
        home, other = (
            place(code, name, province.unit, people)
            for code, name in (("98001", "Bến Sen"), ("98002", "Gò Lau"))
        )
        give_custody(
            holder=province.unit, unit=province.unit, kind=CustodyKind.ADMINISTRATION, on=SINCE,
            legal_basis="QĐ 1", with_descendants=True, by=SYSTEM, now=NOW,
        )  # fmt: skip
    with clock.frozen(NOW):
        yield World(province, home, other)


def a_section(of: Village, key: str = "thu") -> Section:
    """A row of another room, as good as any."""
    with everything("tests"):
        return Section.objects.get_or_create(
            unit=of.unit, key=key, defaults={"slug": key, "title": f"Mục {key}", "kind": SectionKind.LIST}
        )[0]


def put(
    of: Village,
    heading: str = "contractors",
    *,
    key: str = "thu",
    made_on: date = date(2026, 11, 20),
    files: tuple[FileKind, ...] = (FileKind.SIGNED_PDF,),
    period: Period = NO_PERIOD,
    now: datetime = NOW,
    **more: Any,
) -> Entry:
    """Something that the clerk enters."""
    by, row = of.actor("clerk"), a_section(of, key)
    subject = Subject(row, f"Kết quả {key}", code="12/QĐ-UBND", path=row.get_absolute_url())
    with use_scope(by.scope):
        return enter(
            by=by, unit_id=of.unit.pk, heading=heading, subject=subject, made_on=made_on, files=files,
            period=period, now=now, **more,
        )  # fmt: skip
