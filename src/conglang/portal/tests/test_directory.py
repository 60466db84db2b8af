"""The directory as visitors read it."""

from io import BytesIO

import pytest
from django.test import Client
from django.utils.html import escape
from PIL import Image as Picture

from conglang.base.accounts.tests.villages import stopped_at, two
from conglang.base.units.scope import everything, use_scope
from conglang.content.directory.models import Business, DepartmentPage, HamletPage, Official, ReceptionDesk
from conglang.content.directory.tests.conftest import NOW, published, village, write
from conglang.portal.tests.telling import report_from
from conglang.tools.media.services.store import store_image
from conglang.tools.pages.models import Section, SectionKind

LEADER = {"group": "leader", "rank": 1, "duties": "Phụ trách chung"}

frozen = stopped_at(NOW)
home, _neighbour = two(village)


@pytest.fixture
def page(home):
    client = Client(headers={"host": home.host})

    def read(path, status=200):
        answer = client.get(path)
        assert answer.status_code == status, answer.content[:300]
        assert not answer.cookies
        return answer.content.decode()

    return read


def test_an_empty_directory_says_so(page):
    assert "Hiện chưa có ai trong danh bạ." in page("/danh-ba/")
    assert "Hiện chưa có cơ sở nào trong danh bạ." in page("/doanh-nghiep/")


def test_leaders_come_first_then_departments_then_hamlets(home, page):
    published(home, full_name="Lý Thị Thử", hamlet_id=home.hamlets[0].pk, is_head=True)
    published(home, full_name="Bùi Văn Kiểm", department_id=home.departments[0].pk)
    published(home, full_name="Đỗ Thị Mẫu", **LEADER)
    text = page("/danh-ba/")
    names = ["Đỗ Thị Mẫu", "Phòng Kinh tế", "Bùi Văn Kiểm", "Thôn Đông Thử", "Lý Thị Thử"]
    places = [text.index(name) for name in names]
    assert places == sorted(places)


def test_a_persons_page_can_be_called_and_written_to(home, page):
    row = published(home, phone="0900 000 101", email="thu@songmau.example", **LEADER)
    text = page(f"/danh-ba/can-bo/{row.pk}/")
    assert 'href="tel:0900000101"' in text
    assert 'href="mailto:thu@songmau.example"' in text
    assert "Phụ trách chung" in text


def test_pictures_on_an_entrys_page_are_the_public_ones(home, page):
    writer, data = home.actor("writer"), BytesIO()
    Picture.new("RGB", (300, 400), "green").save(data, "JPEG")
    with use_scope(writer.scope):
        image = store_image(
            by=writer, unit_id=home.unit.pk, file=data, title="Bà Thử", alt_text="Chân dung", now=NOW
        )
        image.derivatives = [{"format": "jpeg", "width": 300, "height": 400}]
        image.save()
    row = published(home, portrait_id=image.pk, portrait_alt="Chân dung")
    text = page(f"/danh-ba/can-bo/{row.pk}/")
    assert f"/media/{image.public_folder}/300.jpeg" in text
    assert "/tep/" not in text


def test_drafts_and_what_they_name_are_nowhere(home, page):
    row = write(home, department_id=home.departments[0].pk)
    assert home.departments[0].name not in page("/danh-ba/")
    page(f"/danh-ba/can-bo/{row.pk}/", 404)
    page(f"/danh-ba/phong-ban/{home.departments[0].pk}/", 404)
    page(f"/danh-ba/phong-ban/{home.departments[0].pk}/danh-ba.vcf", 404)


def test_a_departments_numbers_can_be_saved(home, page):
    published(
        home, DepartmentPage, department_id=home.departments[0].pk, functions="Cấp phép", phone="0900 000 111"
    )
    published(home, department_id=home.departments[0].pk, phone="0900 000 101")
    assert "danh-ba.vcf" in page(f"/danh-ba/phong-ban/{home.departments[0].pk}/")
    cards = page(f"/danh-ba/phong-ban/{home.departments[0].pk}/danh-ba.vcf")
    assert cards.count("BEGIN:VCARD\r\nVERSION:4.0\r\n") == 2
    assert "tel:0900000111" in cards
    assert "FN:Trần Thị Thử\r\n" in cards


def test_businesses_are_narrowed_by_plain_links(home, page):
    published(
        home,
        Business,
        name="Hợp tác xã Mật",
        kind="cooperative",
        place="Thôn Đông",
        hamlet_id=home.hamlets[0].pk,
    )
    published(home, Business, name="Quán Phở", kind="service", place="Chợ")
    assert "Quán Phở" not in page("/doanh-nghiep/?loai=cooperative")
    assert "Hợp tác xã Mật" in page(f"/doanh-nghiep/?loai=cooperative&thon={home.hamlets[0].pk}")
    everything_shown = page("/doanh-nghiep/?loai=nonsense&thon=987654321")
    assert "Quán Phở" in everything_shown
    assert "Hợp tác xã Mật" in everything_shown


