from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.duties.models import Channel, Evidence
from conglang.base.duties.queries import longest_span
from conglang.base.units.scope import everything, use_scope
from conglang.content.postings.models import Posting, Sighting
from conglang.content.postings.queries import boards, duty_of, least_days
from conglang.content.postings.rules import Act
from conglang.content.postings.services.log import Seen, log_sighting
from conglang.content.postings.services.strike import strike
from conglang.content.postings.services.write import edit_posting
from conglang.content.postings.tests.conftest import (
    DAY,
    HOUSE,
    NOW,
    OFFICE,
    attachment,
    facts,
    photo,
    publish,
    published,
    see,
    write,
)
from conglang.kernel.clock import start_of_day
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.services.publish import publish_due
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.tests.releasing import settled
from conglang.tools.approval.versions import Conflict
from conglang.tools.media.models import Exposure


def duty(posting: Posting):
    with everything("tests"):
        found = duty_of(posting)
        proofs = list(Evidence.objects.filter(duty=found)) if found else []
        return found, proofs


def hangs(posting: Posting) -> dict[str, int]:
    with everything("tests"):
        return {board.place: board.days for board in boards(posting)}


def test_what_is_entered_is_public_only_after_another_person_approved_it(home):
    row = write(home)
    assert not row.live
    assert publish(row, home).live


def test_the_law_says_how_long_it_hangs_at_least(home):
    with pytest.raises(ValidationError, match=r"30 ngày, đến 21/12/2026"):
        write(home, ends_on=date(2026, 12, 20))
    assert write(home, ends_on=date(2026, 12, 21)).ends_on == date(2026, 12, 21)
    with pytest.raises(ValidationError, match=r"15 ngày"):
        write(home, kind="court", ends_on=date(2026, 12, 5))
    with everything("tests"):
        least = least_days(home.unit, write(home, kind="court").sort, date(2026, 11, 21))
    assert least is not None
    assert (least.days, least.certainty) == (15, "K-h")


def test_what_hangs_for_good_has_no_end_and_the_rest_has_one(home):
    with pytest.raises(ValidationError):
        write(home, kind="standing")
    assert publish(write(home, kind="standing", ends_on=None), home).live
    draft = write(home, ends_on=None)
    with use_scope(home.actor("clerk").scope), pytest.raises(ValidationError):
        submit(item=draft, by=home.actor("clerk"), now=NOW)


def test_a_posting_without_content_or_places_is_not_submitted(home):
    for values in ({"text": ""}, {"places": []}):
        draft = write(home, **values)
        with use_scope(home.actor("clerk").scope), pytest.raises(ValidationError):
            submit(item=draft, by=home.actor("clerk"), now=NOW)


def test_personal_data_in_a_list_need_a_legal_ground(home):
    draft = write(home, kind="households", text="Ông Nguyễn Văn Mẫu, CCCD số 001099012345")
    with pytest.raises(Refused):
        publish(draft, home)


def test_lists_of_people_leave_the_site_at_the_end_by_themselves_and_plans_stay(home):
    lists = published(home, [attachment(home)], kind="households", ends_on=date(2026, 12, 21))
    court = published(home, kind="court", ends_on=date(2026, 12, 21))
    plan = published(home, ends_on=date(2026, 12, 21))
    with everything("tests"):
        assert Exposure.objects.filter(owner_pk=lists.pk).count() == 1
        last_moment = start_of_day(date(2026, 12, 22)) - timedelta(seconds=1)
        publish_due(now=last_moment)
        assert settled(lists, last_moment).live
        publish_due(now=start_of_day(date(2026, 12, 22)))
    later = start_of_day(date(2026, 12, 22)) + timedelta(minutes=1)
    assert [settled(row, later).live for row in (lists, court, plan)] == [False, False, True]
    with everything("tests"):
        assert settled(lists, later).expired
        assert Exposure.objects.filter(owner_pk=lists.pk).count() == 0


def test_a_posting_that_begins_later_is_public_on_its_first_day(home):
    row = publish(write(home, starts_on=date(2026, 11, 25)), home)
    assert not row.live
    with everything("tests"):
        publish_due(now=start_of_day(date(2026, 11, 25)))
    assert settled(row, start_of_day(date(2026, 11, 25)) + DAY).live


def test_times_and_photos_at_the_boards_become_proofs_of_the_duty(home):
    row = published(home)
    found, proofs = duty(row)
    assert found.rule_keys == ["PUB_DEMOCRACY/VN@1"]
    assert proofs == []
    see(home, row, Act.PUT_UP, NOW + timedelta(hours=1), photo=photo(), photo_alt="Bảng tin của xã")
    assert duty(row)[0].fulfilled_at is None, "the other board is still empty"
    see(home, row, Act.PUT_UP, NOW + timedelta(hours=3), HOUSE)
    found, proofs = duty(row)
    assert found.fulfilled_at == NOW + timedelta(hours=3)
    assert [proof.place for proof in proofs] == [OFFICE, HOUSE]
    assert (len(proofs[0].sha256), proofs[0].channel) == (64, Channel.BOARD)
    see(home, row, Act.TAKEN_DOWN, NOW + 31 * DAY)
    with everything("tests"):
        assert longest_span(duty(row)[0], Channel.BOARD) == 32
    assert hangs(row) == {OFFICE: 32, HOUSE: 1}


def test_a_gap_restarts_the_count_in_the_log_and_in_the_proofs(home):
    row = published(home)
    for act, days in (
        (Act.PUT_UP, 1),
        (Act.SEEN, 18),
        (Act.MISSING, 20),
        (Act.PUT_UP, 20.5),
        (Act.TAKEN_DOWN, 45),
    ):
        see(home, row, act, NOW + days * DAY)
    assert hangs(row)[OFFICE] == 25
    with everything("tests"):
        assert longest_span(duty(row)[0], Channel.BOARD) == 25


