"""Files through the services, on a real database."""

from base64 import b64encode
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.models import Membership
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom import tasks
from conglang.content.newsroom.importing.draft import Flaw
from conglang.content.newsroom.labels import explain
from conglang.content.newsroom.models import Article, BatchStatus, ImportBatch, ImportItem, ItemStatus
from conglang.content.newsroom.queries import imports
from conglang.content.newsroom.services import draft_article
from conglang.content.newsroom.services.approve_batch import OwnImport, approve_batch, carry_out_approval
from conglang.content.newsroom.services.cancel_import import cancel_import
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.edit_article import edit_article
from conglang.content.newsroom.services.import_file import import_file
from conglang.content.newsroom.services.receive_file import IncomingFile, safe_name
from conglang.content.newsroom.services.run_import import LEASE, run_import
from conglang.content.newsroom.services.start_import import start_import
from conglang.content.newsroom.services.submit_batch import NotReady, submit_batch
from conglang.content.newsroom.tests import word
from conglang.content.newsroom.tests.conftest import NOW
from conglang.tools.approval.models import Decision
from conglang.tools.media.models import Image
from conglang.tools.media.rules import Refusal

PAGE = "<html><body><h1>{}</h1><p>Nội dung</p>{}</body></html>"


class GivenSize(BytesIO):
    """A file that says it is huge without being it."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 200 * 1024 * 1024 if whence == 2 else super().seek(offset, whence)


def take(home, name: str, data: bytes, by=None) -> ImportItem:
    by = by or home.writer
    with use_scope(by.scope):
        return import_file(by=by, section_id=home.news.pk, file=BytesIO(data), name=name, now=NOW)


def start(home, *files: tuple[str, bytes], by=None) -> ImportBatch:
    by = by or home.desk
    with use_scope(by.scope):
        return start_import(
            by=by,
            section_id=home.news.pk,
            source_name="Ổ đĩa cũ",
            files=[IncomingFile(name, BytesIO(data)) for name, data in files],
            now=NOW,
        )


def run(batch: ImportBatch, at=NOW) -> bool:
    return run_import(batch_id=batch.pk, clock=lambda: at)


def items(batch: ImportBatch) -> dict[str, ImportItem]:
    with everything("tests"):
        return {item.name: item for item in batch.items.select_related("article", "original")}


def codes(item: ImportItem) -> list[str]:
    return [problem["code"] for problem in item.problems]


def fresh(batch: ImportBatch) -> ImportBatch:
    with everything("tests"):
        return ImportBatch.objects.get(pk=batch.pk)


def three(home) -> ImportBatch:
    return start(home, *[(f"tin-{n}.docx", word.simple(f"Tin số {n}")) for n in (1, 2, 3)])


def test_a_word_file_becomes_a_draft_with_its_pictures_and_its_original(home):
    data = word.notice()
    article = take(home, "thong-bao.docx", data).article
    assert article.title == "Thông báo về việc tiếp công dân tháng 12"
    assert not article.live
    assert article.author_id == home.writer.user_id
    with everything("tests"):
        assert [block.block_type for block in article.body] == ["text", "table", "picture", "text"]
        picture = article.body[2].value["picture"]
        assert picture.contextual_alt_text == "Phòng tiếp công dân của xã"
        assert article.original.title == "thong-bao.docx"
        with article.original.file.open() as file:
            assert file.read() == data


def test_a_picture_that_nobody_described_gets_words_and_a_warning(home):
    item = take(home, "tin.html", PAGE.format("Tin", f'<img src="{data_url()}">').encode())
    assert codes(item) == [Flaw.ALT_MISSING]
    with everything("tests"):
        assert Image.objects.get().alt_text == "Hình ảnh của bài “Tin”"


@pytest.mark.parametrize(
    "drawing", [b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60, b"\xd7\xcd\xc6\x9a" + b"\0" * 40]
)
def test_an_old_drawing_in_a_word_file_is_named_and_the_original_keeps_it(home, drawing):
    data = word.with_media(word.notice(), drawing)
    item = take(home, "thong-bao-cu.docx", data)
    assert codes(item).count(Flaw.PICTURE_DRAWN) == 1
    [told] = [explain(each) for each in item.problems if each["code"] == Flaw.PICTURE_DRAWN]
    assert "EMF, WMF" in told
    assert told.endswith("(ảnh số 1)")
    with everything("tests"):
        assert [block.block_type for block in item.article.body] == ["text", "table", "text"]
        with item.article.original.file.open() as file:
            assert file.read() == data


def data_url() -> str:
    return f"data:image/png;base64,{b64encode(word.png()).decode()}"


def test_the_same_file_twice_gives_the_article_of_the_first_time(home):
    first, again = take(home, "x.txt", b"Tin\n\nChu"), take(home, "y.txt", b"Tin\n\nChu")
    assert again.status == ItemStatus.DUPLICATE
    assert again.article == first.article


def test_a_file_without_a_title_is_called_by_its_name_and_says_so(home):
    item = take(home, "lich_tiem_phong.html", "<p>Chữ mà không có tiêu đề</p>".encode())
    assert item.article.title == "lich tiem phong"
    assert codes(item) == [Flaw.TITLE_MISSING]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bom.docx", word.bomb(), Refusal.BOMB),
        ("macro.docx", word.with_macros(), Refusal.MACROS),
        ("hong.docx", b"PK\x03\x04 hong", Refusal.BROKEN),
        ("cut.docx", word.simple()[:-200], Refusal.BROKEN),
        ("anh.docx", word.png(), Flaw.UNSUPPORTED),
        ("chuong-trinh.docx", b"MZ\x90\x00" * 50, Flaw.UNSUPPORTED),
        ("bao-cao.pdf", b"%PDF-1.7 x", Flaw.UNSUPPORTED),
        ("anh.svg", b"<svg onload='x()'></svg>", Refusal.SCRIPTABLE),
        ("trang.txt", b"<html><script>x()</script></html>", Refusal.SCRIPTABLE),
        ("rong.txt", b"", Refusal.EMPTY),
        ("trang.html", b"<html><body><script>x()</script></body></html>", Flaw.EMPTY),
    ],
)
def test_a_file_that_cannot_be_read_is_in_the_report_with_the_reason(home, name, data, code):
    item = take(home, name, data)
    assert item.status == ItemStatus.REFUSED
    assert item.article is None
    assert codes(item) == [code]
    assert explain(item.problems[0])
    with everything("tests"):
        assert not Article.objects.exists()


def test_two_hundred_megabytes_of_text_are_refused_unread(home):
    with use_scope(home.writer.scope):
        item = import_file(
            by=home.writer, section_id=home.news.pk, file=GivenSize(b"a"), name="to.txt", now=NOW
        )
    assert codes(item) == [Refusal.TOO_LARGE]


def test_a_word_file_under_a_wrong_name_is_read_by_its_content(home):
    assert take(home, "tin.txt", word.simple("Tin Word")).article.title == "Tin Word"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\tin\\a.docx", "tin/a.docx"),
        ("/a/./b/../c.txt", "a/b/c.txt"),
        ("..", "—"),
        ("a\n\x00b.txt", "a b.txt"),
    ],
)
def test_names_lead_nowhere(name, safe):
    assert safe_name(name) == safe


def test_only_people_who_write_for_the_unit_import(home, neighbour):
    with pytest.raises(Forbidden):
        start(home, ("a.txt", b"x"), by=home.leader)
    with use_scope(home.desk.scope), pytest.raises(NotFound):
        start_import(by=home.desk, section_id=neighbour.news.pk, source_name="x", files=[], now=NOW)


def test_an_import_makes_drafts_keeps_pictures_and_reports_the_rest(home):
    batch = start(
        home,
        ("tin/bai.html", PAGE.format("Có ảnh", '<img src="hinh/ao.png" alt="Ao làng mùa sen nở">').encode()),
        ("tin/hinh/ao.png", word.png()),
        ("tin/tcvn3.docx", word.font_in_style()),
        ("hong.docx", b"PK\x03\x04"),
    )
    assert batch.status == BatchStatus.RUNNING
    assert run(batch)
    found = items(batch)
    assert {name: item.status for name, item in found.items()} == {
        "tin/bai.html": ItemStatus.DRAFT,
        "tin/hinh/ao.png": ItemStatus.PICTURE,
        "tin/tcvn3.docx": ItemStatus.DRAFT,
        "hong.docx": ItemStatus.REFUSED,
    }
    with everything("tests"):
        assert [block.block_type for block in found["tin/bai.html"].article.body] == ["text", "picture"]
    assert fresh(batch).status == BatchStatus.IMPORTED
    with everything("tests"):
        counted = imports().get()
    assert (counted.total, counted.done, counted.taken_in, counted.refused) == (4, 4, 2, 1)


def test_two_files_of_the_same_content_make_one_article(home):
    batch = start(home, ("a.docx", word.png()), ("1.txt", b"Tin\n\nx"), ("2.txt", b"Tin\n\nx"))
    run(batch)
    found = items(batch)
    assert found["1.txt"].status == ItemStatus.DRAFT
    assert found["2.txt"].status == ItemStatus.DUPLICATE
    assert codes(found["2.txt"]) == [Flaw.DUPLICATE]
    again = start(home, ("3.txt", b"Tin\n\nx"))
    assert items(again)["3.txt"].article == found["1.txt"].article


def test_an_import_that_died_goes_on_without_doubles_or_losses(home, monkeypatch):
    batch = three(home)
    real, calls = draft_article.write_article, []

    def power_cut(**kwargs):
        calls.append(kwargs)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**kwargs)

    monkeypatch.setattr(draft_article, "write_article", power_cut)
    with pytest.raises(KeyboardInterrupt):
        run(batch)
    assert sorted(item.status for item in items(batch).values()) == [
        ItemStatus.DRAFT,
        ItemStatus.WAITING,
        ItemStatus.WAITING,
    ]
    assert run(batch)
    assert not run(batch)
    with everything("tests"):
        assert sorted(Article.objects.values_list("title", flat=True)) == ["Tin số 1", "Tin số 2", "Tin số 3"]


def test_a_worker_that_vanished_is_followed_by_another_one_after_its_lease(home, monkeypatch):
    batch = three(home)
    with everything("tests"):
        ImportBatch.objects.update(claimed_until=NOW + LEASE)
    queued = []
    monkeypatch.setattr(tasks, "queue", lambda task, pk: queued.append((task.name, pk)))
    assert not run(batch)
    tasks.continue_imports(NOW)
    assert not queued
    tasks.continue_imports(NOW + LEASE)
    assert queued == [("read_import", batch.pk)]
    assert run(batch, at=NOW + LEASE)


def test_a_file_that_kills_its_reader_is_left_out_at_last(home, monkeypatch):
    batch = start(home, ("1.txt", b"Tin\n\nx"))

    def dies(*_args, **_kwargs):
        raise MemoryError

    monkeypatch.setattr("conglang.content.newsroom.services.run_import.read_item", dies)
    for _attempt in range(3):
        with pytest.raises(MemoryError):
            run(batch)
    assert run(batch)
    assert codes(items(batch)["1.txt"]) == [Flaw.CRASHED]


def test_an_import_stops_when_its_person_leaves(home):
    batch = three(home)
    with everything("tests"):
        Membership.objects.filter(user=home.desk.user_id).update(ended_at=NOW)
    assert not run(batch)
    assert fresh(batch).status == BatchStatus.CANCELLED


def test_a_cancelled_import_reads_no_more_and_keeps_its_drafts(home):
    batch = three(home)
    with use_scope(home.desk.scope):
        cancel_import(by=home.desk, batch_id=batch.pk, now=NOW)
        cancel_import(by=home.desk, batch_id=batch.pk, now=NOW)
    assert not run(batch)
    assert {item.status for item in items(batch).values()} == {ItemStatus.CANCELLED}


def test_a_contributor_cannot_touch_the_import_of_another_one(home):
    batch = start(home, ("1.txt", b"Tin\n\nx"), by=home.writer)
    for verb in (cancel_import, submit_batch):
        with use_scope(home.colleague.scope), pytest.raises(Forbidden):
            verb(by=home.colleague, batch_id=batch.pk, now=NOW)


def submitted(home) -> ImportBatch:
    batch = three(home)
    run(batch)
    with use_scope(home.desk.scope):
        return submit_batch(by=home.desk, batch_id=batch.pk, now=NOW)


def order(home, batch, by, decision="QĐ số 5 ngày 3/11/2026"):
    with use_scope(by.scope):
        return approve_batch(by=by, batch_id=batch.pk, decision=decision, now=NOW)


def carry_out(batch) -> bool:
    return carry_out_approval(batch_id=batch.pk, clock=lambda: NOW)


def test_another_person_approves_an_import_under_a_decision_that_stays_on_record(home):
    batch = submitted(home)
    order(home, batch, home.head)
    assert carry_out(batch)
    with everything("tests"):
        assert Article.objects.filter(live=True).count() == 3
        notes = set(Decision.objects.filter(verdict="approve").values_list("reason", flat=True))
    assert notes == {"QĐ số 5 ngày 3/11/2026"}
    assert fresh(batch).status == BatchStatus.APPROVED
    assert AuditEntry.objects.get(verb="newsroom.import_approved").details["approved"] == 3
    assert not carry_out(batch)


def test_the_importer_cannot_approve_the_import(home):
    batch = three(home)
    with everything("tests"):
        ImportBatch.objects.update(by=home.head.user_id, status=BatchStatus.SUBMITTED)
    with pytest.raises(OwnImport):
        order(home, batch, home.head)


def test_an_import_is_approved_only_with_a_decision_after_it_was_submitted(home):
    batch = three(home)
    run(batch)
    with pytest.raises(NotReady):
        order(home, batch, home.head)
    with use_scope(home.desk.scope):
        submit_batch(by=home.desk, batch_id=batch.pk, now=NOW)
    with pytest.raises(ValidationError, match="decision"):
        order(home, batch, home.head, decision="  ")
    with pytest.raises(Forbidden):
        order(home, batch, home.editor)


def change(home, article: Article, by) -> None:
    with use_scope(by.scope):
        row = Article.objects.get(pk=article.pk)
        newest = row.get_latest_revision_as_object()
        new = ArticleContent.of(newest)
        edit_article(
            by=by,
            article_id=row.pk,
            expected_revision=row.version,
            content=ArticleContent(**{**vars(new), "title": "Đã sửa"}),
            now=NOW,
        )


def test_a_draft_that_the_approver_edited_waits_for_somebody_else(home):
    batch = submitted(home)
    change(home, items(batch)["tin-2.docx"].article, home.head)
    order(home, batch, home.head)
    carry_out(batch)
    found = items(batch)
    assert [found[f"tin-{n}.docx"].article.live for n in (1, 2, 3)] == [True, False, True]
    assert codes(found["tin-2.docx"]) == [Flaw.NOT_APPROVED]


def test_a_draft_that_changed_after_the_order_is_not_approved_unseen(home):
    batch = submitted(home)
    order(home, batch, home.head)
    change(home, items(batch)["tin-1.docx"].article, home.editor)
    carry_out(batch)
    found = items(batch)
    assert not found["tin-1.docx"].article.live
    assert found["tin-3.docx"].article.live


def test_the_neighbours_import_does_not_exist(home, neighbour):
    batch = three(home)
    for verb in (cancel_import, submit_batch):
        with use_scope(neighbour.desk.scope), pytest.raises(NotFound):
            verb(by=neighbour.desk, batch_id=batch.pk, now=NOW)
    with use_scope(neighbour.head.scope), pytest.raises(NotFound):
        approve_batch(by=neighbour.head, batch_id=batch.pk, decision="x", now=NOW)
