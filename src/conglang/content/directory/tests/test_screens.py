"""The desk's screens over HTTP, as people of the commune use them."""

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image as Picture

from conglang.base.accounts.tests.people import custody
from conglang.base.units.models import CustodyKind, Unit
from conglang.base.units.scope import everything
from conglang.content.directory.models import Business, DepartmentPage, Official
from conglang.content.directory.tests.conftest import NOW, published, village, write

PEOPLE = "/quan-ly-danh-ba/can-bo/"
COLOURS = ("red", "green", "blue")


def typed(**more):
    return {"full_name": "Trần Thị Thử", "post": "Công chức", "group": "official", "rank": "0"} | more


def entry(model=Official):
    with everything("tests"):
        return model.objects.get()


def test_an_entry_goes_from_the_form_to_the_public(home, desk):
    writer, head = desk(home, "writer"), desk(home, "head")
    answer = writer.post(f"{PEOPLE}moi/", typed(phone="0900 000 101"))
    page = f"{PEOPLE}{entry().pk}/"
    assert answer.headers["Location"] == page
    decide(writer, page, "gui-duyet")
    assert "Đã gửi duyệt." in writer.get(page).content.decode()
    assert page in head.get("/").content.decode(), "it waits on the first page of whoever approves"
    decide(head, page, "phe-duyet")
    assert entry().live
    assert "Đã phê duyệt." in head.get(page).content.decode()
    assert page not in head.get("/").content.decode()


def decide(browser, page, command, **more):
    shown = browser.get(page).content.decode()
    start = shown.index(f"{page}viec/{command}/?da-xem=")
    address = shown[start : shown.index('"', start)]
    seen = address.partition("=")[2]
    answer = browser.post(address, {"seen": seen, **more})
    assert answer.status_code == 302, answer.content.decode()


def test_an_entry_comes_back_with_the_reason(home, desk):
    writer, head = desk(home, "writer"), desk(home, "head")
    page = f"{PEOPLE}{write(home).pk}/"
    decide(writer, page, "gui-duyet")
    decide(head, page, "tra-lai", reason="Sai số điện thoại")
    assert "Sai số điện thoại" in writer.get(page).content.decode()
    assert page in writer.get("/").content.decode()


def test_what_was_not_on_the_screen_is_not_approved(home, desk):
    writer, head = desk(home, "writer"), desk(home, "head")
    page = f"{PEOPLE}{write(home).pk}/"
    decide(writer, page, "gui-duyet")
    answer = head.post(f"{page}viec/phe-duyet/", {"seen": "f" * 64})
    assert answer.status_code == 409
    assert not entry().live


