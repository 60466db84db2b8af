"""The unit's administrator keeps departments and hamlets, and chooses the way of approval."""

import pytest

from conglang.base.accounts.models import Membership
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.delegate import delegate
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Custody, CustodyKind, Department, Hamlet, Unit
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.routes import FULL, SHORT, SIGNED
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.kinds import kinds
from conglang.tools.approval.models import RouteSetting
from conglang.tools.approval.queries import review_of, route_for
from conglang.tools.approval.routes import Route, Step
from conglang.tools.approval.services import submit
from conglang.workspace.tests.conftest import SINCE, appoint, write
from conglang.workspace.tests.test_lists import queries

KIND = "newsroom.article"


@pytest.fixture
def official(desk, ours):
    return desk(ours.user(Role.UNIT_ADMINISTRATOR))


@pytest.fixture
def offices(ours):
    with everything("tests"):
        return [
            Department.objects.create(unit=ours.unit, name=name, order=order)
            for order, name in enumerate(["Văn phòng", "Phòng Kinh tế", "Phòng Văn hóa"])
        ]


def stored(model) -> list[str]:
    with everything("tests"):
        return [str(row) for row in model.objects.all()]


def send(official, path, **given):
    """What a official sends: the form as it was shown, with what was typed."""
    form = official.get(path).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return official.post(path, {name: value for name, value in (shown | given).items() if value is not None})


def test_departments_are_added_renamed_and_removed(official, ours):
    for name in ("Phòng Kinh tế", "Văn phòng"):
        assert send(official, "/phong-ban/moi/", name=name).status_code == 302
    assert stored(Department) == ["Phòng Kinh tế", "Văn phòng"]
    with everything("tests"):
        first = Department.objects.first()
    assert send(official, f"/phong-ban/{first.pk}/", name="Phòng Kinh tế - Hạ tầng").status_code == 302
    assert "Phòng Kinh tế - Hạ tầng" in official.get(f"/phong-ban/{first.pk}/xoa/").content.decode()
    assert stored(Department)[0] == "Phòng Kinh tế - Hạ tầng"
    assert official.post(f"/phong-ban/{first.pk}/xoa/").status_code == 302
    assert official.post(f"/phong-ban/{first.pk}/xoa/").status_code == 404  # pressed again
    assert stored(Department) == ["Văn phòng"]


def test_the_same_form_sent_twice_adds_one_department(official, ours):
    for _twice in range(2):
        assert send(official, "/phong-ban/moi/", name="Phòng Kinh tế", short_name="KT").status_code == 302
    assert stored(Department) == ["Phòng Kinh tế"]


@pytest.mark.parametrize("name", ["phòng kinh tế", " ", "x" * 201])
def test_a_wrong_name_is_explained_beside_its_field_and_kept(official, offices, name):
    answer = send(official, "/phong-ban/moi/", name=name, short_name="KT")
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert answer.context["form"]["short_name"].value() == "KT"
    assert len(stored(Department)) == 3


def test_a_button_moves_a_department_and_pressing_it_again_moves_it_no_further(official, offices):
    for _twice in range(2):
        official.post(f"/phong-ban/{offices[2].pk}/thu-tu/", {"place": "1"})
    assert stored(Department) == ["Văn phòng", "Phòng Văn hóa", "Phòng Kinh tế"]
    for nonsense in ("", "x", "-1", "9" * 30, "²"):
        assert official.post(f"/phong-ban/{offices[2].pk}/thu-tu/", {"place": nonsense}).status_code == 302
    assert stored(Department)[1] == "Phòng Văn hóa"
    assert official.get(f"/phong-ban/{offices[2].pk}/thu-tu/").status_code == 405


def test_a_department_in_use_stays_with_a_clear_message(official, ours, offices):
    write(ours, department_id=offices[1].pk)
    head = ours.user(Role.DEPARTMENT_HEAD)
    with everything("tests"):
        Membership.objects.filter(user=head).update(department=offices[0], ended_at=clock_now())
    for used in offices[:2]:
        answer = official.post(f"/phong-ban/{used.pk}/xoa/", follow=True)
        assert "phải giữ lại" in answer.content.decode()
    assert len(stored(Department)) == 3


