"""What programs are told about a page."""

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.media.public import PublicPicture
from conglang.tools.pages.metadata import (
    DUBLIN_CORE,
    MOST_LETTERS,
    Duty,
    PageFacts,
    SiteFacts,
    described,
    dublin_core,
    open_graph,
    structured_data,
)

SITE = SiteFacts(
    base="https://bensen.songmay.gov.vn",
    name="Xã Bến Sen",
    authority="Ủy ban nhân dân xã Bến Sen",
    since=date(2025, 7, 1),
    parent_name="Tỉnh Sông Mây",
    phone="0274 1234567",
)
NEWS = PageFacts(
    title="Lịch tiêm phòng",
    path="/tin-tuc/lich-tiem-phong/",
    description="Từ 8 giờ tại trạm y tế.",
    is_news=True,
    creator="Nguyễn Văn A",
    subjects=("Tin tức", "Y tế"),
    published_at=datetime(2026, 11, 20, 18, tzinfo=UTC),
    changed_at=datetime(2026, 11, 20, 18, tzinfo=UTC),
    picture=PublicPicture("/media/1/aa/1280.jpeg", 1280, 720, 90_000),
    picture_alt="Người dân xếp hàng",
    identifier="urn:uuid:0192",
    crumbs=(("Trang chủ", "/"), ("Tin tức", "/tin-tuc/"), ("Lịch tiêm phòng", "/tin-tuc/lich-tiem-phong/")),
)
ANY = PageFacts(title="Tìm kiếm", path="/tim-kiem/")


def test_the_mandatory_elements_are_those_of_the_rule_and_stand_on_every_page():
    due = [element.name for element in DUBLIN_CORE if element.duty == Duty.MANDATORY]
    assert due == ["title", "creator", "date", "description", "publisher", "identifier"]
    assert [sum(element.duty == duty for element in DUBLIN_CORE) for duty in Duty] == [6, 4, 5]
    for page in (NEWS, ANY):
        assert set(due) <= dublin_core(SITE, page).keys()


def test_values_are_those_of_the_page_in_vietnamese_days():
    told = dublin_core(SITE, NEWS)
    assert told["date"] == "2026-11-21"  # 18 o'clock UTC is the next morning here
    assert told["subject"] == "Tin tức; Y tế"
    assert told["creator"] == "Nguyễn Văn A"
    assert dublin_core(SITE, ANY)["date"] == "2025-07-01"


def test_a_shared_link_has_a_picture_a_language_and_one_address():
    told = open_graph(SITE, NEWS)
    assert told["og:url"] == "https://bensen.songmay.gov.vn/tin-tuc/lich-tiem-phong/"
    assert told["og:image"] == "https://bensen.songmay.gov.vn/media/1/aa/1280.jpeg"
    assert (told["og:locale"], told["og:type"]) == ("vi_VN", "article")
    assert "og:image" not in open_graph(SITE, ANY)


def test_the_unit_is_a_government_organisation_and_publishes_the_item():
    graph = {node["@type"]: node for node in json.loads(structured_data(SITE, NEWS))["@graph"]}
    assert graph.keys() == {"GovernmentOrganization", "NewsArticle", "BreadcrumbList"}
    assert graph["NewsArticle"]["publisher"]["@id"] == graph["GovernmentOrganization"]["@id"]
    assert graph["BreadcrumbList"]["itemListElement"][2]["item"] == NEWS.url(SITE)
    assert [node["@type"] for node in json.loads(structured_data(SITE, ANY))["@graph"]] == [
        "GovernmentOrganization",
        "WebPage",
    ]


@given(st.text(), st.text())
def test_no_text_ends_the_data_block_or_is_cut_in_a_wrong_place(title, summary):
    page = PageFacts(title=title, path="/", description=summary, is_news=True)
    told = structured_data(SITE, page)
    assert not set("<>&\u2028\u2029") & set(told)
    assert json.loads(told)["@graph"][1].get("headline", "") == title
    assert len(described(SITE, page)) <= max(MOST_LETTERS, len(title) + len(SITE.name) + 3)
