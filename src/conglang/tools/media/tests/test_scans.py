"""Scanned pages: what both readings say, what stands in stamps, and what waits for its program."""

import shutil
import sys
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageOps

from conglang.kernel.confinement import bare_environment, confined
from conglang.tools.media import binding, drawing, ocr, stamps, word97
from conglang.tools.media.rules import DOC, JPEG, TIF, Refusal, Unacceptable, check_paper

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def table(*words):
    """What tesseract prints: text, confidence, left and top of each word of one line."""
    rows = [
        f"5\t1\t1\t1\t1\t{n}\t{left}\t{top}\t60\t30\t{sure}\t{text}"
        for n, (text, sure, left, top) in enumerate(words)
    ]
    return ocr.spots_of("\n".join([HEAD, "1\t1\t0\t0\t0\t0\t0\t0\t900\t900\t-1\t", *rows]))


def test_figures_are_doubtful_unless_both_readings_agree():
    first = table(
        ("Số:", 90, 10, 10), ("125/QĐ-UBND", 91, 100, 10), ("năm", 88, 180, 10), ("2026", 90, 260, 10)
    )
    second = table(
        ("Số", 70, 10, 12), ("126/QĐ-UBND", 80, 101, 11), ("nam", 40, 181, 10), ("2026,", 60, 258, 9)
    )
    (line,) = ocr._agreed(first, second)
    assert [(word.text, word.is_doubtful) for word in line] == [
        ("Số:", False), ("125/QĐ-UBND", True), ("năm", False), ("2026", False),
    ]  # fmt: skip
    assert not line[2].is_agreed


def test_of_two_readings_that_differ_in_marks_the_surer_one_counts():
    ((word,),) = ocr._agreed(table(("Nguyên", 60, 10, 10)), table(("Nguyễn", 92, 10, 10)))
    assert (word.text, word.is_agreed) == ("Nguyễn", False)


def test_columns_are_parted_and_pages_are_kept_as_they_were_read():
    line = ocr._agreed(table(("NHÂN", 90, 10, 10), ("DÂN", 90, 80, 10), ("CỘNG", 90, 500, 10)), [])[0]
    assert [word.text for word in line] == ["NHÂN", "DÂN", "\t", "CỘNG"]
    page = ocr.ScanPage((line,), ("MẬT",))
    assert ocr.ScanPage.of_plain(page.plain()) == page


@pytest.mark.parametrize(
    ("places", "degrees"),
    [
        ([(10, 10), (90, 11)], 0),
        ([(90, 10), (10, 9)], 180),
        ([(10, 10), (11, 90)], 90),
        ([(10, 90), (9, 10)], 270),
    ],
)
def test_a_turned_page_is_known_by_the_way_its_lines_run(places, degrees):
    assert ocr._turn(table(*[("chữ", 90, left, top) for left, top in places])) == degrees


def framed(*, is_closed=True):
    """Ink: a frame with a bar in it, a ring, and a bar in the open."""
    page = Image.new("L", (1200, 1600))
    pen = ImageDraw.Draw(page)
    pen.rectangle([200, 200, 560, 320], outline=255, width=8)
    if not is_closed:
        pen.rectangle([190, 230, 240, 330], fill=0)
    pen.rectangle([280, 245, 480, 275], fill=255)
    pen.ellipse([700, 200, 1000, 500], outline=255, width=10)
    pen.rectangle([200, 900, 900, 920], fill=255)
    return page


def test_what_stands_in_a_frame_comes_out_without_the_frame():
    ink = framed()
    (frame,) = stamps.frames_of(ink)
    (inside,) = stamps.words_of(ink, [frame])
    left, top, right, bottom = inside.getbbox()
    assert (right - left, bottom - top) == (201, 31), "the bar alone"
    assert stamps.frames_of(framed(is_closed=False)) == []
    assert stamps.as_print(Image.new("L", (9, 9))) is None


def test_a_letter_that_touches_its_frame_stays_whole():
    ink = framed()
    ImageDraw.Draw(ink).rectangle([360, 205, 390, 245], fill=255)
    (inside,) = stamps.words_of(ink, stamps.frames_of(ink))
    left, top, right, bottom = inside.getbbox()
    assert bottom - top > 50, "the stroke between bar and frame is a letter's"
    assert right - left == 201


