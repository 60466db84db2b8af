"""Five minutes for each role: a few steps, each with its picture, and every empty list leads there."""

import pytest
from django.urls import get_resolver
from PIL import Image

from conglang.base.accounts.roles import Role
from conglang.workspace.guides import PICTURE_SIZE, PICTURES, Guide, guide_for, guides

MOST_STEPS, MOST_BYTES = 6, 24_000


@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide.key)
def test_each_step_has_a_small_picture_and_says_what_it_shows(guide: Guide):
    assert 1 <= len(guide.steps) <= MOST_STEPS
    for step in guide.steps:
        assert step.alt.strip()
        assert step.alt != step.text
        path = PICTURES / step.picture
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("WEBP", PICTURE_SIZE)
        assert path.stat().st_size <= MOST_BYTES, path


def test_no_picture_is_left_over():
    shown = {step.picture for guide in guides() for step in guide.steps}
    assert {f"workspace/help/{path.name}" for path in (PICTURES / "workspace/help").iterdir()} == shown


def test_every_role_has_a_guide_of_its_own():
    assert {role for guide in guides() for role in guide.roles} == set(Role)


def test_guides_name_pages_that_there_are():
    resolver = get_resolver()
    known = {f"{space}:{name}" for space, (_path, rooms) in resolver.namespace_dict.items()
             for name in rooms.reverse_dict if isinstance(name, str)}  # fmt: skip
    known |= {name for name in resolver.reverse_dict if isinstance(name, str)}
    assert {page for guide in guides() for page in guide.pages} <= known


def test_a_page_leads_to_the_guide_about_it_among_those_of_ones_roles():
    both = {Role.CONTRIBUTOR, Role.DESK}
    assert guide_for("submissions:inbox", both).key == "thu-ky"
    assert guide_for("workspace:my_articles", both).key == "viet-bai"
    assert guide_for("submissions:inbox", {Role.CONTRIBUTOR}).key == "viet-bai"
    assert guide_for("workspace:home", {Role.STATION_OPERATOR}).key == "dai-truyen-thanh"
    assert guide_for("workspace:stopped_items", {Role.SECURITY_REVIEWER}).key == "an-ninh"
    for role in (Role.CONTRIBUTOR, Role.DOCUMENT_CLERK, Role.PROVINCE_ADMINISTRATOR):
        assert guide_for("campaigns:overview", {role}).key == "thu-thap"


def test_an_empty_list_leads_to_the_guide(desk, ours):
    page = desk(ours.user(Role.CONTRIBUTOR)).get("/tin-bai/cua-toi/").content.decode()
    assert 'href="/tro-giup/#viet-bai"' in page
    shown = desk(ours.user(Role.CONTRIBUTOR)).get("/tro-giup/").content.decode()
    assert 'id="viet-bai"' in shown
    assert "workspace/help/viet-bai-1" in shown
