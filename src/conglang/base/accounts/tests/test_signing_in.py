"""Signing in over HTTP: names, the second factor, lock-out, and the attacks on them."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.core.cache import cache

from conglang.base.accounts.actor import needs_second_factor, workplaces
from conglang.base.accounts.models import Device, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.accounts.tests.conftest import (
    LOGIN,
    SECRET,
    SYSTEM,
    WRONG,
    code,
    hold,
    sign_in,
)
from conglang.base.ledger.models import AuditEntry
from conglang.kernel.clock import now as clock_now


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

    def test_codes_cannot_be_guessed(self, desk, admin):
        enrol_second_factor(user=admin, secret=SECRET, by=SYSTEM, now=clock_now())
        right = code()
        for address in range(5):  # of no help: another browser, another address
            browser = desk(REMOTE_ADDR=f"203.0.113.{address}")
            sign_in(browser, "quantri")
            assert browser.post("/tai-khoan/dang-nhap/ma/", {"code": "000000"}).status_code == 200
        refused = browser.post("/tai-khoan/dang-nhap/ma/", {"code": right})
        assert "Nhập sai quá nhiều lần" in refused.content.decode()

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

    def test_guessing_one_name_from_many_addresses_ends_too(self, desk, writer, settings):
        settings.AXES_PERSON_FAILURE_LIMIT = 16
        for number in range(16):
            sign_in(desk(REMOTE_ADDR=f"203.0.113.{number}"), "tacgia", WRONG)
        assert sign_in(desk(REMOTE_ADDR="198.51.100.1"), "tacgia").status_code == 429
        assert sign_in(desk(REMOTE_ADDR="198.51.100.1"), "kokoko", WRONG).status_code == 200

    def test_a_forged_address_header_changes_nothing(self, desk, writer):
        for number in range(8):
            sign_in(desk(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"), "tacgia", WRONG)
        assert sign_in(desk(HTTP_X_FORWARDED_FOR="203.0.113.99"), "tacgia").status_code == 429

    def test_a_trusted_proxy_names_the_address(self, desk, writer, settings):
        settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
        sign_in(desk(HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.5"), "tacgia")
        assert Device.objects.get().address == "203.0.113.5"  # what lies left of it may be invented
