"""The parent sees per commune which sections are empty or out of date (P3)."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import custody
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import CustodyKind, UnitKind
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.ids import uuid7
from conglang.tools.pages.models import Section
from conglang.tools.pages.services.lay_out import lay_out_sections
from conglang.tools.search.services.put import put
from conglang.tools.search.sources import Item
from conglang.workspace.completeness import State, report
from conglang.workspace.tests.conftest import SYSTEM, _unit

PATH = "/tinh-trang-trang/"


@pytest.fixture
def laid_out(ours, theirs):
    with everything("tests"):
        for office in (ours, theirs):
            lay_out_sections(by=SYSTEM, unit_id=office.unit.pk, now=clock_now())


def publish(office, section: str, days_ago: int) -> None:
    """Something of any room that became public so many days ago."""
    at = clock_now() - timedelta(days=days_ago)
    with everything("tests"):
        item = Item(
            label="tests.thing", object_id=uuid7().int % 10**9, unit_id=office.unit.pk, uid=uuid7(),
            kind="article", section_key=section, section="Mục", title="Bài", path="/x/", published_at=at,
            summary="", text="",
        )  # fmt: skip
        put(items=[item], now=at)


def states(actor, **given) -> dict[tuple[str, str], State]:
    with everything("tests"):
        return {(cell.unit.name, cell.key): cell.state for cell in report(actor, clock_now(), **given)}


def test_a_section_is_empty_or_old_against_what_the_template_expects(laid_out, ours, province):
    publish(ours, "news", 3)
    publish(ours, "notices", 40)
    publish(ours, "history", 4000)
    found = states(province.actor(Role.AUDITOR))
    assert found["Bến Sen", "news"] == State.GOOD
    assert found["Bến Sen", "notices"] == State.OLD
    assert found["Bến Sen", "history"] == State.GOOD, "the template expects no new history"
    assert found["Bến Sen", "budget"] == State.EMPTY
    assert found["Gò Lau", "news"] == State.EMPTY
    assert ("Bến Sen", "disclosure") not in found, "a heading holds nothing itself"


def test_the_report_is_narrowed_and_taken_out_as_a_file(laid_out, desk, ours, province):
    publish(ours, "news", 40)
    overseer = desk(province.user(Role.PROVINCE_ADMINISTRATOR))
    page = overseer.get(PATH).content.decode()
    assert "Xã Bến Sen" in page
    assert "Xã Gò Lau" in page
    page = overseer.get(PATH, {"don-vi": ours.unit.pk, "tinh-trang": "old"}).content.decode()
    assert f"{local_day(clock_now()) - timedelta(days=40):%d/%m/%Y}" in page
    answer = overseer.get(f"{PATH}tai-ve/", {"muc": "news"})
    rows = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert [row[:4] for row in rows[1:]] == [
        ["98001", "Xã Bến Sen", "Tin Bến Sen", "1"],
        ["98002", "Xã Gò Lau", "Tin Gò Lau", "0"],
    ]
    assert AuditEntry.objects.filter(verb="workspace.report_exported").count() == 1
    for nonsense in ({"don-vi": "x"}, {"tinh-trang": "\x00"}, {"muc": "' OR 1=1"}, {"page": "x"}):
        assert overseer.get(PATH, nonsense).status_code == 200


def test_only_overseers_read_it_and_only_of_their_units(laid_out, desk, ours, province):
    for role in (Role.UNIT_ADMINISTRATOR, Role.HEAD_EDITOR, Role.AUDITOR):
        answer = desk(ours.user(role)).get(PATH)
        assert answer.status_code == (200 if role is Role.AUDITOR else 403)
    page = desk(ours.user(Role.AUDITOR)).get(PATH).content.decode()
    assert "Xã Gò Lau" not in page
    assert desk(province.user(Role.AUDITOR)).get(f"{PATH}tai-ve/").status_code == 200


def test_many_communes_cost_as_many_queries_as_few(laid_out, ours, province):
    def queries() -> int:
        actor = province.actor(Role.PROVINCE_ADMINISTRATOR)
        with (
            everything("tests"),
            CaptureQueriesContext(
                connection,
            ) as seen,
        ):
            report(actor, clock_now())
        return len(seen)

    few = queries()
    with everything("tests"):
        for number in range(20):
            unit = _unit(f"97{number:03}", UnitKind.COMMUNE, f"Bến {number}", province.unit)
            Section.objects.create(unit=unit, key="news", slug="tin", title="Tin")
            custody(province.unit, unit, CustodyKind.ADMINISTRATION)
    assert queries() == few <= 11
