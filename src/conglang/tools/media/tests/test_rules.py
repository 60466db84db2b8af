"""Files are judged by their content; every refusal has a reason that an official can act on."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Picture

from conglang.tools.media import rules
from conglang.tools.media.rules import Refusal, Unacceptable, check_document, check_picture
from conglang.tools.media.tests.conftest import jpeg

DOCX_PARTS = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}


def archive(parts: dict[str, bytes], **options) -> BytesIO:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, **options) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    data.seek(0)
    return data


def size(file: BytesIO) -> int:
    return len(file.getbuffer())


def refusal(check, file: BytesIO) -> Refusal:
    with pytest.raises(Unacceptable) as refused:
        check(file, size(file))
    return refused.value.reason


@pytest.mark.parametrize(
    ("format_name", "kind"),
    [
        ("JPEG", rules.JPEG),
        ("PNG", rules.PNG),
        ("WEBP", rules.WEBP),
        ("GIF", rules.GIF),
        ("AVIF", rules.AVIF),
    ],
)
def test_pictures_are_known_by_their_bytes(format_name, kind):
    data = BytesIO()
    Picture.new("RGB", (40, 30)).save(data, format_name)
    assert check_picture(data, size(data)) == kind
    assert data.tell() == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', Refusal.SCRIPTABLE),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html>", Refusal.SCRIPTABLE),
        (b"%PDF-1.7 not a picture", Refusal.NOT_A_PICTURE),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 300, Refusal.NOT_A_PICTURE),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 300, Refusal.HEIC),
    ],
)
def test_what_is_no_picture_is_refused(content, reason):
    assert refusal(check_picture, BytesIO(content)) is reason


def test_a_picture_that_was_cut_off_is_broken():
    whole = jpeg((800, 800)).getvalue()
    assert refusal(check_picture, BytesIO(whole[: len(whole) // 2])) is Refusal.BROKEN


def test_an_image_bomb_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(rules, "MAX_PIXELS", 10_000)
    bomb = BytesIO()
    Picture.new("1", (2_000, 2_000)).save(bomb, "PNG")
    assert refusal(check_picture, bomb) is Refusal.TOO_MANY_PIXELS


def test_a_file_over_the_limit_is_refused_unread():
    with pytest.raises(Unacceptable) as refused:
        check_document(BytesIO(b"%PDF-"), 2 * 1024**3)
    assert refused.value.reason is Refusal.TOO_LARGE


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (BytesIO(b"%PDF-1.4\n"), rules.PDF),
        (archive(DOCX_PARTS), rules.DOCX),
        (archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), rules.XLSX),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), rules.ODT),
        (BytesIO("Thông báo".encode()), rules.TEXT),
    ],
)
def test_attachments_are_known_by_their_bytes(file, kind):
    assert check_document(file, size(file)) == kind


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (archive(DOCX_PARTS | {"word/vbaProject.bin": b"x"}), Refusal.MACROS),
        (archive(DOCX_PARTS | {"../../etc/passwd": b"x"}), Refusal.BROKEN),
        (archive(DOCX_PARTS | {"word/media/a.bin": b"\0" * 30_000_000}), Refusal.BOMB),
        (archive({f"{number}.txt": b"" for number in range(3_001)}), Refusal.BOMB),
        (archive({"a.txt": b"plain archive"}), Refusal.UNKNOWN_TYPE),
        (BytesIO(archive(DOCX_PARTS).getvalue()[:-30]), Refusal.BROKEN),
        (BytesIO(b"MZ\x90 program"), Refusal.UNKNOWN_TYPE),
        (BytesIO(b"#!/bin/sh\necho"), Refusal.UNKNOWN_TYPE),
        (BytesIO(b"<html><script>alert(1)</script>"), Refusal.SCRIPTABLE),
        (BytesIO(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")), Refusal.ENCRYPTED),
        (BytesIO(b"\xd0\xcf\x11\xe0 old word"), Refusal.UNKNOWN_TYPE),
    ],
)
def test_attachments_that_could_harm_are_refused(file, reason):
    assert refusal(check_document, file) is reason


@given(st.binary(max_size=3_000))
def test_no_bytes_make_the_checks_fall_over(content):
    for check in (check_picture, check_document):
        with suppress(Unacceptable):
            assert check(BytesIO(content), len(content)).extension
