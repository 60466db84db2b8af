"""The desk over HTTP: signing in, what is closed to whom, and the attacks on both."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django_tasks_db.models import DBTaskResult

from conglang.base.accounts import mails
from conglang.base.accounts.actor import needs_second_factor, workplaces
from conglang.base.accounts.events import CHANGES
from conglang.base.accounts.models import Device, Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.invite import invite, new_link_secret
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.accounts.tasks import TRIES, forget_what_has_run_out, send_mail
from conglang.base.accounts.tests.conftest import (
    PASSWORD,
    SECRET,
    SYSTEM,
    acting,
    appointment,
    hold,
    official,
    person,
    run,
)
from conglang.base.ledger.models import AuditEntry, OutboxMessage
from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now

LOGIN = "/tai-khoan/dang-nhap/"
WRONG = "sai mật khẩu rồi"


def code() -> str:
    cache.clear()  # one code serves one sign-in; tests have no 30 seconds to wait
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def sign_in(browser: Client, login: str, password: str = PASSWORD, **extra):
    return browser.post(LOGIN, {"login": login, "password": password} | extra)


class TestSigningIn:
    @pytest.mark.parametrize("login", ["tacgia", "TacGia", "tacgia@example.vn", " tacgia@EXAMPLE.vn "])
    def test_by_user_name_or_e_mail(self, desk, writer, login):
        browser = desk()
        assert sign_in(browser, login).headers["Location"] == "/"
        assert browser.get("/").content == b"desk"
        entry = AuditEntry.objects.get(verb="account.signed_in")
        assert entry.details["address"] == "127.0.0.1"

    def test_a_closed_account_cannot_be_opened(self, desk, writer):
        User.objects.filter(pk=writer.pk).update(is_active=False)
        browser = desk()
        sign_in(browser, "tacgia")
        assert browser.get("/").status_code == 302

    def test_a_known_name_and_an_unknown_one_get_the_same_answer(self, desk, writer):
        pages = [sign_in(desk(), name, WRONG).content.decode() for name in ("tacgia", "kokoko")]
        texts = [page.replace(name, "?") for page, name in zip(pages, ("tacgia", "kokoko"), strict=True)]
        without_token = [text.split("csrfmiddlewaretoken")[0] for text in texts]
        assert without_token[0] == without_token[1]
        assert [
            desk().post("/tai-khoan/quen-mat-khau/", {"email": m}).headers["Location"]
            for m in ("tacgia@example.vn", "kokoko@example.vn")
        ] == ["/tai-khoan/quen-mat-khau/da-gui/"] * 2

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/",
            "//evil.example/",
            "http:evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "http://desk.evil.example/",
        ],
    )
    def test_the_way_back_never_leaves_the_desk(self, desk, writer, target):
        assert sign_in(desk(), "tacgia", next=target).headers["Location"] == "/"

    def test_the_way_back_leads_to_the_page_that_was_wanted(self, desk, writer):
        assert sign_in(desk(), "tacgia", next="/cong-khai/?a=1").headers["Location"] == "/cong-khai/?a=1"

    def test_a_session_planted_before_is_worth_nothing_after(self, desk, writer):
        browser = desk()
        session = browser.session
        session["planted"] = True
        session.save()
        planted = session.session_key
        browser.cookies["desk"] = planted
        sign_in(browser, "tacgia")
        assert browser.cookies["desk"].value != planted
        thief = desk()
        thief.cookies["desk"] = planted
        assert thief.get("/").status_code == 302

    def test_nobody_signs_up(self, desk, db):
        for address in ("/tai-khoan/dang-ky/", "/accounts/signup/", "/signup/"):
            assert desk().post(address, {"username": "toi", "is_superuser": "1"}).status_code == 404


class TestSecondFactor:
    def test_a_password_alone_opens_nothing(self, desk, admin):
        enrol_second_factor(user=admin, secret=SECRET, by=SYSTEM, now=clock_now())
        browser = desk()
        assert sign_in(browser, "quantri").headers["Location"] == "/tai-khoan/dang-nhap/ma/"
        for address in (
            "/",
            "/tai-khoan/",
            "/nhan-su/",
            "/tai-khoan/hai-buoc/tat/",
            "/tai-khoan/hai-buoc/bat/",
            "/tai-khoan/hai-buoc/ma-du-phong/",
            "/tai-khoan/mat-khau/",
        ):
            assert browser.get(address).headers["Location"].startswith(LOGIN), address
        assert browser.post("/tai-khoan/dang-nhap/ma/", {"code": "000000"}).status_code == 200
        assert browser.post("/tai-khoan/dang-nhap/ma/", {"code": code()}).headers["Location"] == "/"
        assert browser.get("/nhan-su/").status_code == 200

    def test_an_administrator_without_one_gets_to_the_set_up_and_nowhere_else(self, desk, admin):
        browser = desk()
        sign_in(browser, "quantri")
        for address in ("/", "/nhan-su/", "/tai-khoan/uy-quyen/", "/quan-ly/1/"):
            assert browser.get(address).headers["Location"].startswith("/tai-khoan/hai-buoc/bat/?next="), (
                address
            )
        assert browser.post("/nhan-su/moi/", {}).headers["Location"].startswith("/tai-khoan/hai-buoc/bat/")

    def test_setting_it_up_shows_the_recovery_codes_once(self, desk, admin):
        browser = desk()
        sign_in(browser, "quantri")
        page = browser.get("/tai-khoan/hai-buoc/bat/")
        secret = page.context["form"].secret
        typed = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
        answer = browser.post("/tai-khoan/hai-buoc/bat/", {"code": typed})
        assert answer.headers["Location"] == "/tai-khoan/hai-buoc/ma-du-phong/"
        first = browser.get("/tai-khoan/hai-buoc/ma-du-phong/")
        codes = first.context["unused_codes"]
        assert len(codes) == 10
        assert all(one in first.content.decode() for one in codes)
        assert codes[0] not in browser.get("/tai-khoan/hai-buoc/ma-du-phong/").content.decode()
        assert browser.get("/nhan-su/").status_code == 200
        stored = str(list(Authenticator.objects.values_list("data", flat=True)))
        assert secret not in stored

    def test_whoever_needs_it_cannot_turn_it_off(self, desk, admin):
        enrol_second_factor(user=admin, secret=SECRET, by=SYSTEM, now=clock_now())
        browser = desk()
        sign_in(browser, "quantri")
        browser.post("/tai-khoan/dang-nhap/ma/", {"code": code()})
        assert "hai bước" in browser.post("/tai-khoan/hai-buoc/tat/").content.decode()
        assert Authenticator.objects.filter(user=admin, type="totp").exists()

    def test_a_recovery_code_serves_once(self, desk, admin):
        enrol_second_factor(user=admin, secret=SECRET, by=SYSTEM, now=clock_now())
        wrapped = Authenticator.objects.get(user=admin, type="recovery_codes").wrap()
        spare = wrapped.get_unused_codes()[0]
        for status in (302, 200):
            browser = desk()
            sign_in(browser, "quantri")
            assert browser.post("/tai-khoan/dang-nhap/ma/", {"code": spare}).status_code == status

    def test_a_code_seen_over_the_shoulder_is_used_up(self, desk, admin):
        enrol_second_factor(user=admin, secret=SECRET, by=SYSTEM, now=clock_now())
        once = code()
        for status in (302, 200):
            cache.delete(f"allauth.mfa.totp.used?user={admin.pk}&code={once}")  # allauth forgets after 30 s
            browser = desk()
            sign_in(browser, "quantri")
            assert browser.post("/tai-khoan/dang-nhap/ma/", {"code": once}).status_code == status

    def test_a_lent_role_needs_it_too(self, ours, writer):
        assert not needs_second_factor(workplaces(writer, clock_now()))
        hold(writer, ours, Role.HEAD_EDITOR)
        assert needs_second_factor(workplaces(writer, clock_now()))


class TestLockOut:
    def test_a_person_is_locked_out_and_the_office_is_not(self, desk, writer, admin):
        for _ in range(7):
            assert sign_in(desk(), "tacgia", WRONG).status_code == 200
        locked = sign_in(desk(), "tacgia", WRONG)
        assert locked.status_code == 429
        assert "15 phút" in locked.content.decode()
        assert sign_in(desk(), "tacgia").status_code == 429  # the right password does not help now
        assert sign_in(desk(), "tacgia@example.vn").status_code == 429  # nor does the other door
        assert sign_in(desk(), "quantri").status_code == 302  # a colleague behind the same address

    def test_an_unknown_name_is_locked_out_alike(self, desk, db):
        answers = [sign_in(desk(), "kokoko", WRONG).status_code for _ in range(8)]
        assert answers == [200] * 7 + [429]

    def test_the_wait_ends(self, desk, writer):
        for _ in range(8):
            sign_in(desk(), "tacgia", WRONG)
        AccessAttempt.objects.update(attempt_time=clock_now() - timedelta(minutes=16))
        assert sign_in(desk(), "tacgia").status_code == 302

    def test_guessing_many_names_from_one_address_ends_as_well(self, desk, writer, settings):
        AccessAttempt.objects.create(
            username="x",
            ip_address="127.0.0.1",
            user_agent="x",
            attempt_time=clock_now(),
            failures_since_start=settings.AXES_ADDRESS_FAILURE_LIMIT,
        )
        assert sign_in(desk(), "tacgia").status_code == 429

    def test_a_forged_address_header_changes_nothing(self, desk, writer):
        for number in range(8):
            sign_in(desk(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"), "tacgia", WRONG)
        assert sign_in(desk(HTTP_X_FORWARDED_FOR="203.0.113.99"), "tacgia").status_code == 429

    def test_a_trusted_proxy_names_the_address(self, desk, writer, settings):
        settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
        sign_in(desk(HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.5"), "tacgia")
        assert Device.objects.get().address == "203.0.113.5"  # what lies left of it may be invented


class TestAudience:
    def test_an_undeclared_view_is_closed(self, desk, chief):
        assert desk(chief).get("/quen-khai/").status_code == 403
        assert desk().get("/quen-khai/").status_code == 403

    def test_a_closed_class_answers_alike_for_existing_and_missing_things(self, desk, writer, admin):
        browser = desk(writer)
        for kind in ("/nhan-su/{}/", "/quan-ly/{}/", "/nhan-su/vai-tro/{}/ket-thuc/"):
            known, missing = (browser.get(kind.format(pk)) for pk in (admin.pk, 10**9))
            assert known.status_code == missing.status_code == 403
            assert known.content == missing.content

    def test_a_neighbours_person_and_a_missing_one_are_not_found_alike(self, desk, admin, stranger):
        browser = desk(admin)
        for action in ("", "bo-nhiem/", "nghi-viec/", "dat-lai-hai-buoc/"):
            for method in (browser.get, browser.post):
                known, missing = (method(f"/nhan-su/{pk}/{action}") for pk in (stranger.pk, 10**9))
                assert known.status_code == missing.status_code == 404
                assert known.content == missing.content

    def test_a_stranger_is_sent_to_sign_in_with_the_way_back(self, desk, db):
        assert desk().get("/nhan-su/?a=1").headers["Location"] == f"{LOGIN}?next=/nhan-su/%3Fa%3D1".replace(
            "=/", "=%2F"
        ).replace("su/", "su%2F")

    def test_a_lost_session_while_typing_tells_that_the_text_is_kept(self, desk, settings):
        came_from = f"http://{settings.DESK_HOST}/nhan-su/moi/?a=1"
        answer = desk(HTTP_REFERER=came_from).post("/nhan-su/moi/", {"full_name": "x"})
        assert answer.status_code == 401
        assert "next=%2Fnhan-su%2Fmoi%2F%3Fa%3D1" in answer.content.decode()
        assert "được giữ" in answer.content.decode()
        forged = desk(HTTP_REFERER="http://evil.example/x").post("/nhan-su/moi/")
        assert "evil" not in forged.content.decode()

    def test_a_form_without_its_token_says_the_same(self, settings, db):
        browser = Client(HTTP_HOST=settings.DESK_HOST, enforce_csrf_checks=True)
        answer = browser.post(LOGIN, {"login": "x"})
        assert answer.status_code == 403
        assert "được giữ" in answer.content.decode()

    def test_visitors_get_no_cookie_and_no_desk(self, ours, settings):
        Site.objects.create(unit=ours, host="bensen.songmay.localhost", opened_on=clock_now().date())
        visitor = Client(HTTP_HOST="bensen.songmay.localhost")
        page = visitor.get("/cong-khai/")
        assert page.status_code == 200
        assert not page.cookies
        assert "Cookie" not in page.get("Vary", "")
        for address in (LOGIN, "/nhan-su/", "/"):
            assert visitor.get(address).status_code == 404

    def test_an_old_password_is_changed_before_anything_else(self, desk, writer, settings):
        browser = desk(writer)
        User.objects.filter(pk=writer.pk).update(
            password_changed_at=clock_now() - timedelta(days=settings.PASSWORD_DAYS)
        )
        assert browser.get("/").headers["Location"].startswith("/tai-khoan/mat-khau/?next=")
        new = "năm con gà gáy sáng"
        answer = browser.post(
            "/tai-khoan/mat-khau/?next=/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
        )
        assert answer.status_code == 302
        assert browser.get("/").status_code == 200
        writer.refresh_from_db()
        assert writer.check_password(new)

    def test_the_same_password_again_is_no_change(self, desk, writer):
        again = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
        assert desk(writer).post("/tai-khoan/mat-khau/", again).status_code == 200

    def test_an_ended_role_closes_the_desk_at_the_next_click(self, desk, admin):
        browser = desk(admin)
        assert browser.get("/nhan-su/").status_code == 200
        with everything("tests"):
            Membership.objects.filter(user=admin).update(ended_at=clock_now())
        assert browser.get("/nhan-su/").status_code == 403


class TestAttacksByForm:
    FIELDS = {
        "starts_on": "2026-01-01",
        "decision_number": "1/QĐ",
        "decided_on": "2026-01-01",
        "decided_by": "UBND",
    }

    @pytest.mark.parametrize("role", ["province_administrator", "auditor", "superuser", ""])
    def test_a_role_above_is_not_posted(self, desk, admin, writer, role):
        browser = desk(admin)
        browser.post(f"/nhan-su/{writer.pk}/bo-nhiem/", self.FIELDS | {"role": role})
        assert acting(writer).roles == {Role.CONTRIBUTOR}

    def test_flags_in_a_form_are_ignored(self, desk, admin, writer):
        flags = {
            "is_superuser": "on",
            "is_staff": "on",
            "groups": "1",
            "user_permissions": "1",
            "user": admin.pk,
        }
        desk(admin).post(f"/nhan-su/{writer.pk}/bo-nhiem/", self.FIELDS | {"role": "desk"} | flags)
        writer.refresh_from_db()
        assert not writer.is_superuser
        assert acting(writer).roles == {Role.CONTRIBUTOR, Role.DESK}

    def test_appointing_into_a_neighbours_unit_by_address(self, desk, admin, writer, theirs):
        posted = desk(admin).post(
            f"/nhan-su/{writer.pk}/bo-nhiem/?don-vi={theirs.pk}", self.FIELDS | {"role": "desk"}
        )
        assert posted.status_code == 404

    def test_ending_a_neighbours_role_by_id(self, desk, admin, stranger):
        with everything("tests"):
            row = Membership.objects.get(user=stranger)
        assert desk(admin).post(f"/nhan-su/vai-tro/{row.pk}/ket-thuc/", {"reason": "x"}).status_code == 404
        assert acting(stranger).roles

    def test_lending_a_neighbours_role_or_to_a_neighbour(self, desk, writer, stranger):
        with everything("tests"):
            own, foreign = Membership.objects.get(user=writer), Membership.objects.get(user=stranger)
        days = {"starts_on": "2026-01-01", "ends_on": "2030-01-01", "decided_on": "2026-01-01"}
        for membership, receiver in [(foreign.pk, writer.pk), (own.pk, stranger.pk)]:
            posted = {"membership": membership, "receiver": receiver, "decision_number": "1"} | days
            assert desk(writer).post("/tai-khoan/uy-quyen/", posted).status_code == 200
        assert acting(writer).roles | acting(stranger).roles == {Role.CONTRIBUTOR}

    def test_switching_to_a_unit_that_is_not_ones_own(self, desk, writer, theirs):
        browser = desk(writer)
        assert browser.post("/tai-khoan/don-vi/", {"unit": theirs.pk}).status_code == 404
        session = browser.session
        session["acting_unit"] = theirs.pk
        session.save()
        browser.get("/")
        assert browser.get("/").wsgi_request.actor.unit_id != theirs.pk

    def test_devices_and_sessions_of_others(self, desk, writer, stranger):
        sign_in(desk(), "nguoila")
        device, session = Device.objects.get(user=stranger), UserSession.objects.get(user=stranger)
        browser = desk(writer)
        assert browser.post(f"/tai-khoan/thiet-bi/{device.pk}/xoa/").status_code == 404
        assert browser.post(f"/tai-khoan/phien/{session.pk}/ket-thuc/").status_code == 404
        assert UserSession.objects.filter(user=stranger).exists()

    def test_state_changes_by_get_are_refused(self, desk, admin, writer):
        browser = desk(admin)
        for address in (f"/nhan-su/{writer.pk}/mo-khoa/", f"/nhan-su/{writer.pk}/gui-mat-khau/"):
            assert browser.get(address).status_code == 405


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
        posted = TestAttacksByForm.FIELDS | {
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
