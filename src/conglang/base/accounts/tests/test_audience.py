"""What is closed to whom, and what a forged form or address cannot do."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from conglang.base.accounts.models import Device, Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.conftest import (
    LOGIN,
    PASSWORD,
    TERMS,
    acting,
    sign_in,
)
from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now


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
    @pytest.mark.parametrize("role", ["province_administrator", "auditor", "superuser", ""])
    def test_a_role_above_is_not_posted(self, desk, admin, writer, role):
        browser = desk(admin)
        browser.post(f"/nhan-su/{writer.pk}/bo-nhiem/", TERMS | {"role": role})
        assert acting(writer).roles == {Role.CONTRIBUTOR}

    def test_flags_in_a_form_are_ignored(self, desk, admin, writer):
        flags = {
            "is_superuser": "on",
            "is_staff": "on",
            "groups": "1",
            "user_permissions": "1",
            "user": admin.pk,
        }
        desk(admin).post(f"/nhan-su/{writer.pk}/bo-nhiem/", TERMS | {"role": "desk"} | flags)
        writer.refresh_from_db()
        assert not writer.is_superuser
        assert acting(writer).roles == {Role.CONTRIBUTOR, Role.DESK}

    def test_appointing_into_a_neighbours_unit_by_address(self, desk, admin, writer, theirs):
        posted = desk(admin).post(
            f"/nhan-su/{writer.pk}/bo-nhiem/?don-vi={theirs.pk}", TERMS | {"role": "desk"}
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
