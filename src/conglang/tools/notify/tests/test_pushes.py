"""Devices are told once each, over a real net, whatever services answer and whenever the worker dies."""

import json
import socket
from datetime import UTC, date, datetime, timedelta

import http_ece
import pytest
from django.core.exceptions import ValidationError

from conglang.base.units.kinds import HamletKind, UnitKind
from conglang.base.units.models import Hamlet, Unit
from conglang.base.units.scope import everything
from conglang.tools.notify.keys import private_key, public_key
from conglang.tools.notify.models import Delivery, Interest, Outcome, Subscription, Way
from conglang.tools.notify.posting import LINES, Answer, Letter, is_allowed, open_post
from conglang.tools.notify.queries import followed_by, hamlets_shown, readership
from conglang.tools.notify.rules import TRIES, Wish, next_try, without_small
from conglang.tools.notify.services.begin import Message, begin, stop
from conglang.tools.notify.services.send_pushes import BATCH, send_pushes
from conglang.tools.notify.services.subscribe_device import UnknownDevice, stop_device, subscribe_device
from conglang.tools.notify.tests.push_service import Browser, push_service
from conglang.tools.notify.webpush import Signer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def machine_may_be_asked(settings):
    settings.EXCHANGE_PRIVATE = True


@pytest.fixture
def unit(db):
    return Unit.objects.create(
        code="98001", kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name="Bến Sen",
        valid_from=date(2025, 7, 1),
    )  # fmt: skip


@pytest.fixture
def service():
    with push_service() as found:
        yield found


@pytest.fixture
def hamlets(unit):
    with everything("tests"):
        names = ("Đông", "Tây")
        return [Hamlet.objects.create(unit=unit, kind=HamletKind.THON, name=name) for name in names]


def follow(unit, browser, *topics, hamlet=None):
    wish = Wish(unit.pk, frozenset(topics or {"news"}), hamlet.pk if hamlet else None)
    return subscribe_device(device=browser.device, home_id=unit.pk, wishes=[wish], now=NOW)


def message(unit, key="line:1", about="tin:1", **more):
    known = {"topics": frozenset({"news"}), "title": "Nước lên", "link": "https://sen.vidu.vn/tin/nuoc-len/"}
    return Message(key=key, about=about, way=Way.PUSH, unit_id=unit.pk, **(known | more))


def send(sending, post=None, now=LATER, **more):
    post = post or open_post(Signer(private_key(), "https://sen.vidu.vn"))
    send_pushes(sending_id=sending.pk, post=post, now=now, **more)
    with everything("tests"):
        sending.refresh_from_db()
    return sending


def counts(sending):
    return sending.accepted, sending.failed, sending.removed


@pytest.mark.postgres
def test_whoever_follows_the_topic_can_read_what_came(unit, service):
    lan, minh = service.browser("lan"), service.browser("minh")
    follow(unit, lan)
    follow(unit, minh, "sports")
    sending = send(begin(message=message(unit, body="Kê cao đồ đạc."), now=LATER))
    [(path, headers, body)] = service.got
    assert path == "/lan"
    assert (headers["TTL"], headers["Urgency"], headers["Content-Encoding"]) == (
        "86400",
        "normal",
        "aes128gcm",
    )
    plain = http_ece.decrypt(body, private_key=lan.key, auth_secret=lan.secret, version="aes128gcm")
    given = json.loads(plain)
    assert given["web_push"] == 8030
    assert given["notification"] == {
        "title": "Nước lên", "body": "Kê cao đồ đạc.", "navigate": "https://sen.vidu.vn/tin/nuoc-len/",
        "lang": "vi", "dir": "ltr", "tag": headers["Topic"], "silent": False,
    }  # fmt: skip
    assert counts(sending) == (1, 0, 0)
    assert sending.next_at is None