def test_a_hamlet_has_its_cultural_house_people_and_businesses(home, page):
    published(home, HamletPage, hamlet_id=home.hamlets[0].pk, cultural_house="Cạnh đình làng")
    published(home, full_name="Lý Thị Thử", hamlet_id=home.hamlets[0].pk)
    published(home, Business, name="Lò gạch", kind="craft", place="Bãi", hamlet_id=home.hamlets[0].pk)
    text = page(f"/danh-ba/thon/{home.hamlets[0].pk}/")
    assert "Cạnh đình làng" in text
    assert "Lý Thị Thử" in text
    assert "Lò gạch" in text


def test_a_hamlets_people_are_not_called_civil_servants(home, page):
    published(home, full_name="Lý Thị Thử", hamlet_id=home.hamlets[0].pk)
    text = page(f"/danh-ba/thon/{home.hamlets[0].pk}/")
    assert "Người phụ trách" in text
    assert "công chức" not in text


def test_the_reception_desk_says_where_when_and_how(home, page):
    row = published(
        home, ReceptionDesk, name="Phòng tiếp dân", place="Nhà A", hours="7:30–11:00", rules="Mang giấy tờ"
    )
    assert "Phòng tiếp dân" in page("/danh-ba/")
    text = page(f"/danh-ba/tiep-cong-dan/{row.pk}/")
    assert "Mang giấy tờ" in text
    assert 'href="/lich/tiep-cong-dan/"' in text, "the days, which the hours do not tell"


@pytest.mark.parametrize(
    ("key", "kind"),
    [("contacts", SectionKind.PAGE), ("leaders", SectionKind.LIST), ("organisation", SectionKind.PAGE)],
)
def test_a_section_shows_its_part_of_the_directory_instead_of_nothing(home, page, key, kind):
    with everything("tests"):
        Section.objects.create(unit=home.unit, key=key, slug=key, title=key.title(), kind=kind)
    before = page(f"/{key}/")
    published(home, full_name="Đỗ Thị Mẫu", **LEADER)
    assert "Đỗ Thị Mẫu" not in before
    assert "Đỗ Thị Mẫu" in page(f"/{key}/")


def test_what_people_typed_is_text_and_nothing_else(home, page):
    bad = "<script>alert(1)</script>"
    row = published(home, full_name=bad, **LEADER | {"duties": bad})
    for path in ("/danh-ba/", f"/danh-ba/can-bo/{row.pk}/"):
        text = page(path)
        assert bad not in text
        assert escape(bad) in text


def test_the_list_costs_as_many_queries_for_many_as_for_one(home, page, django_assert_max_num_queries):
    published(home, full_name="Người 0", department_id=home.departments[0].pk)
    with django_assert_max_num_queries(40) as first:
        page("/danh-ba/")
    for number in range(1, 5):
        published(home, full_name=f"Người {number}", department_id=home.departments[0].pk)
    with django_assert_max_num_queries(len(first)):
        page("/danh-ba/")
    with everything("tests"):
        assert Official.objects.filter(live=True).count() == 5


def test_the_site_map_names_the_calendar_and_what_the_directory_shows(home, page):
    assert "/lich/" in page("/sitemap-0.xml")
    assert "/danh-ba/" not in page("/sitemap-0.xml"), "an empty list is nowhere to be led to"
    desk = published(home, ReceptionDesk, name="Tiếp dân", place="Tầng 1", hours="7:30", rules="Mang giấy tờ")
    draft = write(home)
    found = page("/sitemap-0.xml")
    assert f"http://{home.host}/danh-ba/</loc>" in found
    assert f"{desk.get_absolute_url()}</loc>" in found
    assert draft.get_absolute_url() not in found
    assert "/doanh-nghiep/" not in found


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Official, {}),
        (DepartmentPage, {"functions": "Cấp phép"}),
        (HamletPage, {"cultural_house": "Cạnh đình làng"}),
        (ReceptionDesk, {"name": "Phòng tiếp dân", "place": "Nhà A", "hours": "7:30", "rules": "Mang giấy"}),
        (Business, {"name": "Quán Phở", "kind": "service", "place": "Chợ"}),
    ],
)
def test_a_wrong_telephone_number_is_reported_from_any_entry(home, model, values):
    about = {
        DepartmentPage: {"department_id": home.departments[0].pk},
        HamletPage: {"hamlet_id": home.hamlets[0].pk},
    }
    row = published(home, model, **values, **about.get(model, {}))
    report = report_from(row.get_absolute_url())
    with everything("tests"):
        assert (report.page_uid, report.title) == (row.uid, str(row))
