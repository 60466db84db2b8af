import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden
from conglang.base.ledger.outbox import deliver
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.services.remove_department import remove_department
from conglang.content.directory.models import Business, DepartmentPage, Official, OfficialGroup
from conglang.content.directory.queries import people
from conglang.content.directory.services.import_people import import_people
from conglang.content.directory.services.write import edit_entry, write_entry
from conglang.content.directory.tables import Row
from conglang.content.directory.tests.conftest import NOW, publish, published, write
from conglang.tools.approval.queries import standing
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.approval.versions import Conflict
from conglang.tools.search.models import SearchEntry


def edit(entry, of, version=None, **values):
    by = of.actor("writer")
    with use_scope(by.scope):
        row = type(entry).objects.get(pk=entry.pk)
        seen = row.version if version is None else version
        return edit_entry(by=by, entry=row, expected_version=seen, values=values, now=NOW)


def test_nobody_stands_in_public_before_another_person_approves(home):
    entry = write(home)
    with use_scope(public_scope(home.unit)):
        assert not Official.objects.exists()
    publish(entry, home)
    with use_scope(public_scope(home.unit)):
        assert [row.full_name for row in Official.objects.all()] == ["Trần Thị Thử"]


def test_nobody_approves_what_they_wrote(home):
    head = home.actor("head")
    with use_scope(head.scope):
        entry = write_entry(
            by=head,
            model=Official,
            unit_id=home.unit.pk,
            values={"full_name": "Lê Thí", "post": "Y tá"},
            now=NOW,
        )
        submit(item=entry, by=head, now=NOW)
        with pytest.raises(Refused):
            approve(item=entry, expected_hash=standing(head, entry, now=NOW).content, by=head, now=NOW)


def test_a_change_of_a_public_entry_waits_for_approval(home):
    row, writer = published(home, phone="0900 000 101"), home.actor("writer")
    with use_scope(writer.scope):
        edit_entry(
            by=writer, entry=row, expected_version=row.version, values={"phone": "0900 000 102"}, now=NOW
        )
    with use_scope(public_scope(home.unit)):
        assert Official.objects.get().phone == "0900 000 101"
    publish(row, home)
    with use_scope(public_scope(home.unit)):
        assert Official.objects.get().phone == "0900 000 102"


def test_whoever_saves_second_overwrites_nothing(home):
    entry = write(home)
    seen = entry.version
    edit(entry, home, seen, post="Chủ tịch")
    with pytest.raises(Conflict):
        edit(entry, home, seen, post="Phó chủ tịch")


def test_a_form_sent_twice_makes_one_entry(home):
    writer, uid = home.actor("writer"), "11111111-1111-4111-8111-111111111111"
    facts = {"full_name": "Lê Thí", "post": "Y tá"}
    with use_scope(writer.scope):
        first, second = (
            write_entry(by=writer, model=Official, unit_id=home.unit.pk, values=facts, now=NOW, uid=uid)
            for _ in range(2)
        )
        assert first.pk == second.pk


def test_only_those_who_write_may_write(home):
    clerk = home.actor("clerk")
    with use_scope(clerk.scope), pytest.raises(Forbidden):
        write_entry(by=clerk, model=Official, unit_id=home.unit.pk, values={}, now=NOW)


def test_a_neighbours_department_is_nobodys_here(home, neighbour):
    writer = home.actor("writer")
    with use_scope(writer.scope), pytest.raises(ValidationError):
        write_entry(
            by=writer, model=DepartmentPage, unit_id=home.unit.pk, now=NOW,
            values={"department_id": neighbour.departments[0].pk, "functions": "Việc"},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"phone": "hỏi văn phòng"}, "phone"),
        ({"is_head": True}, "is_head"),
        ({"group": OfficialGroup.LEADER}, "duties"),
        ({"full_name": ""}, "full_name"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(home, values, field):
    with pytest.raises(ValidationError) as refused:
        write(home, **values)
    assert field in refused.value.message_dict


def test_leaders_stand_first_by_rank_and_others_by_given_name(home):
    for name, more in (
        ("Nguyễn Văn Bình", {}),
        ("Trần Thị An", {}),
        ("Lê Văn Ánh", {}),
        ("Đỗ Thị Yến", {"group": OfficialGroup.LEADER, "rank": 1, "duties": "Phụ trách chung"}),
        ("Bùi Văn Dũng", {"group": OfficialGroup.LEADER, "rank": 2, "duties": "Kinh tế"}),
        ("Vũ Thị Xuân", {"department_id": home.departments[0].pk, "is_head": True}),
    ):
        published(home, full_name=name, **more)
    with use_scope(public_scope(home.unit)):
        names = [each.full_name for each in people([home.unit.pk])]
    assert names == [
        "Đỗ Thị Yến", "Bùi Văn Dũng", "Vũ Thị Xuân", "Trần Thị An", "Lê Văn Ánh", "Nguyễn Văn Bình",
    ]  # fmt: skip


def test_public_entries_are_found_and_withdrawn_ones_are_not(home):
    row = published(home, Business, name="Hợp tác xã Mật ong", kind="cooperative", place="Thôn Đông")
    with everything("tests"):
        assert SearchEntry.objects.filter(label="directory.business", object_id=row.pk).exists()
    head = home.actor("head")
    with use_scope(head.scope):
        withdraw(item=row, reason="Đã ngừng hoạt động", by=head, now=NOW)
    with everything("tests"):
        deliver(now=NOW, limit=100)
        assert not SearchEntry.objects.filter(label="directory.business").exists()


def test_a_department_that_an_old_version_names_is_not_removed(home):
    entry, writer = write(home, department_id=home.departments[0].pk), home.actor("writer")
    with use_scope(writer.scope):
        edit_entry(
            by=writer, entry=entry, expected_version=entry.version, values={"department": None}, now=NOW
        )
    with everything("tests"), pytest.raises(ValidationError):
        remove_department(department=home.departments[0], by=Actor.system("tests"), now=NOW)


def test_a_list_of_people_becomes_drafts_and_says_what_it_could_not_take(home):
    writer = home.actor("writer")
    rows = [
        Row(2, {"full_name": "Lê Văn Thí", "post": "Trưởng phòng", "department": "phòng kinh tế"}),
        Row(3, {"full_name": "Lý Thị Thử", "post": "Trưởng thôn", "hamlet": "Thôn Đông Thử"}),
        Row(4, {"full_name": "LÊ VĂN THÍ", "post": "Trưởng phòng"}),
        Row(5, {"full_name": "Hồ Văn Mẫu", "post": "Công chức", "department": "Phòng không có"}),
        Row(6, {"full_name": "Hồ Văn Mẫu", "post": ""}),
    ]
    with use_scope(writer.scope):
        report = import_people(by=writer, unit_id=home.unit.pk, rows=rows, now=NOW)
        assert report.drafted == ["Lê Văn Thí", "Lý Thị Thử"]
        assert report.known == ["LÊ VĂN THÍ"]
        assert [number for number, _why in report.refused] == [5, 6]
        assert not Official.objects.filter(live=True).exists()
        assert Official.objects.get(full_name="Lê Văn Thí").department == home.departments[0]
