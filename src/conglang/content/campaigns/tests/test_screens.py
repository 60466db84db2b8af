"""Both sides of a campaign over HTTP, as people at their desks use it."""

from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from conglang.base.units.scope import everything
from conglang.content.campaigns.models import Ask, Campaign, ReplyFile
from conglang.content.campaigns.tests.conftest import DAY, NOW, ask_of, hand, lay, sent
from conglang.kernel import clock

DESK = "/thu-thap/"
PDF = b"%PDF-1.4 a"


def typed(world, **more):
    lines = {
        "dong-TOTAL_FORMS": "3", "dong-INITIAL_FORMS": "0", "dong-0-name": "Kế hoạch",
        "dong-0-kinds": ["word"], "dong-0-is_compulsory": "on", "dong-1-name": "Ảnh bảng tin",
        "dong-1-due_on": "2026-11-25",
        "dong-1-is_compulsory": "on", "dong-2-is_compulsory": "on",
    }  # fmt: skip
    return {
        "title": "Tài liệu quý IV", "reason": "Tổng hợp.", "due_on": "2026-12-01",
        "asked": [world.sen.unit.pk, world.da.unit.pk],
    } | lines | more  # fmt: skip


def page(answer):
    return answer.content.decode()


def test_a_campaign_is_written_with_more_lines_and_sent(world, desk):
    head = desk(world.province, "head")
    form = page(head.post(f"{DESK}moi/", typed(world, more="1", title="")))
    assert 'name="dong-5-name"' in form
    assert "Kế hoạch" in form
    assert "error" not in form.partition("<main")[2].partition("dong-0")[0]
    answer = head.post(f"{DESK}moi/", typed(world, start="1"))
    with everything("tests"):
        row = Campaign.objects.get()
    assert answer.headers["Location"] == f"{DESK}{row.pk}/"
    assert [item["name"] for item in row.items] == ["Kế hoạch", "Ảnh bảng tin"]
    shown = page(head.get(f"{DESK}{row.pk}/"))
    assert "Xã Bến Sen" in shown
    assert shown.count("chưa có") == 4
    assert "Tài liệu quý IV" in page(desk(world.da, "clerk").get(DESK))
    assert "Tài liệu quý IV" in page(desk(world.da, "clerk").get("/viec-co-han/don-vi/"))


def test_nothing_typed_is_lost_when_the_last_day_has_passed(world, desk):
    answer = desk(world.province, "head").post(f"{DESK}moi/", typed(world, due_on="2026-11-01", start="1"))
    assert answer.status_code == 422
    assert "Hạn cuối đã qua" in page(answer)
    assert "Ảnh bảng tin" in page(answer)


def test_an_earlier_campaign_is_the_model_of_a_new_one(world, desk):
    row = sent(world.province, [world.sen.unit.pk])
    form = page(desk(world.province, "head").get(f"{DESK}moi/?mau={row.pk}"))
    assert "Ảnh bảng tin" in form
    assert "Tổng hợp báo cáo." in form
    assert desk(world.stranger, "head").get(f"{DESK}moi/?mau={row.pk}").status_code == 404


def test_the_checklist_is_filled_in_and_judged_on_one_page(world, desk):
    row = sent(world.province, [world.sen.unit.pk])
    ask = ask_of(world.sen)
    here, clerk, head = f"{DESK}phieu/{ask.pk}/", desk(world.sen, "clerk"), desk(world.province, "head")
    wrong = {"act": "lay_in", "item": "1", "muc-1-files": SimpleUploadedFile("a.pdf", PDF)}
    assert "không đúng loại tệp yêu cầu: tệp Word" in page(clerk.post(here, wrong, follow=True))
    right = {"act": "lay_in", "item": "2", "muc-2-files": SimpleUploadedFile("anh bang.pdf", PDF)}
    clerk.post(here, right)
    assert "anh bang.pdf" not in page(head.get(here))
    clerk.post(here, {"act": "lay_in", "item": "1", "muc-1-none_reason": "chưa ban hành"})
    assert "chờ nơi yêu cầu xem" not in page(clerk.get(here))
    clerk.post(here, {"act": "hand_in"})
    shown = page(head.get(here))
    assert "anh bang.pdf" in shown
    assert "Không có: chưa ban hành" in shown
    with everything("tests"):
        handed = ReplyFile.objects.get()
    assert b"".join(head.get(f"{DESK}tep/{handed.pk}/")) == PDF
    refused = head.post(here, {"act": "send_back", "item": "1", "tra-1-reason": ""})
    assert refused.status_code == 422
    head.post(here, {"act": "send_back", "item": "1", "tra-1-reason": "Đã ban hành rồi."})
    head.post(here, {"act": "accept", "item": "2"})
    assert "Trả lại: Đã ban hành rồi." in page(clerk.get(here))
    assert clerk.post(here, {"act": "accept", "item": "2"}).status_code == 404
    table = page(head.get(f"{DESK}{row.pk}/"))
    assert "bị trả lại" in table
    assert "đã xác nhận" in table


