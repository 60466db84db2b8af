"""The pure core: what a file becomes."""

import re
import unicodedata

import pytest
from bs4 import Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from conglang.content.newsroom.importing import fonts
from conglang.content.newsroom.importing.docx import XML_BYTES_MOST
from conglang.content.newsroom.importing.draft import Draft, Flaw, Picture, Table, Text, Unreadable
from conglang.content.newsroom.importing.fonts import Run, convert_runs
from conglang.content.newsroom.importing.html import DEEPEST
from conglang.content.newsroom.importing.read import TEXT_BYTES_MOST, Format, read
from conglang.content.newsroom.markup import TAGS, clean
from conglang.content.newsroom.tests import word
from conglang.kernel.text import convert_by_font, convert_tcvn3, convert_vni

LONG = (
    "Chính quyền xã thông báo đến toàn thể nhân dân lịch tiêm phòng, đề nghị các hộ gia đình đưa con em "
    "đến trạm y tế đúng giờ, mang theo sổ tiêm chủng và giấy tờ cần thiết để được phục vụ chu đáo."
)


def flaws(draft: Draft) -> set[Flaw]:
    return {problem.flaw for problem in draft.problems}


def html_of(draft: Draft) -> str:
    return "".join(block.html for block in draft.blocks if isinstance(block, Text))


def page(body: str, head: str = "") -> Draft:
    return read(Format.HTML, f"<html><head>{head}</head><body>{body}</body></html>".encode())


def test_an_administrative_notice_becomes_an_article():
    draft = read(Format.DOCX, word.notice())
    assert draft.title == "Thông báo về việc tiếp công dân tháng 12"
    assert draft.blocks == (
        Text(
            "<p><i>ỦY BAN NHÂN DÂN<br>XÃ BẾN SEN<br>Số: 12/TB-UBND<br>Bến Sen, ngày 3 tháng 11 năm 2026</i>"
            "</p>"
            "<p>Ủy ban nhân dân xã thông báo lịch tiếp công dân.</p><h2>Thời gian</h2>"
            "<ul><li>Sáng thứ Năm</li><li>Chiều thứ Sáu</li></ul>"
        ),
        Table((("Ngày", "Người tiếp", "Phòng"), ("3/12", "Chủ tịch", "1")), has_header=True),
        Picture(0, "Phòng tiếp công dân của xã", "Phòng tiếp công dân của xã"),
        Text(
            '<p>Xem thêm tại <a href="https://dichvucong.gov.vn/">cổng dịch vụ công</a></p>'
            "<p>Nơi nhận:<br>- Như trên;</p><p>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH</p>"
        ),
    )
    assert flaws(draft) == {Flaw.LETTERHEAD}
    assert draft.pictures[0].data == word.png()


def test_runs_in_legacy_fonts_are_converted_each_by_its_font():
    draft = read(Format.DOCX, word.mixed_fonts())
    words = re.sub("<[^>]*>", "", html_of(draft))
    assert words == "Nhân dân xã KẾ HOẠCH của Ủy ban nhân dân xã được thực hiện."
    assert "<b>KẾ HOẠCH</b>" in html_of(draft)
    assert unicodedata.is_normalized("NFC", words)
    assert {p.detail for p in draft.problems if p.flaw is Flaw.CONVERTED} == {
        ".VnTime",
        ".VnTimeH",
        "VNI-Times",
    }


def test_a_font_that_only_the_style_names_counts():
    draft = read(Format.DOCX, word.font_in_style())
    assert draft.title == "Hội nghị tổng kết năm"
    assert html_of(draft) == "<p>Sáng nay, Đảng ủy xã đã họp.</p>"


@pytest.mark.parametrize("said", [LONG * 20, "x" * 4000])
def test_many_runs_are_converted_once_and_not_again_with_each_run(monkeypatch, said):
    given: list[int] = []
    monkeypatch.setattr(
        fonts, "convert_by_font", lambda text, font: given.append(len(text)) or convert_by_font(text, font)
    )
    runs = [Run(word.tcvn3(piece), ".VnTime") for piece in re.findall(".{1,3}", said)]
    assert "".join(convert_runs(runs)) == said
    assert sum(given) < 50 * len(said)


@pytest.mark.parametrize("tags", ["<ul><li>", "<table><tr><td>"])
def test_the_font_of_a_word_is_not_looked_for_beyond_the_deepest_tag_that_is_read(monkeypatch, tags):
    looked = []
    monkeypatch.setattr(Tag, "get", lambda tag, *a, get=Tag.get: looked.append(tag) or get(tag, *a))
    page("<p>Mở đầu</p>" + f"{tags}chữ" * 400)
    assert len(looked) < 400 * 3 * DEEPEST


