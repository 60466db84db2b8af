"""Reaching the neighbour through what one writes; each beside the same thing on one's own."""

import json
from typing import Any

import pytest
from django.db.models import QuerySet

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department
from conglang.content.newsroom.models import Article
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.models import Section
from tests.matrix.attacks import ADD, EDIT, HISTORY, JSON, Knock, composed, own_rows, picture_block, pk, typed
from tests.matrix.judging import Rowbook
from tests.matrix.people import Answer, Browser
from tests.matrix.places import Place, World


@pytest.mark.parametrize(("field", "model"), [("section", Section), ("lead", Image)])
def test_the_writing_form_takes_no_neighbours_thing(
    knock: Knock, world: World, field: str, model: Any
) -> None:
    """Writing into the neighbour's section would publish on the neighbour's site."""
    before = len(own_rows()["articles"])
    own, strange = (
        typed(world.ours, lead_alt="Cảnh", **{field: pk(place, model)})
        for place in (world.ours, world.theirs)
    )
    refused = knock(Role.CONTRIBUTOR, "POST", "/gui-tin-bai/", strange)
    assert (refused.status, len(refused.rows["articles"])) == (422, before)
    assert len(knock(Role.CONTRIBUTOR, "POST", "/gui-tin-bai/", own).rows["articles"]) == before + 1


def _place_of(article: Article, answer: Answer) -> tuple[int, int]:
    return next((unit, section) for key, unit, section, *_ in answer.rows["articles"] if key == article.pk)


def test_an_article_moves_to_no_other_site(knock: Knock, world: World) -> None:
    article = world.ours.articles["draft of contributor"]
    stray = typed(world.ours, section=pk(world.theirs, Section), version=article.version)
    assert knock(Role.CONTRIBUTOR, "POST", f"/tin-bai/{article.pk}/sua/", stray).status == 422
    stray = composed(world.ours, section=pk(world.theirs, Section))
    answer = knock(Role.CONTRIBUTOR, "POST", EDIT.format(article.pk), stray)
    assert _place_of(article, answer) == (world.ours.unit.pk, article.section_id)
    inside = typed(world.ours, section=pk(world.ours, Section, 1), version=article.version)
    answer = knock(Role.CONTRIBUTOR, "POST", f"/tin-bai/{article.pk}/sua/", inside)
    assert _place_of(article, answer) == (world.ours.unit.pk, pk(world.ours, Section, 1))


@pytest.mark.parametrize(("field", "model"), [("section", Section), ("lead", Image), ("department", None)])
def test_the_editors_form_takes_no_neighbours_thing(
    knock: Knock, world: World, field: str, model: Any
) -> None:

    before = len(own_rows()["articles"])
    own, strange = (
        composed(world.ours, lead_alt="Cảnh", **{field: pk(place, model or Department)})
        for place in (world.ours, world.theirs)
    )
    for headers in ({}, JSON):
        assert len(knock(Role.CONTRIBUTOR, "POST", ADD, strange, **headers).rows["articles"]) == before
    assert len(knock(Role.CONTRIBUTOR, "POST", ADD, own).rows["articles"]) == before + 1


def _blocks(place: Place) -> dict[str, tuple[str, Any]]:
    image, document, article = pk(place, Image), pk(place, Document), place.articles["live"].pk
    embed = f'<embed embedtype="image" id="{image}" format="left" alt="x"/>'
    return {
        "picture": picture_block(place),
        "attachment": ("attachment", {"document": document}),
        "picture in a text": ("text", _raw_text(f"<p>Xem</p>{embed}")),
        "attachment in a text": ("text", _raw_text(f'<p><a linktype="document" id="{document}">Xem</a></p>')),
        "article in a text": ("text", _raw_text(f'<p><a linktype="article" id="{article}">Xem</a></p>')),
        "page in a text": ("text", _raw_text('<p><a linktype="page" id="1">Xem</a></p>')),
    }


def _raw_text(html: str) -> str:
    """Rich text with entities that the editor itself would not offer."""
    tag = "IMAGE" if "embed" in html else "LINK"
    numbers = [part.partition('"')[0] for part in html.split('id="')[1:]]
    entity = {
        "type": tag,
        "mutability": "MUTABLE",
        "data": {"id": int(numbers[0]), "format": "left", "alt": "x"},
    }
    if tag == "LINK" and "document" in html:
        entity["type"] = "DOCUMENT"
    ranges = [{"offset": 0, "length": 3, "key": 0}]
    block = {
        "key": "aaaaa", "text": "Xem", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": ranges, "data": {},
    }  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


