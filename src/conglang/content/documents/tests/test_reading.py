"""Fields read from documents as offices lay them out: right, or said to be uncertain."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.content.documents.reading import Certainty, Key, read_document
from conglang.content.documents.tests.papers import Paper, as_pdf, as_word, layouts
from conglang.content.documents.wording import authority_name, post_name
from conglang.tools.guards.reader import rows_of
from conglang.tools.search.reader import pages_of_pdf

UBND = "Ủy ban nhân dân xã Bến Sen"
HEAD = {"issuer_name": UBND, "signer": "Nguyễn Văn Thử", "signer_title": "Chủ tịch"}
COUNCIL = ("HỘI ĐỒNG NHÂN DÂN", "XÃ BẾN SEN")


def wanted(kind: str, code: str, day: str, abstract: str, **more: str) -> dict[str, str]:
    return HEAD | {"kind": kind, "code": code, "issued_on": day, "abstract": abstract} | more


DEPUTY = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Thị Bích Hạnh")
PAPERS = [
    Paper(
        wanted("quyet-dinh", "12/QĐ-UBND", "2026-03-05", "Ban hành Quy chế tiếp công dân"),
        ["QUYẾT ĐỊNH", "Về việc ban hành Quy chế tiếp công dân", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BẾN SEN"],
        number="Số: 12/QĐ-UBND", dated="Bến Sen, ngày 05 tháng 3 năm 2026",
    ),
    Paper(
        wanted("ke-hoach", "135/KH-UBND", "2026-01-09", "Thực hiện cải cách hành chính năm 2026"),
        ["KẾ HOẠCH", "Thực hiện cải cách hành chính năm 2026"],
        number="Số: 135 /KH-UBND", dated="Bến Sen, ngày 09 tháng 01 năm 2026",
    ),
    Paper(
        wanted(
            "ke-hoach", "7/KH-UBND", "2026-11-20",
            "Phòng, chống thiên tai và tìm kiếm cứu nạn trên địa bàn xã Bến Sen năm 2027",
        ),
        ["KẾ HOẠCH", "Phòng, chống thiên tai và tìm kiếm cứu nạn", "trên địa bàn xã Bến Sen năm 2027"],
        number="Số: 7/KH-UBND", dated="Bến Sen, ngày 20 tháng 11 năm 2026",
        body=["I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích", "Chủ động ứng phó."],
    ),
    Paper(
        wanted(
            "cong-van", "345/UBND-VP", "2026-04-02", "Tăng cường phòng cháy, chữa cháy rừng mùa khô",
            signer="Trần Thị Bích Hạnh", signer_title="Phó Chủ tịch",
        ),
        ["Kính gửi: Các trưởng thôn"],
        number="Số: 345/UBND-VP", about=["V/v tăng cường phòng cháy,", "chữa cháy rừng mùa khô"],
        dated="Bến Sen, ngày 02 tháng 4 năm 2026", signed=DEPUTY,
    ),
    Paper(
        wanted(
            "nghi-quyet", "05/NQ-HĐND", "2026-07-15", "Phê chuẩn quyết toán ngân sách xã năm 2025",
            issuer_name="Hội đồng nhân dân xã Bến Sen", signer="Lê Hoàng Nam",
        ),
        ["NGHỊ QUYẾT", "Phê chuẩn quyết toán ngân sách xã năm 2025", "HỘI ĐỒNG NHÂN DÂN XÃ BẾN SEN",
         "KHÓA II, KỲ HỌP THỨ TƯ"],
        left=COUNCIL, number="Số: 05/NQ-HĐND", dated="Bến Sen, ngày 15 tháng 7 năm 2026",
        signed=("CHỦ TỊCH", "Lê Hoàng Nam"),
    ),
    Paper(
        wanted(
            "nghi-quyet-qppl", "02/2026/NQ-HĐND", "2026-07-15", "Quy định mức thu phí chợ trên địa bàn xã",
            issuer_name="Hội đồng nhân dân xã Bến Sen", signer="Lê Hoàng Nam",
        ),
        ["NGHỊ QUYẾT", "Quy định mức thu phí chợ trên địa bàn xã", "HỘI ĐỒNG NHÂN DÂN XÃ BẾN SEN"],
        left=COUNCIL, number="Số: 02/2026/NQ-HĐND", dated="Bến Sen, ngày 15 tháng 7 năm 2026",
        signed=("TM. HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH", "Lê Hoàng Nam"),
    ),
    Paper(
        wanted("quyet-dinh-qppl", "01/2026/QĐ-UBND", "2026-02-28", "Ban hành Quy định quản lý chợ nông thôn"),
        ["QUYẾT ĐỊNH", "Ban hành Quy định quản lý chợ nông thôn", "ỦY BAN NHÂN DÂN XÃ BẾN SEN"],
        number="Số: 01/2026/QĐ-UBND", dated="Bến Sen, ngày 28 tháng 02 năm 2026",
    ),
    Paper(
        wanted("thong-bao", "88/TB-UBND", "2026-10-01", "Lịch tiếp công dân quý IV năm 2026"),
        ["THÔNG BÁO", "Lịch tiếp công dân quý IV năm 2026"],
        left=("UBND XÃ BẾN SEN",), number="Số: 88/TB-UBND", dated="Bến Sen, ngày 01 tháng 10 năm 2026",
        body=["Ủy ban nhân dân xã thông báo lịch tiếp công dân như sau:"],
    ),
    Paper(
        wanted("bao-cao", "210/BC-UBND", "2026-12-05", "Kết quả phát triển kinh tế - xã hội năm 2026"),
        ["BÁO CÁO", "Kết quả phát triển kinh tế - xã hội năm 2026", "____________"],
        number="Số: 210/BC-UBND", dated="Bến Sen, ngày 05 tháng 12 năm 2026",
        body=["Phần thứ nhất", "Tình hình chung của xã trong năm."],
    ),
    Paper(
        wanted("to-trinh", "19/TTr-UBND", "2026-05-06", "Đề nghị phê duyệt đồ án quy hoạch chung xã Bến Sen"),
        ["TỜ TRÌNH", "Về việc đề nghị phê duyệt đồ án quy hoạch chung xã Bến Sen",
         "Kính gửi: Ủy ban nhân dân tỉnh Sông Mây"],
        number="Số: 19/TTr-UBND", dated="Bến Sen, ngày 06 tháng 5 năm 2026",
    ),
    Paper(
        wanted("giay-moi", "31/GM-UBND", "2026-08-11", "Dự hội nghị đối thoại với thanh niên"),
        ["GIẤY MỜI", "Dự hội nghị đối thoại với thanh niên"],
        number="Số: 31/GM-UBND", dated="Bến Sen, ngày 11 tháng 8 năm 2026",
        body=["Kính mời các đồng chí đến dự.", "1. Thời gian: 8 giờ 00."],
    ),
    Paper(
        wanted("chi-thi", "03/CT-UBND", "2026-09-03", "Tăng cường công tác bảo vệ rừng"),
        ["CHỈ THỊ", "Về việc tăng cường công tác bảo vệ rừng"],
        number="Số: 03/CT-UBND", dated="Bến Sen, ngày 03 tháng 9 năm 2026",
        body=["Trong thời gian qua, công tác bảo vệ rừng đã có chuyển biến."],
    ),
    Paper(
        wanted("huong-dan", "4/HD-UBND", "2026-06-30", "Bình xét gia đình văn hóa"),
        ["HƯỚNG DẪN", "Bình xét gia đình văn hóa", "----------"],
        number="Số: 4/HD-UBND", dated="Bến Sen, ngày 30 tháng 6 năm 2026",
    ),
    Paper(
        wanted("chuong-trinh", "2/CTr-UBND", "2026-01-15", "Công tác năm 2026 của Ủy ban nhân dân xã"),
        ["CHƯƠNG TRÌNH", "Công tác năm 2026 của Ủy ban nhân dân xã"],
        number="Số: 2/CTr-UBND", dated="Bến Sen, ngày 15 tháng 01 năm 2026",
    ),
    Paper(
        wanted("phuong-an", "11/PA-UBND", "2026-08-20", "Ứng phó với bão mạnh, siêu bão"),
        ["PHƯƠNG ÁN", "Ứng phó với bão mạnh, siêu bão"],
        number="Số: 11/PA-UBND", dated="Bến Sen, ngày 20 tháng 8 năm 2026",
    ),
    Paper(
        wanted("cong-dien", "1/CĐ-UBND", "2026-09-27", "Tập trung ứng phó bão số 10"),
        ["CÔNG ĐIỆN", "Về việc tập trung ứng phó bão số 10"],
        number="Số: 1/CĐ-UBND", dated="Bến Sen, ngày 27 tháng 9 năm 2026",
        body=["Kính gửi: Trưởng các thôn", "Yêu cầu thực hiện ngay các việc sau."],
    ),
    Paper(
        wanted(
            "ke-hoach", "08/KH-PKT", "2026-03-18", "Hỗ trợ giống lúa vụ Hè Thu",
            issuer_name="Phòng Kinh tế", signer="Võ Minh Trí", signer_title="Trưởng phòng",
        ),
        ["KẾ HOẠCH", "Hỗ trợ giống lúa vụ Hè Thu"],
        left=("UBND XÃ BẾN SEN", "PHÒNG KINH TẾ"), number="Số: 08/KH-PKT",
        dated="Bến Sen, ngày 18 tháng 3 năm 2026", signed=("TRƯỞNG PHÒNG", "Võ Minh Trí"),
    ),
    Paper(
        wanted(
            "quyet-dinh", "1024/QĐ-UBND", "2026-02-10", "Công bố Danh mục thủ tục hành chính",
            issuer_name="Ủy ban nhân dân tỉnh Sông Mây", signer="Phạm Quốc Việt", signer_title="Phó Chủ tịch",
        ),
        ["QUYẾT ĐỊNH", "Về việc công bố Danh mục thủ tục hành chính", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"],
        left=("ỦY BAN NHÂN DÂN", "TỈNH SÔNG MÂY"), number="Số: 1024/QĐ-UBND",
        dated="Sông Mây, ngày 10 tháng 02 năm 2026",
        signed=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Phạm Quốc Việt"),
    ),
    Paper(
        wanted("quyet-dinh", "77/QĐ-UBND", "2026-05-19", "Khen thưởng tập thể, cá nhân"),
        ["QUYẾT ĐỊNH", "Về việc khen thưởng tập thể, cá nhân", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ"],
        number="Số: 77/QĐ-UBND", dated="Bến Sen, ngày 19 tháng 5 năm 2026",
        after=("DANH SÁCH KHEN THƯỞNG", "(Kèm theo Quyết định số 77/QĐ-UBND)", "1. Đỗ Văn Mười"),
    ),
    Paper(
        wanted("quyet-dinh", "15/QĐ-UBND", "2024-06-03", "Phê duyệt danh sách hộ nghèo",
               issuer_name="Ủy ban nhân dân xã Bến Sen Đông"),
        ["QUYẾT ĐỊNH", "Phê duyệt danh sách hộ nghèo", "ỦY BAN NHÂN DÂN XÃ BẾN SEN ĐÔNG"],
        left=("UỶ BAN NHÂN DÂN", "XÃ BẾN SEN ĐÔNG"), number="Số: 15/QĐ-UBND",
        dated="Bến Sen Đông, ngày 03 tháng 6 năm 2024",
    ),
    Paper(
        wanted("cong-van", "56/UBND-KT", "2026-10-10", "Rà soát diện tích cây trồng bị ngập",
               signer="Trần Thị Bích Hạnh", signer_title="Phó Chủ tịch"),
        ["Kính gửi: Phòng Kinh tế"],
        left=("UBND XÃ BẾN SEN",), number="Số: 56/UBND-KT", about=["V/v rà soát diện tích cây trồng bị ngập"],
        dated="Bến Sen, ngày 10 tháng 10 năm 2026", signed=("TM. ỦY BAN NHÂN DÂN", *DEPUTY),
    ),
    Paper(
        wanted("bien-ban", "6/BB-UBND", "2026-11-02", "Kết thúc niêm yết công khai phương án bồi thường"),
        ["BIÊN BẢN", "Kết thúc niêm yết công khai phương án bồi thường"],
        number="Số: 6/BB-UBND", dated="Bến Sen, ngày 02 tháng 11 năm 2026",
        body=["Hôm nay, ngày 02 tháng 11 năm 2026, tại trụ sở, chúng tôi gồm có:"],
    ),
]  # fmt: skip
WAYS = {
    "Word tables": lambda paper: text_of("docx", as_word(paper)),
    "Word paragraphs": lambda paper: text_of("docx", as_word(paper, in_tables=False)),
    "PDF columns": lambda paper: text_of("pdf", as_pdf(paper)),
    "PDF rows": lambda paper: text_of("pdf", as_pdf(paper, by_rows=True)),
}


def text_of(kind, data):
    """The lines of the page as they come in, cells apart."""
    rows = rows_of(kind, data)
    return "\n".join(re.sub(r"[\t\v]", "\n", text) for part, _page, text in rows if part in {"text", "page"})


@pytest.mark.parametrize("way", WAYS)
def test_fields_are_right_or_said_to_be_uncertain(way):
    right, doubted, silent = 0, [], []
    for paper in [*PAPERS, *layouts()]:
        found = read_document(WAYS[way](paper))
        for name, expected in paper.wanted.items():
            each = found.get(Key(name))
            if (each.value if each else "") == expected:
                right += 1
            elif each and each.certainty is Certainty.SURE:
                silent.append((paper.number, name, each.value))
            else:
                doubted.append((paper.number, name, each and each.value))
    assert silent == [], f"never silently wrong; {doubted}"
    assert right >= 0.99 * (right + len(doubted)), doubted


def test_what_is_not_there_is_not_invented():
    draft = Paper(
        {},
        ["KẾ HOẠCH", "Nạo vét kênh mương"],
        number="Số:      /KH-UBND",
        dated="Bến Sen, ngày   tháng   năm 2026",
    )
    found = read_document("\n".join(pages_of_pdf(as_pdf(draft))))
    assert Key.CODE not in found
    assert Key.ISSUED_ON not in found
    assert read_document("") == {}
    assert read_document("Chương trình văn nghệ chào mừng năm mới") == {}


def test_numbers_and_days_of_cited_documents_are_not_taken():
    text = "\n".join(["KẾ HOẠCH", "Trồng cây", "Căn cứ Quyết định Số: 9/QĐ-UBND ngày 01 tháng 02 năm 2026;"])
    found = read_document(text)
    assert Key.CODE not in found
    assert Key.ISSUED_ON not in found


def test_the_line_is_given_with_each_field():
    found = read_document("\n".join(pages_of_pdf(as_pdf(PAPERS[0], by_rows=True))))
    assert found[Key.CODE].line == "Số: 12/QĐ-UBND Bến Sen, ngày 05 tháng 3 năm 2026"
    assert found[Key.SIGNER].line.endswith("Nguyễn Văn Thử")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Quyết định này có hiệu lực kể từ ngày ký.", "2026-03-05"),
        ("Quyết định này có hiệu lực thi hành kể từ ngày 20 tháng 3 năm 2026.", "2026-03-20"),
        ("Quyết định này có hiệu lực từ ngày 1/4/2026.", "2026-04-01"),
    ],
)
def test_the_first_day_in_force_is_read(words, day):
    paper = Paper(
        {},
        PAPERS[0].heading,
        number="Số: 12/QĐ-UBND",
        dated="Bến Sen, ngày 05 tháng 3 năm 2026",
        body=[words],
    )
    assert read_document("\n".join(pages_of_pdf(as_pdf(paper))))[Key.EFFECTIVE_ON].value == day


def test_names_in_capitals_are_written_as_people_write_them():
    assert authority_name("UBND THỊ TRẤN BẾN SEN") == "Ủy ban nhân dân thị trấn Bến Sen"
    assert authority_name("SỞ NỘI VỤ") == "Sở Nội vụ"
    assert authority_name("HĐND TỈNH SÔNG MÂY") == "Hội đồng nhân dân tỉnh Sông Mây"
    assert authority_name("PHÒNG VĂN HÓA - XÃ HỘI") == "Phòng Văn hóa - Xã hội"
    assert post_name("PHÓ CHỦ TỊCH") == "Phó Chủ tịch"
    assert post_name("CHÁNH VĂN PHÒNG HĐND VÀ UBND") == "Chánh Văn phòng HĐND và UBND"
    assert post_name("TRƯỞNG CÔNG AN XÃ") == "Trưởng Công an xã"


def test_a_post_before_the_body_ends_the_abstract():
    text = "QUYẾT ĐỊNH\nVề việc cử công chức\nđi học\nTRƯỞNG PHÒNG KINH TẾ\nCăn cứ Luật Cán bộ, công chức;"
    assert read_document(text)[Key.ABSTRACT].value == "Cử công chức đi học"


def test_minutes_have_their_day_in_the_first_sentence():
    text = "BIÊN BẢN\nHọp thôn\nHôm nay, vào hồi 8 giờ ngày 05 tháng 11 năm 2026, chúng tôi gồm:"
    found = read_document(text)[Key.ISSUED_ON]
    assert (found.value, found.certainty) == ("2026-11-05", Certainty.LIKELY)


LINES = [
    "Số: 1/QĐ-UBND",
    "QUYẾT ĐỊNH",
    "Nơi nhận:",
    "KT. CHỦ TỊCH",
    "A, ngày 31 tháng 2 năm 2026",
    "V/v ",
    "Lê A",
]


@given(st.text(max_size=400) | st.lists(st.sampled_from(LINES)).map("\n".join))
def test_any_text_can_be_read(text):
    read_document(text)
