"""Text of scanned pages, read by tesseract (Apache-2.0), a program of its own that may be missing.

Each page is read twice: as it is, with its layout, and in black and white, piece by piece. What both readings
say alike is agreed; figures that are not are doubtful, because a wrong figure looks as right as any other.
"""

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from PIL import Image

from conglang.kernel.confinement import bare_environment, confined
from conglang.kernel.text import fold, nfc

LANGUAGE = "vie"
MEMORY_BYTES = 1024**3
CPU_SECONDS = 60
SECONDS = 240.0  # by the clock, on a machine with much else to do
LEAST_CONFIDENCE = 60
WIDE_GAP = 3.0  # times the height of the letters; wider ones part columns and cells
PICTURES = frozenset({"jpg", "png", "tif"})
READABLE = PICTURES | {"pdf"}
# page segmentation modes of tesseract
_AS_ONE_READS, _PIECES_UPRIGHT, _PIECES, _LINE = "1", "12", "11", "7"
_EDGES = ".,;:()[]{}|\"'“”‘’_-–—"
_CELL = 100  # dots; the mesh in which words of both readings meet


class Unreadable(Exception):
    """The page could not be drawn or read within the limits."""


class NotInstalled(Exception):
    """There is no tesseract here, or it does not know Vietnamese."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a tab between cells; confidence from 0 to 100; whether both readings say the same."""

    text: str
    confidence: int = 100
    is_agreed: bool = True

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should compare it with the page."""
        is_figure = any(letter.isdigit() for letter in self.text)
        return self.confidence < LEAST_CONFIDENCE or (is_figure and not self.is_agreed)


@dataclass(frozen=True, slots=True)
class ScanPage:
    """The lines of a page; `marks` are lines of stamps and boxes that may be missing among them."""

    lines: tuple[tuple[Word, ...], ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Line by line."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)

    def plain(self) -> dict[str, Any]:
        """For storing as JSON."""
        rows = [[[word.text, word.confidence, int(word.is_agreed)] for word in line] for line in self.lines]
        return {"lines": rows, "marks": list(self.marks)}

    @classmethod
    def of_plain(cls, data: dict[str, Any]) -> Self:
        """A page as `plain` gave it."""
        rows = tuple(
            tuple(Word(text, sure, bool(agreed)) for text, sure, agreed in row) for row in data["lines"]
        )
        return cls(rows, tuple(data["marks"]))


@dataclass(frozen=True, slots=True)
class Survey:
    """How many pages a file has, which of them have to be read as pictures, and how many sheets besides.

    On the sheets are the pictures that lie in an office file, or in pages with text.
    """

    pages: int
    scans: tuple[int, ...]
    sheets: int = 0

    @property
    def to_read(self) -> list[int | str]:
        """The keys of everything to be read: numbers of pages, and `p1`, `p2` … for sheets."""
        return [*self.scans, *(f"p{number}" for number in range(1, self.sheets + 1))]


def is_installed() -> bool:
    """Whether pages can be read here; asked anew each time, as the program may come later."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    return LANGUAGE in told.stdout.decode(errors="replace").split()


def survey(path: Path, extension: str) -> Survey:
    """Look at the pages of a file. Raises Unreadable."""
    try:
        found = json.loads(_draw(path, "survey", extension))
    except ValueError as error:
        raise Unreadable(type(error).__name__) from error
    return Survey(found["pages"], tuple(found["scans"]), found["sheets"])


def picture_of(path: Path, extension: str, number: int) -> bytes:
    """A page as JPEG for the screen. Raises Unreadable."""
    return _draw(path, "show", extension, str(number))


def pdf_of(path: Path, extension: str) -> bytes:
    """The pages of a picture as a PDF, without loss. Raises Unreadable."""
    return _draw(path, "bind", extension)


def read_page(path: Path, extension: str, number: int | str) -> ScanPage:
    """The words of a page or sheet; takes seconds on both processors. Raises Unreadable, NotInstalled."""
    program = shutil.which("tesseract")
    if program is None:
        raise NotInstalled
    sizes, _line, rest = _draw(path, "ocr", extension, str(number)).partition(b"\n")
    pictures = []
    for size in json.loads(sizes):
        pictures.append(rest[:size])
        rest = rest[size:]
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(_words, [program] * 2, pictures, (_AS_ONE_READS, _PIECES_UPRIGHT))
    marks, turn = _texts(second), _turn(first)
    for picture, mode in zip(pictures[2:], (_PIECES, *[_LINE] * len(pictures)), strict=False):
        if picture:
            marks += _texts(_words(program, _upright(picture, turn), mode))
    return ScanPage(tuple(_agreed(first, second)), tuple(dict.fromkeys(marks)))