def test_a_wrong_form_keeps_what_was_typed_and_says_where(home, desk):
    answer = desk(home, "writer").post(f"{PEOPLE}moi/", typed(phone="hỏi văn phòng", duties="Thu lệ phí"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Thu lệ phí" in text
    assert "data-error" in text


def test_a_portrait_needs_words_and_is_kept_with_them(home, desk):
    writer = desk(home, "writer")
    assert writer.post(f"{PEOPLE}moi/", typed(picture_file=photo())).status_code == 422
    answer = writer.post(f"{PEOPLE}moi/", typed(picture_file=photo(), portrait_alt="Chân dung bà Thử"))
    assert answer.status_code == 302
    with everything("tests"):
        assert Official.objects.get().portrait.alt_text == "Chân dung bà Thử"


def photo(colour="green"):
    data = BytesIO()
    Picture.new("RGB", (300, 400), colour).save(data, "JPEG")
    return SimpleUploadedFile("anh.jpg", data.getvalue(), "image/jpeg")


def test_whoever_saves_second_is_told(home, desk):
    writer, row = desk(home, "writer"), write(home)
    page = f"{PEOPLE}{row.pk}/sua/"
    version = str(row.latest_revision_id)
    assert writer.post(page, typed(post="Chủ tịch", version=version)).status_code == 302
    assert writer.post(page, typed(post="Phó chủ tịch", version=version)).status_code == 422


def test_the_department_of_a_page_stays_and_its_words_change(home, desk):
    writer = desk(home, "writer")
    facts = {"department": str(home.departments[0].pk), "functions": "Cấp phép kinh doanh"}
    assert writer.post("/quan-ly-danh-ba/phong-ban/moi/", facts).status_code == 302
    row = entry(DepartmentPage)
    sent = {"functions": "Việc khác", "version": str(row.latest_revision_id), "department": "987654"}
    assert writer.post(f"/quan-ly-danh-ba/phong-ban/{row.pk}/sua/", sent).status_code == 302
    row = entry(DepartmentPage)
    assert (row.functions, row.department_id) == ("Việc khác", home.departments[0].pk)


def test_products_are_typed_one_a_line(home, desk):
    facts = {
        "name": "Hợp tác xã",
        "kind": "cooperative",
        "place": "Thôn Đông",
        "products": "Mật ong – 4 sao\nTrà",
    }
    desk(home, "writer").post("/quan-ly-danh-ba/doanh-nghiep/moi/", facts)
    assert entry(Business).products == [{"name": "Mật ong", "stars": 4}, {"name": "Trà", "stars": 0}]


@pytest.mark.parametrize("kind", ["can-bo", "phong-ban", "tiep-cong-dan", "thon", "doanh-nghiep"])
def test_every_list_and_form_opens_for_writers_and_for_nobody_else(home, desk, kind):
    writer, clerk = desk(home, "writer"), desk(home, "clerk")
    for path in (f"/quan-ly-danh-ba/{kind}/", f"/quan-ly-danh-ba/{kind}/moi/"):
        assert writer.get(path).status_code == 200
        assert clerk.get(path).status_code == 403


def test_a_neighbours_entry_is_not_there(home, neighbour, desk):
    row = published(neighbour)
    browser = desk(home, "writer")
    for path in ("", "sua/", "viec/gui-duyet/"):
        assert browser.get(f"{PEOPLE}{row.pk}/{path}").status_code == 404


def test_a_list_finds_names_without_their_marks_and_by_stage(home, desk):
    write(home, full_name="Đỗ Thị Thử")
    published(home, full_name="Lê Văn Mẫu")
    browser = desk(home, "writer")

    def names(query):
        text = browser.get(PEOPLE + query).content.decode()
        return [name for name in ("Đỗ Thị Thử", "Lê Văn Mẫu") if name in text]

    assert names("?tu-khoa=do+thi") == ["Đỗ Thị Thử"]
    assert names("?trang-thai=published") == ["Lê Văn Mẫu"]
    assert names("?trang-thai=nonsense&page=99") == ["Đỗ Thị Thử", "Lê Văn Mẫu"]


def workbook(*lines: tuple) -> SimpleUploadedFile:
    data, book = BytesIO(), Workbook()
    for line in lines:
        book.active.append(line)
    book.save(data)
    return SimpleUploadedFile("ds.xlsx", data.getvalue())


def as_csv(*lines: tuple) -> SimpleUploadedFile:
    return SimpleUploadedFile("ds.csv", "\n".join(",".join(line) for line in lines).encode(), "text/csv")


@pytest.mark.parametrize("as_file", [workbook, as_csv])
def test_a_list_of_people_is_looked_at_and_then_imported_as_drafts(home, desk, as_file):
    url, browser = "/quan-ly-danh-ba/nhap-tep/", desk(home, "writer")
    file = as_file(
        ("Danh sách", "", ""), ("Họ và tên", "Chức vụ", "Email"),
        ("Lê Thí", "Y tá", ""), ("Đỗ Mẫu", "Thư ký", "không phải thư"),
    )  # fmt: skip
    page = browser.post(url, {"file": file}).content.decode()
    assert "Dòng 4: Đỗ Mẫu – " in page, "whose row is wrong"
    with everything("tests"):
        assert not Official.objects.exists(), "looking changes nothing"
    rows = re.search(r'name="rows" value="([^"]+)"', page).group(1)
    assert browser.post(url, {"rows": rows}).status_code == 200
    assert not entry().live
    assert entry().full_name == "Lê Thí"
    assert "Tệp này không có ai mới" in browser.post(url, {"file": as_csv(
        ("Họ và tên", "Chức vụ"), ("Lê Thí", "Y tá"))}).content.decode()  # fmt: skip
    assert browser.post(url, {"rows": f"{rows}x"}).status_code == 422


def test_a_file_that_is_no_list_of_people_is_refused(home, desk):
    file = SimpleUploadedFile("x.csv", b"PK\x03\x04\x80\x81", "text/csv")
    assert desk(home, "writer").post("/quan-ly-danh-ba/nhap-tep/", {"file": file}).status_code == 422


def test_further_pictures_get_words_and_an_order_and_are_taken_out(home, desk):
    writer, base = desk(home, "writer"), "/quan-ly-danh-ba/doanh-nghiep/"
    facts = {"name": "Hợp tác xã", "kind": "craft", "place": "Thôn Đông"}
    answer = writer.post(f"{base}moi/", facts | {"more_files": [photo(colour) for colour in COLOURS]})
    page = f"{base}{entry(Business).pk}/"
    assert answer.headers["Location"] == f"{page}sua/", "new pictures want words first"
    words = {"1-alt_text": "Xưởng", "1-place": "2", "2-alt_text": "Vườn", "2-place": "1", "3-remove": "on"}
    sent = facts | words | {"version": str(entry(Business).latest_revision_id)}
    assert writer.post(f"{page}sua/", sent).status_code == 302
    stored = entry(Business).more_pictures.get_prep_value()
    assert [each["value"]["picture"]["alt_text"] for each in stored] == ["Vườn", "Xưởng"]


def test_pictures_without_words_are_kept_as_a_draft_and_not_submitted(home, desk):
    writer, base = desk(home, "writer"), "/quan-ly-danh-ba/doanh-nghiep/"
    facts = {"name": "Hợp tác xã", "kind": "craft", "place": "Thôn Đông", "more_files": [photo()]}
    writer.post(f"{base}moi/", facts)
    page = f"{base}{entry(Business).pk}/"
    command = re.search(rf"{page}viec/gui-duyet/\?da-xem=(\w+)", writer.get(page).content.decode())
    answer = writer.post(command[0], {"seen": command[1]})
    assert answer.status_code == 422
    assert "chưa có mô tả" in answer.content.decode()


def test_a_file_among_the_pictures_that_is_none_is_named_beside_them(home, desk):
    bad = SimpleUploadedFile("anh.jpg", b"no picture", "image/jpeg")
    facts = {"name": "Hợp tác xã", "kind": "craft", "place": "Thôn Đông", "more_files": [photo(), bad]}
    answer = desk(home, "writer").post("/quan-ly-danh-ba/doanh-nghiep/moi/", facts)
    assert set(answer.context["form"].errors) == {"more_files"}


@pytest.fixture
def keeper(home, neighbour, desk):
    """Whoever writes for the neighbour, too, and for a commune that is no more."""
    gone = village("98003", "Bến Cũ")
    kinds = {neighbour.unit: CustodyKind.CENTRAL_BOARD, gone.unit: CustodyKind.SUCCESSOR}
    with everything("tests"):
        Unit.objects.filter(pk=gone.unit.pk).update(valid_to=NOW.date())
        for unit, kind in kinds.items():
            custody(home.unit, unit, kind)
    return desk(home, "writer")


def offered(text):
    choice = BeautifulSoup(text, "html.parser").select("select[name=don-vi] option")
    return {each.text: "selected" in each.attrs for each in choice}


@pytest.mark.parametrize("path", [f"{PEOPLE}moi/", "/quan-ly-danh-ba/nhap-tep/"])
def test_nothing_new_is_written_for_a_unit_that_is_no_more(keeper, path):
    assert offered(keeper.get(path).content.decode()) == {"Xã Bến Sen": True, "Xã Bến Đá": False}
    with everything("tests"):
        gone = Unit.objects.get(name="Bến Cũ")
    assert keeper.get(f"{path}?don-vi={gone.pk}").status_code == 404
    assert keeper.post(path, typed() | {"don-vi": gone.pk}).status_code == 404


def test_whoever_chooses_another_unit_keeps_what_was_typed(keeper, home, neighbour):
    given = typed(phone="hỏi văn phòng", duties="Thu lệ phí", is_head="on", department=home.departments[0].pk)
    answer = keeper.post(f"{PEOPLE}moi/", given | {"don-vi": neighbour.unit.pk, "doi-don-vi": ""})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert offered(text) == {"Xã Bến Sen": False, "Xã Bến Đá": True}
    form = BeautifulSoup(text, "html.parser").select_one("form[method=post][enctype]")
    assert form.select_one("[name=phone]")["value"] == "hỏi văn phòng"
    assert form.select_one("[name=duties]").text.strip() == "Thu lệ phí"
    assert "checked" in form.select_one("[name=is_head]").attrs
    departments = [each["value"] for each in form.select("[name=department] option")]
    assert departments == ["", str(neighbour.departments[0].pk)]
    assert not form.select("[data-error]"), "nothing was to be stored yet"
    with everything("tests"):
        assert not Official.objects.exists()


def test_a_unit_that_is_chosen_last_is_the_one_it_is_stored_for(keeper, neighbour):
    unit = {"don-vi": neighbour.unit.pk}
    wrong = keeper.post(f"{PEOPLE}moi/", typed(phone="hỏi văn phòng") | unit).content.decode()
    assert offered(wrong) == {"Xã Bến Sen": False, "Xã Bến Đá": True}, "also after a mistake"
    assert keeper.post(f"{PEOPLE}moi/", typed() | unit).status_code == 302
    assert entry().unit_id == neighbour.unit.pk


def test_products_stay_with_another_unit_and_a_list_of_people_goes_to_it(keeper, neighbour):
    unit = {"don-vi": neighbour.unit.pk}
    shop = {"name": "Hợp tác xã", "products": "Trà"} | unit | {"doi-don-vi": ""}
    page = keeper.post("/quan-ly-danh-ba/doanh-nghiep/moi/", shop).content.decode()
    assert re.search(r'name="products"[^>]*>\s*Trà<', page)
    url, file = "/quan-ly-danh-ba/nhap-tep/", as_csv(("Họ và tên", "Chức vụ"), ("Lê Thí", "Y tá"))
    page = BeautifulSoup(keeper.post(url, {"file": file} | unit).content, "html.parser")
    take = page.select_one("[name=rows]").find_parent("form")
    sent = {each["name"]: each["value"] for each in take.select("[name]")}
    assert keeper.post(url, sent).status_code == 200
    assert entry().unit_id == neighbour.unit.pk
