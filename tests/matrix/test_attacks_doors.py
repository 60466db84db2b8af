"""Wagtail's other doors, lists, downloads, imports; each beside the same thing on one's own."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from wagtail.admin.models import EditingSession

from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.content.newsroom.models import Article, ImportBatch, ImportItem
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.models import Section
from tests.matrix.attacks import Knock, pk
from tests.matrix.places import World

CLOSED = [
    "bulk/newsroom/article/delete/?id={article}",
    "bulk/wagtailimages/image/delete/?id={image}",
    "bulk/wagtailimages/image/add_tags/?id={image}",
    "bulk/wagtailimages/image/add_to_collection/?id={image}",
    "bulk/wagtaildocs/document/delete/?id={document}",
    "bulk/wagtailusers/user/set_active_state/?id={user}",
    "bulk/wagtailcore/page/publish/?id=1",
    "images/chooser/chosen-multiple/?id={image}",
    "documents/chooser/chosen-multiple/?id={document}",
    "snippets/choose/newsroom/article/chosen-multiple/?id={article}",
    "snippets/choose/newsroom/article/chosen/{article}/",
    "choose-page/chosen-multiple/?id=1",
    "api/main/images/?fields=*",
    "api/main/images/{image}/",
    "api/main/documents/",
    "api/main/documents/{document}/",
    "api/main/pages/",
    "reports/site-history/?export=csv",
    "reports/workflow/?export=xlsx",
    "reports/workflow_tasks/",
    "reports/locked/",
    "snippets/newsroom/article/usage/{article}/",
    "images/usage/{image}/",
    "documents/usage/{document}/",
    "snippets/newsroom/article/delete/{article}/",
    "snippets/newsroom/article/unpublish/{article}/",
    "snippets/newsroom/article/lock/{article}/",
    "snippets/newsroom/article/inspect/{article}/",
    "images/{image}/",
    "images/{image}/delete/",
    "images/{image}/generate_url/",
    "images/{image}/preview/width-100/",
    "documents/edit/{document}/",
    "documents/delete/{document}/",
    "users/edit/{user}/",
    "users/delete/{user}/",
    "users/new/",
    "groups/edit/1/",
    "collections/1/",
    "collections/add/",
    "sites/",
    "redirects/",
    "workflows/edit/1/",
    "workflows/tasks/edit/1/",
    "workflows/task_chooser/",
    "tag-autocomplete/?term=a",
]


@pytest.mark.parametrize("path", CLOSED)
def test_a_closed_door_is_closed_for_every_thing(knock: Knock, world: World, path: str) -> None:
    """403 and word for word the same for one's own, for the neighbour's and for nothing."""
    names = {"article": Article, "image": Image, "document": Document, "user": User}
    for role in (Role.HEAD_EDITOR, Role.UNIT_ADMINISTRATOR):
        for method in ("GET", "POST"):
            found = [
                knock(role, method, "/soan-thao/" + path.format(**keys))
                for keys in (
                    {name: pk(world.ours, model) for name, model in names.items()},
                    {name: pk(world.theirs, model) for name, model in names.items()},
                    dict.fromkeys(names, 987654321),
                )
            ]
            assert {answer.status for answer in found} == {403}


@pytest.mark.parametrize("chooser", ["images", "documents"])
def test_choosers_offer_ones_own_things_only(knock: Knock, world: World, chooser: str) -> None:
    model = {"images": Image, "documents": Document}[chooser]
    base = f"/soan-thao/{chooser}/chooser/"
    for query in ("", "results/", "?q=anh", "results/?q=t", "?collection_id=1"):
        assert knock(Role.CONTRIBUTOR, "GET", base + query).status == 200
    assert knock(Role.CONTRIBUTOR, "GET", f"{base}chosen/{pk(world.theirs, model)}/").status == 404
    shown = knock(Role.CONTRIBUTOR, "GET", f"{base}chosen/{pk(world.ours, model)}/")
    assert shown.status == 200
    assert json.loads(shown.body)["result"]["id"] == str(pk(world.ours, model))
    assert world.ours.word in knock(Role.CONTRIBUTOR, "GET", f"{base}results/").body


def test_whoever_edits_the_neighbours_article_is_not_told(knock: Knock, world: World) -> None:

    for place, status in ((world.theirs, 404), (world.ours, 200)):
        article, session = place.things[Article][0], place.things[EditingSession][0]
        path = f"/soan-thao/editing-sessions/ping/newsroom/article/{article.pk}/{session.pk}/"
        assert knock(Role.FIELD_EDITOR, "POST", path, {"is_editing": "1"}).status == status
    own = world.ours.things[Article][0]
    stray = world.theirs.things[EditingSession][0]
    path = f"/soan-thao/editing-sessions/ping/newsroom/article/{own.pk}/{stray.pk}/"
    knock(Role.FIELD_EDITOR, "POST", path, {"is_editing": "1"})
    knock(Role.FIELD_EDITOR, "POST", f"/soan-thao/editing-sessions/release/{stray.pk}/", {"x": "1"})


# --- lists, trails, imports ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/nhat-ky/?unit={unit}",
        "/nhat-ky/?person=zuv",
        "/nhat-ky/tai-ve/?unit={unit}",
        "/nhat-ky/tai-ve/",
        "/tin-bai/?tu-khoa=nh&chuyen-muc={section}",
        "/nhan-su/?tu-khoa=pham",
        "/nhap-tep/?page=2",
    ],
)
def test_lists_and_downloads_end_at_the_unit(knock: Knock, world: World, path: str) -> None:
    keys = {"unit": world.theirs.unit.pk, "section": pk(world.theirs, Section)}
    assert knock(Role.AUDITOR, "GET", path.format(**keys)).status == 200


def test_a_commune_retries_no_deliveries_of_the_installation(knock: Knock) -> None:
    assert knock(Role.UNIT_ADMINISTRATOR, "POST", "/gui-khong-duoc/", {"letter": "1"}).status == 403


def test_an_import_goes_into_no_neighbours_section(knock: Knock, world: World) -> None:
    for place, more in ((world.theirs, 0), (world.ours, 1)):
        file = SimpleUploadedFile("bai.txt", "Bài mới\n\nĐoạn.".encode())
        given = {"section": pk(place, Section), "source_name": "Thử", "files": file}
        before = QuerySet(ImportItem).count()
        answer = knock(Role.FIELD_EDITOR, "POST", "/nhap-tep/moi/", given)
        assert len(answer.rows["items"]) == before + more
    batch = pk(world.theirs, ImportBatch)
    for slug in ("gui-duyet", "phe-duyet", "huy"):
        path = f"/nhap-tep/{batch}/viec/{slug}/"
        assert knock(Role.HEAD_EDITOR, "POST", path, {"decision": "12/QĐ"}).status == 404
