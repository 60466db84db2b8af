"""What was entered follows the document that it names."""

import pytest
from django.contrib.contenttypes.models import ContentType

from conglang.base.duties.rules import State
from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.content.disclosure import findable, handlers, subjects
from conglang.content.disclosure.models import Entry, Heading
from conglang.content.disclosure.queries import headings
from conglang.content.disclosure.rules import FileKind
from conglang.content.disclosure.services.enter import enter
from conglang.content.documents.tests.conftest import NOW, publish, village, write
from conglang.kernel import clock
from conglang.kernel.clock import local_day
from conglang.tools.approval.events import ItemPublished
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.search.models import SearchEntry
from conglang.tools.search.queries import find


@pytest.fixture(autouse=True)
def _frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


def test_publishing_a_document_stops_its_clock_and_withdrawing_it_takes_it_down(db):
    home = village("98001", "Bến Sen")
    row, clerk = write(home, issued_on=local_day(NOW)), home.actor("clerk")
    with use_scope(clerk.scope):
        enter(
            by=clerk, unit_id=home.unit.pk, heading="general_documents", subject=subjects.subject_of(row),
            made_on=row.issued_on, files=[FileKind.SIGNED_PDF], now=NOW,
        )  # fmt: skip
    publish(row, home)
    with everything("tests"):
        entry = Entry.objects.select_related("duty").get()
    assert (entry.live, entry.path) == (True, row.get_absolute_url())
    assert entry.duty.state(NOW) is State.DONE_IN_TIME
    head = home.actor("head")
    with use_scope(head.scope):
        withdraw(item=row, by=head, now=NOW, reason="Đăng nhầm tệp")
    with everything("tests"):
        deliver(now=NOW, limit=100)
        entry = Entry.objects.get()
    assert (entry.live, entry.why_down) == (False, "Đăng nhầm tệp")


def found() -> dict[str, SearchEntry]:
    with everything("tests"):
        return {row.title: row for row in SearchEntry.objects.filter(label=findable.LABEL)}


def test_the_headings_of_today_are_found_on_the_sites_of_a_province(world):
    findable.follow(NOW)
    with everything("tests"):
        held = headings(world.province.unit, local_day(NOW))
    rows = found()
    assert set(rows) == {row.title for row in held.values()}
    assert {(row.unit_id, row.is_shared) for row in rows.values()} == {(world.province.unit.pk, True)}
    some = next(iter(held.values()))
    assert rows[some.title].path == some.get_absolute_url()
    shown = find(unit=world.home.unit, query=some.title, now=NOW).results
    assert some.get_absolute_url() in [each.path for each in shown], "on the site of a commune"
    Heading.objects.filter(pk=some.pk).update(valid_to=local_day(NOW))
    findable.follow(NOW)
    assert set(rows) - set(found()) == {some.title}
    with everything("tests"):
        assert findable.live_items([world.home.unit.pk], 0, 10) == []


def test_an_article_that_stands_in_no_catalogue_costs_one_query(db, django_assert_num_queries):
    ContentType.objects.get_by_natural_key("newsroom", "article")
    event = ItemPublished("newsroom.article", 1, 1, 1)
    with django_assert_num_queries(1):
        handlers.show_item(event, NOW)
