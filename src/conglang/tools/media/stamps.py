"""Stamps of a page: words in a frame of their own, and whatever is printed in red.

Readers of pages take a frame for a table or a drawing and leave its words out; without the frame they read
them. An ink picture is 255 where there is ink.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter, ImageOps

STEP = 6  # dots of the page that count as one when frames are looked for
INK = 60  # of 255, averaged over those dots
LEAST_WIDTH, LEAST_HEIGHT = 12, 6
MOST_WIDTH, MOST_HEIGHT = 0.6, 0.25  # of the page, whichever way it lies
NEAR_EDGE = 3
COVERED = 0.85  # of each side
MOST_FRAMES = 12
MARGIN = 30


@dataclass(frozen=True, slots=True)
class Frame:
    """A closed line around something: where it lies, and its own dots, both in steps."""

    left: int
    top: int
    right: int
    bottom: int
    dots: tuple[tuple[int, int], ...]


def frames_of(ink: Image.Image) -> list[Frame]:
    """The frames of a page, from the top."""
    small = ink.reduce(STEP).point([1 if value > INK else 0 for value in range(256)])
    width, height = small.size
    found = []
    for dots in _pieces(bytearray(small.tobytes()), width, height):
        columns, rows = [x for x, _y in dots], [y for _x, y in dots]
        frame = Frame(min(columns), min(rows), max(columns), max(rows), tuple(dots))
        if _is_small_enough(frame, width, height) and _is_closed(frame):
            found.append(frame)
    return sorted(found, key=lambda frame: (frame.top, frame.left))[:MOST_FRAMES]


def words_of(ink: Image.Image, frames: list[Frame]) -> list[Image.Image]:
    """What stands in each frame, without the frame."""
    found = []
    for frame in frames:
        box = (frame.left * STEP, frame.top * STEP, (frame.right + 1) * STEP, (frame.bottom + 1) * STEP)
        own = Image.new("L", (frame.right - frame.left + 1, frame.bottom - frame.top + 1))
        for x, y in frame.dots:
            own.putpixel((x - frame.left, y - frame.top), 255)
        line = own.resize((own.width * STEP, own.height * STEP), Image.Resampling.NEAREST)
        inside = ink.crop(box)
        inside.paste(0, mask=line.filter(ImageFilter.MaxFilter(5)))
        found.append(inside)
    return found


def sheet_of(pieces: list[Image.Image]) -> Image.Image | None:
    """The pieces one under the other, black on white; None where there is no ink."""
    inked = [piece.crop(piece.getbbox()) for piece in pieces if piece.getbbox()]
    if not inked:
        return None
    width = max(piece.width for piece in inked) + 2 * MARGIN
    sheet = Image.new("L", (width, sum(piece.height + 2 * MARGIN for piece in inked)))
    top = MARGIN
    for piece in inked:
        sheet.paste(piece, (MARGIN, top))
        top += piece.height + 2 * MARGIN
    return ImageOps.invert(sheet)


def red_ink(page: Image.Image, least: int) -> Image.Image:
    """Ink that outdoes the other colours by so much in red."""
    red, green, blue = page.split()
    excess = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    return excess.point([255 if value > least else 0 for value in range(256)])


def _pieces(ink: bytearray, width: int, height: int) -> Iterator[list[tuple[int, int]]]:
    """Dots that touch one another; the field is used up."""
    for start in range(width * height):
        if not ink[start]:
            continue
        ink[start] = 0
        todo, dots = [start], []
        while todo:
            at = todo.pop()
            x, y = at % width, at // width
            dots.append((x, y))
            for row in range(max(y - 1, 0), min(y + 2, height)):
                for place in range(row * width + max(x - 1, 0), row * width + min(x + 2, width)):
                    if ink[place]:
                        ink[place] = 0
                        todo.append(place)
        if len(dots) > LEAST_WIDTH:
            yield dots


def _is_small_enough(frame: Frame, width: int, height: int) -> bool:
    across, down = frame.right - frame.left, frame.bottom - frame.top
    if min(across, down) < LEAST_HEIGHT or max(across, down) < LEAST_WIDTH:
        return False
    is_narrow = across <= MOST_WIDTH * width and down <= MOST_WIDTH * height
    return is_narrow and min(across, down) <= MOST_HEIGHT * height


def _is_closed(frame: Frame) -> bool:
    """Whether there are dots along all four sides; those of a round seal touch only in the middle."""
    sides = (
        ({x for x, y in frame.dots if y - frame.top <= NEAR_EDGE}, frame.right - frame.left + 1),
        ({x for x, y in frame.dots if frame.bottom - y <= NEAR_EDGE}, frame.right - frame.left + 1),
        ({y for x, y in frame.dots if x - frame.left <= NEAR_EDGE}, frame.bottom - frame.top + 1),
        ({y for x, y in frame.dots if frame.right - x <= NEAR_EDGE}, frame.bottom - frame.top + 1),
    )
    return all(len(covered) >= COVERED * length for covered, length in sides)
