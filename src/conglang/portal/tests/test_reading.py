"""What a reader can do on a page without any script, and how pages in several languages belong together."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Part, Site, Succession, Unit
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.edit_article import edit_article
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, text, write
from conglang.kernel import clock
from conglang.tools.approval.queries import standing
from conglang.tools.media.derivatives import encode
from conglang.tools.media.services.store import store_document, store_image
from conglang.tools.media.tests.conftest import jpeg
from conglang.tools.opinions.models import PageOpinion, PageRemark, PageReport
from conglang.tools.opinions.rules import OPINIONS_OF_PAGE, WORDS_LENGTH

HOST = "bensen.songmay.localhost"
SINCE = date(2025, 7, 1)
VTT = b"WEBVTT\n\n00:01.000 --> 00:04.000\nXin chao.\n"


@pytest.fixture(autouse=True)
def saturday(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "public"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=SINCE)
    return place


@pytest.fixture
def visitor():
    return Client(headers={"host": HOST}, enforce_csrf_checks=True)


@pytest.fixture
def article(home):
    return publish(write(home), home)


def address(item: Article) -> str:
    return f"/news/{item.slug}/"


def soup(visitor: Client, path: str) -> BeautifulSoup:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    assert not answer.cookies
    return BeautifulSoup(answer.content.decode(), "html.parser")


def rows(model):
    with everything("tests"):
        return list(model.objects.order_by("pk"))


# --- taking a page along ---


def test_a_page_offers_its_address_and_a_citation_in_fields_that_can_be_selected(article, visitor):
    page = soup(visitor, address(article))
    whole = f"http://{HOST}{address(article)}"
    assert page.find(id="page-address")["value"] == whole
    assert page.find(id="page-citation").text.strip() == (
        f"Nguyễn Văn A, “Lịch tiêm phòng”, Trang thông tin điện tử xã Bến Sen, 21/11/2026, {whole}"
    )


def test_a_collected_item_is_cited_by_its_source(home, visitor):
    item = publish(write(home, source_name="Báo Sông Mây"), home)
    assert soup(visitor, address(item)).find(id="page-citation").text.startswith("Báo Sông Mây, “")


def test_the_code_is_a_picture_of_the_address(article, visitor):
    shown = soup(visitor, address(article)).select_one(".qr img")
    answer = visitor.get(shown["src"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert b"<svg" in answer.content
    other = Client(headers={"host": f"{HOST}:8000"}).get(shown["src"])
    assert other.content != answer.content  # another address, another code
    assert visitor.get("/news/khong-co/ma-qr.svg").status_code == 404


def test_the_saved_copy_needs_nothing_else(home, visitor):
    with use_scope(home.writer.scope):
        image = store_image(
            by=home.writer, unit_id=home.unit.pk, file=jpeg(), title="Chợ", alt_text="Chợ", now=NOW
        )
        image.derivatives = encode(image)
        image.save(update_fields=["derivatives"])
    item = publish(write(home, lead_id=image.pk, lead_alt="Chợ quê"), home)
    link = soup(visitor, address(item)).select_one("a[download][href$='/tai-ve/']")
    answer = visitor.get(link["href"])
    assert f'filename="{item.slug}.html"' in answer["Content-Disposition"]
    copy = BeautifulSoup(answer.content.decode(), "html.parser")
    assert "Từ 8 giờ tại trạm y tế." in copy.text
    assert copy.img["src"].startswith("data:image/jpeg;base64,")
    assert copy.find_all(["script", "link", "iframe"]) == []
    assert copy.base["href"] == f"http://{HOST}/"  # where its links lead from a phone's own folder


def test_listening_is_explained_where_no_script_offers_it(article, visitor):
    box = soup(visitor, address(article)).select_one("[data-listen]")
    assert box["data-listen"] == "vi"
    assert box.select_one("[data-listen-controls]").has_attr("hidden")
    without = box.select_one("[data-listen-without]")
    assert "Android" in without.text
    assert "JavaScript" in without.noscript.extract().text
    assert "JavaScript" not in without.text, "who has it needs no word of it"


def test_a_page_in_another_language_is_not_helped_by_a_vietnamese_voice(home, visitor):
    item = publish(write(home, title="ផ្សារថ្មី", language="km"), home)
    without = soup(visitor, address(item)).select_one("[data-listen-without]")
    assert "chưa có giọng đọc cho ngôn ngữ của trang" in without.text
    assert "giọng tiếng Việt" not in without.text


# --- saying what one thinks ---


def opine(visitor: Client, item: Article, **given):
    return visitor.post(f"{address(item)}y-kien/", {"huu_ich": "yes", "y_kien": "", **given})


def test_an_opinion_is_counted_from_the_form_on_the_page(article, visitor):
    form = soup(visitor, address(article)).select_one("section.opinion form")
    names = {field["name"] for field in form.select("[name]")}
    assert {"huu_ich", "y_kien"} <= names
    answer = visitor.post(form["action"], {"huu_ich": "partly", "y_kien": "Thiếu giờ về."})
    assert answer.status_code == 302
    assert not answer.cookies
    assert "Xin cảm ơn" in soup(visitor, answer["Location"]).text
    [row] = rows(PageOpinion)
    assert (row.yes, row.partly, row.no, row.page_uid) == (0, 1, 0, article.uid)
    assert [each.text for each in rows(PageRemark)] == ["Thiếu giờ về."]


@pytest.mark.parametrize("given", [{"huu_ich": ""}, {"huu_ich": "9"}, {"y_kien": "a" * (WORDS_LENGTH + 1)}])
def test_a_mistake_is_explained_and_the_words_stay(article, visitor, given):
    answer = opine(visitor, article, **({"y_kien": "Chữ của tôi"} | given))
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    assert answer.status_code == 422
    assert (
        page.select_one("textarea[name=y_kien]").text.strip() == ({"y_kien": "Chữ của tôi"} | given)["y_kien"]
    )
    assert page.select_one(".error-summary")
    assert rows(PageOpinion) == []


def test_programs_that_fill_the_trap_are_thanked_and_not_counted(article, visitor):
    assert opine(visitor, article, trang_web="http://spam.example").status_code == 302
    assert rows(PageOpinion) == []


def test_a_storm_is_told_to_come_later_with_its_words(article, visitor):
    answers = [opine(visitor, article).status_code for _ in range(OPINIONS_OF_PAGE)]
    assert set(answers) == {302}
    late = opine(visitor, article, y_kien="Tôi gửi muộn")
    assert late.status_code == 429
    assert "Tôi gửi muộn" in late.content.decode()


def test_something_wrong_reaches_the_desk_of_the_site(article, visitor, home):
    path = soup(visitor, address(article)).select_one("a[href$='/bao-loi/']")["href"]
    assert soup(visitor, path).select_one("textarea[name=noi_dung]")
    empty = visitor.post(path, {"noi_dung": " ", "lien_he": "0900"})
    assert (empty.status_code, rows(PageReport)) == (422, [])
    assert 'value="0900"' in empty.content.decode()
    assert visitor.post(path, {"noi_dung": "Sai ngày", "lien_he": "0900"}).status_code == 302
    [report] = rows(PageReport)
    assert (report.unit_id, report.text, report.contact) == (home.unit.pk, "Sai ngày", "0900")


def test_of_what_is_not_public_nothing_can_be_said(home, visitor):
    draft = write(home)
    for tool in ("y-kien/", "bao-loi/", "tai-ve/", "ma-qr.svg"):
        assert visitor.get(f"{address(draft)}{tool}").status_code == 404
    assert opine(visitor, draft).status_code == 404
    for nothing in ("/cong-khai/theo/luat/", "/khong/co/gi/o/day/", f"{address(draft)}bao-loi/"):
        assert visitor.get(f"{nothing}bao-loi/").status_code == 404


# --- languages ---


@pytest.fixture
def english(home, article):
    given = {"title": "Vaccination days", "language": "en", "translation_of_id": article.pk}
    return publish(write(home, **given), home)


def test_versions_in_several_languages_point_at_each_other(article, english, visitor):
    for item, other in ((article, english), (english, article)):
        page = soup(visitor, address(item))
        [link] = page.select("nav.languages a")
        assert (link["href"], link["hreflang"]) == (address(other), other.language)
        alternates = {each["hreflang"]: each["href"] for each in page.select("link[hreflang]")}
        assert alternates == {
            "vi": f"http://{HOST}{address(article)}",
            "en": f"http://{HOST}{address(english)}",
            "x-default": f"http://{HOST}{address(article)}",
        }
    assert soup(visitor, address(english)).select_one("article")["lang"] == "en"


def language_of(found) -> str:
    """What a program reads aloud an element in."""
    return next(each["lang"] for each in (found, *found.parents) if each.has_attr("lang"))


def test_the_words_beside_an_english_text_are_english_and_the_frame_is_not(article, english, visitor):
    page = soup(visitor, address(english))
    assert "Was this page useful to you?" in page.select_one(".opinion").text
    assert "Listen to this page" in page.select_one(".listen").text
    assert page.find(id="page-citation").text.startswith(
        "Nguyễn Văn A, “Vaccination days”, Website of xã Bến"
    )
    assert page.select_one(".article-meta").text == "Saturday, 21 November 2026, 09:00"
    assert page.select_one(".breadcrumb a").text == "Home"
    spoken = {
        "en": ("title", ".article", ".article-meta", ".article-source", ".opinion", ".breadcrumb li"),
        "vi": (".footer", ".masthead", ".breadcrumb li + li a", ".news-title a"),
    }
    for language, places in spoken.items():
        assert {language_of(page.select_one(each)) for each in places} == {language}, language
    form = soup(visitor, f"{address(english)}bao-loi/")
    assert form.h1.text == "Something is wrong on this page"
    empty = visitor.post(f"{address(english)}bao-loi/", {"noi_dung": ""})
    assert "Please say what is wrong." in empty.content.decode()
    assert "Was this page" not in soup(visitor, address(article)).text


def test_the_words_beside_a_text_that_we_have_none_for_are_marked_as_vietnamese(home, visitor):
    item = publish(write(home, title="ផ្សារថ្មី", language="km"), home)
    page = soup(visitor, address(item))
    assert "Trang này có hữu ích" in page.select_one(".opinion").text
    for khmer in ("title", ".article h1", ".breadcrumb [aria-current]"):
        assert language_of(page.select_one(khmer)) == "km"
    for ours in (".article-meta", ".article-source", ".opinion", ".listen", ".breadcrumb a", ".footer"):
        assert language_of(page.select_one(ours)) == "vi"


def test_lists_show_the_original_and_a_draft_translation_nowhere(home, article, english, visitor):
    write(home, title="ការចាក់វ៉ាក់សាំង", language="km", translation_of_id=article.pk)
    assert len(soup(visitor, address(article)).select("nav.languages a")) == 1
    titles = [link.text for link in soup(visitor, "/news/").select(".news-title a")]
    assert titles == ["Lịch tiêm phòng"]


def test_a_translated_standing_page_keeps_the_original_at_its_sections_address(home, visitor):
    about = home.sections["about"]
    original = publish(write(home, title="Giới thiệu", section_id=about.pk), home)
    publish(
        write(home, title="About us", section_id=about.pk, language="en", translation_of_id=original.pk), home
    )
    page = soup(visitor, "/about/")
    assert page.h1.text == "Giới thiệu"
    link = page.select_one("nav.languages a")["href"]
    assert soup(visitor, link).h1.text == "About us"


def test_the_language_is_part_of_what_was_approved(home, article):
    with use_scope(home.writer.scope):
        row = Article.objects.get(pk=article.pk)
        before = standing(home.head, row, now=NOW).content
        content = replace(ArticleContent.of(row.get_latest_revision_as_object()), language="en")
        edit_article(
            by=home.writer, article_id=row.pk, expected_revision=row.version, content=content, now=NOW
        )
        row.refresh_from_db()
        assert standing(home.head, row, now=NOW).content != before


# --- old communes ---


def test_an_old_communes_item_says_whose_it_was_and_when(home, visitor):
    old = commune("98003", "Bến Cũ")
    item = publish(write(old, title="Tin của xã cũ"), old)
    Unit.objects.filter(pk=old.unit.pk).update(valid_from=date(2000, 1, 1), valid_to=SINCE)
    Succession.objects.create(old=old.unit, new=home.unit, on=SINCE, part=Part.WHOLE)
    page = soup(visitor, address(item))
    assert page.select_one(".old-issuer").text == "Nội dung của xã Bến Cũ (trước ngày 01/07/2025)."
    assert "Trang thông tin điện tử xã Bến Cũ" in page.find(id="page-citation").text
    opine(visitor, item)
    assert [row.unit_id for row in rows(PageOpinion)] == [home.unit.pk]  # its successor looks after it


# --- kinds ---


def stored(home, data: bytes, name: str):
    with use_scope(home.writer.scope):
        return store_document(
            by=home.writer, unit_id=home.unit.pk, file=BytesIO(data), title=name, now=NOW
        ).pk


def test_a_video_comes_with_captions_and_transcript_and_loads_nothing_by_itself(home, visitor):
    file = stored(home, b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00" + b"\x00" * 200, "Lễ hội")
    captions = stored(home, VTT, "Phụ đề")
    value = {"title": "Lễ hội", "file": file, "poster": None, "captions": captions, "is_silent": False,
             "transcript": "Bà con\nra đình."}  # fmt: skip
    item = publish(write(home, kind="video", body=[{"type": "video", "value": value}]), home)
    deliver(now=NOW)
    page = soup(visitor, address(item))
    video = page.video
    assert (video["preload"], video.source["type"], video.track["kind"]) == ("none", "video/mp4", "captions")
    assert video.source["src"].endswith("/le-hoi.mp4")
    assert "ra đình." in page.select_one("figure.recording details").text
    assert re.search(r"\(MP4, \d+ B\)", page.select_one("figure.recording").text)


def test_sound_and_an_infographic_have_their_words_beside_them(home, visitor):
    sound = {"title": "Bản tin", "file": stored(home, b"ID3\x04\x00" + b"\x00" * 99, "Bản tin"),
             "transcript": "Chào bà con."}  # fmt: skip
    graphic = {"picture": None, "words": "<p>Số liệu: <b>5</b></p><script>alert(1)</script>"}
    body = [{"type": "sound", "value": sound}, {"type": "infographic", "value": graphic}]
    page = soup(visitor, address(publish(write(home, body=body), home)))
    assert page.audio["preload"] == "none"
    assert "Chào bà con." in page.text
    assert "Số liệu: 5" in page.select_one(".infographic").text
    assert "alert(1)" not in page.text


def test_a_correction_is_named_above_the_text_that_it_corrects(home, visitor):
    correction = {"on": "2026-11-21", "text": "Cổng cao 7,2 mét."}
    body = [text("<p>Cổng cao 7 mét.</p>"), {"type": "correction", "value": correction}]
    page = soup(visitor, address(publish(write(home, body=body), home)))
    link = page.find("a", string="Đã đính chính ngày thứ Bảy, 21/11/2026")
    assert "Cổng cao 7,2 mét." in page.select_one(link["href"]).text


def test_pictures_of_a_set_open_large_without_a_script(home, visitor):
    pictures = []
    for colour in ("green", "red"):
        with use_scope(home.writer.scope):
            image = store_image(
                by=home.writer, unit_id=home.unit.pk, file=jpeg(colour=colour), title=colour,
                alt_text=colour, now=NOW,
            )  # fmt: skip
            image.derivatives = encode(image)
            image.save(update_fields=["derivatives"])
        shown = {"image": image.pk, "decorative": False, "alt_text": f"Ảnh {colour}"}
        pictures.append({"type": "item", "id": colour, "value": {"picture": shown, "caption": colour}})
    body = [{"type": "gallery", "value": {"pictures": pictures}}, text("<p>Hết.</p>")]
    page = soup(visitor, address(publish(write(home, kind="pictures", body=body), home)))
    links = page.select(".gallery a")
    assert [link["href"].rsplit("/", 1)[1] for link in links] == ["900.jpeg", "900.jpeg"]
    assert [link.img["alt"] for link in links] == ["Ảnh green", "Ảnh red"]
