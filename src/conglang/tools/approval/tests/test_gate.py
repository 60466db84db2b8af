"""Every way to the public that somebody could try, with and without an approval."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models.signals import post_migrate, pre_migrate
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Revision

from conglang.base.accounts.models import User
from conglang.base.units.scope import everything, public, use_scope
from conglang.kernel import clock
from conglang.tools.approval import triggers
from conglang.tools.approval.gate import NotApproved, NotDue
from conglang.tools.approval.models import Approval, Decision
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.services import publish_due
from conglang.tools.approval.tests.conftest import NOW, approved, do, draft, standing, write
from conglang.tools.approval.tests.notices import Notice


def revision_publish(notice):
    notice.latest_revision.publish()


def object_publish(notice):
    notice.publish(notice.latest_revision, skip_permission_checks=True)


def wagtails_action(notice):
    PublishRevisionAction(notice.latest_revision).execute(skip_permission_checks=True)


def save(notice):
    notice.live = True
    notice.save()


def save_one_field(notice):
    notice.live = True
    notice.save(update_fields=["live"])


def save_base(notice):
    notice.live = True
    notice.save_base()


def create(notice):
    Notice.objects.create(unit=notice.unit, title="Mới", live=True)


def publish_scheduled(notice):
    notice.go_live_at = clock.now() - timedelta(days=400)
    notice.save_revision(approved_go_live_at=clock.now() - timedelta(days=400))
    call_command("publish_scheduled", stdout=StringIO())


def update(notice):
    Notice.objects.filter(pk=notice.pk).update(live=True)


def update_with_a_hash(notice):
    Notice.objects.filter(pk=notice.pk).update(live=True, approved_hash="f" * 64)


def update_with_anothers_approval(notice):
    other = Approval.objects.exclude(object_id=notice.pk).get()
    Notice.objects.filter(pk=notice.pk).update(live=True, approval=other, approved_hash=other.sha256)


def bulk_update(notice):
    notice.live = True
    Notice.objects.bulk_update([notice], ["live"])


def bulk_create(notice):
    Notice.objects.bulk_create([Notice(unit=notice.unit, title="Mới", live=True)])


def bulk_create_with_anothers_approval(notice):
    other = Approval.objects.exclude(object_id=notice.pk).get()
    row = Notice(unit=notice.unit, title="Mới", live=True, approval=other, approved_hash=other.sha256)
    Notice.objects.bulk_create([row])


def load_data(notice):
    [row] = json.loads(serializers.serialize("json", [notice]))
    row["fields"]["live"] = True
    for loaded in serializers.deserialize("json", json.dumps([row])):
        loaded.save()


def plain_sql(notice):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notices_notice SET live = %s WHERE id = %s", [True, notice.pk])


ATTACKS = [
    revision_publish,
    object_publish,
    wagtails_action,
    save,
    save_one_field,
    save_base,
    create,
    publish_scheduled,
    update,
    update_with_a_hash,
    update_with_anothers_approval,
    bulk_update,
    bulk_create,
    bulk_create_with_anothers_approval,
    load_data,
    plain_sql,
]


@pytest.mark.postgres
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_nobody_approved_stays_out(office, attack):
    other = approved(office, title="Tin đã duyệt")
    notice = draft(office, office.writer)
    do("submit", notice, office.writer)
    with pytest.raises((NotApproved, IntegrityError)), transaction.atomic():
        attack(notice)
    assert list(Notice.objects.filter(live=True)) == [other]


def overwritten_by_autosave(notice, office):
    user = User.objects.get(pk=office.writer.user_id)
    shown = notice.get_latest_revision_as_object()
    shown.title = "Khác hẳn"
    shown.save_revision(user=user, overwrite_revision=shown.latest_revision)


def revision_rewritten_in_place(notice, office):
    content = notice.latest_revision.content | {"title": "Khác hẳn"}
    Revision.objects.filter(pk=notice.latest_revision_id).update(content=content)


def schedule_moved(notice, office):
    content = notice.latest_revision.content | {"go_live_at": None}
    Revision.objects.filter(pk=notice.latest_revision_id).update(content=content)


@pytest.mark.postgres
@pytest.mark.parametrize("change", [overwritten_by_autosave, revision_rewritten_in_place, schedule_moved])
def test_what_changed_after_its_approval_stays_in(office, change):
    notice = approved(office, go_live_at=NOW + timedelta(hours=1))
    change(notice, office)
    notice.refresh_from_db()
    later = NOW + timedelta(hours=2)
    with clock.frozen(later):
        for attack in [revision_publish, object_publish]:
            with pytest.raises(NotApproved), transaction.atomic():
                attack(notice)
        assert publish_due(now=later) == 0
    notice.refresh_from_db()
    assert not notice.live
    assert standing(notice, office.head).stage is Stage.IN_REVIEW


def test_an_approved_revision_waits_for_its_time_whoever_calls(office):
    notice = approved(office, go_live_at=NOW + timedelta(hours=1))
    with pytest.raises(NotDue):
        object_publish(notice)
    with clock.frozen(NOW + timedelta(hours=1)):
        revision_publish(notice)
    notice.refresh_from_db()
    assert notice.live
    assert standing(notice, office.head).stage is Stage.PUBLISHED


def test_an_older_revision_is_not_public_by_the_approval_of_a_newer_one(office):
    notice = draft(office, office.writer, title="Một")
    first = notice.latest_revision
    write(notice, office.writer, title="Hai")
    do("submit", notice, office.writer)
    do("assign", notice, office.desk, assignee_id=office.editor.user_id)
    do("verify", notice, office.editor)
    do("approve", notice, office.head)
    with pytest.raises(NotApproved):
        notice.publish(first)
    notice.refresh_from_db()
    assert notice.title == "Hai"


def change_and_save(notice):
    notice.title = "Khác hẳn"
    notice.save()


def change_and_update(notice):
    Notice.objects.filter(pk=notice.pk).update(title="Khác hẳn")


def change_and_bulk_update(notice):
    notice.title = "Khác hẳn"
    Notice.objects.bulk_update([notice], ["title"])


def change_by_sql(notice):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notices_notice SET title = 'x' WHERE id = %s", [notice.pk])


@pytest.mark.postgres
@pytest.mark.parametrize(
    "attack", [change_and_save, change_and_update, change_and_bulk_update, change_by_sql]
)
def test_what_is_public_does_not_change_behind_the_back_of_its_approval(office, attack):
    notice = approved(office)
    with pytest.raises((NotApproved, IntegrityError)), transaction.atomic():
        attack(notice)
    notice.refresh_from_db()
    assert notice.title == "Lịch tiêm phòng"


@pytest.mark.postgres
def test_a_withdrawn_notice_does_not_come_back_by_its_old_approval(office):
    notice = approved(office)
    do("withdraw", notice, office.desk, reason="Sai")
    for attack in [revision_publish, object_publish, save, update]:
        with pytest.raises((NotApproved, IntegrityError)), transaction.atomic():
            attack(Notice.objects.get(pk=notice.pk))


@pytest.mark.postgres
def test_what_is_outside_the_approval_may_change_in_public(office):
    notice = approved(office)
    notice.visits = 7
    notice.save()
    Notice.objects.filter(pk=notice.pk).update(visits=models.F("visits") + 1)
    notice.refresh_from_db()
    assert (notice.visits, notice.live) == (8, True)


def test_an_old_revision_brings_no_old_approval_back(office):
    notice = draft(office, office.writer)
    before = notice.latest_revision
    do("submit", notice, office.writer)
    do("assign", notice, office.desk, assignee_id=office.editor.user_id)
    do("verify", notice, office.editor)
    do("approve", notice, office.head)
    restored = before.as_object()
    assert (restored.approval_id, restored.approved_hash) == (notice.approval_id, notice.approved_hash)
    assert "approval" not in before.content


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Decision, {"verdict": "approve"}),
        (Decision, {"reason": "x"}),
        (Approval, {"sha256": "f" * 64}),
        (Approval, {"object_id": 99}),
    ],
)
def test_the_database_refuses_to_rewrite_what_was_decided(office, model, values):
    approved(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**values)


@pytest.mark.postgres
def test_the_guards_come_back_after_every_migrate(office):
    notice = draft(office, office.writer)
    triggers.before_migrating(using="default")
    assert triggers._existing(connection) == []
    triggers.after_migrating(using="default")
    with pytest.raises(IntegrityError), transaction.atomic():
        plain_sql(notice)
    for signal, receiver in [
        (pre_migrate, triggers.before_migrating),
        (post_migrate, triggers.after_migrating),
    ]:
        assert any(ref() is receiver for (_, ref, *_rest) in signal.receivers)


def test_the_scheduler_holds_nobody_back_when_one_fails(office, monkeypatch, caplog):
    later = NOW + timedelta(hours=1)
    good = approved(office, title="Tốt", go_live_at=later)
    bad = approved(office, title="Hỏng", go_live_at=later - timedelta(minutes=1))
    honest = Notice.publish

    def fails_for_one(self, *args, **options):
        if self.pk == bad.pk:
            raise OSError("disk")
        honest(self, *args, **options)

    monkeypatch.setattr(Notice, "publish", fails_for_one)
    with everything("tests"):
        assert publish_due(now=later) == 1
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.live, bad.live) == (True, False)
    assert "could not be published" in caplog.text


def test_a_visitor_sees_only_what_is_public(office):
    shown, _hidden = approved(office), draft(office, office.writer)
    with use_scope(public(office.unit.pk)):
        assert list(Notice.objects.all()) == [shown]
