"""`conglang read FILE`."""

import json

import pytest
from click.testing import CliRunner

from conglang.content.documents.commands import read
from conglang.content.documents.tests.papers import as_pdf, as_word
from conglang.content.documents.tests.test_reading import PAPERS
from conglang.content.documents.tests.word97 import as_old_word
from conglang.tools.media import ocr, word97
from conglang.tools.media.tests.test_scans import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Call the command with a file of this content."""

    def call(name, data, *options):
        path = tmp_path / name
        path.write_bytes(data)
        return CliRunner().invoke(read, [str(path), *options])

    return call


def test_programs_get_fields_signatures_findings_and_text(run):
    answer = run("12.pdf", as_pdf(PAPERS[0], by_rows=True), "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    assert told["fields"]["code"] == {
        "value": "12/QĐ-UBND",
        "line": "Số: 12/QĐ-UBND Bến Sen, ngày 05 tháng 3 năm 2026",
        "certainty": "sure",
    }
    assert told["signatures"]["valid"] is False
    assert told["guards"] == {"findings": [], "gaps": []}
    assert "Căn cứ Luật Tổ chức" in told["text"]


def test_people_get_a_line_a_field(run):
    answer = run("135.docx", as_word(PAPERS[1]))
    assert answer.exit_code == 0
    assert "135/KH-UBND" in answer.output


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"", "Tệp rỗng"),
        ("a.exe", b"MZ\x90\x00\x00\x00", "không"),
        ("a.pdf", b"%PDF-1.7 nothing of a PDF", "hỏng"),
        ("a.txt", "Số: 12/QĐ-UBND".encode(), "PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(run, name, data, words):
    answer = run(name, data)
    assert answer.exit_code == 2
    assert words in answer.output


def test_old_word_files_are_read_too_and_say_what_they_need(run, monkeypatch):
    words = "\n".join(
        [*PAPERS[0].left, PAPERS[0].number, PAPERS[0].dated, *PAPERS[0].heading, *PAPERS[0].body]
    )
    assert "12/QĐ-UBND" in run("12.doc", as_old_word(words)).output
    monkeypatch.setattr(word97, "is_installed", lambda: False)
    answer = run("12.doc", as_old_word(words))
    assert answer.exit_code == 2
    assert "catdoc" in answer.output


def test_scans_are_read_with_the_program_and_without_it_tell_what_is_missing(run, monkeypatch):
    lines = [PAPERS[0].number, PAPERS[0].dated, *PAPERS[0].heading, "Bản MẬT"]
    page = ocr.ScanPage(tuple(tuple(ocr.Word(word) for word in line.split()) for line in lines), ("MẬT",))
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "read_page", lambda *_given: page)
    told = json.loads(run("12.jpg", picture("JPEG"), "--json").output)
    assert told["fields"]["code"]["value"] == "12/QĐ-UBND"
    assert told["signatures"] is None
    assert [finding["kind"] for finding in told["guards"]["findings"]] == ["secrecy"]
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    for name, data, code in (("12.jpg", picture("JPEG"), 2), ("12.pdf", picture("PDF"), 0)):
        answer = run(name, data)
        assert (answer.exit_code, "tesseract" in answer.output) == (code, True)
    assert '"gap": "scan"' in run("12.pdf", picture("PDF"), "--json").output
