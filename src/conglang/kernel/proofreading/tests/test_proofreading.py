"""Slips of administrative prose are found where they stand; good prose is left alone."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conglang.kernel.proofreading import Certainty, Finding, Kind, proofread
from conglang.kernel.text.legacy import TCVN3_LETTERS, VNI_LETTERS

GOOD = """Ủy ban nhân dân xã Hòa Mẫu thông báo lịch tiếp công dân tháng 12 năm 2026.
Người dân đến trụ sở Ủy ban nhân dân xã, phòng số 2, từ 7 giờ 30 đến 11 giờ 30 thứ Năm hằng tuần.
Bà Nguyễn Thị Mẫu, Chủ tịch Hội Nông dân, hướng dẫn bà con phòng trừ sâu keo (Spodoptera frugiperda).
Ông Y Jut Niê ở buôn Krông Ana, xã Ea Kao và anh Giàng A Páo nhận máy bơm cho 5,5 ha ngô.
Email: van-thu@hoa-mau.example, web: https://hoa-mau.example/tin?a=1. Hồ sơ gửi qua internet hoặc Zalo.
Căn cứ Nghị định số 30/2020/NĐ-CP và Quyết định số 12/QĐ-UBND; khi đi mang theo căn cước.
Ban Chỉ huy quân sự (BCHQSX) xã tổ chức khám tuyển. BCHQSX đề nghị các thôn phối hợp với UBND, HĐND xã.
Ngày ngày, bà con luôn luôn giữ gìn vệ sinh; công nhân nhân dịp lễ về thăm quê.
KẾ HOẠCH PHÒNG CHỐNG DỊCH BỆNH"""

SLIPS = [
    ("Uy ban nhân dân xã họp sáng nay.", "Uy", "Ủy", Kind.CONTEXT),
    ("Đơn vị phục vụ nhân dan trong xã.", "dan", "dân", Kind.CONTEXT),
    ("Cán bộ sử lý hồ sơ trong ngày.", "sử lý", "xử lý", Kind.CONTEXT),
    ("Đề nghị bổ xung giấy tờ.", "bổ xung", "bổ sung", Kind.CONTEXT),
    ("Bà con chia sẽ khó khăn với gia đình.", "chia sẽ", "chia sẻ", Kind.CONTEXT),
    ("Xã sửa chửa nhà văn hóa.", "sửa chửa", "sửa chữa", Kind.CONTEXT),
    ("Các thôn khắc phụ hậu quả mưa bão.", "khắc phụ", "khắc phục", Kind.CONTEXT),
    ("Ngành thuế hổ trợ doanh nghiệp.", "hổ trợ", "hỗ trợ", Kind.CONTEXT),
    ("Mở rộng nghành nghề nông thôn.", "nghành nghề", "ngành nghề", Kind.CONTEXT),
    ("Hội đồng quyêt định mức thu.", "quyêt", "quyết", Kind.SYLLABLE),
    ("Việc giải quyet thủ tục nhanh hơn.", "quyet", "quyết", Kind.SYLLABLE),
    ("Thủ tục hafnh chính được rút gọn.", "hafnh", "hành", Kind.SYLLABLE),
    ("Nhà trường tổ chức tuyên truyềnn.", "truyềnn", "truyền", Kind.SYLLABLE),
    ("Đề nghị uy ban nhan dan xa xem xét.", "uy ban nhan dan xa", "ủy ban nhân dân xã", Kind.TONELESS),
    ("Người dân nộp nộp hồ sơ tại xã.", "nộp nộp", "nộp", Kind.DOUBLED),
    ("Kính gửi các thôn , ấp trong xã.", " ,", ",", Kind.SPACING),
    ("Kính gửi các thôn,ấp trong xã.", ",", ", ", Kind.SPACING),
    ("Kính gửi  các thôn.", "  ", " ", Kind.SPACING),
    ("Công văn của ủy ban nhân dân xã.", "ủy ban nhân dân", "Ủy ban nhân dân", Kind.CAPITALS),
    ("Công văn của Ủy Ban Nhân Dân xã.", "Ủy Ban Nhân Dân", "Ủy ban nhân dân", Kind.CAPITALS),
    ("Hồ sơ gửi về BQLDAX trước ngày 5.", "BQLDAX", None, Kind.ABBREVIATION),
    ("Trụ sở UBDN xã mở cửa.", "UBDN", "UBND", Kind.ABBREVIATION),
]  # fmt: skip


def seen(text: str) -> list[Finding]:
    return [each for each in proofread(text) if each.certainty is not Certainty.STYLE]


def test_good_prose_has_no_findings() -> None:
    assert [(GOOD[each.start : each.end], each.kind, each.suggestions) for each in seen(GOOD)] == []


@pytest.mark.parametrize(("text", "wrong", "right", "kind"), SLIPS)
def test_a_slip_is_found_with_what_was_meant(text: str, wrong: str, right: str | None, kind: Kind) -> None:
    found = [(text[each.start : each.end], each.kind, each.suggestions[:1]) for each in seen(text)]
    assert found == [(wrong, kind, (right,) if right else ())]


@pytest.mark.parametrize("letters", [TCVN3_LETTERS, VNI_LETTERS])
def test_remains_of_an_old_encoding_are_read(letters: dict[str, str]) -> None:
    old = "".join(letters.get(letter, letter) for letter in "phòng chống dịch bệnh")
    text = f"Trạm y tế {old} trong tháng 12."
    assert [(each.kind, each.suggestions) for each in seen(text)] == [
        (Kind.LEGACY, ("phòng chống dịch bệnh",))
    ]


def test_marks_stored_apart_are_put_together() -> None:
    apart = normalize("NFD", "thông")
    (found,) = seen(f"Bản tin {apart} báo lịch họp.")
    assert (found.kind, found.suggestions) == (Kind.DECOMPOSED, ("thông",))


def test_two_habits_of_one_tone_are_a_matter_of_style_and_one_habit_is_none() -> None:
    assert proofread("Nhà văn hóa mở cửa; bà con hòa giải; khóa cửa.") == []
    (found,) = proofread("Nhà văn hóa mở cửa, hòa giải viên khoá cửa.")
    assert (found.kind, found.certainty, found.suggestions) == (Kind.TONE_STYLE, Certainty.STYLE, ("khóa",))


def test_an_abbreviation_is_asked_for_once() -> None:
    text = "Hồ sơ gửi BQLDAX. Người dân hỏi BQLDAX."
    assert [each.start for each in seen(text)] == [text.index("BQLDAX")]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_and_every_finding_lies_inside(text: str) -> None:
    found = proofread(text)
    assert found == proofread(text)
    assert all(0 <= each.start < each.end <= len(text) and len(each.suggestions) <= 3 for each in found)


@pytest.mark.parametrize(
    "piece", ["ạ", "(", " ,", "a ", "ab-", "a\u0301", "aaaa", "uy ban ", "UBND ", "..", "nhân nhân "]
)
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    def cost(text: str) -> float:
        began = time.process_time()
        proofread(text)
        return time.process_time() - began

    cost(piece * 10)
    assert cost(piece * (20_000 // len(piece))) < 4
