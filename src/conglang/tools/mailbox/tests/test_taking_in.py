"""A letter that came is here once, whole, and stays; whether a person looks first is told by who wrote it."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.tasks import send_mail
from conglang.base.ledger.models import OutboxMessage
from conglang.base.units.scope import everything, use_scope
from conglang.tools.mailbox import queries, receipts
from conglang.tools.mailbox.models import KnownSender, Letter, LetterFile
from conglang.tools.mailbox.rules import Reason, State
from conglang.tools.mailbox.services.decide import discard, distrust, release, trust
from conglang.tools.mailbox.tests import corpus
from conglang.tools.mailbox.tests.conftest import NOW, simple

STRANGER = "la@noi-khac.example"
DAY = timedelta(days=1)


def events():
    return OutboxMessage.objects.filter(name="mailbox.letter_received").count()


def test_every_letter_of_the_corpus_is_kept_once_and_as_it_came(home, settings):
    letters = [each.raw for each in [*corpus.ordinary(), *corpus.hostile()]]
    again = random.Random(7).sample(letters, 60)
    with transaction.atomic():
        rows = {home.take(raw).pk: raw for raw in letters}
        for raw in again:
            assert rows[home.take(raw).pk] == raw
    assert len(rows) == len(letters) == len({bytes(raw) for raw in letters})
    with everything("tests"):
        for row in Letter.objects.all():
            assert Path(settings.PRIVATE_ROOT, row.original).read_bytes() == rows[row.pk]
            assert queries.original_of(row) == rows[row.pk]
        taken = Letter.objects.filter(state=State.ACCEPTED)
        assert taken.count() == events() >= len(corpus.ordinary())


@pytest.mark.parametrize(
    ("raw", "reasons"),
    [
        (simple(1), []),
        (simple(1, sender=corpus.ADDRESS.upper()), []),
        (simple(1, sender=STRANGER), [Reason.UNKNOWN_SENDER]),
        (simple(1, more="X-Spam-Flag: YES\r\n"), [Reason.SPAM]),
        (simple(1, more="Authentication-Results: mx; spf=pass; dmarc=fail\r\n"), [Reason.FORGED]),
        (simple(1, more="Auto-Submitted: auto-replied\r\n"), [Reason.AUTOMATIC]),
        (simple(1, sender="tinbai@98001.example"), [Reason.UNKNOWN_SENDER, Reason.AUTOMATIC]),
        (corpus.letter(corpus.nested("mixed", 30), 1), [Reason.UNREADABLE]),
        (corpus.letter(corpus.attached(b'filename="a.pdf"', b"MZ"), 1), [Reason.HOSTILE_FILE]),
    ],
)
def test_a_letter_waits_for_a_person_for_a_reason(home, raw, reasons):
    row = home.take(raw)
    assert row.reasons == reasons
    assert row.state == (State.QUARANTINED if reasons else State.ACCEPTED)
    assert events() == (not reasons)


def test_people_of_the_neighbour_are_strangers_here(home, neighbour):
    assert neighbour.take(simple(1)).state == State.QUARANTINED
    assert home.take(simple(1)).state == State.ACCEPTED


def test_a_released_letter_comes_before_the_desk_once_and_its_sender_is_known_from_then_on(home):
    row = home.take(simple(1, sender=STRANGER))
    with use_scope(home.desk.scope):
        for _time in range(2):
            release(by=home.desk, letter_id=row.pk, trusts_sender=True, now=NOW)
    assert events() == 1
    assert home.take(simple(2, sender=STRANGER)).state == State.ACCEPTED
    with use_scope(home.desk.scope):
        sender = KnownSender.objects.get()
        distrust(by=home.desk, unit_id=home.unit.pk, sender_id=sender.pk, now=NOW)
    assert home.take(simple(3, sender=STRANGER)).state == State.QUARANTINED


def test_a_letter_is_thrown_away_with_a_reason_and_can_be_fetched_back(home):
    row = home.take(simple(1, sender=STRANGER))
    with use_scope(home.desk.scope):
        with pytest.raises(ValidationError):
            discard(by=home.desk, letter_id=row.pk, note=" ", now=NOW)
        thrown = discard(by=home.desk, letter_id=row.pk, note="Quảng cáo", now=NOW)
        assert (thrown.state, thrown.note) == (State.DISCARDED, "Quảng cáo")
        assert queries.original_of(thrown) == simple(1, sender=STRANGER)
        back = release(by=home.desk, letter_id=row.pk, trusts_sender=False, now=NOW)
    assert (back.state, events()) == (State.RELEASED, 1)


def test_neighbours_and_administrators_decide_about_no_letter(home, neighbour):
    row = home.take(simple(1, sender=STRANGER))
    with use_scope(neighbour.desk.scope), pytest.raises(NotFound):
        release(by=neighbour.desk, letter_id=row.pk, trusts_sender=False, now=NOW)
    with use_scope(home.admin.scope), pytest.raises(Forbidden):
        release(by=home.admin, letter_id=row.pk, trusts_sender=False, now=NOW)
    with use_scope(home.admin.scope), pytest.raises(Forbidden):
        trust(by=home.admin, unit_id=home.unit.pk, address=STRANGER, note="", now=NOW)


def test_answers_join_the_thread_of_the_first_letter_and_of_no_neighbour(home, neighbour):
    first = home.take(simple(1))
    second = home.take(simple(2, more="In-Reply-To: <1@may.example>\r\n"))
    third = home.take(simple(3, more="References: <0@x> <1@may.example> <2@may.example>\r\n"))
    to_receipt = home.take(simple(4, more=f"In-Reply-To: <thu-{first.uid}@cong.example>\r\n"))
    assert [row.thread_id for row in (first, second, third, to_receipt)] == [None, *[first.pk] * 3]
    assert neighbour.take(simple(5, more="In-Reply-To: <1@may.example>\r\n")).thread_id is None


@pytest.mark.postgres
def test_the_database_itself_refuses_to_change_or_delete_a_letter(home):
    row = home.take(simple(1))
    for change in (lambda rows: rows.update(text="khác"), lambda rows: rows.delete()):
        with everything("tests"), pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change(Letter.objects.filter(pk=row.pk))


def test_a_damaged_original_is_not_handed_out(home, settings):
    row = home.take(simple(1))
    path = Path(settings.PRIVATE_ROOT, row.original)
    path.chmod(0o600)
    path.write_bytes(simple(2))
    with pytest.raises(queries.Damaged):
        queries.original_of(row)


def test_a_file_comes_out_of_the_original_whenever_it_is_wanted(home):
    files = [raw for raw, _found in corpus.FILES.values()]
    body = corpus.many("mixed", "b", corpus.words("plain", "utf8-8bit"), *files)
    row = home.take(corpus.letter(body, 1))
    with everything("tests"):
        files = list(LetterFile.objects.filter(letter=row))
        assert len(files) == len(corpus.FILES)
        assert [queries.file_of(each).read() for each in files] == [
            found[0][1] for _raw, found in corpus.FILES.values()
        ]


def receipt(row):
    mail.outbox.clear()
    send_mail.call(receipts.KIND, row.pk, {})
    return mail.outbox[0]


def test_the_receipt_names_the_code_and_answers_in_the_thread(home):
    row = home.take(simple(1))
    sent = receipt(row)
    assert (row.acknowledged_at, sent.to) == (NOW, [corpus.ADDRESS])
    assert row.code in sent.subject
    assert row.code in sent.body
    said = sent.message()
    assert (said["In-Reply-To"], said["Auto-Submitted"]) == ("<1@may.example>", "auto-replied")
    assert said["Reply-To"] == "tinbai@98001.example"
    # what another program answers to it is held back, and gets no receipt
    came_back = home.take(said.as_bytes())
    assert (came_back.state, came_back.acknowledged_at) == (State.QUARANTINED, None)


def test_receipts_go_to_known_people_once_a_thread_and_never_without_end(home):
    assert home.take(simple(1)).acknowledged_at == NOW
    assert home.take(simple(2, more="In-Reply-To: <1@may.example>\r\n")).acknowledged_at is None
    stranger = home.take(simple(3, sender=STRANGER))
    with use_scope(home.desk.scope):
        row = release(by=home.desk, letter_id=stranger.pk, trusts_sender=False, now=NOW)
        assert Letter.objects.get(pk=row.pk).acknowledged_at is None
    sent = [home.take(simple(number)).acknowledged_at for number in range(10, 30)]
    assert sent == [NOW] * 9 + [None] * 11
    assert home.take(simple(40), now=NOW + 2 * DAY).acknowledged_at is not None
