from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conglang.base.accounts.permissions import NotFound
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import everything, use_scope
from conglang.content.calendars.models import Entry
from conglang.content.calendars.queries import (
    between,
    entries,
    missing_receptions,
    newest_of_week,
    occurrences,
)
from conglang.content.calendars.services.content import EntryContent
from conglang.content.calendars.services.decide import approve_entries, return_entries
from conglang.content.calendars.services.edit_entry import cancel_entry, edit_entry
from conglang.content.calendars.services.found import Conflict
from conglang.content.calendars.services.write_entry import write_entry
from conglang.content.calendars.services.write_week import Line, copy_week, write_week
from conglang.content.calendars.tests.conftest import (
    MONDAY,
    NOW,
    approve,
    content,
    published,
    reception,
    seen,
    stored,
    submit,
    write,
)
from conglang.kernel.ids import uuid7
from conglang.tools.approval.models import Decision
from conglang.tools.approval.queries import waiting_for

WEDNESDAY = MONDAY + timedelta(days=2)
TODAY = date(2026, 11, 21)
FAR = date(2026, 12, 10)  # more than five working days after NOW


def change(of, row, reason="", **changes):
    with use_scope(of.writer.scope):
        newest = stored(row).get_latest_revision_as_object()
        return edit_entry(
            by=of.writer, entry_id=row.pk, expected_version=stored(row).version, now=NOW, reason=reason,
            content=replace(EntryContent.of(newest), **changes),
        )  # fmt: skip


def public(of, first=MONDAY, last=MONDAY + timedelta(days=6)):
    with use_scope(public_scope(of.unit)):
        return occurrences(between(entries([of.unit.pk]), first, last), first, last)


def test_an_entry_is_public_only_when_another_person_approved_it(home):
    row = write(home)
    submit(home, row)
    assert public(home) == []
    approve(home, row)
    assert [each.entry.what for each in public(home)] == ["Giao ban"]


def test_nobody_approves_what_they_wrote_themselves(home):
    with use_scope(home.head.scope):
        row = write_entry(by=home.head, unit_id=home.unit.pk, content=content(), now=NOW)
    submit(home, row)
    outcome = approve(home, row)
    assert not outcome.done
    assert outcome.refused


def test_an_approval_holds_for_exactly_what_was_on_the_screen(home):
    rows = [write(home, content(f"Họp {number}")) for number in range(3)]
    submit(home, *rows)
    with use_scope(home.head.scope):
        screen = seen(home.head, *rows)
    change(home, rows[1], what="Họp khác")
    submit(home, rows[1])
    with use_scope(home.head.scope):
        outcome = approve_entries(by=home.head, seen=screen, now=NOW)
    assert [entry.what for entry in outcome.done] == ["Họp 0", "Họp 2"]
    assert [entry.what for entry, _why in outcome.refused] == ["Họp khác"]
    assert not stored(rows[1]).live


def test_what_waits_for_approval_stands_on_the_first_page_of_the_desk(home):
    submit(home, write(home))
    with use_scope(home.head.scope):
        assert [turn.review.title for turn in waiting_for(home.head)] == ["Giao ban"]


def test_returned_entries_say_why(home):
    row = write(home)
    submit(home, row)
    with use_scope(home.head.scope):
        return_entries(by=home.head, seen=seen(home.head, row), reason="Sai phòng", now=NOW)
        assert Decision.objects.filter(review__object_id=row.pk).last().reason == "Sai phòng"
    assert submit(home, row).done


# --- internal ---


def test_internal_entries_stay_on_the_desk(home):
    row = write(home, content(internal=True))
    assert not submit(home, row).done
    assert public(home) == []
    with use_scope(home.writer.scope):
        assert [entry.pk for entry in newest_of_week(home.unit.pk, MONDAY)] == [row.pk]


def test_what_is_public_cannot_become_internal(home):
    row = published(home)
    with pytest.raises(ValidationError):
        change(home, row, internal=True)


