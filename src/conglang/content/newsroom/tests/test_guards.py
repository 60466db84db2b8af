"""Secrets are stopped on every way to the public; personal data needs a ground that somebody answers for."""

from io import BytesIO

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult
from docx import Document as WordDocument

from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry
from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.archive_original import archive_original
from conglang.content.newsroom.tests.conftest import NOW, SINCE, write
from conglang.tools.approval import services
from conglang.tools.approval.gate import NotApproved
from conglang.tools.approval.queries import standing
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.rules import Reason, Stage
from conglang.tools.guards.models import Ground, Inspection, Stop
from conglang.tools.guards.services.stop_item import handle_stop
from conglang.tools.guards.tasks import mail_keeper
from conglang.tools.media.services.store import store_document


def text(*lines: str) -> list[dict[str, object]]:
    return [{"type": "text", "value": "".join(f"<p>{line}</p>" for line in lines)}]


def word_file(*, header: str = "", rows: tuple[tuple[str, ...], ...] = ()) -> BytesIO:
    document, data = WordDocument(), BytesIO()
    document.add_paragraph("Nội dung báo cáo")
    document.sections[0].header.paragraphs[0].text = header
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                table.cell(place, column).text = value
    document.save(data)
    data.seek(0)
    return data


def attachment(home, file: BytesIO, title: str = "Báo cáo") -> list[dict[str, object]]:
    with use_scope(home.writer.scope):
        document = store_document(by=home.writer, unit_id=home.unit.pk, file=file, title=title, now=NOW)
    return [*text("Xem tệp kèm theo."), {"type": "attachment", "value": {"document": document.pk}}]


def submit(article, home):
    with use_scope(home.writer.scope):
        return services.submit(item=article, by=home.writer, now=NOW)


def pass_to_head(article, home):
    """All steps but the last; gives what the head editor sees."""
    submit(article, home)
    with use_scope(home.desk.scope):
        services.assign(item=article, assignee_id=home.editor.user_id, by=home.desk, now=NOW)
    with use_scope(home.editor.scope):
        seen = standing(home.editor, article, now=NOW).content
        services.verify(item=article, expected_hash=seen, by=home.editor, now=NOW)
    with use_scope(home.head.scope):
        return standing(home.head, article, now=NOW)


LIST = (
    ("STT", "Họ và tên", "Số CCCD"),
    ("1", "Nguyễn Văn An", "001085012345"),
    ("2", "Lê Thị Bình", "052190004321"),
)


def refusal(home, article) -> Reason:
    with pytest.raises(Refused) as error:
        submit(article, home)
    return error.value.reason


def test_an_article_with_a_secrecy_mark_is_stopped_recorded_and_told_of(home, settings):
    with everything("tests"):
        guard = User.objects.create_user("cong.an", full_name="Cán bộ bảo mật", email="baomat@example.vn")
        Membership.objects.create(
            user=guard,
            unit=home.unit,
            role=Role.SECURITY_REVIEWER,
            starts_on=SINCE,
            decision_number="1",
            decided_on=SINCE,
        )
    article = write(home, body=text("UBND XÃ", "TỐI MẬT", "Phương án diễn tập"))
    assert refusal(home, article) is Reason.SECRECY_MARK
    assert refusal(home, article) is Reason.SECRECY_MARK
    with everything("tests"):
        stop = Stop.objects.get()
        assert stop.found[0][1].value == "TỐI MẬT"
        assert AuditEntry.objects.filter(verb="guards.item_stopped").count() == 1
        assert (
            Article.objects.get().body.get_prep_value()[0]["value"]
            == article.body.get_prep_value()[0]["value"]
        )
    deliver(now=NOW)
    with everything("tests"):
        assert DBTaskResult.objects.filter(task_path__endswith="mail_keeper").exists()
        mail_keeper.func(stop.pk, guard.pk)
    (message,) = mail.outbox
    assert message.to == ["baomat@example.vn"]
    assert article.title not in message.body
    assert "diễn tập" not in message.body