def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_overwritten(official, offices):
    path = f"/phong-ban/{offices[0].pk}/"
    old = official.get(path).context["form"]["seen"].value()
    send(official, path, name="Văn phòng xã")
    answer = official.post(path, {"name": "Văn phòng mới", "seen": old})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Văn phòng xã" in page
    assert "Văn phòng mới" in page
    assert stored(Department)[0] == "Văn phòng xã"
    again = {"name": "Văn phòng mới", "seen": answer.context["form"]["seen"].value()}
    assert official.post(path, again).status_code == 302
    assert stored(Department)[0] == "Văn phòng mới"


def test_hamlets_are_added_corrected_and_removed(official, ours):
    for name in ("Thôn 10", "2"):
        answer = send(official, "/thon-to/moi/", kind="thon", name=name, households="1200")
        assert answer.status_code == 302
    assert official.get("/thon-to/moi/").context["form"]["kind"].value() == "thon"
    page = official.get("/thon-to/").content.decode()
    assert page.index("Thôn 2<") < page.index("Thôn 10<")
    assert "2.400 hộ" in page
    with everything("tests"):
        row = Hamlet.objects.get(name="2")
    words = {"name": "Hội Long", "population": "", "point": "20.51234, 106.12345"}
    assert send(official, f"/thon-to/{row.pk}/", **words).status_code == 302
    assert official.get(f"/thon-to/{row.pk}/").context["form"]["point"].value() == words["point"]
    assert sorted(stored(Hamlet)) == ["Thôn 10", "Thôn Hội Long"]
    assert official.post(f"/thon-to/{row.pk}/xoa/").status_code == 302
    assert stored(Hamlet) == ["Thôn 10"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "lang_la"),
        ("name", ""),
        ("households", "-1"),
        ("population", "nhiều"),
        ("households", "9" * 30),
        ("point", "nhà văn hóa"),
        ("point", "106.1, 20.5"),
    ],
)
def test_wrong_facts_of_a_hamlet_are_explained_beside_their_field(official, ours, field, value):
    answer = send(official, "/thon-to/moi/", **{"kind": "thon", "name": "1", field: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert stored(Hamlet) == []


def test_a_hamlet_that_changed_meanwhile_is_not_overwritten_unseen(official, ours):
    with everything("tests"):
        row = Hamlet.objects.create(unit=ours.unit, kind=HamletKind.AP, name="1")
    old = official.get(f"/thon-to/{row.pk}/").context["form"]["seen"].value()
    send(official, f"/thon-to/{row.pk}/", households="90")
    assert official.post(f"/thon-to/{row.pk}/", {"kind": "ap", "name": "2", "seen": old}).status_code == 422
    assert stored(Hamlet) == ["Ấp 1"]


def test_every_kind_of_the_law_can_be_chosen(official, ours):
    kinds = official.get("/thon-to/moi/").context["form"].fields["kind"].choices
    assert len(list(kinds)) == 14


@pytest.mark.parametrize("pattern", ["/phong-ban/{}/", "/phong-ban/{}/thu-tu/", "/phong-ban/{}/xoa/"])
def test_a_neighbours_department_does_not_exist(official, theirs, pattern):
    with everything("tests"):
        row = Department.objects.create(unit=theirs.unit, name="Phòng Lạ")
    for pk in (row.pk, 10**9):
        answer = official.post(pattern.format(pk), {"name": "Đổi", "place": "1"})
        assert answer.status_code == 404
        assert "Phòng Lạ" not in answer.content.decode()
    assert stored(Department) == ["Phòng Lạ"]


@pytest.mark.parametrize("pattern", ["/thon-to/{}/", "/thon-to/{}/xoa/"])
def test_a_neighbours_hamlet_does_not_exist(official, theirs, pattern):
    with everything("tests"):
        row = Hamlet.objects.create(unit=theirs.unit, kind=HamletKind.AP, name="Lạ")
    for pk in (row.pk, 10**9):
        assert official.post(pattern.format(pk), {"kind": "ap", "name": "Đổi"}).status_code == 404
    assert stored(Hamlet) == ["Ấp Lạ"]


PAGES = ("/phong-ban/", "/phong-ban/moi/", "/thon-to/", "/thon-to/moi/", "/quy-trinh/")


@pytest.mark.parametrize("path", PAGES)
def test_a_neighbours_unit_does_not_exist(official, theirs, path):
    for value in (theirs.unit.pk, 10**9, "x", "9" * 30, "²"):
        assert official.get(path, {"don-vi": value}).status_code == 404
        if "moi" in path or "quy-trinh" in path:
            typed = {"name": "Mới", "kind": "ap", "way": "short"}
            assert official.post(f"{path}?don-vi={value}", typed).status_code == 404
    assert stored(Department) == stored(Hamlet) == stored(RouteSetting) == []


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_arrange(desk, ours, province, path):
    allowed = {Role.UNIT_ADMINISTRATOR}
    for role in set(Role) - {Role.PROVINCE_ADMINISTRATOR}:
        status = desk(ours.user(role)).get(path).status_code
        assert status == (200 if role in allowed else 403), role
    overseer = desk(province.user(Role.PROVINCE_ADMINISTRATOR))
    assert overseer.get(path, {"don-vi": ours.unit.pk}).status_code == 200


def test_the_menu_of_units_leaves_out_what_has_ended(official, desk, ours, theirs, province):
    overseer = desk(province.user(Role.PROVINCE_ADMINISTRATOR))
    assert len(overseer.get("/phong-ban/").context["reach"].units) == 3
    Unit.objects.filter(pk=theirs.unit.pk).update(valid_to=local_day(clock_now()))
    assert len(overseer.get("/phong-ban/").context["reach"].units) == 2
    assert official.get("/phong-ban/").context["reach"].units == ()


def test_a_list_costs_the_same_at_any_length(official, ours, offices):
    few = [queries(official, path) for path in ("/phong-ban/", "/thon-to/")]
    with everything("tests"):
        for number in range(9):
            Department.objects.create(unit=ours.unit, name=f"Phòng {number}", order=9)
            Hamlet.objects.create(unit=ours.unit, kind=HamletKind.KHOM, name=str(number))
    assert [queries(official, path) for path in ("/phong-ban/", "/thon-to/")] <= few


def route_of(article) -> Route:
    with everything("tests"):
        return route_for(article)


def test_the_chosen_way_counts_from_the_next_submission_on(official, ours):
    under_way, later = write(ours), write(ours, title="Bài sau")
    author = ours.actor(Role.CONTRIBUTOR)
    with use_scope(author.scope):
        submit(item=under_way, by=author, now=clock_now())
    for _twice in range(2):
        assert send(official, "/quy-trinh/", way="short").status_code == 302
    assert route_of(later) == SHORT
    with everything("tests"):
        assert Route.from_data(review_of(under_way).route) == FULL
        assert RouteSetting.objects.count() == 1
    page = official.get("/quy-trinh/").content.decode()
    assert "Đang dùng: Quy trình rút gọn." in page


def test_each_way_names_the_people_and_warns_where_nobody_is(official, ours):
    ours.user(Role.HEAD_EDITOR)
    assert {name: [hand.is_missing for hand in hands] for name, hands in ways(official).items()} == {
        "full": [False, False, False, False],
        "signed": [False, True, False, False, False],
        "beside": [False, False, False, True, True, False],
        "short": [False, False],
    }
    text = official.get("/quy-trinh/").content.decode()
    assert "Hãy giao" in text
    assert "Lãnh đạo phòng, ban" in text
    ours.user(Role.DEPARTMENT_HEAD)
    assert "Hãy giao" not in official.get("/quy-trinh/").content.decode()


def test_a_single_person_who_writes_and_decides_is_told(official, ours):
    ours.user(Role.HEAD_EDITOR)
    assert "Chỉ có một người" in official.get("/quy-trinh/").content.decode()
    ours.user(Role.COMMUNE_LEADER)
    assert [hand.is_alone for hand in ways(official)["short"]] == [False, False]


def test_people_of_the_board_above_and_borrowers_count_as_far_as_they_may(official, ours, province, theirs):
    boss, lender = province.user(Role.HEAD_EDITOR), ours.user(Role.DESK)
    leader = province.user(Role.COMMUNE_LEADER)  # this role counts at home only
    theirs.user(Role.HEAD_EDITOR)
    give = {
        "holder": province.unit,
        "unit": ours.unit,
        "kind": CustodyKind.CENTRAL_BOARD,
        "legal_basis": "QĐ",
    }
    Custody.objects.create(valid_from=SINCE, valid_to=local_day(clock_now()), **give)
    assert approvers(official) == []
    Custody.objects.create(valid_from=SINCE, **give)
    assert approvers(official) == [boss]
    assert leader not in approvers(official)
    borrower, by = appoint("nguoinhan", ours.unit, Role.CASE_OFFICER), ours.actor(Role.DESK)
    with use_scope(by.scope):
        delegate(
            membership_id=Membership.objects.get(user=lender).pk, receiver_id=borrower.pk,
            permissions=["newsroom.collect"], starts_on=SINCE, ends_on=local_day(clock_now()),
            decision_number="1", decided_on=SINCE, by=by, now=clock_now(),
        )  # fmt: skip
    assert borrower in people(official, "full", 1)
    assert borrower not in people(official, "full", 2)  # lent for assigning only


def ways(official):
    return {name: hands for name, _way, hands in official.get("/quy-trinh/").context["ways"]}


def people(official, name, place):
    return ways(official)[name][place].people


def approvers(official):
    return people(official, "short", 1)


def test_the_way_costs_the_same_for_many_people(official, ours):
    ours.user(Role.HEAD_EDITOR)
    few = queries(official, "/quy-trinh/")
    for number in range(6):
        appoint(f"nguoi{number}", ours.unit, Role.HEAD_EDITOR)
    assert queries(official, "/quy-trinh/") <= few
    assert "và 2 người khác" in official.get("/quy-trinh/").content.decode()


def test_a_province_lays_the_way_for_units_that_have_not_chosen(desk, province, ours, theirs):
    overseer = desk(province.user(Role.PROVINCE_ADMINISTRATOR))
    admin = desk(ours.user(Role.UNIT_ADMINISTRATOR))
    assert "for_units_below" not in admin.get("/quy-trinh/").context["form"].fields
    send(admin, "/quy-trinh/", way="full")
    assert send(overseer, "/quy-trinh/", way="signed", for_units_below="on").status_code == 302
    assert (route_of(write(ours)), route_of(write(theirs))) == (FULL, SIGNED)
    page = desk(theirs.user(Role.UNIT_ADMINISTRATOR)).get("/quy-trinh/").content.decode()
    assert "do Tỉnh Sông Mây quy định" in page
    assert send(overseer, f"/quy-trinh/?don-vi={ours.unit.pk}", way="short").status_code == 302
    assert route_of(write(ours, title="Bài mới")) == SHORT


def test_a_way_that_was_changed_meanwhile_is_not_overwritten_unseen(official, ours):
    old = official.get("/quy-trinh/").context["form"]["seen"].value()
    send(official, "/quy-trinh/", way="signed")
    assert official.post("/quy-trinh/", {"way": "short", "seen": old}).status_code == 422
    assert route_of(write(ours)) == SIGNED


def test_every_kind_of_content_has_ways_of_its_own(official, ours):
    page = official.get("/quy-trinh/?loai=documents.officialdocument")
    assert page.context["tabs"][0]["url"].endswith(f"loai={KIND}")
    assert len(page.context["tabs"]) == len(kinds())
    assert send(official, "/quy-trinh/?loai=directory.official", way="checked").status_code == 302
    with everything("tests"):
        setting = RouteSetting.objects.get()
    assert (setting.kind, [step["name"] for step in setting.route["steps"]]) == (
        "directory.official", ["check", "approve"],
    )  # fmt: skip
    assert (
        "Đang dùng: Có bước kiểm tra trước."
        in official.get("/quy-trinh/?loai=directory.official").content.decode()
    )
    assert route_of(write(ours)) == FULL, "articles keep theirs"
    assert official.get("/quy-trinh/?loai=accounts.user").status_code == 404


@pytest.mark.parametrize("way", ["", "none", "full\x00"])
def test_an_unknown_way_is_refused(official, ours, way):
    assert send(official, "/quy-trinh/", way=way).status_code == 422
    assert stored(RouteSetting) == []


def test_a_way_of_the_units_own_making_stays_until_another_is_chosen(official, ours):
    own = Route(
        (Step("read", "newsroom.verify"), Step("approve", "newsroom.approve")), *["newsroom.write"] * 3
    )
    with everything("tests"):
        RouteSetting.objects.create(unit=ours.unit, kind=KIND, route=own.as_data())
    page = official.get("/quy-trinh/")
    assert "quy trình riêng của đơn vị" in page.content.decode()
    assert page.context["chosen"] == ""
    assert route_of(write(ours)) == own
    assert Article.default_route == FULL
