"""What people at the desk see of the guards, from the warning to the redacted copy (N11, D8)."""

import re
from io import BytesIO

import pytest
from docx import Document as WordDocument

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval import services
from conglang.tools.approval.queries import standing
from conglang.tools.guards.models import Ground, Inspection, Stop
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document
from conglang.workspace.tests.conftest import write

LIST = (
    ("STT", "Họ và tên", "Số CCCD"),
    ("1", "Nguyễn Văn An", "001085012345"),
    ("2", "Lê Thị Bình", "052190004321"),
)


def attached(ours) -> list[dict[str, object]]:
    document, data = WordDocument(), BytesIO()
    table = document.add_table(len(LIST), len(LIST[0]))
    for place, row in enumerate(LIST):
        for column, value in enumerate(row):
            table.cell(place, column).text = value
    document.save(data)
    writer = ours.actor(Role.CONTRIBUTOR)
    with use_scope(writer.scope):
        file = store_document(
            by=writer, unit_id=ours.unit.pk, file=data, title="Danh sách hộ", now=clock_now()
        )
    return [
        {"type": "text", "value": "<p>Xem tệp.</p>"},
        {"type": "attachment", "value": {"document": file.pk}},
    ]


def command(browser, article, slug: str) -> str:
    page = browser.get(f"/tin-bai/{article.pk}/").content.decode()
    return re.search(rf'href="(/tin-bai/{article.pk}/viec/{slug}/\?da-xem=[0-9a-f]+)"', page)[1]


def send(browser, url: str, **given):
    return browser.post(url, {"seen": url.partition("da-xem=")[2]} | given)


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def author(desk, ours):
    return desk(ours.user(Role.CONTRIBUTOR))


def test_a_secret_is_stopped_with_plain_words_and_nothing_is_lost(author, desk, ours, theirs):
    head = desk(ours.user(Role.HEAD_EDITOR))
    article = write(ours, body=[{"type": "text", "value": "<p>TỐI MẬT</p><p>Phương án</p>"}])
    page = text_of(author.get(f"/tin-bai/{article.pk}/"))
    assert "Không thể công khai nội dung này" in page
    assert "<mark>TỐI MẬT</mark>" in page
    answer = send(author, command(author, article, "gui-duyet"))
    assert answer.status_code == 409
    assert "có dấu độ mật nên không thể công khai" in text_of(answer)
    with everything("tests"):
        assert "Phương án" in str(Article.objects.get().body.get_prep_value())
        stop = Stop.objects.get()
    assert article.title in text_of(head.get("/bi-chan/"))
    assert send(head, f"/bi-chan/{stop.pk}/", note="").status_code == 422
    assert send(head, f"/bi-chan/{stop.pk}/", note="Đã thu hồi.").status_code == 302
    assert "Đã thu hồi." in text_of(head.get("/bi-chan/"))
    assert author.get("/bi-chan/").status_code == 403
    assert desk(theirs.user(Role.HEAD_EDITOR)).get(f"/bi-chan/{stop.pk}/").status_code == 404


def test_the_approver_sees_personal_data_and_names_the_ground(author, desk, ours):
    article = write(ours, body=[{"type": "text", "value": "<p>Ông Lê Văn Tám, CCCD 001085012345.</p>"}])
    asked = text_of(author.get(command(author, article, "gui-duyet")))
    assert "CCCD <mark>001085012345</mark>" in asked
    assert send(author, command(author, article, "gui-duyet")).status_code == 302
    editor, head = ours.actor(Role.FIELD_EDITOR), ours.user(Role.HEAD_EDITOR)
    with use_scope(ours.actor(Role.DESK).scope):
        services.assign(item=article, assignee_id=editor.user_id, by=ours.actor(Role.DESK), now=clock_now())
    with use_scope(editor.scope):
        seen = standing(editor, article, now=clock_now()).content
        services.verify(item=article, expected_hash=seen, by=editor, now=clock_now())
    browser = desk(head)
    url = command(browser, article, "phe-duyet")
    assert "Căn cứ pháp lý để công khai dữ liệu cá nhân" in text_of(browser.get(url))
    assert send(browser, url).status_code == 422
    answer = send(browser, url, ground="not_personal")
    assert answer.status_code == 422
    assert 'value="not_personal"' in text_of(answer)
    assert send(browser, url, ground="catalogue", reason="QĐ 12").status_code == 302
    with everything("tests"):
        row = Ground.objects.get()
    assert (row.ground, row.note, row.by_id) == ("catalogue", "QĐ 12", head.pk)


def test_an_attached_list_is_replaced_by_its_redacted_copy(author, ours):
    article = write(ours, body=attached(ours))
    page = text_of(author.get(f"/tin-bai/{article.pk}/"))
    assert "Máy sẽ đọc tệp này khi gửi duyệt" in page
    assert send(author, command(author, article, "gui-duyet")).status_code == 302
    page = text_of(author.get(f"/tin-bai/{article.pk}/"))
    assert "001085012345" not in page
    url = re.search(r'href="(/tin-bai/\d+/che-thong-tin/\d+/)"', page)[1]
    assert "Số căn cước" in text_of(author.get(url))
    assert send(author, url, kinds=[]).status_code == 422
    assert send(author, url, kinds=["identity_number"]).status_code == 302
    with everything("tests"):
        newest = Article.objects.get().get_latest_revision_as_object()
        copy = Document.objects.get(pk=newest.body.get_prep_value()[1]["value"]["document"])
        assert copy.title == "Danh sách hộ (bản che thông tin)"
        assert Inspection.objects.filter(sha256=copy.file_sha256).count() == 0
    assert author.get(url).status_code == 404
