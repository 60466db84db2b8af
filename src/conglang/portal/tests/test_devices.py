"""A device follows a commune over the page's script, and gets what the sheet of an item says."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from conglang.base.ledger.outbox import deliver
from conglang.base.ledger.queues import SLOW, USUAL
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Hamlet, Site
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, SINCE, commune, publish, write
from conglang.kernel import clock
from conglang.portal import following
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.distribution.queries import lines_of
from conglang.tools.distribution.services.set_sheet import set_sheet
from conglang.tools.notify.keys import public_key
from conglang.tools.notify.models import Sending, Subscription
from conglang.tools.notify.tasks import push_due
from conglang.tools.notify.tests.push_service import push_service
from conglang.tools.quotas.rules import Standing

ADDRESS = "/nhan-tin/thiet-bi/"
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def own_net_and_tasks_at_once(settings, tmp_path):
    immediate = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": [USUAL, SLOW]}
    settings.TASKS, settings.EXCHANGE_PRIVATE, settings.DATA = {"default": immediate}, True, tmp_path


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    with everything("tests"), clock.frozen(NOW):
        Site.objects.create(unit=place.unit, host="sen.localhost", opened_on=SINCE)
        yield place


@pytest.fixture
def hamlet(home, monkeypatch):
    with everything("tests"):
        row = Hamlet.objects.create(unit=home.unit, kind=HamletKind.THON, name="Tây")
    monkeypatch.setattr(following, "hamlets", lambda *_args: [row])  # the directory has it approved
    return row


@pytest.fixture
def service():
    with push_service() as found:
        yield found


@pytest.fixture
def page():
    return Client(headers={"host": "sen.localhost"})


def tell(page, path=ADDRESS, **given):
    return page.post(path, json.dumps(given), content_type="application/json")


def follow(page, browser, hamlet=None):
    follows = [{"unit": "98001", "topics": ["news"], "hamlet": hamlet and hamlet.pk}]
    return tell(page, subscription=browser.given, follows=follows)


def published(place, **sheet):
    article = write(place, title="Nước lên nhanh")
    with use_scope(place.desk.scope):
        row = Article.objects.get(pk=article.pk)
        version = row.latest_revision_id
        set_sheet(by=place.desk, item=row, sheet={"push": sheet}, expected_version=version, now=NOW)
    publish(article, place)
    told()
    return article


def told(at=LATER):
    with everything("tests"):
        deliver(now=at, limit=500)
        push_due(at)
        deliver(now=at, limit=500)


@pytest.mark.postgres
def test_what_a_device_follows_comes_to_it_and_stands_on_the_sheet(home, page, service, hamlet):
    offered = page.get(ADDRESS).json()
    assert offered["key"] == public_key()
    about = page.get(offered["units"][0]["about"]).json()
    assert [each["key"] for each in about["topics"] if each["key"] == "news"] == ["news"]
    assert about["hamlets"] == [{"id": hamlet.pk, "name": "Thôn Tây"}]
    lan = service.browser("lan")
    answer = follow(page, lan, hamlet)
    stored = [{"unit": "98001", "topics": ["news"], "hamlet": hamlet.pk}]
    assert (answer.json(), bool(answer.cookies)) == ({"follows": stored}, False)
    assert tell(page, subscription=lan.given).json() == {"follows": stored}
    article = published(home, chosen=True)
    assert service.told() == ["lan"]
    [line] = [row for row in lines_of(article) if row.channel == "push"]
    [proof] = line.evidence.all()
    assert (proof.what, proof.accepted, proof.refused, proof.by_hamlet) == ("sent", 1, 0, {})
    told(LATER + timedelta(minutes=1))
    assert service.told() == ["lan"]
    assert tell(page, f"{ADDRESS}bo/", endpoint=lan.device.endpoint).status_code == 204
    assert not Subscription.objects.exists()


def test_without_a_choice_on_the_sheet_no_device_is_told(home, page, service):
    follow(page, service.browser("lan"))
    published(home)
    assert service.got == []
    with everything("tests"):
        assert not Sending.objects.filter(way="push").exists()


def test_hamlets_of_the_sheet_narrow_who_is_told(home, page, service, hamlet):
    follow(page, service.browser("here"), hamlet)
    follow(page, service.browser("elsewhere"))
    published(home, chosen=True, hamlets=[hamlet.pk])
    assert service.told() == ["here"]


def test_what_is_withdrawn_before_it_was_sent_is_not_sent(home, page, service):
    follow(page, service.browser("lan"))
    article = write(home)
    with use_scope(home.desk.scope):
        row = Article.objects.get(pk=article.pk)
        chosen = {"push": {"chosen": True}}
        set_sheet(by=home.desk, item=row, sheet=chosen, expected_version=row.latest_revision_id, now=NOW)
    publish(article, home)
    with everything("tests"):
        deliver(now=LATER, limit=500)
    with use_scope(home.desk.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=home.desk, reason="Nhầm", now=LATER)
    told(LATER + timedelta(seconds=5))
    assert service.got == []


def test_hamlets_of_others_cannot_be_chosen(home):
    other = commune("98002", "Gò Lau")
    with everything("tests"):
        strange = Hamlet.objects.create(unit=other.unit, kind=HamletKind.THON, name="Đông")
    with pytest.raises(ValidationError):
        published(home, chosen=True, hamlets=[strange.pk])


@pytest.mark.parametrize(
    "given",
    [
        {}, {"subscription": {}}, {"subscription": None, "follows": []}, {"follows": 3},
        {"subscription": {"endpoint": "https://p.vn/x", "keys": {"p256dh": "x", "auth": "y"}}, "follows": []},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_words(home, page, given):
    answer = tell(page, **given)
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_only_json_of_known_units_and_topics_counts(home, page, service):
    lan = service.browser("lan")
    assert page.post(ADDRESS, {"subscription": "x"}).status_code == 415
    assert page.post(ADDRESS, "[1", content_type="application/json").status_code == 422
    for follows in (
        [{"unit": "97001", "topics": ["news"]}], [{"unit": "98001", "topics": ["bịa"]}],
        [{"unit": "98001", "topics": ["news"], "hamlet": 77}],
    ):  # fmt: skip
        assert tell(page, subscription=lan.given, follows=follows).status_code == 422
    assert tell(page, subscription=lan.given).status_code == 404
    assert page.get(f"{ADDRESS}97001/").status_code == 404
    assert not Subscription.objects.exists()


def test_a_rush_is_asked_to_wait(home, page, service, monkeypatch):
    monkeypatch.setattr("conglang.portal.devices.take", lambda *_args: Standing(60, 61, 30))
    answer = follow(page, service.browser("lan"))
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