KINDS = [
    "picture",
    "attachment",
    "picture in a text",
    "attachment in a text",
    "article in a text",
    "page in a text",
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_neighbours_thing_in_a_body_shows_nothing(world: World, rows: Rowbook, kind: str) -> None:
    """At worst a bare number is stored; it leads nowhere on any page, in a preview or after publication."""
    browser = Browser(world.walkers[Role.CONTRIBUTOR.value])
    marks = [mark.lower() for mark in world.theirs.fingerprints()]
    with browser.knock("POST", ADD, composed(world.ours, _blocks(world.theirs)[kind])) as answer:
        assert answer.status in {200, 302}
        assert rows.disturbed() == []
        newest = QuerySet(Article).order_by("pk").last()
        pages = [answer.body]
        if newest.title == "Bài thử":
            for path in (f"/tin-bai/{newest.pk}/", EDIT.format(newest.pk), HISTORY.format(newest.pk)):
                with browser.knock("GET", path) as page:
                    assert page.status == 200
                    pages.append(page.body)
        assert [mark for mark in marks if any(mark in page.lower() for page in pages)] == []


@pytest.mark.parametrize("kind", ["picture", "attachment"])
def test_own_things_in_a_body_show(world: World, kind: str) -> None:
    browser = Browser(world.walkers[Role.CONTRIBUTOR.value])
    with browser.knock("POST", ADD, composed(world.ours, _blocks(world.ours)[kind])) as answer:
        assert answer.status == 302
        newest = QuerySet(Article).order_by("pk").last()
        assert (newest.title, newest.unit_id) == ("Bài thử", world.ours.unit.pk)
        with browser.knock("GET", f"/tin-bai/{newest.pk}/") as page:
            model = Image if kind == "picture" else Document
            assert world.ours.things[model][0].file_sha256[:24] in page.body


# --- versions, copies, publishing ---------------------------------------------------------------------


def test_no_other_articles_version_is_read_or_brought_back(knock: Knock, world: World) -> None:
    ours, theirs = (place.articles["draft of contributor"] for place in (world.ours, world.theirs))
    mixtures = [(ours, theirs), (theirs, theirs), (theirs, ours)]
    for article, versioned in mixtures:
        revision = versioned.latest_revision_id
        for path in (
            f"revisions/{revision}/view/",
            f"revisions/{revision}/revert/",
            f"revisions/compare/{revision}...latest/",
            f"revisions/compare/earliest...{revision}/",
        ):
            for method in ("GET", "POST"):
                data = composed(world.ours, revision=revision) if method == "POST" else None
                answer = knock(Role.CONTRIBUTOR, method, HISTORY.format(article.pk) + path, data)
                assert answer.status in {404, 405}, path
    own = HISTORY.format(ours.pk) + f"revisions/{ours.latest_revision_id}/"
    assert knock(Role.CONTRIBUTOR, "GET", f"{own}revert/").status == 200
    assert knock(Role.CONTRIBUTOR, "GET", f"{own}view/").status == 200


def test_no_copy_is_written_over_the_original(knock: Knock, world: World) -> None:
    for article in (world.ours.articles["live"], world.theirs.articles["live"]):
        path = f"/soan-thao/snippets/newsroom/article/copy/{article.pk}/"
        answer = knock(Role.HEAD_EDITOR, "POST", path, composed(world.ours))
        assert answer.status in {403, 404}
        assert (article.pk, True, article.title) in {
            (pk, live, title) for pk, _u, _s, live, title in answer.rows["articles"]
        }


@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "json"])
@pytest.mark.parametrize(
    "action", ["publish", "unpublish", "submit", "restart-workflow", "cancel-workflow", "delete", "lock"]
)
@pytest.mark.parametrize("role", [Role.HEAD_EDITOR, Role.CONTRIBUTOR])
def test_the_editor_publishes_nothing(
    knock: Knock, world: World, role: Role, action: str, headers: dict[str, str]
) -> None:
    forged = {f"action-{action}": "1", "live": "on", "approved_hash": "f" * 64, "author": "1", "unit": "1"}
    public = {pk for pk, _u, _s, live, _t in own_rows()["articles"] if live}
    for article in (world.ours.articles["draft of contributor"], world.ours.articles["live"]):
        answer = knock(role, "POST", EDIT.format(article.pk), composed(world.ours) | forged, **headers)
        assert {pk for pk, _u, _s, live, _t in answer.rows["articles"] if live} == public
    answer = knock(role, "POST", ADD, composed(world.ours) | forged, **headers)
    assert {pk for pk, _u, _s, live, _t in answer.rows["articles"] if live} == public
    assert answer.rows["newest"].title == "Bài thử"
    assert answer.rows["newest"].unit_id == world.ours.unit.pk
    for article in (world.theirs.articles["draft of contributor"], world.theirs.articles["live"]):
        answer = knock(role, "POST", EDIT.format(article.pk), composed(world.ours) | forged, **headers)
        assert answer.status == 404


COMMANDS = [
    "gui-duyet",
    "rut-lai",
    "phan-cong",
    "tham-dinh",
    "tra-lai",
    "phe-duyet",
    "thu-hoi",
    "dang",
    "go-bai",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_reaches_the_neighbours_articles(knock: Knock, world: World, command: str) -> None:
    for article in world.theirs.articles.values():
        seen = world.theirs.seen[str(article.pk)]
        for role in (Role.CONTRIBUTOR, Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER):
            given = {"seen": seen, "reason": "Vì thế", "person": world.ours.people[Role.FIELD_EDITOR].pk}
            assert knock(role, "POST", f"/tin-bai/{article.pk}/viec/{command}/", given).status == 404


def test_no_work_is_handed_to_the_neighbours_people(knock: Knock, world: World) -> None:
    article = world.ours.articles["submitted"]
    path, seen = f"/tin-bai/{article.pk}/viec/phan-cong/", world.ours.seen[str(article.pk)]
    strange, own = (place.people[Role.FIELD_EDITOR].pk for place in (world.theirs, world.ours))
    assert knock(Role.DESK, "POST", path, {"seen": seen, "person": strange}).status == 422
    assert knock(Role.DESK, "POST", path, {"seen": seen, "person": own}).status == 302
