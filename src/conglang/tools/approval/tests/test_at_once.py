"""Two people at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from conglang.base.units.scope import use_scope
from conglang.kernel import clock
from conglang.tools.approval import services
from conglang.tools.approval.gate import NotApproved
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.models import Approval, Decision
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.rules import Command, Reason, Stage
from conglang.tools.approval.services import set_route
from conglang.tools.approval.tests.conftest import NOW, SYSTEM, do, draft, seen, standing, write
from conglang.tools.approval.tests.notices import SHORT, Notice

pytestmark = pytest.mark.postgres


@pytest.fixture
def at_once(transactional_db):
    """Run callables in threads that start together; their results or errors, in the order given."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time; its test database lives in one connection")

    def run(*calls: Callable[[], object]) -> list[object]:
        start, results = threading.Barrier(len(calls)), [None] * len(calls)

        def body(place: int) -> None:
            try:
                start.wait(timeout=10)
                results[place] = calls[place]()
            except (Refused, NotApproved) as error:
                results[place] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=body, args=(place,)) for place in range(len(calls))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return results

    return run


def acting(by, verb, notice, **more):
    def call():
        with use_scope(by.scope), clock.frozen(NOW):
            return getattr(services, verb)(item=Notice.objects.get(pk=notice.pk), by=by, now=NOW, **more)

    return call


@pytest.mark.parametrize("attempt", range(5))
def test_two_approvers_at_once_leave_one_approval(at_once, office, attempt):
    set_route(unit_id=office.unit.pk, kind="notices.notice", route=SHORT, by=SYSTEM, now=NOW)
    notice = draft(office, office.writer)
    do("submit", notice, office.writer)
    shown = seen(notice, office.head)
    results = at_once(
        *[acting(by, "approve", notice, expected_hash=shown) for by in [office.head, office.board]]
    )
    notice.refresh_from_db()
    assert notice.live
    assert Approval.objects.count() == 1
    assert Decision.objects.filter(verdict=Command.APPROVE).count() == 1
    [loser] = [result for result in results if isinstance(result, Refused)]
    assert loser.reason is Reason.WRONG_STAGE


@pytest.mark.parametrize("attempt", range(8))
def test_an_edit_during_the_approval_never_goes_out_with_it(at_once, office, attempt):
    set_route(unit_id=office.unit.pk, kind="notices.notice", route=SHORT, by=SYSTEM, now=NOW)
    notice = draft(office, office.writer)
    do("submit", notice, office.writer)
    shown = seen(notice, office.head)

    def edit():
        with use_scope(office.writer.scope), clock.frozen(NOW):
            write(Notice.objects.get(pk=notice.pk), office.writer, title="Chen ngang")

    results = at_once(acting(office.head, "approve", notice, expected_hash=shown), edit)
    notice.refresh_from_db()
    assert results[1] is None
    if isinstance(results[0], Refused):
        assert results[0].reason is Reason.CONTENT_CHANGED
        assert not notice.live
    else:
        assert notice.live
        assert (notice.title, notice.approved_hash) == ("Lịch tiêm phòng", shown)
        assert content_hash(notice.live_revision_id) == shown
        assert standing(notice, office.head).stage is Stage.DRAFT


def test_two_schedulers_at_once_publish_once(at_once, office):
    set_route(unit_id=office.unit.pk, kind="notices.notice", route=SHORT, by=SYSTEM, now=NOW)
    notice = draft(office, office.writer, go_live_at=NOW)
    do("submit", notice, office.writer)
    do("approve", notice, office.head, now=NOW.replace(hour=1))
    at_once(*[acting(SYSTEM, "publish", notice)] * 2)
    notice.refresh_from_db()
    assert notice.live
    assert Decision.objects.filter(verdict=Command.PUBLISH).count() == 1
