"""Attached PDF and Word files are found by their text, and can break nothing."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult
from docx import Document as WordDocument

from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything
from conglang.tools.search import extraction
from conglang.tools.search.extraction import Unreadable, text_of
from conglang.tools.search.models import EntryFile, FileState
from conglang.tools.search.queries import find
from conglang.tools.search.services.put import put
from conglang.tools.search.services.read_file import read_file
from conglang.tools.search.sources import File
from conglang.tools.search.tests.places import NOW, item, row


def word_file(*paragraphs: str) -> bytes:
    document, data = WordDocument(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "ô trong bảng"
    document.save(data)
    return data.getvalue()


def pdf_file(text: str) -> bytes:
    """One page with a line of text in a font that every reader has."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    data = b"%PDF-1.4\n"
    for number, body in enumerate(objects, 1):
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return data + b"trailer << /Root 1 0 R /Size 7 >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path


def stored(folder: Path, name: str, data: bytes) -> File:
    (folder / name).write_bytes(data)
    return File(name, f"{abs(hash(data)):064x}", name.rpartition(".")[2])


def test_the_text_of_word_and_pdf_files_is_read(private):
    stored(private, "a.docx", word_file("Điều 1. Mức thu phí chợ", "Điều 2"))
    assert text_of(private / "a.docx", "docx").split("\n")[:3] == [
        "Điều 1. Mức thu phí chợ",
        "Điều 2",
        "ô trong bảng",
    ]
    stored(private, "a.pdf", pdf_file("Quyet dinh so 12"))
    assert text_of(private / "a.pdf", "pdf").split() == ["Quyet", "dinh", "so", "12"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a.docx", b"PK no archive"),
        ("a.xlsx", b""),
        ("a.pdf", b""),
    ],
)
def test_what_cannot_be_read_is_said_and_harms_nothing(private, name, data):
    stored(private, name, data)
    with pytest.raises(Unreadable):
        text_of(private / name, name.rpartition(".")[2])


def test_entities_are_not_expanded(private):
    xml = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><w:document xmlns:w="x"><w:p>&a;</w:p></w:document>'
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", xml)
    stored(private, "bomb.docx", data.getvalue())
    with pytest.raises(Unreadable):
        text_of(private / "bomb.docx", "docx")


def test_a_file_that_takes_too_long_is_given_up(private, monkeypatch):
    monkeypatch.setattr(extraction, "SECONDS", 0.001)
    stored(private, "a.docx", word_file("x"))
    with pytest.raises(Unreadable):
        text_of(private / "a.docx", "docx")


def find_titles(unit, query: str) -> list[str]:
    return [result.title_text for result in find(unit=unit, query=query, now=NOW).results]


@pytest.mark.postgres
def test_an_item_is_found_by_its_attachment_until_that_is_taken_away(home, private):
    file = stored(private, "qd.docx", word_file("Mức thu phí đò ngang"))
    entered = item(row(home, "1"), title="Quyết định 12", files=(file,))
    with everything("tests"):
        put(items=[entered], now=NOW)
        assert find_titles(home, "phí đò ngang") == []
        [waiting] = EntryFile.objects.all()
        read_file(file_id=waiting.pk)
        read_file(file_id=waiting.pk)
        assert find_titles(home, "phí đò ngang") == ["Quyết định 12"]
        assert put(items=[entered], now=NOW) == 0
        put(
            items=[item(row(home, "2"), object_id=entered.object_id, uid=entered.uid, title="Quyết định 12")],
            now=NOW,
        )
        assert find_titles(home, "phí đò ngang") == []
        assert not EntryFile.objects.exists()


@pytest.mark.postgres
def test_the_same_file_attached_twice_is_read_once(home, private):
    file = stored(private, "qd.docx", word_file("Mức thu phí đò ngang"))
    with everything("tests"):
        put(items=[item(row(home, name), title=f"Tin {name}", files=(file,)) for name in "12"], now=NOW)
        first, second = EntryFile.objects.order_by("pk")
        read_file(file_id=first.pk)
        (private / "qd.docx").unlink()
        read_file(file_id=second.pk)
        assert {each.state for each in EntryFile.objects.all()} == {FileState.READ}
        assert len(find_titles(home, "phí đò ngang")) == 2


def test_reading_is_ordered_through_the_outbox_and_done_by_the_queue(home, private):
    file = stored(private, "qd.docx", word_file("Mức thu phí đò ngang"))
    with everything("tests"):
        put(items=[item(row(home, "1"), files=(file,))], now=NOW)
    deliver(now=NOW)
    [task] = DBTaskResult.objects.all()
    assert task.task_path == "conglang.tools.search.tasks.read_attached_file"