@pytest.mark.parametrize("as_original", [False, True])
def test_a_mark_in_a_file_stops_the_article_even_if_readers_never_see_the_file(home, as_original):
    file = word_file(header="MẬT")
    if as_original:
        article = write(home)
        with use_scope(home.writer.scope):
            article = archive_original(
                by=home.writer, article_id=article.pk, file=file, name="goc.docx", now=NOW
            )
    else:
        article = write(home, body=attachment(home, file))
    assert refusal(home, article) is Reason.SECRECY_MARK
    with everything("tests"):
        assert Inspection.objects.count() == 1


def test_a_mark_that_nobody_saw_before_stops_the_approval_and_the_gate(home, monkeypatch):
    article = write(home, body=text("UBND XÃ", "TUYỆT MẬT", "Kế hoạch"))
    monkeypatch.setattr("conglang.tools.guards.examination._found_in", lambda *_: ())  # rules of yesterday
    place = pass_to_head(article, home)
    monkeypatch.undo()
    with use_scope(home.head.scope):
        with pytest.raises(Refused) as error:
            services.approve(item=article, expected_hash=place.content, by=home.head, now=NOW)
        assert error.value.reason is Reason.SECRECY_MARK
        assert Stop.objects.count() == 1
        monkeypatch.setattr("conglang.tools.approval.guarding.stopped", lambda *_args: None)
        with pytest.raises(NotApproved):
            services.approve(item=article, expected_hash=place.content, by=home.head, now=NOW)
        assert not Article.objects.get(pk=article.pk).live


def test_personal_data_is_published_only_on_a_recorded_ground(home):
    article = write(home, body=attachment(home, word_file(rows=LIST)))
    place = pass_to_head(article, home)
    with use_scope(home.head.scope):
        for ground, note, reason in (
            ("", "", Reason.PERSONAL_DATA),
            ("bịa", "", Reason.PERSONAL_DATA),
            ("not_personal", " ", Reason.NO_REASON_GIVEN),
        ):
            with pytest.raises(Refused) as error:
                services.approve(
                    item=article, expected_hash=place.content, by=home.head, now=NOW, ground=ground, note=note
                )
            assert error.value.reason is reason
        services.approve(
            item=article,
            expected_hash=place.content,
            by=home.head,
            now=NOW,
            ground="grassroots",
            note="QĐ 12",
        )
        row = Ground.objects.get()
        assert (row.ground, row.by_id, row.content_hash) == ("grassroots", home.head.user_id, place.content)
        assert AuditEntry.objects.filter(verb="guards.ground_given").exists()
        assert standing(home.head, Article.objects.get(), now=NOW).stage in {Stage.APPROVED, Stage.PUBLISHED}


def test_what_is_kept_of_a_file_hides_the_numbers(home):
    submit(write(home, body=attachment(home, word_file(rows=LIST))), home)
    with everything("tests"):
        report = str(Inspection.objects.get().report)
    assert "001085012345" not in report
    assert "00••••••••45" in report


def test_the_author_and_the_approver_need_not_worry_about_office_contacts(home):
    article = write(
        home,
        body=text("Liên hệ Văn phòng UBND xã: 0912 345 678", "Email: vanphong@anlac.gialai.gov.vn"),
        author_address="số 5 đường Lê Lợi, thôn 3, xã Ân Lạc",
    )
    place = pass_to_head(article, home)
    with use_scope(home.head.scope):
        services.approve(item=article, expected_hash=place.content, by=home.head, now=NOW)


def test_a_stop_is_settled_once_with_words_and_stays_a_stop(home):
    article = write(home, body=text("MẬT", "Nội dung"))
    refusal(home, article)
    with use_scope(home.head.scope):
        stop = Stop.objects.get()
        first = handle_stop(stop_id=stop.pk, note="Đã thu hồi bản giấy.", by=home.head, now=NOW)
        again = handle_stop(stop_id=stop.pk, note="khác", by=home.leader, now=NOW)
    assert (first.note, again.note, again.handled_by_id) == ("Đã thu hồi bản giấy.",) * 2 + (
        home.head.user_id,
    )
    assert refusal(home, article) is Reason.SECRECY_MARK
