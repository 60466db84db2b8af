"""Devices, mails, housekeeping and the screens themselves."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import mail
from django_tasks_db.models import DBTaskResult

from conglang.base.accounts import mails
from conglang.base.accounts.events import CHANGES
from conglang.base.accounts.models import Device, Membership
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.invite import invite, new_link_secret
from conglang.base.accounts.tasks import TRIES, forget_what_has_run_out, send_mail
from conglang.base.accounts.tests.conftest import (
    LOGIN,
    PASSWORD,
    TERMS,
    WRONG,
    acting,
    appointment,
    hold,
    official,
    person,
    run,
    sign_in,
)
from conglang.base.ledger.models import AuditEntry, OutboxMessage
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now


class TestDevices:
    def test_a_second_device_is_told_and_can_be_shut_out(self, desk, writer):
        office, phone = (
            desk(),
            desk(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Safari/537"),
        )
        for browser in (office, phone):
            sign_in(browser, "tacgia")
        device = Device.objects.get(label="Chrome · Android")
        assert OutboxMessage.objects.filter(name="accounts.new_device_seen").count() == 1
        assert phone.cookies["desk_device"].value not in str(list(Device.objects.values()))
        assert office.post(f"/tai-khoan/thiet-bi/{device.pk}/xoa/").status_code == 302
        assert phone.get("/").status_code == 302
        assert office.get("/").status_code == 200
        sign_in(phone, "tacgia")  # the old cookie is no longer known
        assert OutboxMessage.objects.filter(name="accounts.new_device_seen").count() == 2

    def test_the_same_browser_is_known_again(self, desk, writer):
        browser = desk()
        for _ in range(2):
            sign_in(browser, "tacgia")
            browser.post("/tai-khoan/dang-xuat/")
        assert Device.objects.count() == 1
        assert AuditEntry.objects.filter(verb="account.signed_out").count() == 2

    def test_out_everywhere(self, desk, writer):
        one, two = desk(), desk()
        for browser in (one, two):
            sign_in(browser, "tacgia")
        assert len(one.get("/tai-khoan/").context["sessions"]) == 2
        one.post("/tai-khoan/phien/ket-thuc-tat-ca/")
        assert one.get("/").status_code == two.get("/").status_code == 302


class TestMails:
    def test_every_kind_is_written_in_vietnamese(self, writer, admin, ours, now):
        device = Device.objects.create(
            user=writer,
            token_hash="x",
            label="Firefox · Linux",
            address="10.0.0.8",
            first_seen_at=now,
            last_seen_at=now,
        )
        invitation = run(
            invite,
            by=acting(admin),
            unit_id=ours.pk,
            email="m@example.vn",
            full_name="Mới",
            phone="",
            appointment=appointment(),
        )
        notice = {"change": "password_changed", "address": "10.0.0.8", "at": now.isoformat()}
        for kind, key, words in [
            ("invitation", invitation.pk, {}),
            ("new_device", device.pk, {}),
            ("security_notice", writer.pk, notice),
            ("password_link", writer.pk, {}),
        ]:
            send_mail.call(kind, key, words)
            assert "Kính gửi" in mail.outbox[-1].body, kind
        assert len(mail.outbox) == 4

    def test_every_notice_of_allauth_has_words(self):
        with_words = {
            "password_changed",
            "password_set",
            "password_reset",
            "totp_activated",
            "totp_deactivated",
            "recovery_codes_generated",
        }
        assert with_words <= set(CHANGES)

    def test_the_mailed_link_sets_a_password_once(self, desk, writer, settings):
        settings.WAGTAILADMIN_BASE_URL = "http://desk.example"
        link = mails.write("password_link", writer.pk, {}, now=clock_now()).body.split("http://desk.example")[
            1
        ]
        address = link.split()[0]
        browser, new = desk(), "sáu cái thuyền ra khơi"
        page = browser.get(address, follow=True)
        form = page.request["PATH_INFO"]
        assert browser.post(form, {"password1": new, "password2": new}).status_code == 302
        writer.refresh_from_db()
        assert writer.check_password(new)
        assert desk().get(address).context["token_fail"]

    def test_a_person_without_a_mail_address_gets_none(self, db, now):
        nobody = person("khongthu", email="")
        assert mails.write("password_link", nobody.pk, {}, now=now) is None


class TestHousekeeping:
    def test_what_has_run_out_is_forgotten(self, desk, writer, now):
        desk_a, desk_b = desk(), desk()
        sign_in(desk_a, "tacgia")
        sign_in(desk_b, "tacgia")
        Session.objects.filter(session_key=desk_a.cookies["desk"].value).update(expire_date=now)
        sign_in(desk(), "kokoko", WRONG)
        forget_what_has_run_out(now + timedelta(hours=1))
        assert UserSession.objects.get().session_key == desk_b.cookies["desk"].value
        assert not AccessAttempt.objects.exists()

    def test_a_failing_mail_server_is_tried_again_later(self, writer, settings, monkeypatch):
        def fail(*args, **kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.message.EmailMessage.send", fail)
        send_mail.call("password_link", writer.pk, {})
        waiting = DBTaskResult.objects.get()
        assert waiting.args_kwargs["args"] == ["password_link", writer.pk, {}, 2]
        assert waiting.run_after > clock_now()
        with pytest.raises(ConnectionRefusedError):
            send_mail.call("password_link", writer.pk, {}, TRIES)


class TestScreens:
    def test_the_administrators_screens(self, desk, admin, writer, ours):
        browser = desk(admin)
        with everything("tests"):
            row = Membership.objects.get(user=writer)
        for address in (
            "/nhan-su/",
            "/nhan-su/?tu-khoa=TACGIA",
            "/nhan-su/moi/",
            f"/nhan-su/{writer.pk}/",
            f"/nhan-su/{writer.pk}/bo-nhiem/",
            f"/nhan-su/{writer.pk}/nghi-viec/",
            f"/nhan-su/{writer.pk}/dat-lai-hai-buoc/",
            f"/nhan-su/vai-tro/{row.pk}/ket-thuc/",
            "/tai-khoan/",
            "/tai-khoan/don-vi/",
            "/tai-khoan/uy-quyen/",
            "/tai-khoan/hai-buoc/",
        ):
            assert browser.get(address).status_code == 200, address
        assert "Nguyễn Thị Tacgia" in browser.get("/nhan-su/?tu-khoa=nguyen thi tac").content.decode()

    def test_inviting_by_the_form(self, desk, admin, ours):
        posted = TERMS | {
            "role": "desk",
            "full_name": "Lê Văn Đức",
            "email": "duc@example.vn",
        }
        browser = desk(admin)
        assert browser.post("/nhan-su/moi/", posted).headers["Location"] == "/nhan-su/"
        assert "Lê Văn Đức" in browser.get("/nhan-su/").content.decode()
        wrong = browser.post("/nhan-su/moi/", posted | {"ends_on": "2025-01-01"})
        assert "Lê Văn Đức" in wrong.content.decode()  # nothing typed is lost

    def test_accepting_by_the_link(self, desk, admin, ours):
        invitation = run(
            invite,
            by=acting(admin),
            unit_id=ours.pk,
            email="m@example.vn",
            full_name="Mới",
            phone="",
            appointment=appointment(),
        )
        with everything("tests"):
            token = new_link_secret(invitation)
        visitor = desk()
        assert visitor.get(f"/loi-moi/{token}/").status_code == 200
        typed = {"username": "moi.den", "password": PASSWORD, "again": PASSWORD}
        assert visitor.post(f"/loi-moi/{token}/", typed).headers["Location"] == LOGIN
        assert visitor.get(f"/loi-moi/{token}/").status_code == 410
        assert visitor.get("/loi-moi/khong-co/").status_code == 410
        assert sign_in(visitor, "moi.den").headers["Location"] == "/"

    def test_one_person_acting_for_two_units(self, desk, writer, theirs):
        hold(writer, theirs, Role.CONTRIBUTOR)
        browser = desk(writer)
        assert "Gò Lau" in browser.get("/tai-khoan/don-vi/").content.decode()
        browser.post("/tai-khoan/don-vi/", {"unit": theirs.pk})
        assert browser.get("/").wsgi_request.actor.unit_id == theirs.pk

    def test_an_auditor_looks_and_has_no_buttons(self, desk, ours, writer):
        browser = desk(official("kiemtra", ours, Role.AUDITOR))
        page = browser.get(f"/nhan-su/{writer.pk}/")
        assert page.status_code == 200
        assert "nghi-viec" not in page.content.decode()
        assert browser.get(f"/nhan-su/{writer.pk}/nghi-viec/").status_code == 403


class TestContacts:
    PAGE = "/tai-khoan/lien-lac/"

    def sent(self, desk, **given):
        browser = desk()
        sign_in(browser, "tacgia")
        facts = {"email": "moi@example.vn", "phone": "0900 000 111", "password": PASSWORD}
        return browser.post(self.PAGE, facts | given)

    def test_the_own_e_mail_changes_with_the_password_and_the_old_one_is_told(self, desk, writer):
        before = writer.email
        assert self.sent(desk).status_code == 302
        writer.refresh_from_db()
        assert (writer.email, writer.phone) == ("moi@example.vn", "0900 000 111")
        assert AuditEntry.objects.get(verb="account.contacts_changed").details["fields"] == ["email", "phone"]
        words = OutboxMessage.objects.get(name="accounts.security_notice").payload
        send_mail.call("security_notice", writer.pk, words | {"at": clock_now().isoformat()})
        assert mail.outbox[-1].to == [before]

    def test_without_the_password_nothing_changes_and_it_counts_as_a_failure(self, desk, writer):
        assert self.sent(desk, password=WRONG).status_code == 422
        writer.refresh_from_db()
        assert writer.email != "moi@example.vn"
        assert AccessAttempt.objects.filter(username="tacgia").exists()

    def test_an_e_mail_of_somebody_else_is_refused_beside_its_field(self, desk, writer):
        person("khac", email="moi@example.vn")
        answer = self.sent(desk)
        assert set(answer.context["form"].errors) == {"email"}
