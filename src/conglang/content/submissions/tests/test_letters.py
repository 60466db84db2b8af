"""A letter that was let in lies before the desk as a submission, once, with its files and its thread."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.content.submissions.models import Channel, Submission
from conglang.content.submissions.tasks import take_letter, take_what_was_left
from conglang.tools.mailbox.services.decide import release
from conglang.tools.mailbox.tests import corpus
from conglang.tools.mailbox.tests.conftest import NOW, commune, simple

STRANGER = "la@noi-khac.example"


@pytest.fixture
def home(db):
    return commune("98001", "Bến Sen", email=corpus.ADDRESS)


def submissions():
    """What the desk has after every event was delivered and every queued letter taken, each twice."""
    deliver(now=NOW)
    queued = DBTaskResult.objects.filter(task_path__endswith=".take_letter")
    for letter_id in [row.args_kwargs["args"][0] for row in queued] * 2:
        take_letter.call(letter_id)
    with everything("tests"):
        return list(Submission.objects.order_by("pk").select_related("reply_to"))


def test_a_letter_becomes_a_submission_with_its_files(home):
    body = corpus.many("mixed", "b", corpus.words("plain", "utf8-qp"), corpus.FILES["rfc2231"][0])
    letter = home.take(corpus.letter(body, 1))
    (row,) = submissions()
    assert (row.uid, row.unit, row.channel) == (letter.uid, home.unit, Channel.MAIL)
    assert (row.title, row.text) == (corpus.SUBJECT, corpus.WORDS)
    assert (row.sender_name, row.sender_contact) == (corpus.SENDER, corpus.ADDRESS)
    with everything("tests"):
        names = set(row.originals.values_list("name", flat=True))
    assert "đơn xin.pdf" in names


def test_an_answer_joins_the_submission_of_its_thread(home):
    home.take(simple(1))
    home.take(simple(2, more="In-Reply-To: <1@may.example>\r\n"))
    first, second = submissions()
    assert (first.reply_to, second.reply_to) == (None, first)


def test_a_letter_that_waits_is_no_submission_before_it_was_released(home):
    letter = home.take(simple(1, sender=STRANGER))
    assert submissions() == []
    take_letter.call(letter.pk)
    assert submissions() == []
    with use_scope(home.desk.scope):
        release(by=home.desk, letter_id=letter.pk, trusts_sender=False, now=NOW)
    (row,) = submissions()
    assert row.uid == letter.uid


def test_a_letter_whose_task_was_lost_is_taken_later(home):
    letter = home.take(simple(1))
    take_what_was_left(NOW)
    assert not DBTaskResult.objects.filter(task_path__endswith=".take_letter").exists()
    take_what_was_left(NOW + timedelta(hours=1))
    (row,) = submissions()
    assert row.uid == letter.uid
