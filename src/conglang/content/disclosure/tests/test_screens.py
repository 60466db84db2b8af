"""The disclosure over HTTP: the desk of a commune, the province's table, the papers, the public page."""

from django.test import Client

from conglang.base.duties.models import Duty
from conglang.base.units.models import Department
from conglang.base.units.scope import everything
from conglang.content.disclosure.models import Entry, Heading, InCharge, Paper
from conglang.content.disclosure.tests.conftest import NOW, a_section, put

DESK = "/cong-khai-thong-tin/"


def test_the_desk_shows_how_the_catalogue_stands_and_leads_to_the_next_step(world, desk):
    put(world.home, public_at=NOW)
    clerk = desk(world.home, "clerk")
    page = clerk.get(DESK).content.decode()
    assert "g) Tài sản công" in page
    assert f"{DESK}de-muc/legal_documents/" in page
    narrowed = clerk.get(f"{DESK}?trang-thai=du&nguon=democracy").content.decode()
    assert "Kết quả lựa chọn nhà thầu" not in narrowed, "no group of that law asks for it"
    narrowed = clerk.get(f"{DESK}?trang-thai=du").content.decode()
    assert "Kết quả lựa chọn nhà thầu" in narrowed
    assert "Văn bản quy phạm pháp luật" not in narrowed


def test_a_clerk_enters_a_section_and_takes_it_out_again(world, desk):
    clerk, row = desk(world.home, "clerk"), a_section(world.home, "gioi-thieu")
    page = f"{DESK}de-muc/organisation/"
    shown = clerk.get(f"{page}?tu-khoa=gioi").content.decode()
    assert "muc=pages.section:" in shown
    sent = {"subject": f"pages.section:{row.pk}", "made_on": "2026-11-20"}
    refused = clerk.post(page, sent)
    assert refused.status_code == 422
    assert "cần: PDF đã ký số, trang của cổng." in refused.content.decode()
    assert clerk.post(page, sent | {"kinds": ["page"]}).status_code == 302
    with everything("tests"):
        entry = Entry.objects.get()
    assert (entry.live, entry.path, entry.heading_key) == (True, "/gioi-thieu/", "organisation")
    said = clerk.post(page, {"go": entry.pk}).content.decode()
    assert "Vui lòng ghi lý do." in said
    assert clerk.post(page, {"go": entry.pk, "why": "nhầm mục"}).status_code == 302
    with everything("tests"):
        assert not Entry.objects.get().live


def test_a_neighbours_row_cannot_be_entered_nor_seen(world, desk):
    strange = a_section(world.other, "la")
    clerk = desk(world.home, "clerk")
    page = f"{DESK}de-muc/organisation/"
    clerk.post(page, {"subject": f"pages.section:{strange.pk}", "kinds": ["page"]})
    with everything("tests"):
        assert not Entry.objects.exists()
    assert clerk.get(f"{DESK}?don-vi={world.other.unit.pk}").status_code == 404
    assert desk(world.home, "auditor").post(page, {"go": "1"}).status_code == 403


def test_a_unit_names_its_department_in_charge(world, desk):
    with everything("tests"):
        department = Department.objects.create(unit=world.home.unit, name="Phòng Kinh tế")
    clerk = desk(world.home, "clerk")
    clerk.post(f"{DESK}de-muc/contractors/", {"department": department.pk})
    assert "Phòng Kinh tế" in clerk.get(f"{DESK}de-muc/contractors/").content.decode()
    clerk.post(f"{DESK}de-muc/contractors/", {"department": ""})
    with everything("tests"):
        assert not InCharge.objects.exists()


def test_the_province_sees_all_communes_and_keeps_the_catalogue_by_two(world, desk):
    put(world.home, public_at=NOW)
    keeper, second = desk(world.province, "keeper"), desk(world.province, "second")
    page = keeper.get(f"{DESK}xa-phuong/").content.decode()
    assert "Xã Bến Sen" in page
    assert f"?don-vi={world.home.unit.pk}" in page
    assert "Kết quả" in keeper.get(f"{DESK}?don-vi={world.home.unit.pk}").content.decode()
    typed = {
        "key": "contractors", "title": "Kết quả đấu thầu", "what": "Kết quả đấu thầu của xã.", "group": "g",
        "rules": ["PUB_DEFAULT"], "cycle": "item", "kinds": ["signed_pdf"], "ways": ["site"],
        "stay": "standing", "doc": "Quyết định 5/QĐ-UBND", "valid_from": "2026-11-01",
    }  # fmt: skip
    assert keeper.post(f"{DESK}danh-muc/moi/", typed).status_code == 302
    row = Heading.objects.get(scope="98")
    commune = desk(world.home, "clerk")
    assert "Kết quả đấu thầu" not in commune.get(DESK).content.decode(), "not confirmed yet"
    keeper.post(f"{DESK}danh-muc/", {"xac-nhan": row.pk})
    assert Heading.objects.get(pk=row.pk).confirmed_at is None
    second.post(f"{DESK}danh-muc/", {"xac-nhan": row.pk})
    assert "Kết quả đấu thầu" in commune.get(DESK).content.decode()
    assert commune.get(f"{DESK}xa-phuong/").status_code == 404
    assert commune.post(f"{DESK}danh-muc/", {"xac-nhan": row.pk}).status_code == 403