def cross_out(home, line, reason="ghi nhầm bảng"):
    by = home.actor("clerk")
    with use_scope(by.scope):
        return strike(by=by, posting_id=line.posting_id, line_id=line.pk, reason=reason, now=NOW + 2 * DAY)


@pytest.mark.postgres
def test_a_line_entered_by_mistake_is_struck_out_and_what_it_proved_is_open_again(home):
    row = published(home)
    see(home, row, Act.PUT_UP, NOW + DAY)
    wrong = see(home, row, Act.PUT_UP, NOW + DAY, HOUSE)
    done, _proofs = duty(row)
    assert done.is_closed
    assert cross_out(home, wrong).struck_because == "ghi nhầm bảng"
    again, proofs = duty(row)
    assert (done.pk != again.pk, again.is_closed, again.due_on) == (True, False, done.due_on)
    assert [proof.place for proof in proofs] == [OFFICE]
    with everything("tests"):
        _office, house = boards(row)
        assert (house.hangs, len(house.log), house.days) == (False, 1, 0)
        assert Evidence.objects.get(place=HOUSE).taken_back_because == "ghi nhầm bảng"
    see(home, row, Act.PUT_UP, NOW + DAY, HOUSE)
    assert duty(row)[0].is_closed


def test_no_line_is_struck_out_without_a_reason_or_under_later_ones(home):
    row = published(home)
    first = see(home, row, Act.PUT_UP, NOW + DAY)
    last = see(home, row, Act.TAKEN_DOWN, NOW + 2 * DAY)
    for line, reason in ((first, "nhầm"), (last, " ")):
        with pytest.raises(ValidationError):
            cross_out(home, line, reason)
    cross_out(home, last)
    cross_out(home, first)
    with everything("tests"):
        assert boards(row)[0].lines == []


def test_a_line_that_was_written_before_the_duty_began_is_proved_too(home, monkeypatch):
    monkeypatch.setattr("conglang.tools.approval.tests.releasing.deliver", lambda **_: None)
    row = publish(write(home), home)
    see(home, row, Act.PUT_UP, NOW + timedelta(minutes=1))
    assert duty(row) == (None, [])
    monkeypatch.undo()
    settled(row, NOW + timedelta(minutes=2))
    assert [proof.place for proof in duty(row)[1]] == [OFFICE]


def test_the_same_line_sent_twice_stands_once(home):
    row = published(home)
    first, again = (see(home, row, Act.PUT_UP, NOW) for _ in range(2))
    assert first == again
    with everything("tests"):
        assert Sighting.objects.count() == 1


@pytest.mark.parametrize(
    ("seen", "field"),
    [
        (Seen(HOUSE, Act.TAKEN_DOWN, NOW, "Mẫu"), "act"),
        (Seen(OFFICE, Act.PUT_UP, NOW + DAY, "Mẫu"), "act"),
        (Seen(OFFICE, Act.SEEN, NOW - DAY, "Mẫu"), "at"),
        (Seen(OFFICE, Act.SEEN, NOW + 3 * DAY, "Mẫu"), "at"),
        (Seen("Chợ", Act.PUT_UP, NOW, "Mẫu"), "place"),
        (Seen(OFFICE, Act.SEEN, NOW + DAY, ""), "who"),
    ],
)
def test_a_line_that_cannot_be_is_refused_beside_its_field(home, seen, field):
    row, by = published(home), home.actor("clerk")
    see(home, row, Act.PUT_UP, NOW)
    with use_scope(by.scope), pytest.raises(ValidationError) as refused:
        log_sighting(by=by, posting_id=row.pk, seen=seen, now=NOW + 2 * DAY)
    assert list(refused.value.message_dict) == [field]


def test_a_photo_needs_words_and_nothing_hangs_before_it_is_approved(home):
    row = published(home)
    with pytest.raises(ValidationError, match="ảnh"):
        see(home, row, Act.PUT_UP, NOW, photo=photo())
    with pytest.raises(ValidationError, match="duyệt"):
        see(home, write(home), Act.PUT_UP, NOW)


def test_a_document_of_the_register_cannot_stand_for_a_list_of_people(home):
    from conglang.content.documents.tests import conftest as register  # noqa: PLC0415

    document = register.published(home)
    row = published(home, text="", document=document)
    found, _proofs = duty(row)
    assert found.event.startswith("Ban hành Quyết định 12/QĐ-UBND")
    with pytest.raises(ValidationError):
        write(home, kind="people", document=document)
    hidden = register.write(home, code="13/QĐ-UBND")
    with use_scope(home.actor("clerk").scope), pytest.raises(ValidationError):
        submit(item=write(home, document=hidden), by=home.actor("clerk"), now=NOW)


def test_a_change_waits_for_its_own_approval_and_an_old_form_is_refused(home):
    row, by = published(home), home.actor("clerk")
    with use_scope(by.scope):
        seen = row.version
        edit_posting(by=by, posting=row, expected_version=seen, values=facts(title="Mới"), files=(), now=NOW)
        with pytest.raises(Conflict):
            edit_posting(
                by=by, posting=row, expected_version=seen, values=facts(title="Khác"), files=(), now=NOW
            )
        assert Posting.objects.get(pk=row.pk).title == "Kế hoạch sử dụng đất năm 2027"


def test_another_units_posting_does_not_exist(home, neighbour):
    row, by = published(home), neighbour.actor("clerk")
    with use_scope(by.scope):
        assert not Posting.objects.filter(pk=row.pk).exists()
