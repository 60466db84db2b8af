"""The open data: what it gives, to whom how often, and that its description tells the truth."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Part, Site, Succession
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.models import Article, Reuse
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, release, text, write
from conglang.kernel import clock
from conglang.portal.api.cursor import after, numbers, place
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.media.services.store import store_document
from conglang.tools.quotas.services.issue_key import Holder, issue_key
from conglang.tools.quotas.services.revoke_key import revoke_key

HOST = "bensen.songmay.localhost"
SINCE = date(2025, 7, 1)
API = "/api/v1/"


@pytest.fixture(autouse=True)
def saturday(settings, tmp_path):
    settings.DATA = tmp_path
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=SINCE)
    return place


@pytest.fixture
def visitor():
    return Client(headers={"host": HOST})


@pytest.fixture
def schemas(home, visitor):
    return visitor.get(f"{API}openapi.json").json()["components"]["schemas"]


def ask(visitor, path, status=200, **headers):
    answer = visitor.get(f"{API}{path}", headers=headers)
    assert answer.status_code == status, answer.content[:300]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    return answer.json()


def titles(visitor, path):
    return [row["title"] for row in ask(visitor, path)["items"]]


def key_for(place, **more):
    by = replace(Actor.system("tests"), unit_id=place.unit.pk)
    holder = Holder(
        organisation="Báo Sông Mây", contact_name="B", contact_email="b@bao.example",
        **{"per_minute": 5, "valid_until": date(2027, 1, 1)} | more,
    )  # fmt: skip
    with use_scope(by.scope):
        return issue_key(by=by, unit_id=place.unit.pk, holder=holder, now=NOW)


# --- what is given -----------------------------------------------------------------------------------


def test_the_description_is_valid_and_names_every_address(home, visitor):
    found = visitor.get(f"{API}openapi.json").json()
    OpenAPIV31SpecValidator(found).validate()
    assert found["servers"] == [{"url": f"http://{HOST}/api/v1"}]
    for path in found["paths"]:
        if "{" not in path and path != "/search/":
            ask(visitor, path.lstrip("/"))


def test_answers_have_the_shapes_that_are_declared(home, visitor, schemas):
    collected = {"source_name": "Báo X", "source_url": "https://x.example/1"}
    free = release(publish(write(home, reuse=Reuse.FREE, **collected), home), home)
    publish(write(home, title="Phải hỏi"), home)
    deliver(now=NOW)
    asked = {
        "unit/": "Unit",
        "sections/": "Sections",
        "items/": "Items",
        f"items/{free.uid}/": "Item",
        "files/": "Files",
        "search/?q=tiem": "Results",
    }
    for path, name in asked.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        Draft202012Validator(schema).validate(ask(visitor, path))
        declared = set(schemas[name]["properties"])
        assert ask(visitor, path).keys() <= declared
    assert titles(visitor, "search/?q=tiem+phong") == ["Lịch tiêm phòng"]


def test_only_what_is_live_is_given(home, visitor):
    draft = write(home, title="Chưa ai duyệt")
    article = publish(write(home), home)
    assert titles(visitor, "items/") == ["Lịch tiêm phòng"]
    ask(visitor, f"items/{draft.uid}/", 404)
    ask(visitor, f"items/{uuid4()}/", 404)
    with use_scope(home.head.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=home.head, now=NOW, reason="Đăng nhầm")
    ask(visitor, f"items/{article.uid}/", 404)


def test_predecessors_items_are_given_under_their_old_unit_and_neighbours_are_not(home, visitor):
    old, other = commune("98003", "Bến Cũ"), commune("98002", "Bến Đá")
    publish(write(old, title="Tin của xã cũ"), old)
    strange = publish(write(other, title="Chuyện của xã bên"), other)
    Succession.objects.create(old=old.unit, new=home.unit, on=SINCE, part=Part.WHOLE)
    [row] = ask(visitor, "items/")["items"]
    assert (row["title"], row["unit"]["name"]) == ("Tin của xã cũ", "Xã Bến Cũ")
    ask(visitor, f"items/{strange.uid}/", 404)


def test_the_whole_of_an_item_is_given_only_where_it_is_free(home, visitor):
    with use_scope(home.writer.scope):
        leaflet = store_document(
            by=home.writer,
            unit_id=home.unit.pk,
            file=ContentFile(b"Lich\n", "lich.txt"),
            title="Lịch",
            now=NOW,
        )
    body = [text("<p>Từ 8 giờ.</p>"), {"id": "a", "type": "attachment", "value": {"document": leaflet.pk}}]
    free = release(publish(write(home, title="Tự do", reuse=Reuse.FREE, body=body), home), home)
    asked = publish(write(home, title="Phải hỏi", body=body), home)
    deliver(now=NOW)
    whole = ask(visitor, f"items/{free.uid}/")
    assert "Từ 8 giờ." in whole["content_html"]
    assert whole["reuse"]["attribution"] == "Nguyễn Văn A, Xã Bến Sen"
    assert whole["reuse"]["license_url"] == f"http://{HOST}/ban-quyen/"
    assert [file["title"] for file in whole["files"]] == ["Lịch"]
    part = ask(visitor, f"items/{asked.uid}/")
    assert not {"content_html", "files", "picture", "author"} & part.keys()
    assert part["reuse"]["free"] is False
    assert part["metadata"]["title"] == "Phải hỏi"
    [file] = ask(visitor, "files/")["items"]
    assert file["item_url"] == whole["url"]


def test_items_are_narrowed(home, visitor):
    publish(write(home, title="Tin"), home)
    publish(write(home, title="Thông báo", kind="notice"), home)
    publish(write(home, title="Lịch sử xã", section_id=home.sections["about"].pk), home)
    assert titles(visitor, "items/?kind=notice") == ["Thông báo"]
    assert titles(visitor, "items/?section=about") == ["Lịch sử xã"]
    assert titles(visitor, "items/?language=en") == []
    assert len(titles(visitor, "items/?since=2026-11-21")) == 3
    assert titles(visitor, "items/?since=2026-11-22") == []


def test_a_list_can_be_read_to_its_end_while_new_items_come_in(home, visitor):
    for number in range(5):
        publish(write(home, title=f"Tin số {number}"), home)
    answer = ask(visitor, "items/?limit=2")
    read = [row["title"] for row in answer["items"]]
    with clock.frozen(NOW + timedelta(minutes=1)):
        publish(write(home, title="Tin mới đến"), home)
    while answer["next"]:
        answer = ask(visitor, f"items/?limit=2&cursor={answer['next']}")
        read += [row["title"] for row in answer["items"]]
    assert read == [f"Tin số {number}" for number in (4, 3, 2, 1, 0)]


SENSELESS = (
    "kind=poem", "since=gestern", "since=2026-13-45", "limit=0", "limit=101", "limit=-1", "limit=٣",
    "cursor=khong-co", "cursor=" + "A" * 10_000, "kind=" + "a" * 10_000, "section=%00", "unknown=1",
    "kind=notice&kind=notice", "section=" + "a" * 10_000, "since=" + "9" * 10_000, "limit=1e3",
    "since=0001-01-01", "since=9999-12-31T23:59:59-12:00",
)  # fmt: skip


def test_what_makes_no_sense_is_refused_in_words(home, visitor):
    asked = [*(f"items/?{query}" for query in SENSELESS), "search/", "search/?q=", "search/?q=a&cursor=x"]
    for path in [*asked, "search/?q=" + "a" * 10_000, "unit/?limit=1"]:
        told = ask(visitor, path, 400)
        assert told["status"] == 400
        assert len(told["detail"]) < 200
        assert any(word in told["detail"] for word in ("tham số", "Tham số", "Giá trị")), path


def test_a_hostile_search_is_harmless(home, visitor):
    for query in ("%22", "%27%20OR%201=1%20--", "((((", "%F0%9D%94%9B", "%3Cscript%3E"):
        assert ask(visitor, f"search/?q={query}")["items"] == []


def test_nothing_can_be_changed(home, visitor):
    for path in ("unit/", "items/", "search/"):
        for method in (visitor.post, visitor.put, visitor.delete):
            assert method(f"{API}{path}").status_code == 405


def test_who_has_the_answer_already_is_told_so(home, visitor):
    first = visitor.get(f"{API}items/")
    assert visitor.get(f"{API}items/", headers={"if-none-match": first["ETag"]}).status_code == 304


@given(st.datetimes(min_value=NOW.replace(year=1990, tzinfo=None)), st.integers(0, 10**12))
def test_a_cursor_gives_its_place_back(moment, pk):
    moment = moment.replace(tzinfo=NOW.tzinfo)
    assert place(after(moment, pk)) == (moment, pk)


@given(st.text(max_size=90))
def test_any_other_word_is_no_cursor_or_two_numbers(word):
    with suppress(ValueError):
        assert len(numbers(word)) == 2


# --- how often ---------------------------------------------------------------------------------------


def test_a_network_has_a_budget_for_the_minute(home, visitor, settings):
    settings.API_PER_MINUTE = 3
    left = [visitor.get(f"{API}unit/")["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = visitor.get(f"{API}unit/")
    assert (refused.status_code, refused["RateLimit-Limit"], refused["Retry-After"]) == (429, "3", "60")
    assert "Quá nhiều" in refused.json()["detail"]
    assert visitor.get(f"{API}unit/", REMOTE_ADDR="203.0.113.9").status_code == 200
    assert visitor.get("/").status_code == 200
    with clock.frozen(NOW + timedelta(minutes=1)):
        assert visitor.get(f"{API}unit/").status_code == 200


def test_a_key_has_a_budget_of_its_own_on_every_network(home, visitor, settings):
    settings.API_PER_MINUTE = 1
    _row, key = key_for(home)
    used = [
        visitor.get(f"{API}unit/", headers={"authorization": f"Bearer {key}"}, REMOTE_ADDR=f"203.0.{n}.1")
        for n in range(6)
    ]
    assert [answer.status_code for answer in used] == [200] * 5 + [429]
    assert used[0]["RateLimit-Policy"] == "5;w=60"
    assert visitor.get(f"{API}unit/").status_code == 200


def test_a_key_that_is_none_is_refused_and_counted(home, visitor, settings):
    settings.API_PER_MINUTE = 4
    row, key = key_for(home)
    by = Actor.system("tests")
    with use_scope(by.scope):
        revoke_key(by=by, key_id=row.pk, now=NOW)
    for told_key in (f"Bearer {key}", "Bearer cl_doan-mo", "Basic YTpi", "x" * 10_000):
        told = visitor.get(f"{API}unit/", headers={"authorization": told_key})
        assert (told.status_code, told["WWW-Authenticate"][:6]) == (401, "Bearer")
    assert visitor.get(f"{API}unit/").status_code == 429


def test_a_neighbours_key_opens_nothing_here(home, visitor):
    _row, key = key_for(commune("98002", "Bến Đá"))
    ask(visitor, "unit/", 401, authorization=f"Bearer {key}")


def test_people_find_it_explained(home, visitor):
    page = visitor.get("/du-lieu-mo/").content.decode()
    assert "/api/v1/openapi.json" in page
    assert all(word in page for word in ("items/{uid}/", "since", "rss.xml", "Authorization: Bearer"))
    assert 'href="/du-lieu-mo/"' in visitor.get("/").content.decode()
