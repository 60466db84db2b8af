"""The editor as a signed-in person meets it on the desk's host."""

import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from conglang.base.accounts.middleware import SECOND_FACTOR_SEEN
from conglang.base.accounts.models import User
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, publish, write
from conglang.tools.approval.models import Contribution

LIST = "wagtailsnippets_newsroom_article:list"
ADD = "wagtailsnippets_newsroom_article:add"
EDIT = "wagtailsnippets_newsroom_article:edit"
URLCONF: str = settings.HOST_URLCONFS[settings.DESK_HOST]


@pytest.fixture(autouse=True)
def desk(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.ROOT_URLCONF = URLCONF


def client_of(actor) -> Client:
    client = Client(headers={"host": settings.DESK_HOST})
    user = User.objects.get(pk=actor.user_id)
    User.objects.filter(pk=user.pk).update(password_changed_at=NOW)
    client.force_login(user, backend="conglang.base.accounts.backends.UnitRoleBackend")
    session = client.session
    session[SECOND_FACTOR_SEEN] = user.pk
    session.save()
    return client


def form(home, **changes) -> dict[str, str]:
    block = {"type": "paragraph", "text": "Nội dung", "inlineStyleRanges": [], "entityRanges": [], "depth": 0}
    text = json.dumps({"blocks": [{**block, "type": "unstyled", "key": "abcde"}], "entityMap": {}})
    return {
        "section": str(home.news.pk),
        "kind": "article",
        "title": "Tin mới",
        "summary": "",
        "lead": "",
        "lead_alt": "",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": "",
        "body-0-value": text,
        "author_name": "Nguyễn Văn A",
        "author_address": "Ấp 1",
        "department": "",
        "source_name": "",
        "source_url": "",
        "go_live_at": "",
        "expire_at": "",
    } | changes


def only() -> Article:
    with everything("tests"):
        return Article.objects.select_related("latest_revision").get()


def test_the_form_offers_the_own_sections_and_names_the_writer(home, neighbour):
    page = client_of(home.writer).get(reverse(ADD, URLCONF)).content.decode()
    assert f'<option value="{home.news.pk}">News</option>' in page
    assert f'value="{home.sections["all"].pk}"' not in page.split('name="kind"')[0]
    assert f'value="{neighbour.news.pk}"' not in page.split('name="kind"')[0]
    assert f'value="{home.writer.name}"' in page


def test_what_is_composed_is_a_draft_of_its_writer_and_on_record(home):
    answer = client_of(home.writer).post(reverse(ADD, URLCONF), form(home))
    assert answer.status_code == 302
    article = only()
    assert (article.unit_id, article.author_id, article.live) == (home.unit.pk, home.writer.user_id, False)
    assert AuditEntry.objects.get(verb="newsroom.article_written").actor_id == home.writer.user_id
    with everything("tests"):
        assert Contribution.objects.get().user_id == home.writer.user_id


def test_a_forged_section_of_the_neighbour_is_refused(home, neighbour):
    client_of(home.writer).post(reverse(ADD, URLCONF), form(home, section=str(neighbour.news.pk)))
    with everything("tests"):
        assert not Article.objects.exists()


def test_publishing_from_the_editor_saves_a_draft_only(home):
    client_of(home.head).post(reverse(ADD, URLCONF), form(home) | {"action-publish": "action-publish"})
    assert not only().live


def test_an_edit_makes_its_editor_a_contributor(home):
    article = write(home)
    client_of(home.head).post(reverse(EDIT, URLCONF, [article.pk]), form(home, title="Sửa"))
    assert only().get_latest_revision().object_str == "Sửa"
    with everything("tests"):
        people = set(Contribution.objects.values_list("user_id", flat=True))
    assert people == {home.writer.user_id, home.head.user_id}


def test_a_colleagues_article_is_closed_to_contributors(home):
    article = write(home)
    client = client_of(home.colleague)
    assert client.get(reverse(EDIT, URLCONF, [article.pk])).status_code in {302, 403}
    client.post(reverse(EDIT, URLCONF, [article.pk]), form(home, title="Sửa"))
    assert only().title == "Lịch tiêm phòng"


def test_the_neighbours_article_is_missing(home, neighbour):
    article = write(neighbour)
    assert client_of(home.desk).get(reverse(EDIT, URLCONF, [article.pk])).status_code == 404


def test_a_click_does_not_overwrite_what_somebody_saved_meanwhile(home):
    article = write(home)
    seen = {
        "loaded_revision_id": str(article.latest_revision_id),
        "loaded_revision_created_at": article.latest_revision.created_at.isoformat(),
    }
    address = reverse(EDIT, URLCONF, [article.pk])
    client_of(home.desk).post(address, form(home, title="Của phó ban") | seen)
    answer = client_of(home.editor).post(address, form(home, title="Của biên tập") | seen)
    assert answer.status_code == 200
    assert "Của biên tập" in answer.content.decode()
    assert only().title == "Của phó ban"


def test_the_preview_shows_the_draft_as_readers_will_see_it(home):
    article = publish(write(home), home)
    client = client_of(home.desk)
    address = reverse("wagtailsnippets_newsroom_article:preview_on_edit", URLCONF, [article.pk])
    assert client.post(address, form(home, title="Bản xem thử")).json()["is_valid"]
    page = client.get(address).content.decode()
    assert "<h1>Bản xem thử</h1>" in page
    assert "Nội dung" in page
    assert home.unit.title in page


def test_old_versions_can_be_seen_and_compared(home):
    article = write(home)
    client = client_of(home.desk)
    client.post(reverse(EDIT, URLCONF, [article.pk]), form(home, title="Sửa"))
    first, second = article.revisions.order_by("pk")
    names = "wagtailsnippets_newsroom_article:"
    for address in (
        reverse(f"{names}history", URLCONF, [article.pk]),
        reverse(f"{names}revisions_compare", URLCONF, [article.pk, first.pk, second.pk]),
        reverse(f"{names}revisions_revert", URLCONF, [article.pk, first.pk]),
    ):
        assert client.get(address).status_code == 200


def test_the_list_finds_titles_without_marks_in_few_queries(home, django_assert_max_num_queries):
    for number in range(12):
        write(home, title=f"Tin đất đai {number}")
    client = client_of(home.desk)
    client.get(reverse(LIST, URLCONF))
    with django_assert_max_num_queries(12) as counted:
        page = client.get(reverse(LIST, URLCONF) + "?q=DAT+dai+7").content.decode()
    assert "Tin đất đai 7" in page
    assert "Tin đất đai 6" not in page
    assert not any("body" in query["sql"] for query in counted.captured_queries)


def test_links_are_addresses_and_never_pages_of_a_tree(home):
    client = client_of(home.writer)
    page = unescape(client.get(reverse(ADD, URLCONF)).content.decode())
    addresses = set(re.findall(r'"pageChooser": "([^"]*)"', page))
    assert addresses == {reverse("wagtailadmin_choose_page_external_link", URLCONF)}
    chooser = client.get(addresses.pop()).json()["html"]
    assert "Internal" not in chooser
    assert reverse("wagtailadmin_choose_page", URLCONF) + "?" not in chooser