def test_each_answer_of_a_service_has_its_consequence(unit, service):
    answers = {"ok": 201, "gone": 410, "missing": 404, "refused": 400, "busy": 503, "stranger": 403}
    for name, status in answers.items():
        follow(unit, service.browser(name, status))
    sending = send(begin(message=message(unit), now=LATER))
    assert counts(sending) == (1, 2, 2)
    assert Subscription.objects.count() == 4
    with everything("tests"):
        [waiting] = Delivery.objects.filter(outcome=Outcome.LATER)
    assert LATER < waiting.retry_at == sending.next_at <= LATER + timedelta(minutes=2)
    service.says["/busy"] = 201, {}
    service.got.clear()
    sending = send(sending, now=waiting.retry_at)
    assert service.told() == ["busy"]
    assert counts(sending) == (2, 2, 2)
    assert sending.next_at is None


def test_a_service_that_asks_for_time_gets_it(unit, service):
    for number in range(3 * LINES):
        follow(unit, service.browser(f"b{number}", 429, **{"Retry-After": "600"}))
    sending = send(begin(message=message(unit), now=LATER))
    assert len(service.got) < 3 * LINES  # after the first answers it is left in peace
    assert sending.next_at >= LATER + timedelta(minutes=10)


def test_silence_and_closed_doors_are_tried_again_and_then_given_up(unit):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        follow(unit, Browser(f"http://127.0.0.1:{closed.getsockname()[1]}/x"))
    sending, tries = begin(message=message(unit), now=LATER), 0
    while sending.next_at is not None:
        sending, tries = send(sending, now=sending.next_at), tries + 1
    assert tries == TRIES
    assert counts(sending) == (0, 1, 0)


def test_a_worker_that_dies_tells_nobody_twice(unit, service):
    for number in range(BATCH + 10):
        follow(unit, service.browser(f"b{number}"))
    sending, real = begin(message=message(unit), now=LATER), open_post(Signer(private_key(), "https://a.vn"))

    def post(device, letter, now):
        if len(service.got) >= BATCH:
            raise SystemExit
        return real(device, letter, now)

    with pytest.raises(SystemExit):
        send(sending, post)
    sending = send(sending)
    assert len(service.got) == len(set(service.told())) == BATCH + 10
    assert counts(sending) == (BATCH + 10, 0, 0)
    send(sending)
    assert len(service.got) == BATCH + 10


def test_a_pass_ends_so_that_others_have_their_turn(unit, service):
    for number in range(5):
        follow(unit, service.browser(f"b{number}"))
    sending = begin(message=message(unit), now=LATER)
    send(sending, most=3)
    assert len(service.got) == 3
    send(sending, most=3)
    assert len(service.got) == 5


def test_what_is_withdrawn_goes_to_nobody_else(unit, service):
    for number in range(BATCH + 10):
        follow(unit, service.browser(f"b{number}"))
    sending = begin(message=message(unit), now=LATER)
    send(sending, most=BATCH)
    stop(key="line:1", now=LATER)
    send(sending)
    assert len(service.got) == BATCH
    begin(message=message(unit), now=LATER)  # public again: only the others are told
    send(sending)
    assert len(set(service.told())) == len(service.got) == BATCH + 10


def test_hamlets_narrow_and_small_ones_are_not_shown(unit, service, hamlets):
    east, west = hamlets
    for number in range(6):
        follow(unit, service.browser(f"d{number}"), hamlet=east)
    follow(unit, service.browser("t"), hamlet=west)
    follow(unit, service.browser("nowhere"))
    narrow = message(unit, hamlets=frozenset({east.pk, west.pk}))
    sending = send(begin(message=narrow, now=LATER))
    assert service.told() == [*(f"d{number}" for number in range(6)), "t"]
    with everything("tests"):
        assert hamlets_shown(sending) == ([], 7)  # with the sum known, one hidden number could be worked out
        assert readership(unit.pk).hamlets[0].by_way == {}


