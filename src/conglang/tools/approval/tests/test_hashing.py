"""What an approval covers: the words, their place and time, and the bytes of every file shown."""

import json
from datetime import timedelta

import pytest

from conglang.base.units.scope import Scope, everything, use_scope
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.rules import Reason, Stage
from conglang.tools.approval.services import publish_due
from conglang.tools.approval.tests.conftest import NOW, approved, do, draft, seen, standing, write
from conglang.tools.approval.tests.notices import Notice
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.models import Section


@pytest.fixture
def picture(office):
    return Image.objects.create(
        unit=office.unit,
        title="Trạm y tế",
        alt_text="Người dân xếp hàng",
        file="1/aa/one.jpg",
        width=10,
        height=10,
        file_sha256="a" * 64,
        extension="jpg",
    )


@pytest.fixture
def attachment(office):
    return Document.objects.create(
        unit=office.unit, title="Danh sách", file="1/bb/two.pdf", file_sha256="b" * 64, extension="pdf"
    )


def lead(notice, picture, attachment):
    return {"lead": picture}


def chooser(notice, picture, attachment):
    return {"body": json.dumps([{"type": "picture", "value": picture.pk}])}


def described(notice, picture, attachment):
    value = {"image": picture.pk, "alt_text": "Hàng người", "decorative": False}
    return {"body": json.dumps([{"type": "described", "value": value}])}


def in_rich_text(notice, picture, attachment):
    text = f'<embed embedtype="image" id="{picture.pk}" format="left" alt="Hàng người"/>'
    return {"body": json.dumps([{"type": "text", "value": text}])}


@pytest.mark.parametrize("place", [lead, chooser, described, in_rich_text])
def test_another_file_under_an_approved_notice_is_noticed(office, picture, attachment, place):
    notice = draft(office, office.writer, go_live_at=NOW + timedelta(hours=1))
    write(notice, office.writer, **place(notice, picture, attachment))
    do("submit", notice, office.writer)
    do("assign", notice, office.desk, assignee_id=office.editor.user_id)
    do("verify", notice, office.editor)
    do("approve", notice, office.head)
    Image.objects.filter(pk=picture.pk).update(file_sha256="c" * 64)
    with everything("tests"):
        assert publish_due(now=NOW + timedelta(hours=1)) == 0
    notice.refresh_from_db()
    assert not notice.live
    assert standing(notice, office.head).stage is Stage.IN_REVIEW


@pytest.mark.parametrize("block", ["attachment", "link"])
def test_attachments_count_like_pictures(office, attachment, block):
    text = f'<a linktype="document" id="{attachment.pk}">Danh sách</a>'
    value = {"attachment": attachment.pk, "link": text}[block]
    body = json.dumps([{"type": {"attachment": "attachment", "link": "text"}[block], "value": value}])
    notice = draft(office, office.writer, body=body)
    before = content_hash(notice.latest_revision_id)
    Document.objects.filter(pk=attachment.pk).update(file_sha256="d" * 64)
    assert content_hash(notice.latest_revision_id) != before


def test_a_decision_about_another_file_is_refused(office, picture):
    notice = draft(office, office.writer, lead=picture)
    do("submit", notice, office.writer)
    do("assign", notice, office.desk, assignee_id=office.editor.user_id)
    shown = seen(notice, office.editor)
    Image.objects.filter(pk=picture.pk).update(alt_text="Không phải thế")
    with pytest.raises(Refused) as refused:
        do("verify", notice, office.editor, expected_hash=shown)
    assert refused.value.reason is Reason.CONTENT_CHANGED


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Khác"},
        {"go_live_at": NOW + timedelta(days=1)},
        {"expire_at": NOW + timedelta(days=9)},
        {"body": json.dumps([{"type": "text", "value": "<p>Khác</p>"}])},
    ],
)
def test_words_and_times_count(office, change):
    notice = draft(office, office.writer)
    before = content_hash(notice.latest_revision_id)
    write(notice, office.writer, **change)
    assert content_hash(notice.latest_revision_id) != before


def test_the_section_counts_by_its_identity_and_not_by_its_title(office):
    news, law = (
        Section.objects.create(unit=office.unit, key=key, slug=key, title=key)
        for key in ["tin-tuc", "phap-luat"]
    )
    notice = draft(office, office.writer, section=news)
    before = content_hash(notice.latest_revision_id)
    Section.objects.filter(pk=news.pk).update(title="Tin mới")
    assert content_hash(notice.latest_revision_id) == before
    write(notice, office.writer, section=law)
    assert content_hash(notice.latest_revision_id) != before


def test_the_hash_stays_through_saving_again_locking_and_publishing(office):
    notice = approved(office)
    before = notice.approved_hash
    notice.locked = True
    notice.visits = 3
    notice.save()
    write(notice, office.colleague)
    assert content_hash(notice.latest_revision_id) == before
    assert standing(notice, office.head).stage is Stage.PUBLISHED


def test_the_hash_does_not_depend_on_who_asks(office, picture):
    notice = draft(office, office.writer, body=json.dumps([{"type": "picture", "value": picture.pk}]))
    everyone = content_hash(notice.latest_revision_id)
    with use_scope(Scope(acting=None, readable=frozenset(), writable=frozenset())):
        assert content_hash(notice.latest_revision_id) == everyone


def test_two_objects_with_the_same_words_have_two_hashes(office):
    one, two = draft(office, office.writer), draft(office, office.writer)
    assert content_hash(one.latest_revision_id) != content_hash(two.latest_revision_id)
    assert Notice.objects.count() == 2