def test_the_database_refuses_a_public_internal_entry(home):
    row = published(home)
    with pytest.raises(IntegrityError), transaction.atomic(), everything("tests"):
        Entry.objects.filter(pk=row.pk).update(internal=True)


# --- what was public stays to be read ---


def test_a_move_keeps_the_old_date_with_the_reason(home):
    row = published(home)
    change(home, row, reason="Chủ tịch đi họp tỉnh", starts_on=WEDNESDAY, ends_on=None)
    assert [each.day for each in public(home)] == [MONDAY], "until somebody approves the move"
    submit(home, row)
    approve(home, row)
    old, new = public(home)
    assert (old.day, old.is_void, old.former.reason) == (MONDAY, True, "Chủ tịch đi họp tỉnh")
    assert (new.day, new.is_void) == (WEDNESDAY, False)
    assert stored(row).sequence == 1


def test_a_move_needs_a_reason_for_the_public(home):
    row = published(home)
    with pytest.raises(ValidationError) as refused:
        change(home, row, starts_on=WEDNESDAY, ends_on=None)
    assert "reason" in refused.value.message_dict


def test_a_correction_of_the_words_is_no_move(home):
    row = published(home)
    change(home, row, what="Giao ban đầu tuần")
    submit(home, row)
    approve(home, row)
    assert stored(row).changes == []
    assert stored(row).sequence == 1


def test_a_draft_that_moves_twice_before_its_approval_counts_once(home):
    row = published(home)
    change(home, row, reason="Bận", starts_on=WEDNESDAY, ends_on=None)
    change(home, row, reason="Bận", starts_on=WEDNESDAY + timedelta(days=1), ends_on=None)
    submit(home, row)
    approve(home, row)
    assert [each.when.starts_on for each in stored(row).former] == [MONDAY]
    change(home, row, reason="Mưa bão", starts_on=FAR, ends_on=None)
    submit(home, row)
    approve(home, row)
    assert [each.reason for each in stored(row).former] == ["Bận", "Mưa bão"]


def test_a_move_into_another_week_is_seen_in_both(home):
    row = published(home)
    change(home, row, reason="Mất điện", starts_on=FAR, ends_on=None)
    with use_scope(home.writer.scope):
        assert newest_of_week(home.unit.pk, FAR - timedelta(days=3)), "the desk plans with the new version"
    submit(home, row)
    approve(home, row)
    assert [each.is_void for each in public(home)] == [True]
    assert [each.is_void for each in public(home, FAR, FAR)] == [False]


def test_a_cancellation_stays_to_be_read_with_the_reason(home):
    row = published(home)
    with use_scope(home.writer.scope):
        with pytest.raises(ValidationError):
            cancel_entry(by=home.writer, entry_id=row.pk, reason=" ", now=NOW)
        cancel_entry(by=home.writer, entry_id=row.pk, reason="Hoãn do bão", now=NOW)
        cancel_entry(by=home.writer, entry_id=row.pk, reason="Hoãn do bão", now=NOW)
    assert not public(home)[0].is_void, "until somebody approves it"
    submit(home, row)
    approve(home, row)
    (found,) = public(home)
    assert found.is_void
    assert (found.entry.cancel_reason, found.entry.sequence) == ("Hoãn do bão", 1)


# --- receptions ---


def test_a_late_reception_needs_a_recorded_reason(home):
    late = write(home, reception(WEDNESDAY))
    outcome = submit(home, late)
    assert [entry.pk for entry in outcome.late] == [late.pk]
    change(home, late, late_reason="Tiếp đột xuất theo yêu cầu của công dân")
    assert submit(home, late).done
    assert approve(home, late).done


def test_a_reception_that_grew_late_while_it_waited_needs_the_approvers_reason(home):
    on = date(2026, 11, 30)
    row = write(home, reception(on))
    assert submit(home, row).done, "Saturday before: in time"
    tuesday = datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert approve(home, row, now=tuesday).late
    assert approve(home, row, now=tuesday, late_reason="Trình chậm").done
    with use_scope(home.head.scope):
        notes = Decision.objects.filter(review__object_id=row.pk).values_list("reason", flat=True)
        assert "Trình chậm" in notes