@given(st.lists(st.integers(1, 5), max_size=30), st.sampled_from([".VnTime", "VNI-Times"]))
def test_cutting_a_text_into_runs_changes_nothing(cuts, font):
    typed = word.vni(LONG) if font == "VNI-Times" else word.tcvn3(LONG)
    pieces, rest = [], typed
    for length in cuts:
        pieces.append(rest[:length])
        rest = rest[length:]
    joined = "".join(convert_runs([Run(piece, font) for piece in [*pieces, rest]]))
    assert joined == (convert_vni if font == "VNI-Times" else convert_tcvn3)(typed)


def test_headings_under_the_title_have_two_levels():
    body = "<h1>Tiêu đề</h1><h2>A</h2><p>x</p><h3>B</h3><h4>C</h4>"
    assert html_of(page(body)) == "<h2>A</h2><p>x</p><h3>B</h3><h3>C</h3>"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<h2>Tin trong xã</h2><p>x</p>", "Tin trong xã"),
        ("<p><b>Tin đậm</b></p><p>x</p>", "Tin đậm"),
        ("<p>Ngày 3/11</p><h1>Tin sau</h1><p>x</p>", "Tin sau"),
        ("<p>Chỉ có chữ</p>", ""),
    ],
)
def test_the_title_is_the_heading_or_the_first_bold_line(body, title):
    draft = page(body)
    assert draft.title == title
    assert (Flaw.TITLE_MISSING in flaws(draft)) == (not title)


def test_a_page_without_headings_is_called_by_its_own_title():
    assert page("<p>Chữ</p>", "<title>Tên trang</title>").title == "Tên trang"


def test_a_title_that_is_too_long_is_cut_and_the_text_keeps_it():
    draft = page(f"<h1>{'rất dài ' * 60}</h1><p>x</p>")
    assert len(draft.title) <= 250
    assert draft.title.endswith("…")
    assert "rất dài" in html_of(draft)
    assert Flaw.TITLE_CUT in flaws(draft)


def test_the_bold_paragraph_under_the_title_is_the_summary():
    lead = "Sáng 3/11, xã Bến Sen khởi công cầu mới dài 40 mét qua kênh Ba."
    draft = page(f"<h1>Khởi công cầu</h1><p><b>{lead}</b></p><p>Thân bài</p>")
    assert draft.summary == lead
    assert html_of(draft) == "<p>Thân bài</p>"


def test_scripts_handlers_and_foreign_pictures_never_come_along():
    draft = page(
        "<h1>Tin</h1><script>alert(1)</script><p onclick='x()'>Chữ <a href='javascript:alert(1)'>bấm</a>"
        "<img src='https://x.vn/a.jpg' onerror='x()'></p><iframe src='//x.vn'></iframe><style>p{}</style>"
    )
    assert html_of(draft) == "<p>Chữ bấm</p>"
    assert flaws(draft) == {Flaw.PICTURE_LOST}


def test_links_to_the_web_stay_and_local_ones_are_reported():
    draft = page("<h1>T</h1><p><a href='https://a.vn/?x=1&amp;y=2'>web</a> <a href='trang.html'>tệp</a></p>")
    assert html_of(draft) == '<p><a href="https://a.vn/?x=1&amp;y=2">web</a> tệp</p>'
    assert flaws(draft) == {Flaw.LINK_LOST}


def test_pictures_beside_a_page_are_asked_for_and_described_or_flagged():
    body = "<h1>T</h1><img src='hinh/1.png' alt='Bà con nhận lúa giống'><img src='hinh/2.png' alt='IMG_2'>"
    files = {"hinh/1.png": b"1", "hinh/2.png": b"2"}
    draft = read(Format.HTML, body.encode(), files.get)
    assert [block for block in draft.blocks if isinstance(block, Picture)] == [
        Picture(0, "Bà con nhận lúa giống"),
        Picture(1, ""),
    ]
    assert flaws(draft) == {Flaw.ALT_MISSING}


def test_spans_of_a_table_are_opened_and_lists_may_be_nested():
    draft = page(
        "<h1>T</h1><ul><li>a<ul><li>b</li></ul></li></ul>"
        "<table><tr><td rowspan=2>A<td colspan=2>B<tr><td>C<td>D</table>"
    )
    assert html_of(draft) == "<ul><li>a<ul><li>b</li></ul></li></ul>"
    assert draft.blocks[-1] == Table((("A", "B", ""), ("", "C", "D")), has_header=False)


