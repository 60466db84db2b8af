"""What is public shows its files; what is not, does not."""

from io import BytesIO

import pytest
from django.conf import settings

from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.archive_original import archive_original
from conglang.content.newsroom.tests import word
from conglang.content.newsroom.tests.conftest import NOW, publish, write
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.media.models import Exposure
from conglang.tools.media.services.store import store_document, store_image


@pytest.fixture
def files(home):
    by = home.writer
    with use_scope(by.scope):
        images = [
            store_image(
                by=by,
                unit_id=home.unit.pk,
                file=BytesIO(word.png(colour)),
                title=colour,
                alt_text="ao làng",
                now=NOW,
            )
            for colour in ("red", "blue")
        ]
        document = store_document(
            by=by, unit_id=home.unit.pk, file=BytesIO(b"bieu mau"), title="Biểu mẫu", now=NOW
        )
    return *images, document


def exposed() -> set[str]:
    deliver(now=NOW)
    with everything("tests"):
        rows = Exposure.objects.select_related("image", "document")
        return {(row.image or row.document).title for row in rows}


def test_files_follow_what_is_public(home, files, django_capture_on_commit_callbacks):
    lead, picture, document = files
    body = [
        {
            "type": "picture",
            "value": {"picture": {"image": picture.pk, "decorative": False, "alt_text": "ao"}},
        },
        {"type": "attachment", "value": {"document": document.pk}},
    ]
    article = write(home, lead_id=lead.pk, lead_alt="Ao làng mùa sen", body=body)
    assert exposed() == set()
    publish(article, home)
    with django_capture_on_commit_callbacks(execute=True):
        assert exposed() == {"red", "blue", "Biểu mẫu"}
    public = [path.name for path in settings.MEDIA_ROOT.rglob("*.txt")]
    assert public == ["bieu-mau.txt"]
    with use_scope(home.head.scope):
        withdraw(item=Article.objects.get(pk=article.pk), reason="Sai ngày", by=home.head, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert exposed() == set()
    assert not list(settings.MEDIA_ROOT.rglob("*.txt"))


def test_the_original_is_archived_once_and_outlives_publication(home):
    article = write(home)
    for data in (b"ban goc", b"ban khac"):
        with use_scope(home.writer.scope):
            archive_original(
                by=home.writer, article_id=article.pk, file=BytesIO(data), name="goc.txt", now=NOW
            )
    publish(article, home)
    with everything("tests"):
        original = Article.objects.get(pk=article.pk).original
        with original.file.open() as file:
            assert file.read() == b"ban goc"


def test_an_original_page_is_kept_as_text_that_no_browser_runs(home):
    article = write(home)
    page = BytesIO(b"<html><script>alert(1)</script></html>")
    with use_scope(home.writer.scope):
        archive_original(by=home.writer, article_id=article.pk, file=page, name="goc.html", now=NOW)
    with everything("tests"):
        assert Article.objects.get(pk=article.pk).original.extension == "txt"