def test_the_list_of_a_quarter_is_drawn_up_approved_and_public(world, desk):
    put(world.home, public_at=NOW)
    clerk, head = desk(world.home, "clerk"), desk(world.home, "head")
    assert clerk.post(f"{DESK}van-ban/", {"lap": "list.2026-q4"}).status_code == 302
    with everything("tests"):
        paper = Paper.objects.get()
    page = f"{DESK}van-ban/{paper.pk}/"
    assert "12/QĐ-UBND" in head.get(page).content.decode()
    assert clerk.post(page, {"duyet": paper.drawn_at.isoformat()}).status_code == 403
    visitor = Client(HTTP_HOST="c98001.localhost")
    assert visitor.get("/cong-khai/da-cong-khai/2026-q4/").status_code == 404
    head.post(page, {"duyet": paper.drawn_at.isoformat()})
    assert "12/QĐ-UBND" in visitor.get("/cong-khai/da-cong-khai/2026-q4/").content.decode()
    with everything("tests"):
        duty = Duty.objects.get(key="cong-khai-disclosure_list-2026-q4")
    assert duty.fulfilled_at == NOW
    word = clerk.get(f"{page}?tep=docx")
    assert word["Content-Disposition"].endswith('.docx"')


def test_a_plan_and_its_report_follow_the_catalogue(world, desk):
    put(world.home, public_at=NOW)
    clerk = desk(world.home, "clerk")
    for asked in ("plan.2026", "report.2026"):
        assert clerk.post(f"{DESK}van-ban/", {"lap": asked}).status_code == 302
    with everything("tests"):
        papers = {row.kind: row for row in Paper.objects.all()}
    done = {line["heading"]: line["done"] for line in papers["report"].lines}
    planned = {line["key"]: line for line in papers["plan"].lines}
    assert (
        done["Báo cáo định kỳ, số liệu thống kê"] == 0
        if "Báo cáo định kỳ, số liệu thống kê" in done
        else True
    )
    assert planned["budget_execution_03"]["time"] == "10 ngày kể từ khi kết thúc kỳ"
    assert planned["contractors"]["responsible"] == "Phòng Kinh tế"
    assert clerk.post(f"{DESK}van-ban/", {"lap": "list.2026"}).status_code == 404


def test_readers_find_what_is_public_by_the_groups_of_the_law(world):
    put(world.home, public_at=NOW)
    put(world.home, "inspections", key="chua")
    visitor = Client(HTTP_HOST="c98001.localhost")
    page = visitor.get("/cong-khai/").content.decode()
    assert page.index("a) Chiến lược") < page.index("đ) Viện trợ") < page.index("v) Thông tin khác")
    one = visitor.get("/cong-khai/ket-qua-lua-chon-nha-thau/").content.decode()
    for shown in ("Kết quả thu", "12/QĐ-UBND", "20/11/2026", "PDF đã ký số", 'href="/thu/"'):
        assert shown in one
    assert (
        "Kết quả chua"
        not in visitor.get("/cong-khai/ket-luan-thanh-tra-kiem-tra-kiem-toan/").content.decode()
    )
    assert visitor.get("/cong-khai/theo/luat-dan-chu-o-co-so/").status_code == 200
    assert visitor.get("/cong-khai/theo/khong-co/").status_code == 404
    assert "Kết quả thu" in visitor.get("/cong-khai/danh-muc.csv").content.decode()
    [row] = visitor.get("/cong-khai/danh-muc.json").json()["danh_muc"]
    assert (row["so_ky_hieu"], row["nhom"]) == ("12/QĐ-UBND", "g")
    assert row["dia_chi"].endswith("/thu/")
