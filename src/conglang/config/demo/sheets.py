"""PDF sheets of the demonstration's documents, laid out as Decree 30/2020/NĐ-CP has it."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import ImageFont
from pypdfium2 import raw

FONTS = Path(__file__).with_name("fonts")
PLAIN, BOLD = "serif.ttf", "serif-bold.ttf"
WIDTH, HEIGHT = 595, 842  # A4 in points
LEFT, RIGHT, TOP, BOTTOM = 85, 552, 785, 60  # 30 mm for binding, 15 mm on the other side
SIZE, SMALL = 13, 10
LINE = 18
HEADS = (178, 410)  # middles of the two columns at head and foot
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
WARNING = "Bản trình diễn: văn bản này không có thật và không có giá trị."


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper; `kind` is empty for a letter, whose `about` stands under its number."""

    authority: Sequence[str]
    code: str
    dated: str
    kind: str
    about: str
    body: Sequence[str]
    signed: Sequence[str]

    @property
    def lines(self) -> Iterator[str]:
        """The words of the paper from top to bottom."""
        yield from (*self.authority, *STATE, f"Số: {self.code}", self.dated)
        yield from (self.kind.upper(), self.about) if self.kind else (f"V/v {self.about}",)
        yield from (*self.body, "Nơi nhận:", "- Như trên;", "- Lưu: VT.", *self.signed)


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a file, with its letters in it."""
    paper = _Paper()
    top = _head(paper, sheet)
    for paragraph in sheet.body:
        top = paper.paragraph(paragraph, top)
    _foot(paper, sheet, top - LINE)
    return paper.data()


def _head(paper: "_Paper", sheet: Sheet) -> int:
    left, right = HEADS
    *over, own = sheet.authority
    top = TOP
    for line in over:
        paper.centred(line, left, top, PLAIN, SIZE - 1)
        top -= LINE
    paper.centred(own, left, top, BOLD, SIZE - 1)
    paper.centred(STATE[0], right, TOP, BOLD, SIZE - 1)
    paper.centred(STATE[1], right, TOP - LINE, BOLD, SIZE)
    top = min(top, TOP - LINE) - 6
    paper.rule(left - 30, left + 30, top)
    paper.rule(right - 80, right + 80, top)
    top -= LINE
    paper.centred(f"Số: {sheet.code}", left, top, PLAIN, SIZE)
    paper.centred(sheet.dated, right, top, PLAIN, SIZE)
    top -= LINE
    if not sheet.kind:
        for line in paper.wrapped(f"V/v {sheet.about}", 200, PLAIN, SIZE - 1):
            paper.centred(line, left, top, PLAIN, SIZE - 1)
            top -= LINE - 3
        return top - LINE
    top -= LINE
    paper.centred(sheet.kind.upper(), WIDTH // 2, top, BOLD, SIZE + 1)
    for line in paper.wrapped(sheet.about, RIGHT - LEFT - 80, BOLD, SIZE):
        top -= LINE
        paper.centred(line, WIDTH // 2, top, BOLD, SIZE)
    return top - LINE - 10


def _foot(paper: "_Paper", sheet: Sheet, top: int) -> None:
    for at, line in enumerate(("Nơi nhận:", "- Như trên;", "- Lưu: VT.")):
        paper.line(line, LEFT, top - at * (LINE - 4), PLAIN, SMALL + 1)
    *posts, name = sheet.signed
    for at, line in enumerate(posts):
        paper.centred(line, HEADS[1], top - at * LINE, BOLD, SIZE)
    paper.centred(name, HEADS[1], top - len(posts) * LINE - 4 * LINE, BOLD, SIZE)
    paper.centred(WARNING, WIDTH // 2, BOTTOM - 25, PLAIN, SMALL)


class _Paper:
    """One page under the pen."""

    def __init__(self) -> None:
        self._document = pypdfium2.PdfDocument.new()
        self._page = self._document.new_page(WIDTH, HEIGHT)
        self._fonts = {name: self._loaded(name) for name in (PLAIN, BOLD)}

    def line(self, text: str, x: float, y: float, font: str, size: int) -> None:
        """A line that begins at x."""
        made = raw.FPDFPageObj_CreateTextObj(self._document.raw, self._fonts[font], size)
        wide = (text + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(made, ctypes.cast(ctypes.create_string_buffer(wide), raw.FPDF_WIDESTRING))
        raw.FPDFPageObj_Transform(made, 1, 0, 0, 1, x, y)
        raw.FPDFPage_InsertObject(self._page.raw, made)

    def centred(self, text: str, middle: int, y: float, font: str, size: int) -> None:
        """A line around a middle."""
        self.line(text, middle - _length(text, font, size) / 2, y, font, size)

    def paragraph(self, text: str, top: int) -> int:
        """Lines with the first one set in; returns where the next paragraph begins."""
        for at, line in enumerate(self.wrapped(text, RIGHT - LEFT - 28, PLAIN, SIZE)):
            self.line(line, LEFT if at else LEFT + 28, top, PLAIN, SIZE)
            top -= LINE
        return top - 5

    def rule(self, start: float, end: float, y: float) -> None:
        """A thin line under a head."""
        path = raw.FPDFPageObj_CreateNewPath(start, y)
        raw.FPDFPath_LineTo(path, end, y)
        raw.FPDFPageObj_SetStrokeColor(path, 0, 0, 0, 255)
        raw.FPDFPageObj_SetStrokeWidth(path, 0.7)
        raw.FPDFPath_SetDrawMode(path, raw.FPDF_FILLMODE_NONE, 1)
        raw.FPDFPage_InsertObject(self._page.raw, path)

    def wrapped(self, text: str, width: float, font: str, size: int) -> list[str]:
        """The text in lines that are no wider."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and _length(longer, font, size) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def data(self) -> bytes:
        """The finished file."""
        self._page.gen_content()
        out = BytesIO()
        self._document.save(out)
        for font in self._fonts.values():
            raw.FPDFFont_Close(font)
        self._document.close()
        return out.getvalue()

    def _loaded(self, name: str) -> object:
        data = (FONTS / name).read_bytes()
        letters = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        return raw.FPDFText_LoadFont(self._document.raw, letters, len(data), raw.FPDF_FONT_TRUETYPE, 1)


@cache
def _measure(font: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / font), size)


def _length(text: str, font: str, size: int) -> float:
    return float(_measure(font, size).getlength(text))