def test_html_in_a_legacy_font_or_a_legacy_encoding_is_converted():
    by_font = page(f"<h1>T</h1><p><font face='.VnTime'>{word.tcvn3('Đảng ủy xã')}</font></p>")
    assert html_of(by_font) == "<p>Đảng ủy xã</p>"
    certain = read(Format.HTML, f"<h1>T</h1><p>{word.tcvn3(LONG)}</p>".encode("latin-1"))
    assert html_of(certain) == f"<p>{LONG}</p>"
    assert flaws(certain) == {Flaw.CONVERTED}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_is_read_in_every_unicode_encoding(encoding):
    draft = read(Format.TEXT, "Tiêu đề\n\nĐoạn một\ndòng hai\n\n- a\n- b\n".encode(encoding))
    assert draft.title == "Tiêu đề"
    assert html_of(draft) == "<p>Đoạn một<br>dòng hai</p><ul><li>a</li><li>b</li></ul>"
    assert not draft.problems


def test_plain_text_in_tcvn3_is_converted_when_that_is_certain():
    draft = read(Format.TEXT, word.tcvn3("Tin xã\n\n" + LONG).encode("latin-1"))
    assert html_of(draft) == f"<p>{LONG}</p>"
    assert flaws(draft) == {Flaw.CONVERTED}


def test_a_short_text_that_may_be_legacy_is_kept_with_a_warning():
    typed = word.tcvn3("đề nghị bà con nhân dân")
    draft = read(Format.TEXT, typed.encode("latin-1"))
    assert typed.replace("\xad", "") in html_of(draft).replace("\xad", "")
    assert Flaw.ENCODING_UNSURE in flaws(draft)


@pytest.mark.parametrize(
    ("kind", "data", "flaw"),
    [
        (Format.DOCX, b"PK\x03\x04 no archive", Flaw.BROKEN),
        (Format.DOCX, word.simple()[:400], Flaw.BROKEN),
        (Format.DOCX, word.with_entities(), Flaw.BROKEN),
        (Format.DOCX, word.with_part(word.simple(), "word/document.xml", b"<broken"), Flaw.BROKEN),
        (
            Format.DOCX,
            word.with_part(word.simple(), "word/a.xml", b"<a/>" * (XML_BYTES_MOST // 4 + 1)),
            Flaw.TOO_LARGE,
        ),
        (Format.TEXT, b" \n\n ", Flaw.EMPTY),
        (Format.TEXT, b"a" * (TEXT_BYTES_MOST + 1), Flaw.TOO_LARGE),
        (Format.HTML, b"<html><body><img src=x></body></html>", Flaw.EMPTY),
    ],
)
def test_what_cannot_be_read_says_why(kind, data, flaw):
    with pytest.raises(Unreadable) as unreadable:
        read(kind, data)
    assert unreadable.value.problem.flaw is flaw


def test_markup_nested_without_end_is_read_for_its_words():
    draft = page("<h1>T</h1>" + "<div><b>" * 3000 + "tận cùng" + "</b></div>" * 3000)
    assert "tận cùng" in html_of(draft)


TAG = re.compile(r"<\s*/?\s*([a-zA-Z0-9]+)([^>]*)>")
HOSTILE = [
    *(
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=x>",
        "<p>",
        "</p>",
        "<b>",
        "</a>",
    ),
    *("<a href='javascript:alert(1)'>", '<a href="data:text/html,x">', "<table><tr><td>", "<!--", "-->"),
    *(
        "<style>",
        "<iframe src=x>",
        "<ul><li>",
        "<h1>",
        "&lt;script&gt;",
        "<math><mi//xlink:href=x>",
        "<![CDATA[",
    ),
    *('<noscript><p title="</noscript><img src=x onerror=x>">', "<font face='.VnTime'>"),
]
MARKUP = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), max_size=25).map("".join)


@settings(max_examples=300)
@given(MARKUP)
def test_no_html_whatever_brings_a_script_or_a_tag_of_its_own(markup):
    try:
        draft = read(Format.HTML, markup.encode("utf-8", "ignore"))
    except Unreadable:
        return
    for block in draft.blocks:
        if isinstance(block, Text):
            assert clean(block.html) == block.html
            for tag, attributes in TAG.findall(block.html):
                assert tag.lower() in TAGS
                assert re.fullmatch(r'(\s*|\s+href="(https?|mailto|tel):[^"]*")', attributes)
