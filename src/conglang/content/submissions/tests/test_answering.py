"""Whoever wrote a letter hears of questions, reasons and publication in the thread of that letter."""

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from conglang.base.accounts.tasks import send_mail
from conglang.base.ledger.outbox import deliver, publish
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.submissions.models import Submission
from conglang.content.submissions.services.decide import ask_back, decline
from conglang.content.submissions.services.make_article import make_article
from conglang.content.submissions.services.receive_letter import receive_letter
from conglang.tools.approval.events import ItemPublished
from conglang.tools.mailbox.queries import answered
from conglang.tools.mailbox.services.decide import release
from conglang.tools.mailbox.tests import corpus
from conglang.tools.mailbox.tests.conftest import NOW, commune, simple
from conglang.tools.pages.models import Section, SectionKind


@pytest.fixture
def home(db):
    return commune("98001", "Bến Sen", email=corpus.ADDRESS)


def submission(home, raw):
    letter = home.take(raw)
    with everything("tests"):
        return receive_letter(letter=letter, now=NOW)


def ask(home, row, text="Việc này ở thôn nào?"):
    with use_scope(home.desk.scope):
        return ask_back(by=home.desk, submission_id=row.pk, text=text, now=NOW)


def letters():
    """What leaves after every event was delivered, receipts aside."""
    deliver(now=NOW)
    for row in DBTaskResult.objects.filter(task_path__endswith=".send_mail", status="READY").order_by("pk"):
        send_mail.call(*row.args_kwargs["args"])
    return [each for each in mail.outbox if not each.subject.startswith("Đã nhận")]


def test_a_question_goes_by_letter_in_the_thread(home):
    row = submission(home, simple(1))
    asked = ask(home, row)
    (sent,) = letters()
    assert (sent.to, sent.subject) == ([corpus.ADDRESS], "Re: Tin 1")
    assert asked.text in sent.body
    headers = sent.extra_headers
    assert headers["In-Reply-To"] == headers["References"] == "<1@may.example>"
    assert headers["Reply-To"] == home.account.address
    # the answer to it finds its way back
    with everything("tests"):
        first = answered(home.unit.pk, [headers["Message-ID"].strip("<>")])
    assert first.uid == row.uid


def test_a_second_question_answers_the_newest_letter_of_the_thread(home):
    row = submission(home, simple(1))
    ask(home, row)
    submission(home, simple(2, more="In-Reply-To: <1@may.example>\r\n"))
    ask(home, row, "Ngày nào?")
    _first, second = letters()
    assert second.extra_headers["In-Reply-To"] == "<2@may.example>"
    assert second.extra_headers["References"] == "<1@may.example> <2@may.example>"


def test_a_reason_goes_by_letter(home):
    row = submission(home, simple(1))
    with use_scope(home.desk.scope):
        for _twice in range(2):
            decline(by=home.desk, submission_id=row.pk, reason="Tin đã đăng hôm qua.", now=NOW)
    (sent,) = letters()
    assert "Tin đã đăng hôm qua." in sent.body


def test_the_address_goes_by_letter_once_when_it_is_public_first(home):
    row = submission(home, simple(1))
    with everything("tests"):
        news = Section.objects.create(
            unit=home.unit, key="news", slug="tin", title="Tin", kind=SectionKind.LIST
        )
    with use_scope(home.desk.scope):
        row, _notes = make_article(by=home.desk, submission_id=row.pk, section_id=news.pk, now=NOW)
    assert letters() == []
    shown = ItemPublished(Article._meta.label_lower, row.article_id, home.unit.pk, 1)
    for _twice in range(2):
        publish(shown, now=NOW)
    deliver(now=NOW)
    told = DBTaskResult.objects.filter(args_kwargs__args__0="submissions.published").count()
    assert told == 1
    with everything("tests"):
        assert Submission.objects.get(pk=row.pk).told_published_at == NOW
    assert letters() == []  # withdrawn meanwhile: nothing to point at


def test_a_program_that_wrote_gets_no_letter(home):
    letter = home.take(simple(1, more="Auto-Submitted: auto-generated\r\n"))
    with use_scope(home.desk.scope):
        release(by=home.desk, letter_id=letter.pk, trusts_sender=False, now=NOW)
        letter.refresh_from_db()
        row = receive_letter(letter=letter, now=NOW)
    ask(home, row)
    assert letters() == []