def test_red_ink_is_taken_off_the_page_and_read_apart():
    page = Image.new("RGB", (1200, 1600), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle([300, 300, 500, 400], fill=(200, 30, 40))
    pen.rectangle([350, 330, 450, 350], fill=(20, 20, 30))
    plain, two_tone, red = drawing.layers(page)
    assert plain.getpixel((310, 310)) > 200, "the stamp is gone"
    assert plain.getpixel((400, 340)) < 60, "the letters under it stay"
    assert set(two_tone.histogram()[1:255]) == {0}
    assert ImageOps.invert(red).getbbox() is not None
    assert drawing.layers(Image.new("RGB", (300, 300), "white"))[2:] == [None]


def picture(kind, **more):
    data = BytesIO()
    Image.new("RGB", (40, 50), "white").save(data, kind, **more)
    return data.getvalue()


def test_papers_may_be_pictures_and_old_word_files():
    old = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600
    for data, kind in ((picture("JPEG"), JPEG), (picture("TIFF"), TIF), (old, DOC)):
        assert check_paper(BytesIO(data), len(data)) == kind
    bad = {
        picture("JPEG")[:300]: Refusal.BROKEN,
        old + "_VBA_PROJECT".encode("utf-16-le"): Refusal.MACROS,
        old.replace("WordDocument".encode("utf-16-le"), b"\0" * 24): Refusal.UNKNOWN_TYPE,
        b"\x89PNG\r\n rubbish": Refusal.BROKEN,
    }
    for data, reason in bad.items():
        with pytest.raises(Unacceptable) as refused:
            check_paper(BytesIO(data), len(data))
        assert refused.value.reason is reason


def test_pages_of_pictures_are_counted_and_turned_as_the_camera_says():
    first, second = Image.new("RGB", (40, 60)), Image.new("RGB", (40, 60))
    data = BytesIO()
    first.save(data, "TIFF", save_all=True, append_images=[second])
    assert drawing.survey("tif", data.getvalue()) == {"pages": 2, "scans": [1, 2], "sheets": 0}
    exif = Image.Exif()
    exif[0x0112] = 6
    page = drawing.page_of("jpg", picture("JPEG", exif=exif), 1, 3300)
    assert page.width > page.height


def test_a_program_of_others_writes_no_files_and_knows_no_secret(tmp_path, monkeypatch):
    import subprocess  # noqa: PLC0415

    monkeypatch.setenv("CONGLANG_SECRET_KEY", "geheim")
    target = tmp_path / "out"
    script = (
        f"import os; print('CONGLANG_SECRET_KEY' in os.environ); open({str(target)!r}, 'w').write('x' * 9)"
    )
    command = confined([sys.executable, "-c", script], memory_bytes=1024**3, cpu_seconds=5)
    child = subprocess.run(command, capture_output=True, env=bare_environment(), check=False)
    assert child.stdout.strip() == b"False"
    assert target.stat().st_size == 0


def test_without_its_program_an_old_word_file_is_not_read(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert not ocr.is_installed()
    with pytest.raises(word97.NotInstalled):
        word97.text_of(tmp_path / "a.doc")
    with pytest.raises(ocr.NotInstalled):
        ocr.read_page(tmp_path / "a.pdf", "pdf", 1)


def colours(side=60):
    """A page of many colours, in which any loss would show."""
    return Image.merge(
        "RGB", [Image.linear_gradient("L").rotate(turn).resize((side, 90)) for turn in (0, 90, 180)]
    )


def drawn(pdf, number=1):
    """A page of a PDF, a dot for a dot of its picture at 72 dots an inch."""
    return drawing.page_of("pdf", pdf, number, 90)


def written(picture, kind, **more):
    data = BytesIO()
    picture.save(data, kind, **more)
    return data.getvalue()


def test_a_photograph_is_taken_into_the_pdf_byte_for_byte():
    photograph = written(colours(), "JPEG", quality=60, dpi=(200, 200))
    pdf = binding.bound(photograph, 9)
    assert photograph in pdf
    (width, height) = pypdfium2.PdfDocument(pdf)[0].get_size()
    assert (round(width, 1), round(height, 1)) == (21.6, 32.4), "60 by 90 dots of 200 an inch"


def test_pages_of_a_tiff_come_out_dot_for_dot():
    first, second = colours(), colours().convert("L")
    pdf = binding.bound(written(first, "TIFF", save_all=True, append_images=[second], dpi=(72, 72)), 9)
    assert drawing.survey("pdf", pdf) == {"pages": 2, "scans": [1, 2], "sheets": 0}
    assert drawn(pdf).tobytes() == first.tobytes()
    assert drawn(pdf, 2).convert("L").tobytes() == second.tobytes()


def test_a_turned_photograph_stands_upright_and_a_clear_page_is_white():
    exif = Image.Exif()
    exif[0x0112] = 6
    pdf = binding.bound(written(colours(), "JPEG", exif=exif, dpi=(72, 72)), 9)
    assert drawn(pdf).size == (90, 60)
    clear = Image.new("RGBA", (60, 90), (0, 0, 0, 0))
    assert drawn(binding.bound(written(clear, "PNG", dpi=(72, 72)), 9)).getextrema() == ((255, 255),) * 3


def test_a_picture_finer_than_eight_bits_is_left_as_it_is():
    with pytest.raises(ValueError, match="I;16"):
        binding.bound(written(Image.new("I;16", (60, 90)), "TIFF"), 9)