def test_who_follows_two_units_is_told_once(unit, service):
    other = Unit.objects.create(code="98002", kind=unit.kind, level=unit.level, name="Gò Lau")
    lan = service.browser("lan")
    wishes = [Wish(each.pk, frozenset({"news"})) for each in (unit, other)]
    subscribe_device(device=lan.device, home_id=unit.pk, wishes=wishes, now=NOW)
    for key, place in (("line:1", unit), ("line:2", other)):
        send(begin(message=message(place, key=key), now=LATER))
    assert service.told() == ["lan"]


def test_a_device_follows_changes_and_goes(unit, service, hamlets):
    lan = service.browser("lan")
    follow(unit, lan, "news", "sports", hamlet=hamlets[0])
    assert follow(unit, lan, "news") == [Wish(unit.pk, frozenset({"news"}))]
    moved = service.browser("lan-moved")
    kept = subscribe_device(
        device=moved.device, home_id=unit.pk, wishes=None, old_endpoint=lan.device.endpoint, now=NOW
    )
    assert kept == [Wish(unit.pk, frozenset({"news"}))]
    row = Subscription.objects.get()
    assert "127.0.0.1" not in row.sealed
    assert followed_by(row) == kept
    with pytest.raises(UnknownDevice):
        subscribe_device(device=lan.device, home_id=unit.pk, wishes=None, now=NOW)
    stop_device(endpoint=moved.device.endpoint)
    stop_device(endpoint=moved.device.endpoint)
    with everything("tests"):
        assert not Interest.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x", "https://127.0.0.1/x", "https://[::1]/x", "https://10.0.0.1/x",
        "https://localhost/x", "https://kho.local/x", "https://push.example:8443/x", "ftp://push.example/x",
        "https://ai@push.example/x", "https:///x", f"https://push.example/{'x' * 1000}", "https://[/x",
    ],
)  # fmt: skip
def test_only_the_public_net_is_written_to(unit, settings, endpoint):
    settings.EXCHANGE_PRIVATE = False
    assert not is_allowed(endpoint)
    with pytest.raises(ValidationError):
        follow(unit, Browser(endpoint))
    assert is_allowed("https://updates.push.services.mozilla.com/wpush/v2/abc")


def test_a_name_that_leads_into_the_own_net_is_not_followed(unit, service, settings, monkeypatch):
    settings.EXCHANGE_PRIVATE = False
    monkeypatch.setattr("conglang.tools.notify.posting.is_allowed", lambda _endpoint: True)
    post = open_post(Signer(private_key(), "https://a.vn"))
    answer = post(service.browser("lan").device, Letter(b"{}", 60, "normal", "t"), NOW)
    assert answer == Answer(0, later=True)
    assert service.got == []


def test_the_key_belongs_to_the_installation(settings):
    public = public_key()
    assert public_key() == public
    settings.SECRET_KEY = "y" * 60
    assert public_key() != public


def test_a_quick_notice_may_wake_a_device_that_saves_power(unit, service):
    follow(unit, service.browser("lan"))
    send(begin(message=message(unit, is_urgent=True), now=LATER))
    assert service.got[0][1]["Urgency"] == "high"


def test_old_news_are_given_up(unit, service):
    follow(unit, service.browser("lan", 503))
    sending = send(begin(message=message(unit), now=LATER))
    sending = send(sending, now=LATER + timedelta(days=2))
    assert (counts(sending), sending.next_at) == ((0, 1, 0), None)
    assert len(service.got) == 1


def test_tries_come_later_and_later_and_never_before_they_may():
    waits = [next_try(NOW, tries) - NOW for tries in range(1, TRIES)]
    assert waits == sorted(waits)
    assert next_try(NOW, 1, timedelta(minutes=30)) - NOW >= timedelta(minutes=30)
    assert next_try(NOW, TRIES) is None


def test_a_single_hidden_number_takes_another_one_with_it():
    assert without_small({"a": 20, "b": 7, "c": 2}) == ({"a": 20}, 9)
    assert without_small({"a": 20, "b": 7}) == ({"a": 20, "b": 7}, 0)
    assert without_small({"a": 3, "b": 2, "c": 9}) == ({"c": 9}, 5)
    assert without_small({}) == ({}, 0)
