"""What the desk does with what came in."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.word import png, simple
from conglang.content.submissions.models import Channel
from conglang.content.submissions.rules import Facts, Lack, State, lacks
from conglang.content.submissions.services.decide import ask_back, decline, take
from conglang.content.submissions.services.keep_paper import keep_paper
from conglang.content.submissions.services.make_article import make_article
from conglang.content.submissions.tests.conftest import NOW, again, file, jpeg, send, story
from conglang.kernel.clock import local_day
from conglang.tools.approval.models import Contribution


def made(home, row, by=None):
    by = by or home.desk
    with use_scope(by.scope):
        row, notes = make_article(by=by, submission_id=row.pk, section_id=home.news.pk, now=NOW)
        return Article.objects.get(pk=row.article_id), notes


def test_it_becomes_an_article_of_the_sender(home):
    files = [file("a.jpg", jpeg()), file("b.jpg", jpeg("blue"))]
    row = send(home, files=files, story=story(captions="Bà con vá đường\nCầu Ván", source_name="Báo Ấp Bắc"))
    article, notes = made(home, row)
    assert not notes
    assert (article.author_id, article.author_name) == (home.writer.user_id, "Lê Thị Bông")
    assert (article.author_address, article.source_name) == ("Ấp Tân Hòa", "Báo Ấp Bắc")
    assert article.lead_alt == "Bà con vá đường"
    raw = article.body.get_prep_value()
    assert raw[0]["value"] == "<p>Sáng nay 20 hộ dân vá lại đoạn đường đầu ấp.</p>"
    assert raw[1]["value"]["picture"]["alt_text"] == "Cầu Ván"
    assert again(row).state == State.ARTICLE
    with everything("tests"):
        assert set(Contribution.objects.values_list("user_id", flat=True)) == {home.writer.user_id}
        assert AuditEntry.objects.filter(verb="submissions.made_article").count() == 1
    assert made(home, row)[0].pk == article.pk


def test_a_word_file_is_read_and_kept_as_the_articles_original(home):
    paper = simple("Bà con vá đường", "Hai mươi hộ dân cùng làm trong một buổi sáng.")
    row = send(home, files=[file("bai.docx", paper)], story=story(text=""), channel=Channel.WORD)
    article, _notes = made(home, row)
    assert "Hai mươi hộ dân" in str(article.body.get_prep_value())
    with everything("tests"):
        assert article.original.extension == "docx"


def test_it_is_taken_and_taken_over(home):
    row = send(home)
    for by in (home.desk, home.editor):
        with use_scope(by.scope):
            take(by=by, submission_id=row.pk, now=NOW)
        assert again(row).taken_by_id == by.user_id
    with use_scope(home.writer.scope), pytest.raises(Forbidden):
        take(by=home.writer, submission_id=row.pk, now=NOW)


def test_a_refusal_needs_a_reason_and_is_final(home):
    row = send(home)
    with use_scope(home.desk.scope):
        with pytest.raises(ValidationError):
            decline(by=home.desk, submission_id=row.pk, reason=" ", now=NOW)
        decline(by=home.desk, submission_id=row.pk, reason="Đã có bài.", now=NOW)
        with pytest.raises(ValidationError):
            make_article(by=home.desk, submission_id=row.pk, section_id=home.news.pk, now=NOW)
    assert again(row).decline_reason == "Đã có bài."


def test_the_desk_asks_and_the_sender_answers(home):
    row = send(home)
    with use_scope(home.desk.scope):
        asked = ask_back(by=home.desk, submission_id=row.pk, text="Có bao nhiêu hộ?", now=NOW)
        assert ask_back(by=home.desk, submission_id=row.pk, text="Có bao nhiêu hộ?", now=NOW).pk == asked.pk
    assert again(row).waits_for_sender
    with pytest.raises(Forbidden):
        send(home, by=home.colleague, reply_to=row)
    answer = send(home, reply_to=row, story=story(text="20 hộ."))
    assert answer.reply_to_id == row.pk
    assert not again(row).waits_for_sender


def test_the_signed_paper_is_recorded_once(home):
    row, today = send(home, channel=Channel.PAPER), local_day(NOW)
    with use_scope(home.desk.scope):
        with pytest.raises(ValidationError):
            keep_paper(
                by=home.desk, submission_id=row.pk, received_on=today + timedelta(days=1), scan=None, now=NOW
            )
        scan = file("scan.png", png()).file
        first = keep_paper(by=home.desk, submission_id=row.pk, received_on=today, scan=scan, now=NOW)
        assert first.scan.extension == "png"
        assert keep_paper(by=home.desk, submission_id=row.pk, received_on=today, scan=None, now=NOW) == first


def test_the_checklist_names_what_the_regulation_asks_for():
    whole = {
        "name": "A", "address": "Ấp 1", "has_content": True, "has_place": True, "has_day": True,
        "source_name": "", "source_url": "",
        "pictures": 1, "captions": 1, "has_consent": True, "is_legible": True,
    }  # fmt: skip
    assert lacks(Facts(**whole)) == ()
    assert lacks(Facts(**whole | {"source_url": "https://bao.example", "captions": 0})) == (
        Lack.CAPTIONS, Lack.SOURCE,
    )  # fmt: skip
    assert lacks(Facts(**whole | {"has_consent": False, "name": "", "address": ""})) == (
        Lack.CONSENT, Lack.NAME, Lack.ADDRESS,
    )  # fmt: skip
    assert Lack.CONSENT not in lacks(Facts(**whole | {"has_consent": False, "pictures": 0}))
