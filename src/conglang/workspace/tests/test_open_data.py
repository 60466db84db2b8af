"""Administrators give keys and take them back; the board says whether content may be used elsewhere."""

import re
from datetime import timedelta

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article, ReuseDecision
from conglang.kernel.clock import local_day, now
from conglang.tools.quotas.models import ApiKey
from conglang.tools.quotas.queries import good_key
from conglang.workspace.tests.test_arrangements import send

KEYS = "/khoa-du-lieu-mo/"
TYPED = {"organisation": "Báo Sông Mây", "contact_name": "Trần Thị B", "contact_email": "b@bao.example"}


@pytest.fixture
def admin(desk, ours):
    return desk(ours.user(Role.UNIT_ADMINISTRATOR))


def keys():
    with everything("tests"):
        return list(ApiKey.objects.all())


def shown_key(page):
    [key] = re.findall(r'value="(cl_[\w-]+)"', page)
    return key


def test_a_key_is_shown_once_and_opens_the_open_data(admin):
    given = send(admin, f"{KEYS}moi/", **TYPED)
    key = shown_key(given.content.decode())
    with everything("tests"):
        assert good_key(key, local_day(now())) == keys()[0]
    assert "no-store" in given["Cache-Control"]
    page = admin.get(KEYS).content.decode()
    assert "Báo Sông Mây" in page
    assert key not in page


def test_the_form_sent_twice_gives_one_key_and_says_so(admin):
    form = admin.get(f"{KEYS}moi/").context["form"]
    typed = {name: form[name].value() for name in form.fields} | TYPED
    first, again = (admin.post(f"{KEYS}moi/", typed).content.decode() for _ in range(2))
    assert shown_key(first) not in again
    assert "gửi hai lần" in again
    assert len(keys()) == 1


def test_a_wrong_day_is_said_beside_it_and_nothing_typed_is_lost(admin):
    day = local_day(now()) - timedelta(days=1)
    answer = send(admin, f"{KEYS}moi/", **TYPED, valid_until=day.isoformat())
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"valid_until"}
    assert "Báo Sông Mây" in answer.content.decode()
    assert keys() == []


def test_a_key_is_taken_back_after_a_question(admin):
    send(admin, f"{KEYS}moi/", **TYPED)
    [row] = keys()
    assert "Báo Sông Mây" in admin.get(f"{KEYS}{row.pk}/thu-hoi/").content.decode()
    assert keys()[0].revoked_at is None
    admin.post(f"{KEYS}{row.pk}/thu-hoi/")
    assert keys()[0].revoked_at is not None
    assert "Thu hồi:" in admin.get(KEYS).content.decode()


def test_a_neighbours_key_does_not_exist(admin, desk, theirs):
    send(desk(theirs.user(Role.UNIT_ADMINISTRATOR)), f"{KEYS}moi/", **TYPED)
    [row] = keys()
    assert "Báo Sông Mây" not in admin.get(KEYS).content.decode()
    for method in (admin.get, admin.post):
        assert method(f"{KEYS}{row.pk}/thu-hoi/").status_code == 404
    assert keys()[0].revoked_at is None


def test_the_boards_decision_holds_for_the_next_article(desk, ours):
    head, writer = desk(ours.user(Role.HEAD_EDITOR)), desk(ours.user(Role.CONTRIBUTOR))
    assert writer.get("/dang-lai/").status_code == 403
    assert writer.get("/gui-tin-bai/").context["form"]["reuse"].value() == "ask"
    assert send(head, "/dang-lai/", reuse="free", decision="12/QĐ-BBT").status_code == 302
    with everything("tests"):
        assert [row.decision for row in ReuseDecision.objects.all()] == ["12/QĐ-BBT"]
    assert writer.get("/gui-tin-bai/").context["form"]["reuse"].value() == "free"
    sent = send(
        writer, "/gui-tin-bai/", title="Họp dân", text="Nội dung.", section=ours.section.pk, reuse="ask"
    )
    assert sent.status_code == 302
    with everything("tests"):
        assert Article.objects.get(title="Họp dân").reuse == "ask"


def test_the_desk_lets_no_robot_in(client):
    answer = client.get("/robots.txt", headers={"host": "ban-lam-viec.localhost"})
    assert answer.content == b"User-agent: *\nDisallow: /\n"
