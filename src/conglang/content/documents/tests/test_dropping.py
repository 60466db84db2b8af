"""Files brought in at once: what becomes of each, who is kept from what, and what waits."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from conglang.base.accounts.models import Membership
from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.content.documents import archives, queries
from conglang.content.documents.models import FileState, OfficialDocument
from conglang.content.documents.services.bring_in import bring_in
from conglang.content.documents.services.enter_by_hand import enter_by_hand
from conglang.content.documents.services.read_dropped import read_dropped
from conglang.content.documents.tests.conftest import NOW, write
from conglang.content.documents.tests.papers import STATE, Paper, as_pdf, as_word
from conglang.content.documents.tests.test_reading import PAPERS
from conglang.content.documents.tests.word97 import as_old_word, as_tcvn3_word
from conglang.tools.guards.models import Stop
from conglang.tools.media import ocr, word97
from conglang.tools.media.models import Document, Recognition
from conglang.tools.media.rules import Refusal
from conglang.tools.media.services.recognise import recognise

SECRET = Paper({}, ["MẬT", *PAPERS[1].heading], number="Số: 9/KH-UBND", dated=PAPERS[1].dated)
DROP = "/so-van-ban/nhan-tep/"


def bring(of, *files, name=""):
    """Bring files in as the clerk and let the worker read them."""
    by = of.actor("clerk")
    given = [SimpleUploadedFile(label, data) for label, data in files]
    with use_scope(by.scope):
        drop = bring_in(by=by, unit_id=of.unit.pk, files=given, now=NOW, name=name)
    read(drop)
    return drop


def read(drop):
    with everything("tests"):
        keys = list(drop.files.values_list("pk", flat=True))
    for pk in keys:
        read_dropped(file_id=pk, now=NOW)


def states(drop):
    with everything("tests"):
        return {row.name: row.state for row in drop.files.all()}


def packed(**files):
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


def scan():
    data = BytesIO()
    Image.new("RGB", (900, 1200), "white").save(data, "PDF")
    return data.getvalue()


def test_each_file_of_a_folder_has_its_own_end(home):
    known = write(home)
    drop = bring(
        home,
        ("135.docx", as_word(PAPERS[1])),
        ("12.pdf", as_pdf(PAPERS[0], by_rows=True)),
        ("xau.exe", b"MZ\x90\x00"),
        ("bang.txt", b"khong phai van ban"),
        (
            "them.zip",
            packed(**{"quy__88.pdf": as_pdf(PAPERS[7]), ".an": b"x", "lai.docx": as_word(PAPERS[1])}),
        ),
        ("mat.docx", as_word(SECRET)),
    )
    assert states(drop) == {
        "135.docx": FileState.DRAFT,
        "12.pdf": FileState.KNOWN,
        "xau.exe": FileState.REFUSED,
        "bang.txt": FileState.REFUSED,
        "them.zip/quy/88.pdf": FileState.DRAFT,
        "them.zip/lai.docx": FileState.KNOWN,
        "mat.docx": FileState.STOPPED,
    }
    with everything("tests"):
        assert drop.files.get(name="12.pdf").document.pk == known.pk, "known by its number"
        assert drop.files.get(name="135.docx").document.code == "135/KH-UBND"
        assert queries.to_check_count(drop.pk) == 2
        drafts = OfficialDocument.objects.count()
    read(drop)
    with everything("tests"):
        assert OfficialDocument.objects.count() == drafts, "what is done is not done again"


def test_a_secret_file_becomes_no_draft_and_only_its_keepers_open_it(home, desk):
    drop = bring(home, ("mat.docx", as_word(SECRET)))
    with everything("tests"):
        file = Document.objects.get()
        assert not OfficialDocument.objects.exists()
        assert Stop.objects.get().label == "documents.droppedfile"
    path = f"/tep/{file.file.name}"
    assert desk(home, "clerk").get(path).status_code == 403
    answer = desk(home, "head").get(path)
    assert b"".join(answer.streaming_content).startswith(b"PK")  # read to its end, it is closed too
    assert "Số: 9/KH" not in desk(home, "clerk").get(f"{DROP}{drop.pk}/").content.decode()


def test_a_list_of_people_says_so(home):
    people = [f"{n}. Nguyễn Văn {n}, CCCD 0010900123{n:02}, điện thoại 09123456{n:02}" for n in range(10, 16)]
    paper = Paper({}, PAPERS[0].heading, number="Số: 71/QĐ-UBND", dated=PAPERS[0].dated, body=people)
    drop = bring(home, ("ho-ngheo.docx", as_word(paper)))
    with everything("tests"):
        assert drop.files.get().personal >= 6


def test_scans_wait_for_the_program_and_go_on_when_it_is_there(home, desk, monkeypatch):
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    drop = bring(home, ("quet.pdf", scan()))
    assert list(states(drop).values()) == [FileState.PAGES]
    page = desk(home, "clerk").get(f"{DROP}{drop.pk}/").content.decode()
    assert "tesseract" in page
    lines = [*PAPERS[0].left, PAPERS[0].number, PAPERS[0].dated, *PAPERS[0].heading, *PAPERS[0].signed]
    words = tuple(tuple(ocr.Word(word, 95) for word in line.split()) for line in lines)
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "read_page", lambda *_given: ocr.ScanPage(words))
    with everything("tests"):
        row = recognise(document=Document.objects.get(), now=NOW, seconds=9)
        assert row.is_read
        deliver(now=NOW, limit=100)
    read(drop)
    with everything("tests"):
        draft = OfficialDocument.objects.get()
    assert (draft.code, draft.signer) == ("12/QĐ-UBND", "Nguyễn Văn Thử")
    assert draft.reading["code"]["certainty"] == "sure"
    assert draft.reading["signer"]["certainty"] == "likely", "names of a scan are always compared"


def test_a_scan_that_waits_can_be_entered_by_hand(home, monkeypatch):
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    drop, by = bring(home, ("quet.pdf", scan())), home.actor("clerk")
    with everything("tests"):
        key = drop.files.get().pk
    with use_scope(by.scope):
        first = enter_by_hand(by=by, file_id=key, now=NOW)
        assert enter_by_hand(by=by, file_id=key, now=NOW).document == first.document
    assert list(states(drop).values()) == [FileState.DRAFT]


def test_drafts_are_compared_one_after_the_other(home, desk):
    drop = bring(home, ("1.docx", as_word(PAPERS[1])), ("2.docx", as_word(PAPERS[3])))
    clerk = desk(home, "clerk")
    with everything("tests"):
        first, second = OfficialDocument.objects.order_by("pk")
    page = clerk.get(f"/so-van-ban/{first.pk}/doi-chieu/")
    form, shown = page.context["form"], page.content.decode()
    assert "Số: 135 /KH-UBND" in shown, "the line stands beside its field"
    assert "autofocus" in shown, "the first doubtful part is where one types"
    sent = {name: form[name].value() or "" for name in form.fields} | {"version": page.context["version"]}
    sent |= {"issued_on": "2026-01-09", "signer": "Nguyễn Văn Thử Lại", "disclosure": "open"}
    answer = clerk.post(f"/so-van-ban/{first.pk}/doi-chieu/", sent)
    assert answer.headers["Location"] == f"/so-van-ban/{second.pk}/doi-chieu/"
    with everything("tests"):
        first.refresh_from_db()
    assert (first.reading, first.signer) == ({}, "Nguyễn Văn Thử Lại")
    assert "Căn cứ Luật Tổ chức" in first.text, "what is not on the screen stays"
    told = clerk.get(f"{DROP}{drop.pk}/", headers={"accept": "application/json"}).json()
    assert (told["done"], told["total"], told["finished"]) == (2, 2, True)


def test_a_page_of_the_file_is_drawn_for_those_who_may_write(home, neighbour, desk):
    bring(home, ("12.pdf", as_pdf(PAPERS[0])))
    with everything("tests"):
        row = OfficialDocument.objects.get()
    answer = desk(home, "clerk").get(f"/so-van-ban/{row.pk}/trang/1/")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8")
    assert desk(home, "clerk").get(f"/so-van-ban/{row.pk}/trang/9/").status_code == 404
    assert desk(neighbour, "clerk").get(f"/so-van-ban/{row.pk}/trang/1/").status_code == 404
    assert desk(home, "officer").get(f"/so-van-ban/{row.pk}/trang/1/").status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        packed(**{f"{n}.pdf": b"" for n in range(archives.MOST_FILES + 1)}),
        packed(a=b"x")[:-8] + b"12345678",
        b"PK\x03\x04 rubbish",
    ],
)
def test_a_bad_zip_is_refused_as_a_whole(home, data):
    assert set(states(bring(home, ("xau.zip", data))).values()) == {FileState.REFUSED}


def test_a_file_that_unpacks_without_end_stays_packed(monkeypatch):
    found = dict(archives.files_of(BytesIO(packed(to=b"\0" * (archives.MIB * 3), nho=b"abc"))))
    assert found["to"] is Refusal.BOMB
    monkeypatch.setattr(archives, "MOST_UNPACKED_BYTES", 2)
    with pytest.raises(Exception, match="bomb"):
        list(archives.files_of(BytesIO(packed(a=b"123", b=b"456"))))


def test_only_a_zip_that_is_no_office_file_is_a_folder():
    assert archives.is_folder(BytesIO(packed(a=b"x")))
    assert not archives.is_folder(BytesIO(as_word(PAPERS[0])))
    assert not archives.is_folder(BytesIO(b"%PDF-1.4"))


def test_a_person_who_lost_the_role_brings_nothing_in_any_more(home):
    by = home.actor("clerk")
    with use_scope(by.scope):
        drop = bring_in(
            by=by, unit_id=home.unit.pk, files=[SimpleUploadedFile("1.docx", as_word(PAPERS[1]))], now=NOW
        )
    with everything("tests"):
        Membership.objects.filter(user=home.users["clerk"]).update(ends_on=date(2026, 1, 1))
    read(drop)
    assert list(states(drop).values()) == [FileState.REFUSED]


def test_texts_of_scans_are_kept_once_for_each_file(home, monkeypatch):
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "survey", lambda *_given: ocr.Survey(2, (1, 2)))
    asked = []
    monkeypatch.setattr(ocr, "read_page", lambda _path, _kind, number: asked.append(number) or ocr.ScanPage())
    bring(home, ("quet.pdf", scan()))
    with everything("tests"):
        document = Document.objects.get()
        for _turn in range(4):
            recognise(document=document, now=NOW, seconds=0)
        assert Recognition.objects.get().is_read
    assert asked == [1, 2]


def lines_of(paper):
    head = [*paper.left, paper.number, *STATE, paper.dated, *paper.heading, *paper.body]
    return "\n".join([*head, "Nơi nhận:", *paper.recipients, *paper.signed])


@pytest.mark.parametrize("form", [as_old_word, as_tcvn3_word])
def test_old_word_files_are_read_in_the_letters_of_their_time(home, form):
    bring(home, ("cu.doc", form(lines_of(PAPERS[0]))))
    with everything("tests"):
        draft = OfficialDocument.objects.get()
    wanted = PAPERS[0].wanted
    assert {name: str(getattr(draft, name)) for name in wanted} == wanted


def test_without_catdoc_an_old_word_file_is_refused_with_words(home, monkeypatch):
    monkeypatch.setattr(word97, "is_installed", lambda: False)
    drop = bring(home, ("cu.doc", as_old_word("CỘNG HÒA")))
    with everything("tests"):
        assert ".docx" in drop.files.get(state=FileState.REFUSED).note
