"""Changes of sites at the desk: two people, with what is and what will be before their eyes (P3)."""

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything, use_scope
from conglang.kernel.clock import now as clock_now
from conglang.tools.pages.editing import rename
from conglang.tools.pages.layout import Adaptation
from conglang.tools.pages.models import PageChange, Section
from conglang.tools.pages.rules import ChangeState
from conglang.tools.pages.services.lay_out import lay_out_sections
from conglang.tools.pages.services.propose_change import propose_change
from conglang.tools.pages.template import first_template
from conglang.tools.pages.template_changes import adaptation_of


@pytest.fixture
def change(ours):
    by = ours.actor(Role.UNIT_ADMINISTRATOR)
    with use_scope(by.scope):
        lay_out_sections(by=by, unit_id=ours.unit.pk, now=clock_now())
        wishes = adaptation_of(ours.unit.pk)
        renamed = rename(first_template().sections, wishes.sections, "news", "Tin xã nhà")
        content = Adaptation(renamed, wishes.blocks).as_data()
        return propose_change(by=by, unit_id=ours.unit.pk, kind="sections", content=content, now=clock_now())


def path(change: PageChange) -> str:
    return f"/thay-doi-trang/{change.pk}/"


def title_of_news() -> str:
    with everything("tests"):
        return Section.objects.get(key="news", unit__code="98001").title


def test_what_waits_is_listed_with_before_and_after_and_another_person_applies_it(desk, ours, change):
    head, author = desk(ours.user(Role.HEAD_EDITOR)), desk(ours.user(Role.UNIT_ADMINISTRATOR))
    assert path(change) in head.get("/thay-doi-trang/").content.decode()
    page = head.get(path(change)).content.decode()
    assert "Tin Bến Sen" in page
    assert "Tin xã nhà" in page
    press = {"viec": "ap-dung", "seen": change.sha256}
    assert author.post(path(change), press).status_code == 422
    assert head.post(path(change), press | {"seen": "0"}).status_code == 422
    assert title_of_news() == "Tin Bến Sen"
    for _twice in range(2):
        assert head.post(path(change), press).status_code == 302
    assert title_of_news() == "Tin xã nhà"
    assert path(change) in head.get("/thay-doi-trang/?nhom=da-quyet-dinh").content.decode()


def test_what_the_site_left_behind_cannot_be_applied_but_sent_back(desk, ours, change):
    by, head = ours.actor(Role.UNIT_ADMINISTRATOR), desk(ours.user(Role.HEAD_EDITOR))
    with use_scope(by.scope):
        wishes = adaptation_of(ours.unit.pk)
        renamed = rename(first_template().sections, wishes.sections, "news", "Tin làng")
        content = Adaptation(renamed, wishes.blocks).as_data()
        late = propose_change(by=by, unit_id=ours.unit.pk, kind="sections", content=content, now=clock_now())
    assert 'value="ap-dung"' in head.get(path(late)).content.decode()
    head.post(path(change), {"viec": "ap-dung", "seen": change.sha256})
    page = head.get(path(late)).content.decode()
    assert 'value="ap-dung"' not in page
    assert "Trang đã thay đổi sau khi có đề nghị này" in page
    assert head.post(path(late), {"viec": "tra-lai", "reason": "Đề nghị lại"}).status_code == 302


def test_the_former_state_comes_back_by_two_people_too(desk, ours, change):
    head, author = desk(ours.user(Role.HEAD_EDITOR)), desk(ours.user(Role.UNIT_ADMINISTRATOR))
    head.post(path(change), {"viec": "ap-dung", "seen": change.sha256})
    answer = author.post(path(change), {"viec": "nhu-cu"})
    with everything("tests"):
        back = PageChange.objects.get(state=ChangeState.PROPOSED)
    assert answer["Location"] == path(back)
    head.post(path(back), {"viec": "ap-dung", "seen": back.sha256})
    assert title_of_news() == "Tin Bến Sen"


def test_a_change_is_sent_back_with_a_reason_that_is_kept_when_it_lacks(desk, ours, change):
    head = desk(ours.user(Role.HEAD_EDITOR))
    assert head.post(path(change), {"viec": "tra-lai", "reason": ""}).status_code == 422
    assert head.post(path(change), {"viec": "tra-lai", "reason": "Tên chưa đúng"}).status_code == 302
    page = desk(ours.user(Role.UNIT_ADMINISTRATOR)).get(path(change)).content.decode()
    assert "Tên chưa đúng" in page


def test_a_neighbours_change_does_not_exist_and_an_auditor_only_reads(desk, ours, theirs, province, change):
    stranger = desk(theirs.user(Role.HEAD_EDITOR))
    assert (
        stranger.get(path(change)).status_code == stranger.get("/thay-doi-trang/999999/").status_code == 404
    )
    auditor = desk(province.user(Role.AUDITOR))
    assert auditor.get(path(change)).status_code == 200
    assert auditor.post(path(change), {"viec": "ap-dung", "seen": change.sha256}).status_code == 403
    assert desk(ours.user(Role.CONTRIBUTOR)).get("/thay-doi-trang/").status_code == 403
    assert title_of_news() == "Tin Bến Sen"
