"""A site gets its sections from the template and keeps what it changed (P3, P4)."""

import re

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Unit
from conglang.tools.media.services.store import store_image
from conglang.tools.media.tests.conftest import jpeg
from conglang.tools.pages.layout import Rule
from conglang.tools.pages.models import Section, SectionKind, SiteProfile
from conglang.tools.pages.queries import frame
from conglang.tools.pages.services.lay_out import lay_out_sections, set_profile
from conglang.tools.pages.template import section_rows
from conglang.tools.pages.tests.conftest import NOW, actor, unit

# what the law wants a commune's site to have: Nghị định 224/2026, Điều 9 khoản 1 điểm c
MANDATORY = {
    "organisation",
    "boundary_map",
    "nature",
    "history",
    "culture",
    "relics",
    "landscapes",
    "leaders",
}


def test_the_template_has_what_the_law_wants():
    rows = {row.key: row for row in section_rows()}
    assert rows.keys() >= MANDATORY
    assert all(rows[key].basis for key in MANDATORY)


def test_each_kind_of_information_that_a_commune_discloses_has_a_section_that_no_site_may_hide():
    rows = [row for row in section_rows() if "10/2022/QH15, Điều 11" in row.basis]
    clauses = {number for row in rows for number in re.findall(r"khoản (\d+)", row.basis.split(";")[0])}
    assert clauses == {str(number) for number in range(1, 14)}
    assert all(row.rule == Rule.FIXED for row in rows if row.parent == "disclosure")


def test_the_template_has_what_the_communes_own_plans_ask_for():
    """Plans of the communes and Decree 224/2026: what custom wants beside the law."""
    wanted = {"know_how", "recruitment", "emulation", "good_people", "court_postings", "poor_households"}
    wanted |= {"spokesperson", "schedules", "health", "businesses", "party_work", "service_quality", "funds"}
    assert {row.key for row in section_rows()} >= wanted


def test_the_template_can_be_laid_out():
    keys = [row.key for row in section_rows()]
    assert len(set(keys)) == len(keys)
    assert len({row.slug for row in section_rows()}) == len(keys)
    for number, row in enumerate(section_rows()):
        assert not row.parent or row.parent in keys[:number], "parents come first"
        assert row.kind in SectionKind.values


def test_a_new_site_has_the_whole_tree(by):
    lay_out_sections(by=by, unit_id=by.unit_id, now=NOW)
    assert Section.objects.count() == len(section_rows())
    history = Section.objects.get(key="history")
    assert (history.parent.key, history.slug, history.kind) == ("introduction", "lich-su", SectionKind.PAGE)
    assert AuditEntry.objects.filter(verb="pages.laid_out").count() == 1


def test_a_second_time_only_adds_what_is_missing(by):
    assert lay_out_sections(by=by, unit_id=by.unit_id, now=NOW) == len(section_rows())
    Section.objects.filter(key="businesses").delete()
    assert lay_out_sections(by=by, unit_id=by.unit_id, now=NOW) == 1
    assert lay_out_sections(by=by, unit_id=by.unit_id, now=NOW) == 0
    assert AuditEntry.objects.filter(verb="pages.laid_out").count() == 2


def test_a_site_laid_out_by_hand_keeps_its_own_words_and_sections(by):
    Section.objects.create(unit_id=by.unit_id, key="news", slug="tin-xa", title="Tin xã")
    Section.objects.create(unit_id=by.unit_id, key="craft", slug="lang-nghe", title="Làng nghề")
    Section.objects.create(unit_id=by.unit_id, key="budget", slug="tien-xa", title="Tiền xã")
    lay_out_sections(by=by, unit_id=by.unit_id, now=NOW)
    titles = dict(Section.objects.values_list("key", "title"))
    assert (titles["news"], titles["craft"]) == ("Tin xã", "Làng nghề")
    assert titles["budget"] == "Ngân sách", "the law's section is the parent's word"


def test_only_administrators_lay_out_and_only_their_own_site(by):
    place = Unit.objects.get(pk=by.unit_id)
    with pytest.raises(Forbidden):
        lay_out_sections(by=actor(place, Role.HEAD_EDITOR), unit_id=by.unit_id, now=NOW)
    with pytest.raises(NotFound):
        lay_out_sections(by=by, unit_id=unit("99002").pk, now=NOW)


def test_the_frame_costs_the_same_however_large_the_menu_is(by, django_assert_num_queries):
    lay_out_sections(by=by, unit_id=by.unit_id, now=NOW)
    place = Unit.objects.get(pk=by.unit_id)
    with django_assert_num_queries(2):
        around = frame(place)
    titles = [entry.section.title for entry in around.menu]
    assert titles == ["Giới thiệu", "Tin tức", "Thông báo", "Văn bản", "Thủ tục hành chính", "Công khai"]
    assert "lich-su" in {child.slug for child in around.menu[0].children}


def test_a_profile_keeps_what_is_not_given(by):
    set_profile(by=by, unit_id=by.unit_id, now=NOW, authority="Ủy ban nhân dân xã Mẫu", phone="0900 000 001")
    set_profile(by=by, unit_id=by.unit_id, now=NOW, email="xa@mau.example")
    profile = SiteProfile.objects.get()
    assert (profile.phone, profile.email) == ("0900 000 001", "xa@mau.example")


def test_a_wrong_address_is_refused_and_changes_nothing(by):
    set_profile(by=by, unit_id=by.unit_id, now=NOW, authority="Ủy ban nhân dân xã Mẫu")
    with pytest.raises(ValidationError):
        set_profile(by=by, unit_id=by.unit_id, now=NOW, email="khong phai thu dien tu")
    assert SiteProfile.objects.get().email == ""


def test_the_emblem_is_public_and_the_one_before_is_not(by):
    def emblem(colour: str):
        image = store_image(
            by=by,
            unit_id=by.unit_id,
            file=jpeg(colour=colour),
            title="Biểu trưng",
            alt_text="Cổng làng",
            now=NOW,
        )
        set_profile(by=by, unit_id=by.unit_id, now=NOW, authority="Ủy ban nhân dân xã Mẫu", emblem=image)
        return image

    first = emblem("red")
    second = emblem("blue")
    assert not first.exposures.exists()
    assert second.exposures.count() == 1
