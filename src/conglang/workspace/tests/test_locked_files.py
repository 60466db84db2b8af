"""A file with a mark is locked away before anybody uses it; its keepers see it, and may open it to others."""

from io import BytesIO
from pathlib import Path

from django_tasks_db.models import DBTaskResult

from conglang.base.accounts.roles import Role
from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.kernel.clock import now as clock_now
from conglang.tools.guards.models import Inspection, Stop
from conglang.tools.guards.services.watch_file import watch_file
from conglang.tools.guards.tests.test_inside import word
from conglang.tools.media.models import Document
from conglang.tools.media.services.expose import document_name, expose
from conglang.tools.media.services.store import store_document
from conglang.workspace.tests.conftest import write
from conglang.workspace.tests.test_guards import command, send, text_of


def stored(ours, data: bytes) -> Document:
    by = ours.actor(Role.CONTRIBUTOR)
    with use_scope(by.scope):
        return store_document(
            by=by, unit_id=ours.unit.pk, file=BytesIO(data), title="Kế hoạch", now=clock_now()
        )


def opened(browser, document: Document) -> int:
    answer = browser.get(document.file.url)
    if answer.streaming:
        assert b"".join(answer.streaming_content).startswith(b"PK")
    return answer.status_code


def watched(document: Document) -> bool:
    return watch_file(document_id=document.pk, now=clock_now())


def is_locked(document: Document) -> bool:
    with everything("tests"):
        return Document.objects.get(pk=document.pk).is_quarantined


def test_only_keepers_open_a_file_with_a_mark_until_they_let_others(desk, ours, theirs):
    document = stored(ours, word("MẬT"))
    author, head = desk(ours.user(Role.CONTRIBUTOR)), desk(ours.user(Role.HEAD_EDITOR))
    deliver(now=clock_now(), limit=100)
    queued = DBTaskResult.objects.values_list("task_path", flat=True)
    assert any(path.endswith("guards.tasks.watch_stored") for path in queued)
    assert opened(author, document) == 200
    assert not watched(document)
    assert not watched(document)
    assert opened(author, document) == 403
    assert opened(head, document) == 200
    assert opened(desk(theirs.user(Role.HEAD_EDITOR)), document) == 404
    with everything("tests"):
        stop = Stop.objects.get()
    page = f"/bi-chan/{stop.pk}/"
    assert document.file.url in text_of(head.get(page))
    assert send(head, page, note="Đã xem, đây là bài tập.", opens_files="on").status_code == 302
    assert opened(author, document) == 200
    assert "opens_files" not in text_of(head.get(page))


def test_a_file_is_locked_with_the_item_that_was_stopped_for_it_and_nobody_chooses_it(desk, ours):
    document = stored(ours, word("TỐI MẬT"))
    body = [{"type": "attachment", "value": {"document": document.pk}}]
    author = desk(ours.user(Role.CONTRIBUTOR))
    chooser = "/soan-thao/documents/chooser/results/"
    assert "Kế hoạch" in text_of(author.get(chooser))
    article = write(ours, body=body)
    assert send(author, command(author, article, "gui-duyet")).status_code == 409
    assert is_locked(document)
    assert not watched(document)
    assert "Kế hoạch" not in text_of(author.get(chooser))
    head = desk(ours.user(Role.HEAD_EDITOR))
    with everything("tests"):
        stop = Stop.objects.get()
    assert document.file.url in text_of(head.get(f"/bi-chan/{stop.pk}/"))


def test_what_is_found_out_later_takes_the_file_from_the_public(
    ours, settings, django_capture_on_commit_callbacks
):
    document = stored(ours, word("TUYỆT MẬT"))
    public = Path(settings.MEDIA_ROOT, document_name(document))
    with everything("tests"), django_capture_on_commit_callbacks(execute=True):
        expose(owner=ours.section, images=(), documents=[document])
    assert public.exists()
    with django_capture_on_commit_callbacks(execute=True):
        watched(document)
    assert not public.exists()
    with everything("tests"), django_capture_on_commit_callbacks(execute=True):
        expose(owner=ours.section, images=(), documents=[Document.objects.get(pk=document.pk)])
    assert not public.exists()


def test_a_file_without_a_mark_stays_open(ours):
    document = stored(ours, word("Kế hoạch năm"))
    assert watched(document)
    assert not is_locked(document)
    with everything("tests"):
        assert Inspection.objects.count() == 1
        assert not Stop.objects.exists()
