"""Marks in pictures: those of articles, and those inside Word, Excel and PDF files."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document as WordDocument
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Unit, UnitKind
from conglang.base.units.scope import everything
from conglang.tools.guards.examination import Gap, report_on
from conglang.tools.guards.models import Inspection, Stop
from conglang.tools.guards.reader import rows_of
from conglang.tools.guards.rules import Kind
from conglang.tools.guards.scanned import take_in
from conglang.tools.guards.services.inspect_file import inspect_file
from conglang.tools.guards.services.watch_file import watch_picture
from conglang.tools.media import embedded, ocr
from conglang.tools.media.models import Image, Recognition
from conglang.tools.media.services.store import store_document, store_image
from conglang.tools.papers.fonts import FACES

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SYSTEM = Actor.system("tests")


def picture(words: str, size: tuple[int, int] = (420, 160)) -> bytes:
    """A stamp as somebody pastes it: red words in a red box."""
    drawn, data = Picture.new("RGB", size, "white"), BytesIO()
    pen = ImageDraw.Draw(drawn)
    pen.rectangle([20, 20, size[0] - 20, size[1] - 20], outline=(200, 30, 40), width=5)
    font = ImageFont.truetype(FACES["bold", "normal"], 52)
    pen.text((60, 48), words, (200, 30, 40), font)
    drawn.save(data, "PNG")
    return data.getvalue()


def word(*pictures: bytes) -> bytes:
    document, data = WordDocument(), BytesIO()
    document.add_paragraph("Kế hoạch kiểm tra công tác năm")
    for each in pictures:
        document.add_picture(BytesIO(each))
    document.save(data)
    return data.getvalue()


@pytest.fixture
def unit(db, settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with everything("tests"):
        yield Unit.objects.create(
            code="98001",
            kind=UnitKind.COMMUNE,
            level=UnitKind.COMMUNE.level,
            name="Bến Sen",
            valid_from=NOW.date(),
        )


@pytest.fixture
def read(monkeypatch):
    """A program that reads these lines on every page and sheet; the keys that it was asked for."""
    asked = []

    def answer(*lines):
        page = ocr.ScanPage(tuple(tuple(ocr.Word(each) for each in line.split()) for line in lines))
        monkeypatch.setattr(ocr, "is_installed", lambda: True)
        monkeypatch.setattr(ocr, "read_page", lambda _path, _kind, key: asked.append(key) or page)
        return asked

    return answer


def test_pictures_of_a_file_are_told_and_laid_on_sheets_once_each():
    data = word(picture("MẬT"), picture("MẬT"), picture("KHẨN", (1200, 900)))
    assert ("gap", 0, "picture") in list(rows_of("docx", data))
    assert [sheet.size for sheet in embedded.sheets_of("docx", data, 9)] == [(1200, 900), (1880, 1800)]
    assert ("gap", 0, "picture") not in list(rows_of("docx", word()))


def test_a_letter_of_a_stamp_that_was_read_twice_hides_no_mark():
    report = report_on([])
    take_in(report, {1: ocr.ScanPage(marks=("TUYẾỆT MẬT",))})
    assert [finding.kind for finding in report.findings] == [Kind.SECRECY]


def test_a_picture_of_a_file_inside_stays_a_gap():
    data = BytesIO(word())
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/embeddings/a.docx", word(picture("MẬT")))
    assert ("gap", 0, "inside") in list(rows_of("docx", data.getvalue()))


def stored(unit, data):
    return store_document(by=SYSTEM, unit_id=unit.pk, file=BytesIO(data), title="Kế hoạch", now=NOW)


def test_a_mark_on_a_picture_in_a_word_file_is_found_and_the_gap_is_closed(unit, read):
    asked = read("UBND XÃ", "TỐI MẬT")
    report = inspect_file(document=stored(unit, word(picture("TỐI MẬT")))).as_report()
    assert [finding.kind for finding in report.findings] == [Kind.SECRECY]
    assert (report.gaps, asked) == ([], ["p1"])
    assert Recognition.objects.get().scans == {}, "a picture is no page"


def test_without_the_program_the_approver_is_told(unit, monkeypatch):
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    report = inspect_file(document=stored(unit, word(picture("MẬT")))).as_report()
    assert [gap for gap, _number in report.gaps] == [Gap.PICTURE]


def test_a_picture_of_an_article_is_read_once_and_its_keepers_are_told(unit, read):
    asked = read("MẬT")
    image = store_image(
        by=SYSTEM, unit_id=unit.pk, file=BytesIO(picture("MẬT")), title="Ảnh", alt_text="Ảnh", now=NOW
    )
    deliver(now=NOW, limit=9)
    assert Recognition.objects.get().name == str(image.file.name), "its reading is ordered"
    assert not watch_picture(image_id=image.pk, now=NOW)
    assert not watch_picture(image_id=image.pk, now=NOW)
    assert asked == [1]
    assert Stop.objects.get().label == Image._meta.label_lower
    assert Inspection.objects.count() == 1


def test_the_real_program_reads_a_stamp_in_a_word_file(unit):
    report = inspect_file(document=stored(unit, word(picture("TỐI MẬT")))).as_report()
    assert Kind.SECRECY in {finding.kind for finding in report.findings}