def test_the_last_day_ends_at_midnight_in_viet_nam(home):
    on = date(2026, 12, 14)  # last day: 7 December
    before, after = datetime(2026, 12, 7, 16, 59, tzinfo=UTC), datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
    assert submit(home, write(home, reception(on)), now=before).done
    assert submit(home, write(home, reception(on)), now=after).late


def test_a_public_reception_moves_with_the_reason_of_the_move(home):
    row = published(home, reception(FAR))
    change(home, row, reason="Chủ tịch đi công tác", starts_on=WEDNESDAY, ends_on=None)
    assert submit(home, row).done


def test_a_month_hints_at_weeks_without_reception(home):
    month = date(2026, 12, 1)
    with use_scope(home.writer.scope):
        weeks = missing_receptions(home.unit, month, TODAY).weeks
    write(home, reception(FAR))
    with use_scope(home.writer.scope):
        assert set(weeks) - set(missing_receptions(home.unit, month, TODAY).weeks) == {date(2026, 12, 7)}


# --- a whole week ---


def test_a_week_is_stored_whole_or_not_at_all(home):
    good, bad = Line(content(), uid=uuid7()), Line(content(at=time(9), ends_at=time(8)), uid=uuid7())
    with use_scope(home.writer.scope):
        with pytest.raises(ValidationError):
            write_week(by=home.writer, unit_id=home.unit.pk, lines=[good, bad], now=NOW)
        assert newest_of_week(home.unit.pk, MONDAY) == []


def test_a_form_that_is_sent_twice_writes_once(home):
    lines = [Line(content(), uid=uuid7()), Line(content("Họp HĐND"), uid=uuid7())]
    with use_scope(home.writer.scope):
        for _ in range(2):
            write_week(by=home.writer, unit_id=home.unit.pk, lines=lines, now=NOW)
        assert len(newest_of_week(home.unit.pk, MONDAY)) == 2


def test_a_week_is_copied_once_without_what_was_called_off(home):
    write(home)
    gone = write(home, content("Họp bị hoãn"))
    new_year = date(2026, 12, 28)
    with use_scope(home.writer.scope):
        cancel_entry(by=home.writer, entry_id=gone.pk, reason="Hoãn", now=NOW)
        made = copy_week(by=home.writer, unit_id=home.unit.pk, source=MONDAY, target=new_year, now=NOW)
        again = copy_week(by=home.writer, unit_id=home.unit.pk, source=MONDAY, target=new_year, now=NOW)
    assert [(entry.what, entry.starts_on, entry.live) for entry in made] == [("Giao ban", new_year, False)]
    assert again == []


def test_an_entry_over_new_year_stands_on_all_its_days(home):
    published(home, content("Trực Tết", date(2026, 12, 31), None, ends_on=date(2027, 1, 2)))
    week = public(home, date(2026, 12, 28), date(2027, 1, 3))
    assert [each.day for each in week] == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]


# --- whose ---


def test_a_conflict_is_said_and_the_same_content_is_none(home):
    row = write(home)
    old = row.version
    change(home, row, what="Giao ban tuần")
    with use_scope(home.writer.scope):
        with pytest.raises(Conflict):
            edit_entry(
                by=home.writer, entry_id=row.pk, expected_version=old, content=content("Khác"), now=NOW
            )
        edit_entry(
            by=home.writer, entry_id=row.pk, expected_version=old, content=content("Giao ban tuần"), now=NOW
        )


def test_neighbours_do_not_meet(home, neighbour):
    row = write(home)
    with use_scope(neighbour.writer.scope):
        with pytest.raises(NotFound):
            cancel_entry(by=neighbour.writer, entry_id=row.pk, reason="x", now=NOW)
        with pytest.raises(NotFound):
            write_entry(by=neighbour.writer, unit_id=home.unit.pk, content=content(), now=NOW)
        assert newest_of_week(home.unit.pk, MONDAY) == []
