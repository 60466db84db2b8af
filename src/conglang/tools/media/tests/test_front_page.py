"""The first page of a PDF as a picture for readers."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image as Picture

from conglang.tools.media.models import Document
from conglang.tools.media.services.expose import conceal, expose, front_page_name
from conglang.tools.media.services.store import store_document
from conglang.tools.media.tasks import draw_front_page
from conglang.tools.media.tests.conftest import NOW


def pdf() -> BytesIO:
    paper = pypdfium2.PdfDocument.new()
    paper.new_page(595, 842).gen_content()
    data = BytesIO()
    paper.save(data)
    data.seek(0)
    return data


@pytest.fixture
def stored(in_scope):
    def store(data):
        return store_document(by=in_scope, unit_id=in_scope.unit_id, file=data, title="Van ban", now=NOW)

    return store


def test_the_first_page_is_drawn_once_and_public_as_long_as_its_file(
    stored, settings, django_capture_on_commit_callbacks
):
    document = stored(pdf())
    shower = Document.objects.get(pk=document.pk)  # any row with a unit may show it
    with django_capture_on_commit_callbacks(execute=True):
        expose(owner=shower, images=(), documents=[document])
    draw_front_page.func(document.pk)
    document.refresh_from_db()
    picture = Path(settings.MEDIA_ROOT, front_page_name(document))
    assert document.front_page == {"width": 320, "height": 453}
    with Picture.open(picture) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (320, 453))
    with django_capture_on_commit_callbacks(execute=True):
        conceal(owner=shower)
    assert not picture.exists()


def test_a_file_that_cannot_be_drawn_stands_without_a_picture(stored):
    broken = stored(BytesIO(b"%PDF-1.7 nothing"))
    draw_front_page.func(broken.pk)
    broken.refresh_from_db()
    assert broken.front_page == {}
