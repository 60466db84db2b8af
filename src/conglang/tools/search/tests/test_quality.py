"""People find what they mean: typed with marks, without, with slips, or in their own words."""

import pytest

from conglang.tools.search.queries import find
from conglang.tools.search.tests.corpus import queries, recall, texts
from conglang.tools.search.tests.places import NOW, enter

pytestmark = pytest.mark.postgres


def test_the_corpus_is_large_enough_to_get_lost_in():
    assert len(list(texts())) >= 300
    asked = queries("queries.tsv")
    assert len(asked) >= 120
    names = {name for name, *_ in texts()}
    assert [query for query in asked if not query.answers <= names] == []


def test_nine_of_ten_queries_have_an_answer_among_the_first_five(library):
    share, missed = recall(library, queries("queries.tsv"))
    assert share >= 0.9, missed


@pytest.mark.parametrize(
    ("said", "title"),
    [
        *[(said, "Lịch tiêm vắc xin") for said in ("vacxin", "vắcxin", "vaccine", "vac xin", "Vắc-xin")],
        ("vacxin", "Tiêm vaccine phòng dại"),
        *[(said, "Tiêm chủng mở rộng tháng 12") for said in ("vắc xin", "vacxin", "vaccine")],
        ("đau mắt đỏ", "Phòng bệnh viêm kết mạc"),
        ("bảo hiểm xã hội", "Vận động người dân đóng BHXH"),
        ("cmnd", "Cấp thẻ căn cước"),
        ("chứng minh thư", "Cấp thẻ căn cước"),
        ("vneid", "Cấp tài khoản định danh điện tử"),
        ("bằng lái", "Đổi giấy phép lái xe"),
        ("cà vẹt", "Cấp lại chứng nhận đăng ký xe"),
        ("xây nhà trái phép", "Tăng cường quản lý trật tự xây dựng"),
        ("đèn đường", "Hệ thống chiếu sáng công cộng ấp 2"),
        ("ngập nước", "Chống ngập úng nội đồng"),
        ("mẫu giáo", "Danh sách lớp mầm non"),
        ("vay nặng lãi", "Cảnh giác tín dụng đen"),
        ("sáp nhập", "Nghị quyết về sắp xếp đơn vị hành chính cấp xã"),
    ],
)
def test_everyday_words_find_what_offices_call_otherwise(home, said, title):
    enter(home, title)
    enter(home, "Lịch thu gom rác")
    assert [result.title_text for result in find(unit=home, query=said, now=NOW).results] == [title]
