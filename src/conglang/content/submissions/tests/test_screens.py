"""The phone form, the inbox and the sheet over HTTP."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conglang.base.units.models import Hamlet
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.content.submissions.models import Channel, Original, Submission
from conglang.content.submissions.rules import State
from conglang.content.submissions.tests.conftest import again, file, jpeg, send, story
from conglang.kernel.ids import uuid7

BACKEND = "conglang.base.accounts.backends.UnitRoleBackend"
DESK = "/tin-gui/"


def page(answer):
    return answer.content.decode()


def typed(**more):
    return {
        "uid": str(uuid7()), "title": "Bà con vá đường", "text": "Sáng nay 20 hộ dân vá đường.",
        "place": "Cầu Ván", "happened_on": "2026-11-21",
        "sender_name": "Lê Thị Bông", "sender_address": "Ấp 1",
    } | more  # fmt: skip


def picture():
    return SimpleUploadedFile("anh.jpg", jpeg(), "image/jpeg")


def test_a_story_with_a_picture_is_sent_without_javascript(home, desk):
    with everything("tests"):
        hamlet = Hamlet.objects.create(unit=home.unit, kind="ap", name="Tân Hòa")
    writer = desk(home.writer)
    form = page(writer.get(f"{DESK}moi/"))
    assert f'value="{home.writer.name}"' in form
    assert "Tân Hòa" in form
    answer = writer.post(f"{DESK}moi/", typed(hamlet=hamlet.pk, pictures=[picture()], consent="agreed"))
    with everything("tests"):
        row = Submission.objects.get()
        assert answer.headers["Location"] == f"{DESK}{row.pk}/"
        assert (row.channel, row.where) == (Channel.PHONE, "Cầu Ván, Ấp Tân Hòa")
    shown = page(writer.get(f"{DESK}{row.pk}/"))
    assert "Ban biên tập đã nhận" in shown
    assert "Bản gốc" not in shown
    assert "Bà con vá đường" in page(writer.get(DESK))


def test_faults_are_named_and_nothing_is_stored(home, desk):
    writer = desk(home.writer)
    wrong = typed(title="", text="", pictures=[picture()], word=SimpleUploadedFile("a.exe", b"MZ\0"))
    answer = writer.post(f"{DESK}moi/", wrong, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["errors"]} == {
        "id_title", "id_text", "id_word", "id_consent_0",
    }  # fmt: skip
    plain = writer.post(f"{DESK}moi/", typed(title=""))
    assert plain.status_code == 422
    assert "Sáng nay 20 hộ dân" in page(plain)
    with everything("tests"):
        assert not Submission.objects.exists()


def test_the_programme_of_the_page_is_told_where_it_went_once(home, desk):
    writer, given = desk(home.writer), typed()
    told = [
        writer.post(f"{DESK}moi/", given, headers={"Accept": "application/json"}).json() for _ in range(2)
    ]
    with everything("tests"):
        assert told == [{"url": f"{DESK}{Submission.objects.get().pk}/"}] * 2


def test_the_desk_makes_an_article_and_the_sender_sees_it(home, desk):
    row = send(home, files=[file("a.jpg", jpeg())], story=story(captions="Vá đường"))
    browser = desk(home.desk)
    inbox = page(browser.get(f"{DESK}ban-bien-tap/"))
    assert "Bà con ấp Tân Hòa vá đường" in inbox
    shown = page(browser.get(f"{DESK}{row.pk}/"))
    with everything("tests"):
        for each in Original.objects.all():
            assert each.sha256 in shown
    browser.post(f"{DESK}{row.pk}/", {"act": "take"})
    assert again(row).state == State.TAKEN
    assert browser.post(f"{DESK}{row.pk}/", {"act": "article", "section": ""}).status_code == 422
    browser.post(f"{DESK}{row.pk}/", {"act": "article", "section": home.news.pk})
    with everything("tests"):
        assert Article.objects.get().title == row.title
    assert "đang được duyệt trước khi đăng" in page(desk(home.writer).get(f"{DESK}{row.pk}/"))
    assert row.title in page(browser.get(f"{DESK}ban-bien-tap/?tinh-trang=thanh-bai"))


def test_a_question_is_answered_on_the_same_page(home, desk):
    row = send(home)
    desk(home.desk).post(f"{DESK}{row.pk}/", {"act": "ask", "question": "Bao nhiêu hộ?"})
    writer = desk(home.writer)
    assert "chờ người gửi trả lời" in page(writer.get(DESK))
    assert "Bao nhiêu hộ?" in page(writer.get(f"{DESK}{row.pk}/"))
    writer.post(f"{DESK}{row.pk}/", {"act": "answer", "text": "20 hộ.", "attached": [picture()]})
    shown = page(desk(home.desk).get(f"{DESK}{row.pk}/"))
    assert "20 hộ." in shown
    assert "anh.jpg" in shown


def test_a_refusal_reaches_the_sender(home, desk):
    row = send(home)
    desk(home.desk).post(f"{DESK}{row.pk}/", {"act": "decline", "reason": "Đã có bài."})
    assert "Đã có bài." in page(desk(home.writer).get(DESK))


def test_nobody_opens_what_others_sent(home, neighbour, desk):
    row = send(home, files=[file("a.jpg", jpeg())])
    with everything("tests"):
        kept = Original.objects.filter(name="a.jpg").get()
    addresses = [f"{DESK}{row.pk}/", f"{DESK}tep/{kept.pk}/"]
    for who, status in ((home.writer, 200), (home.desk, 200), (home.colleague, 404), (neighbour.desk, 404)):
        answers = [desk(who).get(each) for each in addresses]
        assert {answer.status_code for answer in answers} == {status}
        answers[1].close()
    assert desk(home.colleague).get(f"{DESK}ban-bien-tap/").status_code == 403


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_printed_form_comes_empty_and_filled(home, desk, ending):
    row, browser = send(home), desk(home.desk)
    for address in (f"{DESK}moi/", f"{DESK}{row.pk}/"):
        answer = browser.get(f"{address}?tep={ending}")
        assert answer.headers["Content-Disposition"].endswith(f'.{ending}"')
        assert len(answer.content) > 5000


def test_the_signed_paper_is_recorded_with_its_scan(home, desk):
    row = send(home, channel=Channel.PAPER)
    browser = desk(home.desk)
    browser.post(f"{DESK}{row.pk}/", {"act": "paper", "received_on": "2026-11-20", "scan": picture()})
    assert "Bản giấy đã ký được nhận thứ Sáu, 20/11/2026" in page(browser.get(f"{DESK}{row.pk}/"))
