"""Scans read by the real tesseract, from the picture to the draft or to the locked file."""

from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything
from conglang.content.documents.models import FileState, OfficialDocument
from conglang.content.documents.tests.papers import Paper
from conglang.content.documents.tests.scanned import WIDTH, Wear, as_jpeg, picture_of
from conglang.content.documents.tests.test_dropping import bring, states
from conglang.content.documents.tests.test_reading import PAPERS
from conglang.tools.guards.models import Stop
from conglang.tools.media.models import Document


def scan(paper: Paper, height: int, *, stamp: str = "") -> bytes:
    """The upper part of a page, so that it is read quickly."""
    return as_jpeg(picture_of(paper, Wear(), stamp=stamp).crop((0, 0, WIDTH, height)), quality=75)


def test_a_red_box_on_a_scan_stops_it_before_there_is_a_draft(home):
    drop = bring(home, ("quet.jpg", scan(PAPERS[1], 700, stamp="MẬT")))
    assert list(states(drop).values()) == [FileState.STOPPED]
    with everything("tests"):
        assert not OfficialDocument.objects.exists()
        file, stop = Document.objects.get(), Stop.objects.get()
        assert file.is_quarantined
        assert stop.label == "documents.droppedfile"
        assert AuditEntry.objects.filter(verb="guards.item_stopped").exists()


def test_a_scanned_picture_becomes_a_whole_record_with_its_doubts_marked(home):
    data = scan(PAPERS[0], 900)
    drop = bring(home, ("quet.jpg", data))
    assert list(states(drop).values()) == [FileState.DRAFT]
    with everything("tests"):
        draft = OfficialDocument.objects.get()
        pdf, picture = draft.documents
    assert (draft.kind, draft.code, str(draft.issued_on)) == ("quyet-dinh", "12/QĐ-UBND", "2026-03-05")
    assert draft.reading["issued_on"]["line"].endswith("ngày 05 tháng 3 năm 2026")
    assert draft.reading["abstract"]["certainty"] == "likely"
    assert (pdf.extension, picture.extension) == ("pdf", "jpg")
