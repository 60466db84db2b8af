"""What belongs to another unit does not exist, whichever door is tried."""

from io import BytesIO

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.ledger.audit import record
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.services.store import store_document, store_image
from conglang.workspace.tests.conftest import SYSTEM, picture, typed, write

EDITOR = "/soan-thao/snippets/newsroom/article"


@pytest.mark.parametrize(
    "path",
    [
        "/tin-bai/{}/",
        "/tin-bai/{}/sua/",
        "/tin-bai/{}/so-sanh/",
        "/tin-bai/{}/viec/go-bai/",
        EDITOR + "/edit/{}/",
    ],
)
@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.HEAD_EDITOR])
def test_a_neighbours_article_is_as_missing_as_none(desk, ours, theirs, path, role):
    article = write(theirs)
    browser = desk(ours.user(role))
    answers = [browser.get(path.format(pk)) for pk in (article.pk, article.pk + 999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert all(article.title not in answer.content.decode() for answer in answers)


def test_lists_and_search_show_one_unit(desk, ours, theirs):
    mine, other = write(ours), write(theirs)
    browser = desk(ours.user(Role.HEAD_EDITOR))
    for path in ("/", "/tin-bai/", "/tin-bai/?tu-khoa=kenh+muong", f"{EDITOR}/"):
        text = browser.get(path).content.decode()
        assert other.title not in text
    assert mine.title in browser.get("/tin-bai/?tu-khoa=KENH+muong").content.decode()


def test_a_forged_section_is_refused_and_nothing_is_written(desk, ours, theirs):
    answer = desk(ours.user(Role.CONTRIBUTOR)).post(
        "/gui-tin-bai/", typed(ours, section=str(theirs.section.pk))
    )
    assert answer.status_code == 422
    with everything("tests"):
        assert not Article.objects.exists()


def test_a_forged_picture_is_refused(desk, ours, theirs):
    actor = theirs.actor(Role.CONTRIBUTOR)
    with use_scope(actor.scope):
        image = store_image(
            by=actor, unit_id=theirs.unit.pk, file=picture(), title="x", alt_text="x", now=clock_now()
        )
    answer = desk(ours.user(Role.CONTRIBUTOR)).post(
        "/gui-tin-bai/", typed(ours, lead=str(image.pk), lead_alt="Ảnh của xã bên")
    )
    assert answer.status_code == 422
    assert image.file.url not in answer.content.decode()


def test_writing_for_a_neighbour_is_not_possible(desk, ours, theirs):
    browser = desk(ours.user(Role.CONTRIBUTOR))
    assert browser.get(f"/gui-tin-bai/?don-vi={theirs.unit.pk}").status_code == 404


def test_choosers_show_own_files_only(desk, ours, theirs):
    for office in (ours, theirs):
        actor, now = office.actor(Role.CONTRIBUTOR), clock_now()
        with use_scope(actor.scope):
            facts = {"by": actor, "unit_id": office.unit.pk, "title": f"Của {office.unit.name}", "now": now}
            store_document(file=BytesIO(office.unit.name.encode()), **facts)
    with use_scope(actor.scope):
        store_image(file=picture(), alt_text="x", **facts)
    browser = desk(ours.user(Role.CONTRIBUTOR))
    documents = browser.get("/soan-thao/documents/chooser/").json()["html"]
    assert ours.unit.name in documents
    for html in (documents, browser.get("/soan-thao/images/chooser/").json()["html"]):
        assert theirs.unit.name not in html


def test_the_trail_and_its_file_hold_the_units_in_reach(desk, ours, theirs, province):
    for office in (ours, theirs):
        record("newsroom.article_written", office.section, by=SYSTEM, now=clock_now())
    admin = desk(ours.user(Role.UNIT_ADMINISTRATOR))
    for path in ("/nhat-ky/", "/nhat-ky/tai-ve/", f"/nhat-ky/?unit={theirs.unit.pk}"):
        answer = admin.get(path)
        text = b"".join(answer).decode()
        assert theirs.section.title not in text
    both = desk(province.user(Role.AUDITOR)).get("/nhat-ky/tai-ve/")
    text = b"".join(both.streaming_content).decode()
    assert ours.section.title in text
    assert theirs.section.title in text


def test_a_formula_in_the_trail_stays_text(desk, ours):
    ours.section.title = "=cmd|x"
    record("newsroom.article_written", ours.section, by=SYSTEM, now=clock_now())
    answer = desk(ours.user(Role.UNIT_ADMINISTRATOR)).get("/nhat-ky/tai-ve/")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    assert "'=cmd|x" in text


def test_only_the_province_sees_failed_deliveries(desk, ours, province):
    assert desk(ours.user(Role.UNIT_ADMINISTRATOR)).get("/gui-khong-duoc/").status_code == 403
    assert desk(province.user(Role.PROVINCE_ADMINISTRATOR)).get("/gui-khong-duoc/").status_code == 200
