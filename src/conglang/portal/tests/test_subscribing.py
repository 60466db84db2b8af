"""Readers get news by e-mail without an account: asked twice, told once, ended with one tap."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from conglang.base.ledger.outbox import deliver
from conglang.base.ledger.queues import SLOW, USUAL
from conglang.base.units.models import Site
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import SINCE, commune, publish, write
from conglang.kernel import clock
from conglang.portal.subscribing import PURPOSE
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.distribution.models import Evidence, What
from conglang.tools.distribution.queries import lines_of
from conglang.tools.formguard.guard import stamp
from conglang.tools.notify.models import Interest, Sending, Subscription
from conglang.tools.notify.tasks import forget, serve_the_morning, write_digests

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday afternoon
HOLIDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # the Day of Vietnamese Culture, 8 o'clock
MORNING = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
ADDRESS = "lan@vidu.vn"
ASKED = {"chu_de": ["news"], "email": ADDRESS, "nhip": "daily"}


@pytest.fixture(autouse=True)
def tasks_at_once(settings, tmp_path):
    """In the turn of the test, which has its own count of requests."""
    settings.DATA = tmp_path
    immediate = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": [USUAL, SLOW]}
    settings.TASKS = {"default": immediate}


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    with everything("tests"), clock.frozen(NOW):
        Site.objects.create(unit=place.unit, host="sen.localhost", opened_on=SINCE)
        yield place


@pytest.fixture
def reader():
    return Client(headers={"host": "sen.localhost"})


def ask(reader, **more):
    opened = stamp(PURPOSE, clock.now() - timedelta(minutes=1))
    return reader.post("/nhan-tin/", ASKED | {"dau": opened} | more)


def link_in(letter, name):
    return re.search(rf"http://sen\.localhost(/nhan-tin/{name}/\S+)", letter.body)[1]


def subscribed(reader, **more):
    ask(reader, **more)
    reader.post(link_in(mail.outbox.pop(), "xac-nhan"))
    return Subscription.objects.get()


def published(place, title="Lịch cắt điện", at=NOW):
    article = write(place, title=title)
    publish(article, place)
    told(at)
    return article


def told(at=NOW):
    with everything("tests"):
        deliver(now=at + timedelta(seconds=1), limit=500)


def morning(at=MORNING):
    with clock.frozen(at):
        serve_the_morning(at)
    told(at)
    return mail.outbox


@pytest.mark.postgres
def test_from_the_form_to_the_letter_of_the_next_morning(home, reader):
    page = reader.get("/nhan-tin/")
    assert "Nhận tin của xã Bến Sen" in page.content.decode()
    assert not page.cookies
    answer = ask(reader)
    assert answer.status_code == 302
    assert "hộp thư" in reader.get(answer.url).content.decode()
    [letter] = mail.outbox
    assert letter.to == [ADDRESS]
    assert " xã Bến Sen " in letter.body
    link = link_in(letter, "xac-nhan")
    published(home, "Tin trước khi đồng ý")
    assert reader.get(link).status_code == 200
    assert Subscription.objects.get().confirmed_at is None  # a mail program that opens links says nothing
    mail.outbox.clear()
    with clock.frozen(NOW + timedelta(hours=1)):
        assert reader.post(link).status_code == 200
        assert reader.post(link).status_code == 200  # pressed twice
    article = published(home, at=NOW + timedelta(hours=2))
    assert morning(NOW) == []  # the afternoon is no morning
    assert morning(HOLIDAY) == []
    [letter] = morning()
    assert "Lịch cắt điện" in letter.body
    assert f"http://sen.localhost{article.get_absolute_url()}" in letter.body
    assert "Tin trước khi đồng ý" not in letter.body
    assert len(morning(MORNING + timedelta(hours=1))) == 1
    assert len(morning(MORNING + timedelta(days=1))) == 1  # nothing new, no letter


def test_the_sheet_tells_how_many_got_it_and_not_who(home, reader):
    subscribed(reader)
    article = published(home)
    morning()
    [line] = [row for row in lines_of(article) if row.channel == "digest"]
    with everything("tests"):
        [proof] = Evidence.objects.filter(line=line)
    assert (proof.what, proof.accepted, proof.refused) == (What.SENT, 1, 0)
    assert ADDRESS not in str(vars(proof))


def test_a_letter_has_the_links_that_end_it(home, reader):
    subscribed(reader)
    published(home)
    [letter] = morning()
    stop = link_in(letter, "thoi-nhan")
    assert letter.extra_headers["List-Unsubscribe"] == f"<http://sen.localhost{stop}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert reader.get(stop).status_code == 200
    assert Subscription.objects.exists()  # opened, not pressed
    assert reader.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    with everything("tests"):
        assert not Interest.objects.exists()
    assert reader.post(stop).status_code == 200


def test_what_is_withdrawn_before_the_morning_is_in_no_letter(home, reader):
    subscribed(reader)
    article = published(home)
    published(home, "Tin còn lại")
    with use_scope(home.desk.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=home.desk, reason="Nhầm ngày", now=NOW)
    told()
    [letter] = morning()
    assert "Tin còn lại" in letter.body
    assert "Lịch cắt điện" not in letter.body


def test_a_correction_of_something_old_is_no_news(home, reader):
    subscribed(reader)
    publish(write(home, title="Tin cũ"), home)
    told(NOW + timedelta(days=5))
    assert morning(MORNING + timedelta(days=5)) == []
    with everything("tests"):
        assert not Sending.objects.exists()


def test_a_reader_changes_what_comes_and_ends_it_by_choosing_nothing(home, reader):
    row = subscribed(reader)
    published(home)
    manage = link_in(morning().pop(), "cua-toi")
    page = reader.get(manage)
    assert "Bến Sen" in page.content.decode()
    assert ADDRESS not in page.content.decode()
    saved = reader.post(manage, {"98001-chu_de": ["news"], "nhip": "weekly"})
    assert saved.status_code == 302
    row.refresh_from_db()
    assert row.frequency == "weekly"
    assert reader.post(manage, {"98001-chu_de": ["xấu"], "nhip": "weekly"}).status_code == 422
    assert reader.post(manage, {"nhip": "weekly"}).status_code == 200
    assert not Subscription.objects.exists()


def test_weekly_readers_get_one_letter_in_a_week(home, reader):
    subscribed(reader, nhip="weekly")
    published(home)
    assert morning() == []  # they said yes on Monday
    [letter] = morning(MORNING + timedelta(days=6))
    assert "Lịch cắt điện" in letter.body


def test_nobody_learns_which_addresses_are_known(home, reader):
    unknown = ask(reader)
    mail.outbox.clear()
    subscribed(reader)
    known = ask(reader)
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)


def test_nobody_is_flooded_with_questions(home, reader):
    for _try in range(6):
        assert ask(reader).status_code == 302
    assert len(mail.outbox) == 3


def test_only_the_newest_question_can_be_answered(home, reader):
    ask(reader)
    first = link_in(mail.outbox.pop(), "xac-nhan")
    with clock.frozen(NOW + timedelta(hours=1)):
        ask(reader)
        assert reader.post(first).status_code == 404
        assert reader.get("/nhan-tin/xac-nhan/bịa/").status_code == 404


def test_what_nobody_confirmed_is_forgotten(home, reader):
    ask(reader)
    forget(NOW + timedelta(days=2))
    assert Subscription.objects.exists()
    forget(NOW + timedelta(days=4))
    assert not Subscription.objects.exists()


def test_the_address_is_not_readable_in_the_database(home, reader):
    row = subscribed(reader)
    stored = str([vars(each) for each in Subscription.objects.all()])
    assert "lan@" not in stored
    assert "vidu.vn" not in stored
    assert str(row.uid) in stored


def test_a_mail_server_that_is_down_gives_the_morning_back(home, reader, monkeypatch):
    subscribed(reader)
    published(home)

    def refuse(_letter):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert morning() == []
    assert len(morning(MORNING + timedelta(minutes=10))) == 1


@pytest.mark.parametrize(
    "wrong", [{"email": "không phải"}, {"chu_de": []}, {"chu_de": ["bịa"]}, {"nhip": "x"}]
)
def test_wrong_input_is_told_and_kept(home, reader, wrong):
    answer = ask(reader, **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'data-level="error"' in page
    assert wrong.get("email", ADDRESS) in page
    assert mail.outbox == []


def test_programs_get_no_letter_sent(home, reader):
    assert ask(reader, trang_web="http://spam.example").status_code == 302
    assert ask(reader, dau="").status_code == 429
    hasty = ask(reader, dau=stamp(PURPOSE, NOW))
    assert hasty.status_code == 429
    assert ADDRESS in hasty.content.decode()
    assert mail.outbox == []


def test_digests_leave_in_a_slow_task():
    assert write_digests.queue_name == "slow"