def test_strangers_get_the_same_answer_for_what_is_there_and_what_is_not(world, desk):
    row = sent(world.province, [world.sen.unit.pk])
    ask = ask_of(world.sen)
    lay(world.sen, ask, "2", none_reason="không có")
    hand(world.sen, ask)
    for browser in (desk(world.da, "head"), desk(world.stranger, "head")):
        for path in (f"{row.pk}/", f"phieu/{ask.pk}/", f"{row.pk}/?tep=zip"):
            assert browser.get(DESK + path).status_code == 404
    assert desk(world.sen, "head").get(f"{DESK}{row.pk}/").status_code == 404


def test_everything_is_taken_as_one_zip_and_the_progress_as_tables(world, desk):
    row = sent(world.province, [world.sen.unit.pk, world.da.unit.pk])
    ask = ask_of(world.sen)
    given = SimpleUploadedFile("ảnh/../bảng.pdf", PDF)
    lay(world.sen, ask, "2", given, at=NOW)
    lay(world.sen, ask, "3", SimpleUploadedFile("chưa nộp.pdf", PDF + b"2"))
    hand(world.sen, ask)
    lay(world.sen, ask, "3", SimpleUploadedFile("sau.pdf", PDF + b"3"))
    head = desk(world.province, "head")
    with clock.frozen(NOW + 9 * DAY):
        packed = ZipFile(BytesIO(b"".join(head.get(f"{DESK}{row.pk}/?tep=zip"))))
        (name,) = packed.namelist()
        assert name.startswith("Xã Bến Sen/02 Ảnh bảng tin/")
        assert packed.read(name) == PDF
        book = load_workbook(BytesIO(head.get(f"{DESK}{row.pk}/?tep=xlsx").content))
        lines = list(book.active.values)
        assert lines[1][0] == "Xã Bến Đá"
        assert lines[1][3] == "chưa có, quá hạn"
        assert 'value="remind"' in page(head.get(f"{DESK}{row.pk}/"))
        assert lines[2][4] == "đã nộp"
        assert "chưa có, quá hạn" in head.get(f"{DESK}{row.pk}/?tep=csv").content.decode()


def test_whoever_asks_reminds_extends_and_closes_on_the_page_of_progress(world, desk):
    row = sent(world.province, [world.sen.unit.pk])
    head, here = desk(world.province, "head"), f"{DESK}{row.pk}/"
    assert 'value="remind"' not in page(head.get(here))  # nobody is late
    assert "Không nhắc nơi nào" in page(head.post(here, {"act": "remind"}, follow=True))
    assert head.post(here, {"act": "extend", "han-until": "2026-12-09"}).status_code == 422
    head.post(here, {"act": "extend", "han-until": "2026-12-09", "han-reason": "Mưa lũ"})
    assert "09/12/2026" in page(head.get(here))
    assert desk(world.province, "clerk").post(here, {"act": "close", "dong-reason": "x"}).status_code == 403
    head.post(here, {"act": "close", "dong-reason": "Đủ rồi"})
    with everything("tests"):
        assert Ask.objects.get().close_reason == "Đủ rồi"
    assert "Đủ rồi" in page(desk(world.sen, "clerk").get(f"{DESK}phieu/{ask_of(world.sen).pk}/"))
