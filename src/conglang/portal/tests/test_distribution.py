"""An item of the province stands on the sites of chosen communes, proved, with their own words."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Site, Unit
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.edit_article import edit_article
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, write
from conglang.kernel import clock
from conglang.network.exchange.tests.peers import server
from conglang.portal.tests.test_feeds import read
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.models import Review
from conglang.tools.approval.queries import standing
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.distribution.channels import Planned, channels_for
from conglang.tools.distribution.models import Line, LocalRemark, What
from conglang.tools.distribution.queries import lines_of
from conglang.tools.distribution.services.follow import turn_due
from conglang.tools.distribution.services.receive import refuse, take, write_remark
from conglang.tools.distribution.services.set_sheet import Conflict, set_sheet
from conglang.tools.distribution.tasks import look_at_line, look_at_lines
from conglang.tools.pages.models import TemplateVersion

SINCE = date(2025, 7, 1)
PATH = "/news/bao-so-6/"


@pytest.fixture
def places(db):
    """A province and two communes with sites; a third one elsewhere."""
    found = {"province": commune("98", "Sông Mây"), "sen": commune("98001", "Bến Sen")}
    found |= {"lau": commune("98002", "Gò Lau"), "stranger": commune("97001", "Bến Đá")}
    province = found["province"].unit
    with clock.frozen(NOW), everything("tests"):
        Unit.objects.filter(pk=province.pk).update(kind="province", level="province")
        for key in ("sen", "lau"):
            Unit.objects.filter(pk=found[key].unit.pk).update(parent=province, lineage=f"/{province.pk}/")
        for key, place in found.items():
            place.unit.refresh_from_db()
            Site.objects.create(unit=place.unit, host=f"{key}.localhost", opened_on=SINCE)
        yield found


def put(article, by, sheet, version=None):
    with use_scope(by.scope):
        row = Article.objects.get(pk=article.pk)
        seen = row.latest_revision_id if version is None else version
        return set_sheet(by=by, item=row, sheet=sheet, expected_version=seen, now=NOW)


def plan(article, province, *units, by=None, **more):
    sheet = {"portal": {"units": [each.unit.pk for each in units], **more}}
    return put(article, by or province.desk, sheet)


def told():
    with everything("tests"):
        deliver(now=NOW + timedelta(seconds=1), limit=500)


def distributed(places, *keys, **more):
    article = write(places["province"], title="Bão số 6")
    plan(article, places["province"], *(places[key] for key in keys), **more)
    publish(article, places["province"])
    told()
    return article


def page(key, path):
    return Client(headers={"host": f"{key}.localhost"}).get(path)


def remark(place, line, text="Họp dân lúc 7 giờ."):
    with use_scope(place.writer.scope):
        found = write_remark(
            by=place.writer, line_id=line.pk, title="Bão số 6", text=text, expected_version=None, now=NOW
        )
        submit(item=found, by=place.writer, now=NOW)
    with use_scope(place.head.scope):
        seen = standing(place.head, found, now=NOW).content
        approve(item=found, expected_hash=seen, by=place.head, now=NOW)
    return found


def line_of(article, place, channel="portal"):
    return next(row for row in lines_of(article) if (row.unit_id, row.channel) == (place.unit.pk, channel))


@pytest.mark.postgres
def test_it_stands_on_the_chosen_sites_only_and_is_one_row(places):
    distributed(places, "sen")
    with everything("tests"):
        assert Article.objects.count() == 1
    assert page("province", PATH).status_code == page("sen", PATH).status_code == 200
    assert page("lau", PATH).status_code == page("stranger", PATH).status_code == 404
    assert "Bão số 6" in page("sen", "/news/").content.decode()
    assert "Bão số 6" not in page("lau", "/news/").content.decode()
    html = page("sen", PATH).content.decode()
    assert '<link rel="canonical" href="http://province.localhost/news/bao-so-6/"' in html
    assert "Nội dung của" in html
    for name in ("rss.xml", "atom.xml", "feed.json"):
        for folder in ("/", "/news/"):
            assert read(Client(headers={"host": "sen.localhost"}), f"{folder}{name}") == ["Bão số 6"]


def test_another_section_can_be_chosen_and_the_front_page_shows_it_once(places):
    distributed(places, "sen", section="about")
    assert "Bão số 6" not in page("sen", "/news/").content.decode()
    assert page("sen", "/").content.decode().count(">Bão số 6</a>") == 1


def test_a_sheet_is_approved_with_its_item(places):
    province = places["province"]
    article = write(province, title="Bão số 6")
    with use_scope(province.writer.scope):
        submit(item=article, by=province.writer, now=NOW)
    before = content_hash(article.latest_revision_id)
    newer = plan(article, province, places["sen"])
    with use_scope(province.head.scope):
        row = Article.objects.get(pk=article.pk)
        assert content_hash(newer.latest_revision_id) != before
        with pytest.raises(Refused):
            approve(item=row, expected_hash=before, by=province.head, now=NOW)


def test_a_changed_sheet_goes_back_to_a_second_person_and_readers_keep_the_old_one(places):
    article, province = distributed(places, "sen"), places["province"]
    plan(article, province, places["lau"], by=province.head)
    told()
    assert page("sen", PATH).status_code == 200
    assert page("lau", PATH).status_code == 404
    with use_scope(province.head.scope):
        assert Review.objects.get(object_id=article.pk).stage == Stage.DRAFT
        row = Article.objects.get(pk=article.pk)
        seen = standing(province.head, row, now=NOW).content
        submit(item=row, by=province.head, now=NOW)
        with pytest.raises(Refused):
            approve(item=row, expected_hash=seen, by=province.head, now=NOW)


def test_an_edit_of_the_text_keeps_the_sheet(places):
    province = places["province"]
    article = write(province, title="Bão số 6")
    planned = plan(article, province, places["sen"])
    with use_scope(province.desk.scope):
        row = Article.objects.get(pk=article.pk)
        content = ArticleContent.of(row)
        edited = edit_article(
            by=province.desk, article_id=row.pk, expected_revision=row.version, now=NOW,
            content=ArticleContent(**{**vars(content), "title": "Bão số 7"}),
        )  # fmt: skip
    assert edited.sheet == planned.sheet != {}


def test_only_units_below_and_only_what_a_channel_asks(places):
    province, sen = places["province"], places["sen"].unit.pk
    article = write(province)
    late, early = "2026-12-02T00:00:00+00:00", "2026-12-01T00:00:00+00:00"
    for wrong in (
        {"portal": {"units": [places["stranger"].unit.pk]}},
        {"portal": {"chosen": True}},
        {"loa": {"chosen": True}},
        {"portal": {"units": [sen], "starts_at": late, "ends_at": early}},
    ):
        with pytest.raises(ValidationError):
            put(article, province.desk, wrong)
    with pytest.raises(Conflict):
        put(article, province.desk, {"portal": {"units": [sen]}}, version=0)
    with pytest.raises(Forbidden):
        plan(article, province, places["sen"], by=province.colleague)
    with use_scope(places["sen"].desk.scope), pytest.raises(NotFound):
        set_sheet(by=places["sen"].desk, item=article, sheet={}, expected_version=None, now=NOW)


def test_a_line_begins_and_ends_at_its_time(places):
    begin, end = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    distributed(places, "sen", starts_at=begin.isoformat(), ends_at=end.isoformat())
    for now, status in ((NOW, 404), (begin, 200), (end, 404)):
        turn_due(now=now)
        assert page("sen", PATH).status_code == status
    assert turn_due(now=end) == 0


def test_withdrawn_once_it_is_withdrawn_everywhere(places):
    article, province = distributed(places, "sen", "lau"), places["province"]
    with use_scope(province.head.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=province.head, now=NOW, reason="Nhầm")
    told()
    assert [page(key, PATH).status_code for key in ("province", "sen", "lau")] == [410] * 3
    assert {(row.live, row.ended_at) for row in lines_of(article)} == {(False, NOW + timedelta(seconds=1))}


def test_what_was_seen_is_kept_for_each_channel_and_unit(places, settings):
    article = distributed(places, "sen")
    with server() as front:
        settings.PROBE_AT = front.origin.removeprefix("http://")
        front.give(PATH, b"<html>bao")
        front.give("/rss.xml", b"x" * 70_000 + f"urn:uuid:{article.uid}".encode())
        look_at_lines(NOW)
        for row in lines_of(article):
            look_at_line.func(row.pk)
        found = {(row.channel, row.unit_id): row.evidence.first() for row in lines_of(article)}
        assert {key for key, proof in found.items() if proof is None} == {
            ("digest", places[key].unit.pk) for key in ("province", "sen")
        }  # letters prove themselves
        found = {key: proof for key, proof in found.items() if proof}
        assert {each.what for each in found.values()} == {What.THERE}
        seen = found["portal", places["sen"].unit.pk]
        assert (seen.place, len(seen.sha256)) == ("http://sen.localhost/news/bao-so-6/", 64)
        front.give("/rss.xml", b"nothing of it")
        look_at_line.func(line_of(article, places["sen"], "feeds").pk)
    latest = line_of(article, places["sen"], "feeds").evidence.all()[0]
    assert (latest.what, latest.note) == (What.MISSING, "not in it")


def test_a_commune_adds_its_own_words_on_its_own_site_once_a_second_person_agreed(places):
    article = distributed(places, "sen", "lau")
    line = line_of(article, places["sen"])
    remark(places["sen"], line)
    assert "Họp dân lúc 7 giờ." in page("sen", PATH).content.decode()
    for key in ("province", "lau"):
        assert "Họp dân lúc 7 giờ." not in page(key, PATH).content.decode()
    with use_scope(places["lau"].writer.scope), pytest.raises(NotFound):
        write_remark(
            by=places["lau"].writer,
            line_id=line.pk,
            title="",
            text="Chen vào",
            expected_version=None,
            now=NOW,
        )
    with everything("tests"):
        assert LocalRemark.objects.count() == 1


def test_a_commune_does_without_it_unless_the_province_fixed_the_section(places):
    article, sen = distributed(places, "sen"), places["sen"]
    line = line_of(article, sen)
    with use_scope(sen.head.scope):
        with pytest.raises(ValidationError):
            refuse(by=sen.head, line_id=line.pk, reason=" ", now=NOW)
        refuse(by=sen.head, line_id=line.pk, reason="Không có sông", now=NOW)
        assert page("sen", PATH).status_code == 404
        take(by=sen.head, line_id=line.pk, now=NOW)
        assert page("sen", PATH).status_code == 200
    with everything("tests"):
        row = {"key": "news", "title": "Tin", "rule": "fixed", "slug": "news"}
        TemplateVersion.objects.create(
            unit=places["province"].unit, number=1, content={"sections": [row], "blocks": []}, since=NOW
        )
    with use_scope(sen.head.scope), pytest.raises(ValidationError):
        refuse(by=sen.head, line_id=line.pk, reason="Không có sông", now=NOW)
    with use_scope(sen.writer.scope), pytest.raises(Forbidden):
        refuse(by=sen.writer, line_id=line.pk, reason="Không có sông", now=NOW)


def test_only_channels_that_somebody_registered_are_offered(places):
    article = write(places["sen"])
    assert [each.key for each in channels_for(article)] == ["portal", "feeds", "digest", "push"]
    with use_scope(places["sen"].writer.scope):
        own = [list(each.plan(article, {})) for each in channels_for(article)]
    assert own == [[Planned(places["sen"].unit.pk)]] * 3 + [[]]
    with everything("tests"):
        assert not Line.objects.exists()
