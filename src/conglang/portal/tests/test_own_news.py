"""Whoever has a code can have the phone tell of its news; the notice tells nobody else anything (C5)."""

import json
from datetime import timedelta

import http_ece
import pytest
from django.test import Client
from django.utils.translation import override

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.outbox import deliver
from conglang.base.ledger.queues import SLOW, USUAL
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.services.open_site import open_site
from conglang.citizens.cases.services import decide, visit
from conglang.citizens.cases.tests.conftest import NOW, case_of, do, home, province, sent  # noqa: F401  # fixtures
from conglang.citizens.questions.rules import Ending
from conglang.citizens.questions.services.ask import Wording, ask
from conglang.citizens.questions.services.settle import close
from conglang.kernel import clock
from conglang.kernel.ids import uuid7
from conglang.portal.tests.test_cases import LAMP, TELL, hidden, receipt_of
from conglang.tools.notify.models import Interest, Sending, Subscription
from conglang.tools.notify.queries import readership, sendings_of
from conglang.tools.notify.rules import Wish
from conglang.tools.notify.services.subscribe_device import subscribe_device
from conglang.tools.notify.tasks import push_due
from conglang.tools.notify.tests.push_service import push_service

SYSTEM = Actor.system("tests")
DEVICES = "/nhan-tin/thiet-bi/"
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def own_net_and_tasks_at_once(settings, tmp_path):
    immediate = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": [USUAL, SLOW]}
    settings.TASKS, settings.EXCHANGE_PRIVATE, settings.DATA = {"default": immediate}, True, tmp_path
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW), override("vi"):
        yield


@pytest.fixture
def app(home, province):  # noqa: F811
    """A visitor of the province's portal, where the app of its communes stands."""
    with everything("tests"):
        open_site(unit=province, host="songmay.localhost", by=SYSTEM, now=NOW)
        open_site(unit=home.unit, host="c98001.localhost", by=SYSTEM, now=NOW)
    return Client(headers={"host": "songmay.localhost"})


@pytest.fixture
def service():
    with push_service() as found:
        yield found


def follow(app, browser, *codes):
    given = {"subscription": browser.given, "codes": codes}
    return app.post(f"{DEVICES}ma/", json.dumps(given), content_type="application/json").status_code


def told(at=LATER):
    with everything("tests"):
        deliver(now=at, limit=500)
        push_due(at)
        deliver(now=at, limit=500)


def read(service, browser):
    """What the browser got so far, by another implementation of the encryption."""
    bodies = [body for path, _headers, body in service.got if browser.device.endpoint.endswith(path)]
    opened = (
        http_ece.decrypt(body, private_key=browser.key, auth_secret=browser.secret, version="aes128gcm")
        for body in bodies
    )
    return [json.loads(plain)["notification"] for plain in opened]


@pytest.mark.postgres
def test_a_sender_hears_that_there_is_news_and_nobody_hears_of_what(home, app, service):  # noqa: F811
    lan = service.browser("lan")
    found = sent(home, text=LAMP)
    assert follow(app, lan, found.code.lower(), "HB26-0000-0001", "x") == 204
    case = case_of(found)
    do(home.officer, decide.accept, case)
    told()
    told(LATER + timedelta(minutes=1))
    [notice] = read(service, lan)
    prefix, _middle, last = found.code.split("-")
    assert notice["title"] == f"Có tin mới về mã {prefix}-••••-{last}"
    assert notice["navigate"] == "http://c98001.localhost/tra-ma/"
    with everything("tests"):
        kept = str([list(model.objects.values()) for model in (Interest, Sending)])
        assert [
            sendings_of([home.unit.pk, home.unit.parent_id]).count(),
            readership(home.unit.parent_id).total,
        ] == [0, {}]
    for secret in ("Hoa Sen", "912 345", "912345", "Đèn", found.code, case.code):
        assert secret not in json.dumps(notice, ensure_ascii=False) + kept
    visit.withdraw(unit_id=home.unit.pk, case_id=case.pk, now=LATER)  # one knows what one did
    told(LATER + timedelta(minutes=2))
    assert len(service.got) == 1


def test_codes_are_followed_beside_communes_and_no_longer_once_taken_off(home, app, service):  # noqa: F811
    lan, found = service.browser("lan"), sent(home)
    assert follow(app, lan) == 204
    assert not Subscription.objects.exists()
    for wishes in ([Wish(home.unit.pk, frozenset({"news"}))], []):
        follow(app, lan, found.code)
        follows = subscribe_device(device=lan.device, home_id=home.unit.parent_id, wishes=wishes, now=NOW)
        assert follows == wishes
        with everything("tests"):
            assert Interest.objects.filter(topic__startswith="own/").count() == 1
    follow(app, lan, "HB26-0000-0001")
    do(home.officer, decide.accept, case_of(found))
    told()
    assert service.got == []
    assert follow(app, lan, *["x"] * 10_000) == 422  # longer than any list of ours


def test_an_asker_hears_that_the_question_is_settled(home, app, service):  # noqa: F811
    lan, wording = service.browser("lan"), Wording("Xin hỏi giấy tờ khai sinh?")
    question = ask(unit_id=home.unit.pk, wording=wording, uid=uuid7(), now=NOW).question
    follow(app, lan, question.printed_code)
    with use_scope(home.officer.scope):
        close(by=SYSTEM, question_id=question.pk, ending=Ending.PRIVATE, told="Đã gọi lại.", now=NOW)
    told()
    assert [each["navigate"] for each in read(service, lan)] == ["http://c98001.localhost/hoi-dap/tra-cuu/"]


def test_the_portal_of_a_province_leads_to_where_a_code_is_looked_up(home, app):  # noqa: F811
    code = sent(home).code
    for answer in (app.get("/tra-ma/", {"ma": code}), app.post("/tra-ma/", {"ma": code, "pin": "1"})):
        assert (answer.status_code, answer["Location"]) == (302, f"http://c98001.localhost/tra-ma/?ma={code}")
    assert app.get("/tra-ma/", {"ma": "HB26-0000-0001"}).status_code == 422


def test_inside_the_app_one_tells_a_commune_and_its_code_goes_to_the_app(home, app):  # noqa: F811
    path = "/ung-dung/xa/98001-xa-hoa-ben/bao/field/"
    with clock.frozen(NOW - timedelta(minutes=1)):
        first = app.get(path)
    assert "Xã Hòa Bến" in first.content.decode()
    given = {"noi_dung": LAMP, "che_do": "name_hidden", "thon": home.hamlet.pk}
    check = app.post(path, hidden(first) | given)
    inside = app.post(path, hidden(check), follow=True)
    there = Client(headers={"host": "c98001.localhost"})
    with clock.frozen(NOW - timedelta(minutes=1)):
        carried = hidden(there.get(TELL))
    outside = there.post(TELL, carried | given | {"buoc": "gui"}, follow=True)
    for receipt in (inside, outside):
        code, _pin = receipt_of(receipt)
        assert f'href="http://songmay.localhost/ung-dung/#ma={code}"' in receipt.content.decode()
    assert app.get(path.replace("field", "khong-co")).status_code == 404
