"""Pictures, recordings and files are added in plain forms, and nothing typed or sent is lost (P5, N13)."""

from io import BytesIO

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article, ArticleKind
from conglang.tools.media.models import Document, Image
from conglang.workspace.tests.conftest import picture, typed, write

MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64
MP3 = b"ID3\x04" + b"\x00" * 64
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nChào bà con\n".encode()
PDF = b"%PDF-1.7\n%%EOF\n"


def file(data: bytes, name: str) -> BytesIO:
    found = BytesIO(data)
    found.name = name
    return found


@pytest.fixture
def author(desk, ours):
    return desk(ours.user(Role.CONTRIBUTOR))


@pytest.fixture
def url(ours):
    return f"/tin-bai/{write(ours).pk}/kem-theo/"


def stored() -> Article:
    with everything("tests"):
        return Article.objects.get().get_latest_revision_as_object()


def body() -> list:
    with everything("tests"):
        return stored().body.get_prep_value()


def send(author, url: str, **given):
    with everything("tests"):
        version = Article.objects.get().version
    return author.post(url, {"version": version} | given)


def test_several_pictures_become_a_set_and_each_is_described(author, url):
    files = [picture("green"), picture("red")]
    answer = send(author, f"{url}them/anh/", files=files)
    assert answer.status_code == 302
    page = author.get(answer.url).content.decode()
    assert "Ảnh 1" in page
    assert "Ảnh 2" in page
    assert "chưa có mô tả" in author.get(url).content.decode()
    words = {"1-alt_text": "Bà con dọn đường", "2-alt_text": "Đường sạch", "2-caption": "Sau buổi sáng"}
    assert send(author, answer.url, **words).status_code == 302
    text, gallery = body()
    assert text["type"] == "text"
    rows = [row["value"] for row in gallery["value"]["pictures"]]
    assert [row["picture"]["alt_text"] for row in rows] == ["Bà con dọn đường", "Đường sạch"]
    assert rows[1]["caption"] == "Sau buổi sáng"
    assert send(author, answer.url, **words | {"1-remove": "on"}).status_code == 302
    assert body()[1]["type"] == "picture", "one picture is no set"


@pytest.mark.parametrize(
    ("typed", "order"),
    [({"3-place": "1"}, "CABD"), ({"1-place": "3"}, "BCAD"), ({"2-place": "3", "4-place": "1"}, "DACB")],
)
def test_a_picture_goes_to_the_place_that_was_typed_for_it(author, url, typed, order):
    files = [picture(colour) for colour in ("green", "red", "blue", "white")]
    answer = send(author, f"{url}them/anh/", files=files)
    words = {f"{n}-caption": name for n, name in enumerate("ABCD", 1)}
    places = {f"{n}-place": str(n) for n in range(1, 5)}
    assert send(author, answer.url, **words | places | typed).status_code == 302
    assert "".join(row["value"]["caption"] for row in body()[1]["value"]["pictures"]) == order
    assert "Bộ ảnh: 4 ảnh" in author.get(url).content.decode()


def test_of_many_pictures_a_wrong_one_is_named_and_the_others_stay(author, url):
    bad = file(b"no picture", "ghi-chu.jpg")
    answer = author.post(
        f"{url}them/anh/", {"version": stored().version, "files": [picture("green"), bad]}, follow=True
    )
    assert "ghi-chu.jpg" in answer.content.decode()
    assert [part["type"] for part in body()] == ["text", "picture"]


def test_a_video_comes_with_captions_and_transcript(author, url):
    given = {
        "title": "Ngày hội", "file": file(MP4, "hoi.mp4"), "captions": file(VTT, "hoi.vtt"),
        "transcript": "Chào bà con",
    }  # fmt: skip
    assert send(author, f"{url}them/video/", **given).status_code == 302
    value = body()[1]["value"]
    with everything("tests"):
        assert Document.objects.get(pk=value["file"]).extension == "mp4"
        assert Document.objects.get(pk=value["captions"]).extension == "vtt"
    assert (value["title"], value["transcript"]) == ("Ngày hội", "Chào bà con")
    assert "chưa có" not in author.get(url).content.decode()


