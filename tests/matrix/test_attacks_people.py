"""Taking over accounts, powers and units; each beside the same thing on one's own."""

import pytest

from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from tests.matrix.attacks import Knock, own_rows
from tests.matrix.people import Browser, Walker, appoint
from tests.matrix.places import World

PERSON = ["gui-mat-khau", "mo-khoa", "dat-lai-hai-buoc", "nghi-viec", "bo-nhiem"]


@pytest.mark.parametrize("action", PERSON)
def test_nobody_touches_the_account_of_another_units_person(knock: Knock, world: World, action: str) -> None:
    reason = {"reason": "Vì thế"}
    for user in world.theirs.everybody():
        path = f"/nhan-su/{user.pk}/{action}/"
        assert knock(Role.UNIT_ADMINISTRATOR, "POST", path, reason).status == 404
    own = world.ours.people[Role.CONTRIBUTOR]
    answer = knock(Role.UNIT_ADMINISTRATOR, "POST", f"/nhan-su/{own.pk}/{action}/", reason)
    assert answer.status in {200, 302}


@pytest.mark.parametrize("action", ["gui-mat-khau", "mo-khoa", "dat-lai-hai-buoc"])
def test_nobody_takes_over_a_superior_or_somebody_with_another_employer(
    knock: Knock, world: World, action: str
) -> None:
    """An account opens all of a person's units, so the one unit may not reset its keys."""
    chief = world.province.people[Role.PROVINCE_ADMINISTRATOR]
    appoint(chief, world.ours.unit, Role.CONTRIBUTOR)
    for user in (chief, world.walkers["works in both"].user):
        answer = knock(Role.UNIT_ADMINISTRATOR, "POST", f"/nhan-su/{user.pk}/{action}/", {"reason": "Vì thế"})
        assert (answer.status, answer.mails) == (403, [])


def test_the_mail_with_a_new_password_goes_to_its_owner_alone(knock: Knock, world: World) -> None:
    user = world.ours.people[Role.CONTRIBUTOR]
    answer = knock(Role.UNIT_ADMINISTRATOR, "POST", f"/nhan-su/{user.pk}/gui-mat-khau/", {"x": "1"})
    assert [mail.partition("\n")[0] for mail in answer.mails] == [f"['{user.email}'] [] []"]


POWERS = {"is_superuser": "on", "is_staff": "on", "is_active": "on", "groups": "1", "user_permissions": "1"}


def test_no_form_makes_a_superuser(knock: Knock, world: World) -> None:
    invited = {
        "email": "a@vidu.example", "full_name": "Lê A", "phone": "", "role": "contributor", "department": "",
        "starts_on": "2026-01-02", "ends_on": "", "decision_number": "1", "decided_on": "2026-01-02",
        "decided_by": "UBND",
    }  # fmt: skip
    answer = knock(Role.UNIT_ADMINISTRATOR, "POST", "/nhan-su/moi/", invited | POWERS)
    assert answer.status == 302
    assert len(answer.rows["invitations"]) == 3
    taken = {"username": "nguoimoi", "password": "năm con voi đi bộ", "again": "năm con voi đi bộ"} | POWERS
    with Browser(Walker("nobody")).knock("POST", f"/loi-moi/{world.ours.token}/", taken) as answer:
        assert answer.status == 302
        fresh = User.objects.get(username="nguoimoi")
        assert (fresh.is_superuser, fresh.user_permissions.count(), fresh.groups.count()) == (False, 0, 1)
    with pytest.raises(PermissionError):
        User.objects.create_superuser("vua", "vua")


@pytest.mark.parametrize("role", ["province_administrator", "auditor"])
def test_a_commune_appoints_no_overseers(knock: Knock, world: World, role: str) -> None:
    terms = {
        "role": role, "starts_on": "2026-01-02", "decision_number": "1", "decided_on": "2026-01-02",
        "decided_by": "UBND",
    }  # fmt: skip
    path = f"/nhan-su/{world.ours.people[Role.CONTRIBUTOR].pk}/bo-nhiem/"
    before = own_rows()["roles"]
    assert knock(Role.UNIT_ADMINISTRATOR, "POST", path, terms).rows["roles"] == before
    answer = knock(Role.UNIT_ADMINISTRATOR, "POST", path, terms | {"role": "desk"})
    assert answer.rows["roles"] == before + 1


def test_a_role_is_lent_inside_the_unit_only(knock: Knock, world: World) -> None:
    with everything("test"):
        own, strange = (
            Membership.objects.get(user=place.people[Role.DESK], unit=place.unit)
            for place in (world.ours, world.theirs)
        )
    terms = {
        "membership": own.pk, "receiver": world.ours.people[Role.FIELD_EDITOR].pk, "starts_on": "2026-12-01",
        "ends_on": "2026-12-09", "decision_number": "1", "decided_on": "2026-11-01",
    }  # fmt: skip
    before = own_rows()["loans"]
    for forged in (
        {"receiver": world.theirs.people[Role.FIELD_EDITOR].pk},
        {"membership": strange.pk},
        {"membership": strange.pk, "receiver": world.theirs.people[Role.FIELD_EDITOR].pk},
    ):
        assert knock(Role.DESK, "POST", "/tai-khoan/uy-quyen/", terms | forged).rows["loans"] == before
    assert knock(Role.DESK, "POST", "/tai-khoan/uy-quyen/", terms).rows["loans"] == before + 1


def test_nobody_acts_for_a_unit_that_is_not_theirs(knock: Knock, world: World) -> None:
    path = "/tai-khoan/don-vi/"
    assert knock(Role.DESK, "POST", path, {"unit": world.theirs.unit.pk}).status == 404
    assert knock(Role.DESK, "POST", path, {"unit": world.ours.unit.pk}).status == 302


def test_works_in_both_sees_one_unit_at_a_time(world: World) -> None:
    both = world.walkers["works in both"]
    elsewhere = Walker("elsewhere", both.user, world.theirs.unit, frozenset({Role.HEAD_EDITOR}))
    for walker, seen, unseen in ((both, world.ours, world.theirs), (elsewhere, world.theirs, world.ours)):
        with Browser(walker).knock("GET", "/tin-bai/") as answer:
            assert seen.word in answer.body
            assert unseen.word not in answer.body


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.AUDITOR, "/nhat-ky/tai-ve/"),
        (Role.AUDITOR, "/tin-bai/?tu-khoa=bai"),
        (Role.HEAD_EDITOR, "/tin-bai/?tu-khoa=bai"),
        (Role.PROVINCE_ADMINISTRATOR, "/nhan-su/"),
    ],
)
def test_the_province_sees_what_is_in_its_custody(world: World, role: Role, path: str) -> None:
    with Browser(world.walkers[f"province's {role.value}"]).knock("GET", path) as answer:
        assert world.theirs.word in answer.body
        # its board edits for the one commune only
        assert (world.ours.word in answer.body) == (role is not Role.HEAD_EDITOR)
