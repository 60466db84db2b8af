"""From a draft to what became of the opinions, through services."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.units.scope import everything
from conglang.citizens.consultations.models import Channel, Consultation, Opinion
from conglang.citizens.consultations.queries import by_hamlet, duty_of, stances
from conglang.citizens.consultations.rules import Decision, Stance, Standing, Verdict
from conglang.citizens.consultations.services.conclude import write_outcome
from conglang.citizens.consultations.services.keep_clock import begin_duties
from conglang.citizens.consultations.services.speak import Said, type_in
from conglang.citizens.consultations.services.weigh import Weighed, let_count, weigh
from conglang.citizens.consultations.services.write import edit_consultation, move_end, write_consultation
from conglang.citizens.consultations.tests.conftest import (
    DAY,
    NOW,
    OVER,
    drafted,
    facts,
    opened,
    said,
)
from conglang.kernel import clock
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.tests.releasing import release, settled
from conglang.tools.approval.versions import Conflict
from conglang.tools.media.services.store import store_document
from conglang.tools.vault.models import Expiry
from conglang.tools.vault.rules import Contact


def stands(row: Consultation) -> Standing:
    with everything("tests"):
        found = Consultation.objects.get(pk=row.pk)
        return found.standing(local_day(clock.now()))


def concluded(of, about, decision=Decision.CHANGED, reasons="", version="", text="Mở cửa đến 22 giờ."):
    values = {"decision": decision.value, "text": text, "reasons": reasons}
    return of.do("clerk", write_outcome, consultation_id=about.pk, expected_version=version, values=values)


def test_the_law_gives_people_twenty_days_and_says_so_to_whoever_wants_less(home):
    with pytest.raises(ValidationError, match=r"20 ngày, đến 06/12/2026 .*Điều 28"):
        drafted(home, closes_on=date(2026, 12, 5))
    row = drafted(home, closes_on=date(2026, 12, 6))
    assert row.least_days == 20
    with pytest.raises(ValidationError):
        home.do(
            "clerk", edit_consultation, consultation_id=row.pk, expected_version=row.version,
            values=facts(closes_on=date(2026, 11, 20)),
        )  # fmt: skip


def test_what_becomes_public_late_ends_late(home):
    row = drafted(home, closes_on=date(2026, 12, 6))
    with clock.frozen(NOW + 5 * DAY):
        row = release(row, home)
        assert row.term.last_day == date(2026, 12, 11)


def test_how_it_stands_follows_from_its_days(home):
    row = opened(home, opens_on=date(2026, 11, 16))
    assert stands(row) is Standing.OPEN
    with clock.frozen(OVER):
        assert stands(row) is Standing.CLOSED


def test_another_last_day_needs_a_reason_and_the_laws_time(home):
    row = opened(home)
    given = {"consultation_id": row.pk, "because": "Bà con xin thêm thời gian"}
    with pytest.raises(Forbidden):
        home.do("clerk", move_end, to=date(2026, 12, 20), **given)
    for to, because in ((date(2026, 12, 1), "Vội"), (date(2026, 12, 20), " "), (date(2026, 11, 1), "x")):
        with pytest.raises(ValidationError):
            home.do("head", move_end, consultation_id=row.pk, to=to, because=because)
    home.do("head", move_end, to=date(2026, 12, 20), **given)
    with clock.frozen(OVER):
        assert stands(row) is Standing.OPEN
    with clock.frozen(OVER + 10 * DAY):
        assert stands(row) is Standing.CLOSED
        with pytest.raises(ValidationError):
            home.do("head", move_end, to=date(2026, 12, 30), **given)


def test_an_opinion_is_taken_while_it_is_open_and_once(home):
    row = opened(home)
    one = said(row, section="dieu-1", hamlet_id=home.hamlets[0].pk, contact=Contact(name="Bà Mẫu"))
    assert (one.section, one.hamlet, one.sender.mode) == ("dieu-1", home.hamlets[0], "name_hidden")
    for wrong in ({"text": ""}, {"section": "dieu-9"}, {"text": "x" * 6001}):
        with pytest.raises(ValidationError):
            said(row, **wrong)
    assert said(row, Stance.AGREE, "").sender.mode == "anonymous"
    with clock.frozen(OVER), pytest.raises(ValidationError):
        said(row)
    draft = drafted(home)
    with pytest.raises(NotFound):
        said(draft)


def test_paper_and_meetings_are_typed_in_with_their_scan_until_the_outcome_is_public(home):
    row = opened(home)
    by = home.actor("clerk")
    scan = home.do(
        "clerk", store_document, unit_id=home.unit.pk, file=BytesIO(b"%PDF-1.4 y kien"), title="Phieu"
    )
    given = {"consultation_id": row.pk, "said": Said(Stance.OPPOSE, "Không cần"), "uid": uuid7()}
    with clock.frozen(OVER):
        one = home.do("clerk", type_in, channel=Channel.PAPER, scan=scan, **given)
        again = home.do("clerk", type_in, channel=Channel.PAPER, **given)
        assert (again.pk, one.scan, one.entered_by_id) == (one.pk, scan, by.user_id)
        for name, channel, refusal in (
            ("head", Channel.PAPER, Forbidden),
            ("clerk", Channel.WEB, ValidationError),
        ):
            with pytest.raises(refusal):
                home.do(name, type_in, channel=channel, **(given | {"uid": uuid7()}))


def test_what_is_held_back_counts_only_when_a_person_let_it(home):
    row = opened(home)
    held = said(row, held_because=("links",))
    with everything("tests"):
        assert stances(row)[Stance.CHANGE] == 0
    home.do("clerk", let_count, opinion_id=held.pk, counts=True)
    with everything("tests"):
        assert stances(row)[Stance.CHANGE] == 1
    home.do("clerk", let_count, opinion_id=held.pk, counts=False)
    with everything("tests"):
        assert stances(row)[Stance.CHANGE] == 0


def test_few_in_a_hamlet_are_not_shown(home):
    row = opened(home)
    east, west = home.hamlets
    for hamlet, number in ((east, 7), (west, 2)):
        for _turn in range(number):
            said(row, Stance.AGREE, "", hamlet_id=hamlet.pk)
    with everything("tests"):
        assert by_hamlet(row) == [("Thôn Tây", None), ("Thôn Đông", None)]


def test_what_is_not_taken_up_is_explained(home):
    one = said(opened(home))
    for verdict, gist, reply in ((Verdict.EXPLAINED, "Mở muộn hơn", ""), (Verdict.TAKEN, " ", "")):
        with pytest.raises(ValidationError):
            home.do("clerk", weigh, opinion_id=one.pk, weighed=Weighed(verdict, gist, reply))
    weighed = Weighed(Verdict.TAKEN, "Mở muộn hơn", "")
    assert home.do("clerk", weigh, opinion_id=one.pk, weighed=weighed).verdict == "taken"
    with pytest.raises(Forbidden):
        home.do("head", weigh, opinion_id=one.pk, weighed=weighed)


def test_the_outcome_waits_for_the_end_for_every_opinion_and_for_reasons(home):
    row = opened(home)
    for text in ("Không cần quy chế", "Để thôn tự lo"):
        said(row, Stance.OPPOSE, text)
    with pytest.raises(ValidationError):
        concluded(home, row)
    with clock.frozen(OVER):
        draft = concluded(home, row)
        with pytest.raises(ValidationError) as refused:
            release(draft, home)
        assert set(refused.value.message_dict) == {"reasons", "rows"}
        with everything("tests"):
            keys = list(Opinion.objects.values_list("pk", flat=True))
        for key in keys:
            weighed = Weighed(Verdict.EXPLAINED, "Không cần quy chế", "Luật yêu cầu có quy chế.")
            home.do("clerk", weigh, opinion_id=key, weighed=weighed)
        with pytest.raises(Conflict):
            concluded(home, row, reasons="Vì luật", version="0")
        draft = concluded(home, row, reasons="Vì luật yêu cầu.", version=draft.version)
        assert release(draft, home).live
        assert stands(row) is Standing.ANSWERED


def test_personal_data_in_the_table_need_a_legal_ground(home):
    row = opened(home)
    one = said(row)
    with clock.frozen(OVER):
        weighed = Weighed(Verdict.TAKEN, "Ông Nguyễn Văn Mẫu, căn cước 001099012345, xin mở muộn", "")
        home.do("clerk", weigh, opinion_id=one.pk, weighed=weighed)
        with pytest.raises(Refused):
            release(concluded(home, row), home)


def test_whoever_asked_owes_an_answer_by_a_day_and_gives_it(home):
    row = opened(home)
    said(row, Stance.AGREE, "", contact=Contact(phone="0912345678"))
    assert begin_duties(now=NOW) == 0
    with clock.frozen(OVER):
        assert begin_duties(now=OVER) == 1
        assert begin_duties(now=OVER) == 0
        with everything("tests"):
            duty = duty_of(row)
        assert duty is not None
        assert (duty.started_at.astimezone(clock.LOCAL_ZONE).date(), duty.due_key) == (
            date(2026, 12, 10),
            "CONSULT_RESULT/VN@1",
        )
        draft = concluded(home, row, Decision.AS_DRAFTED)
        assert draft.rows == []  # agreement without words is counted, it needs no reply
        release(draft, home)
        assert settled(duty).fulfilled_at == OVER
        with everything("tests"):
            assert Expiry.objects.get().kind == "vault.contact"


def test_a_form_sent_twice_is_one_consultation_and_a_neighbour_has_no_part_in_it(home, neighbour):
    uid = uuid7()
    given = {"unit_id": home.unit.pk, "values": facts(), "uid": uid}
    first = home.do("clerk", write_consultation, **given)
    assert home.do("clerk", write_consultation, **given).pk == first.pk
    row = release(first, home)
    one = said(row)
    for service, more in (
        (weigh, {"opinion_id": one.pk, "weighed": Weighed(Verdict.TAKEN, "x", "")}),
        (let_count, {"opinion_id": one.pk, "counts": False}),
    ):
        with pytest.raises(NotFound):
            neighbour.do("clerk", service, **more)
    with clock.frozen(OVER + timedelta(days=1)), pytest.raises(NotFound):
        concluded(neighbour, row)