def test_what_was_typed_and_sent_stays_when_something_is_wrong(author, url):
    answer = send(author, f"{url}them/video/", title="", file=file(MP4, "hoi.mp4"), transcript="Chào bà con")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chào bà con" in page
    assert "“hoi”" in page, "the file is kept"
    with everything("tests"):
        kept = Document.objects.get().pk
    again = send(author, f"{url}them/video/", title="Ngày hội", kept_file=kept, transcript="Chào bà con")
    assert again.status_code == 302
    assert body()[1]["value"]["file"] == kept


def test_a_picture_is_no_sound_recording(author, url):
    answer = send(author, f"{url}them/am-thanh/", title="Bản tin", file=file(PDF, "van-ban.pdf"))
    assert answer.status_code == 422
    assert "MP3, M4A hoặc OGG" in answer.content.decode()
    assert send(author, f"{url}them/am-thanh/", title="Bản tin", file=file(MP3, "tin.mp3")).status_code == 302
    assert "bản chép lời" in author.get(url).content.decode().lower()


def test_parts_are_moved_and_removed_and_the_text_stays_in_the_plain_box(author, url):
    send(author, f"{url}them/tep/", name="Danh sách hộ", document=file(PDF, "ds.pdf"))
    send(author, f"{url}them/am-thanh/", title="Bản tin", file=file(MP3, "tin.mp3"))
    send(author, url, row=body()[2]["id"], place="0")
    assert [part["type"] for part in body()] == ["text", "sound", "attachment"]
    change = url.replace("kem-theo", "sua")
    assert "Sáng nay bà con ra đồng." in author.get(change).content.decode()
    send(author, url, row=body()[1]["id"], place="")
    assert [part["type"] for part in body()] == ["text", "attachment"]


def test_a_correction_stands_in_the_article_with_its_day(author, url):
    wrong = send(author, f"{url}them/dinh-chinh/", on="hôm qua", text="Cổng cao 7,2 mét.")
    assert wrong.status_code == 422
    assert "Cổng cao 7,2 mét." in wrong.content.decode()
    send(author, f"{url}them/dinh-chinh/", on="2026-11-21", text="Cổng cao 7,2 mét.")
    assert body()[-1]["value"] == {"on": "2026-11-21", "text": "Cổng cao 7,2 mét."}
    assert "Cổng cao 7,2 mét." in author.get(url).content.decode()
    change = author.get(f"{url}{body()[-1]['id']}/").content.decode()
    assert 'value="2026-11-21"' in change
    seen = author.get(url.removesuffix("kem-theo/")).content.decode()
    assert "Đính chính ngày thứ Bảy, 21/11/2026" in seen
    assert 'id="dinh-chinh-2026-11-21"' in seen


def test_correcting_the_text_keeps_what_stands_after_it(author, url, ours):
    send(author, f"{url}them/tep/", document=file(PDF, "ds.pdf"))
    change = url.replace("kem-theo", "sua")
    given = typed(ours, text="Lời mới.", kind=ArticleKind.VIDEO)
    assert send(author, change, **given).status_code == 302
    assert [part["type"] for part in body()] == ["text", "attachment"]
    assert "Lời mới." in body()[0]["value"]
    assert stored().kind == ArticleKind.VIDEO


def test_nobody_overwrites_what_another_person_saved(author, url):
    old = stored().version
    send(author, f"{url}them/tep/", document=file(PDF, "ds.pdf"))
    answer = author.post(
        f"{url}them/am-thanh/", {"version": old, "title": "Bản tin", "file": file(MP3, "tin.mp3")}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bản tin" in page
    assert stored().version in page
    assert [part["type"] for part in body()] == ["text", "attachment"]


def test_a_stranger_does_not_add_to_anothers_article(desk, ours, theirs, url):
    with everything("tests"):
        assert not Image.objects.exists()
    assert desk(theirs.user(Role.CONTRIBUTOR)).get(url).status_code == 404
    other = desk(ours.user(Role.AUDITOR))
    assert other.get(url).status_code == 403
