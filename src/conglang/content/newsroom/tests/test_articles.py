import unicodedata
from dataclasses import replace
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.edit_article import Conflict, edit_article
from conglang.content.newsroom.services.write_article import write_article
from conglang.content.newsroom.tests.conftest import NOW, content, publish, text, write
from conglang.tools.approval.models import Contribution
from conglang.tools.approval.refusals import Refused

UID = UUID("018f0000-0000-7000-8000-000000000001")


def edit(article, by, *, version=None, **changes):
    with use_scope(by.scope):
        row = Article.objects.get(pk=article.pk)
        newest = row.get_latest_revision_as_object()
        return edit_article(
            by=by,
            article_id=row.pk,
            expected_revision=row.version if version is None else version,
            content=replace(ArticleContent.of(newest), **changes),
            now=NOW,
        )


def test_a_new_article_is_a_draft_with_a_revision_a_contributor_and_a_record(home):
    article = write(home)
    assert not article.live
    assert article.slug == "lich-tiem-phong"
    assert article.latest_revision is not None
    with everything("tests"):
        assert [row.user_id for row in Contribution.objects.all()] == [home.writer.user_id]
    assert AuditEntry.objects.get(verb="newsroom.article_written").actor_id == home.writer.user_id


def test_the_way_of_n1_ends_on_the_public_site(home):
    article = publish(write(home), home)
    assert article.live
    assert article.first_published_at == NOW


def test_the_head_editor_cannot_approve_what_they_edited(home):
    article = write(home)
    edit(article, home.head, title="Lịch tiêm phòng tháng 12")
    with pytest.raises(Refused), everything("tests"):
        publish(article, home)


def test_the_same_form_sent_twice_gives_one_article(home):
    with use_scope(home.writer.scope):
        first = write_article(by=home.writer, content=content(home), now=NOW, uid=UID)
        again = write_article(by=home.writer, content=content(home), now=NOW, uid=UID)
    assert first.pk == again.pk
    with everything("tests"):
        assert Article.objects.count() == 1


def test_two_articles_of_one_title_have_two_addresses(home):
    assert [write(home).slug, write(home).slug, write(home).slug] == [
        "lich-tiem-phong",
        "lich-tiem-phong-2",
        "lich-tiem-phong-3",
    ]


def test_who_comes_too_late_for_an_address_takes_the_next_number(home, monkeypatch):
    write(home)
    look = Article._free_slug
    looks = iter(["lich-tiem-phong"])
    monkeypatch.setattr(Article, "_free_slug", lambda self, base: next(looks, None) or look(self, base))
    assert write(home).slug == "lich-tiem-phong-2"


def test_an_error_that_is_not_about_the_address_is_not_tried_again(home):
    article = write(home)
    with everything("tests"), pytest.raises(IntegrityError), transaction.atomic():
        Article(uid=article.uid, unit_id=article.unit_id, section_id=article.section_id, title="Khác").save()


def test_the_address_follows_the_title_until_the_first_publication(home):
    article = write(home)
    assert edit(article, home.writer, title="Lịch khám bệnh").slug == "lich-kham-benh"
    publish(article, home)
    assert edit(article, home.desk, title="Lịch khám bệnh mới").slug == "lich-kham-benh"


def test_everything_typed_is_stored_as_nfc_with_our_tags_only(home):
    nfd = unicodedata.normalize("NFD", "Đất đai ở Bến Sen")
    evil = text(f"<p onclick=x>{nfd}<script>alert(1)</script><a href='javascript:x'>y</a></p>")
    article = write(home, title=nfd, summary=nfd, author_name=nfd, body=[evil])
    stored = str(article.latest_revision.content)
    for words in (article.title, article.summary, article.author_name, stored):
        assert unicodedata.is_normalized("NFC", words)
    assert "script" not in stored
    assert "onclick" not in stored
    assert "javascript" not in stored


def test_a_lead_picture_needs_words_and_a_source_needs_its_name(home):
    with pytest.raises(ValidationError, match="source_name"):
        write(home, source_url="https://vnexpress.net/1")
    assert write(home, source_url="https://bao.vn/1", source_name="Báo").is_collected


def test_nothing_is_written_under_a_mere_heading(home):
    with pytest.raises(ValidationError, match="section"):
        write(home, section_id=home.sections["all"].pk)


def test_the_neighbours_section_does_not_exist(home, neighbour):
    with use_scope(home.writer.scope), pytest.raises(NotFound):
        write_article(by=home.writer, content=content(neighbour), now=NOW)


def test_the_neighbours_article_does_not_exist(home, neighbour):
    theirs = write(neighbour)
    with use_scope(home.desk.scope), pytest.raises(NotFound):
        edit_article(by=home.desk, article_id=theirs.pk, expected_revision="", content=content(home), now=NOW)


def test_a_contributor_edits_own_articles_only_and_the_board_all(home):
    article = write(home)
    with pytest.raises(Forbidden):
        edit(article, home.colleague, title="Khác")
    assert edit(article, home.desk, title="Khác").title == "Khác"
    with everything("tests"):
        users = set(Contribution.objects.values_list("user_id", flat=True))
    assert users == {home.writer.user_id, home.desk.user_id}


def test_two_editors_never_overwrite_each_other(home):
    article = write(home)
    before = article.version
    edit(article, home.desk, title="Của phó ban")
    with pytest.raises(Conflict) as conflict:
        edit(article, home.editor, version=before, title="Của biên tập")
    assert conflict.value.stored.title == "Của phó ban"
    assert edit(article, home.editor, version=conflict.value.article.version, title="Sau").title == "Sau"


def test_an_autosaved_revision_of_the_same_number_is_another_version(home):
    article = write(home)
    before = article.version
    with use_scope(home.writer.scope):
        newest = article.get_latest_revision_as_object()
        newest.title = "Tự lưu"
        user = User.objects.get(pk=home.writer.user_id)
        newest.save_revision(user=user, overwrite_revision=article.latest_revision)
    with pytest.raises(Conflict):
        edit(article, home.desk, version=before, title="Của phó ban")


def test_the_same_content_sent_again_makes_no_revision_even_with_an_old_version(home):
    article = write(home)
    before = article.version
    edit(article, home.desk, title="Mới")
    edit(article, home.desk, version=before, title="Mới")
    with everything("tests"):
        assert Article.objects.get(pk=article.pk).revisions.count() == 2


def test_what_is_public_stays_as_approved_while_a_new_version_is_written(home):
    article = publish(write(home), home)
    edit(article, home.desk, title="Bản mới")
    with everything("tests"):
        row = Article.objects.get(pk=article.pk)
        assert row.get_latest_revision_as_object().title == "Bản mới"
    assert row.title == "Lịch tiêm phòng"
    assert row.live


def test_a_draft_row_shows_the_newest_title_in_lists(home):
    article = write(home)
    edit(article, home.writer, title="Tiêu đề mới")
    with everything("tests"):
        assert Article.objects.get(pk=article.pk).title == "Tiêu đề mới"