@dataclass(frozen=True, slots=True)
class _Spot:
    text: str
    confidence: int
    line: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.left + self.width // 2, self.top + self.height // 2


def _draw(path: Path, *what: str) -> bytes:
    command = [sys.executable, "-m", "conglang.tools.media.drawing", *what]
    try:
        with path.open("rb") as file:
            child = subprocess.run(  # noqa: S603
                command, stdin=file, capture_output=True, timeout=SECONDS, check=True, env=bare_environment()
            )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(type(error).__name__) from error
    return child.stdout


def _words(program: str, picture: bytes, mode: str) -> list[_Spot]:
    command = [program, "stdin", "stdout", "-l", LANGUAGE, "--psm", mode, "--dpi", "280", "tsv"]
    limits = {"memory_bytes": MEMORY_BYTES, "cpu_seconds": CPU_SECONDS}
    try:
        child = subprocess.run(  # noqa: S603
            confined(command, **limits), input=picture, capture_output=True, timeout=SECONDS, check=True,
            env=bare_environment(),
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(type(error).__name__) from error
    return spots_of(child.stdout.decode("utf-8", "replace"))


def spots_of(table: str) -> list[_Spot]:
    """Words with their places, from the table that tesseract prints."""
    found = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        block, paragraph, line = (int(cell) for cell in cells[2:5])
        left, top, width, height = (int(cell) for cell in cells[6:10])
        text = nfc(cells[11].strip())
        found.append(_Spot(text, int(float(cells[10])), (block, paragraph, line), left, top, width, height))
    return found


def _turn(spots: Sequence[_Spot]) -> int:
    """By how many degrees, against the clock, the page has to be turned for its lines to run rightwards."""
    right = down = 0
    for before, after in pairwise(spots):
        if before.line == after.line:
            right += after.left - before.left
            down += after.top - before.top
    if abs(right) >= abs(down):
        return 0 if right >= 0 else 180
    return 90 if down > 0 else 270


def _upright(picture: bytes, degrees: int) -> bytes:
    if not degrees:
        return picture
    with Image.open(BytesIO(picture), formats=["PPM"]) as drawn:  # our own child has just written it
        turned = drawn.rotate(degrees, expand=True)
    data = BytesIO()
    turned.save(data, "PPM")
    return data.getvalue()


def _agreed(first: Sequence[_Spot], second: Sequence[_Spot]) -> list[tuple[Word, ...]]:
    mesh: dict[tuple[int, int], list[_Spot]] = defaultdict(list)
    for spot in second:
        x, y = spot.middle
        mesh[x // _CELL, y // _CELL].append(spot)
    lines: dict[tuple[int, int, int], list[Word]] = {}
    before: dict[tuple[int, int, int], _Spot] = {}
    for spot in first:
        words, last = lines.setdefault(spot.line, []), before.get(spot.line)
        if last and spot.left - (last.left + last.width) > WIDE_GAP * min(last.height, spot.height):
            words.append(Word("\t"))
        words.append(_word(spot, mesh))
        before[spot.line] = spot
    return [tuple(words) for words in lines.values()]


def _word(spot: _Spot, mesh: Mapping[tuple[int, int], list[_Spot]]) -> Word:
    """What both readings say; where they differ in marks only, the one that is surer of itself."""
    confidence = max(0, spot.confidence)
    others = list(_same_place(spot, mesh))
    plain = spot.text.strip(_EDGES)
    if any(other.text.strip(_EDGES) == plain for other in others):
        return Word(spot.text, confidence)
    for other in others:
        if other.confidence > confidence and fold(other.text) == fold(spot.text):
            return Word(other.text, other.confidence, is_agreed=False)
    return Word(spot.text, confidence, is_agreed=False)


def _same_place(spot: _Spot, mesh: Mapping[tuple[int, int], list[_Spot]]) -> Iterator[_Spot]:
    x, y = spot.middle
    for column in range(x // _CELL - 1, x // _CELL + 2):
        for row in range(y // _CELL - 1, y // _CELL + 2):
            for other in mesh.get((column, row), ()):
                at, down = other.middle
                if abs(at - x) <= spot.width // 2 + 4 and abs(down - y) <= spot.height // 2 + 4:
                    yield other


def _texts(spots: Sequence[_Spot]) -> list[str]:
    """Lines of pieces; the strokes of a box around them are no letters."""
    lines: dict[tuple[int, int, int], list[str]] = {}
    for spot in spots:
        text = spot.text.strip("|[](){}_—-=~ ")
        if text and text not in {"l", "I", "i", "1", "!", "j", "J", "Ì", "Í"}:
            lines.setdefault(spot.line, []).append(text)
    return [" ".join(words) for words in lines.values()]
