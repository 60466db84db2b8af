"""Administrative procedures as visitors read them on the site of a commune."""

import pytest
from django.test import Client
from django.utils.html import escape

from conglang.base.accounts.tests.villages import stopped_at
from conglang.base.units.models import UnitKind
from conglang.base.units.scope import everything
from conglang.content.procedures.tests.conftest import NOW, place, put_in_force
from conglang.content.procedures.tests.invented import entries
from conglang.portal.procedures import NATIONAL_PORTAL
from conglang.portal.tests.telling import judge, report_from
from conglang.tools.opinions.rules import TITLE_LENGTH
from conglang.tools.pages.models import Section, SectionKind

frozen = stopped_at(NOW)


@pytest.fixture
def province(db):
    return place("98", "Sông Mây", kind=UnitKind.PROVINCE)


@pytest.fixture
def commune(province):
    return place("98001", "Bến Sen", parent=province.unit)


@pytest.fixture
def page(commune):
    client = Client(headers={"host": commune.host})

    def read(path, status=200, client=client):
        answer = client.get(path)
        assert answer.status_code == status, answer.content[:300]
        assert not answer.cookies
        return answer.headers.get("Location") or answer.content.decode()

    return read


def test_an_empty_catalogue_says_so(page):
    assert "chưa được lấy về từ nguồn quốc gia" in page("/thu-tuc/")


def test_procedures_stand_under_life_events_and_fields(province, page):
    values = entries(12)
    put_in_force(province, *values)
    start = page("/thu-tuc/")
    for path in ("/thu-tuc/viec/sinh-con/", "/thu-tuc/linh-vuc/dat-dai/"):
        assert path in start
    assert "đăng ký khai sinh" in page("/thu-tuc/viec/sinh-con/")
    assert "tách thửa đất" not in page("/thu-tuc/viec/sinh-con/")
    assert "tách thửa đất" in page("/thu-tuc/linh-vuc/dat-dai/")
    page("/thu-tuc/viec/khong-co/", 404)
    page("/thu-tuc/linh-vuc/khong-co/", 404)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("làm giấy khai sinh cho con", "khai sinh"),
        ("toi muon mo quan an", "hộ kinh doanh"),
        ("sổ đỏ", "quyền sử dụng đất"),
        ("bố tôi mới mất", "khai tử"),
        ("sao y bằng cấp", "chứng thực bản sao"),
        ("con bị khuyết tật", "khuyết tật"),
        ("2.100001", "đăng ký kết hôn"),
    ],
)
def test_people_find_it_in_their_own_words(province, page, asked, first):
    put_in_force(province, *entries(17))
    shown = page(f"/thu-tuc/tim/?tu-khoa={asked}")
    assert first in shown.split('class="procedures-row"')[1]


def test_words_of_nothing_lead_back(province, page):
    put_in_force(province, *entries(2))
    assert "Không có thủ tục nào" in page("/thu-tuc/tim/?tu-khoa=bay+len+mat+trang")
    page("/thu-tuc/tim/")


def test_a_page_has_every_part_and_leads_to_the_national_portal(province, page):
    [one] = entries(1)
    put_in_force(province, one)
    text = page(f"/thu-tuc/{one['code']}/")
    said = [one["name"], one["field"], one["result"], one["conditions"], one["agency"], one["authority"]]
    said += [
        one["ways"][0]["time"],
        one["ways"][1]["fee"],
        one["papers"][0]["name"],
        one["basis"][0]["number"],
    ]
    said += [*one["who"], *one["steps"], one["decision"], one["address"]]
    assert [each for each in said if escape(each) not in text] == []
    assert f'href="{escape(one["link"])}"' in text
    put_in_force(province, one | {"link": ""})
    assert f'href="{NATIONAL_PORTAL}"' in page(f"/thu-tuc/{one['code']}/")


def test_the_checklist_tells_what_to_bring_in_which_case(province, page):
    [one] = entries(1)
    put_in_force(province, one)
    text = page(f"/thu-tuc/{one['code']}/giay-to/")
    assert text.index("Tờ khai") < text.index("Nộp thay người khác") < text.index("Giấy ủy quyền")
    assert "1 bản chính" in text


def test_an_old_code_leads_on_and_a_repealed_procedure_says_so(province, page):
    [one] = entries(1)
    put_in_force(province, one)
    put_in_force(province, one | {"code": "9.999999", "former_code": one["code"]})
    assert page(f"/thu-tuc/{one['code']}/", 301) == "/thu-tuc/9.999999/"
    assert page(f"/thu-tuc/{one['code']}/giay-to/", 301) == "/thu-tuc/9.999999/giay-to/"
    put_in_force(province, one | {"code": "9.999999", "repealed": True})
    assert "đã bị bãi bỏ" in page("/thu-tuc/9.999999/")
    assert "9.999999" not in page("/thu-tuc/")
    page("/thu-tuc/8.888888/", 404)


def test_a_neighbouring_province_shows_nothing_of_it(province, page):
    [one] = entries(1)
    put_in_force(province, one)
    other = place("97", "Sông Gió", kind=UnitKind.PROVINCE)
    page(f"/thu-tuc/{one['code']}/", 404, Client(headers={"host": other.host}))


def test_the_front_page_and_the_section_lead_to_it(province, commune, page):
    with everything("tests"):
        Section.objects.create(
            unit=commune.unit, key="procedures", slug="thu-tuc-hanh-chinh", title="Thủ tục hành chính",
            kind=SectionKind.LIST,
        )  # fmt: skip
    assert 'class="tile" href="/thu-tuc-hanh-chinh/"' in page("/")
    put_in_force(province, *entries(1))
    assert 'class="tile" href="/thu-tuc/"' in page("/")
    assert "/thu-tuc/viec/sinh-con/" in page("/thu-tuc-hanh-chinh/")


def test_what_the_source_holds_is_text_and_nothing_else(province, page):
    bad = "<script>alert(1)</script>"
    [one] = entries(1)
    put_in_force(province, one | {"name": bad, "steps": [bad], "description": bad})
    for path in ("/thu-tuc/", f"/thu-tuc/{one['code']}/", f"/thu-tuc/{one['code']}/giay-to/"):
        assert bad not in page(path)


def test_the_list_costs_as_many_queries_for_many_as_for_one(province, page, django_assert_max_num_queries):
    put_in_force(province, *entries(1))
    with django_assert_max_num_queries(40) as first:
        page("/thu-tuc/")
    put_in_force(province, *entries(12))
    with django_assert_max_num_queries(len(first)):
        page("/thu-tuc/")


def test_readers_judge_a_procedure_and_its_report_reaches_the_commune_where_they_read_it(province, commune):
    [one] = entries(1)
    long = one | {"name": "Thủ tục " + "rất dài " * 40}
    put_in_force(province, long)
    path = f"/thu-tuc/{one['code']}/"
    judge(path)
    report = report_from(path)
    assert report.unit_id == commune.unit.pk
    assert report.title == long["name"][:TITLE_LENGTH]
