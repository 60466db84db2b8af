"""Stamps of a page: words in a frame of their own, and whatever is printed in red.

Readers of pages take a frame for a table or a drawing and leave its words out; without the frame, and each by
itself, they read them. An ink picture is 255 where there is ink.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter, ImageOps

STEP = 6  # dots of the page that count as one when frames are looked for
INK = 60  # of 255, averaged over those dots
LEAST_WIDTH, LEAST_HEIGHT = 24, 9  # the smallest stamp of secrecy is 20 mm wide and 8 mm high
MOST_WIDTH, MOST_HEIGHT = 0.6, 0.25  # of the page, whichever way it lies
NEAR_EDGE = 3
THICK = 2  # a line of a frame; what is thicker belongs to a letter that touches it
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
        if _is_small_enough(frame, width, height) and _is_closed(frame) and _is_line(frame):
            found.append(frame)
    return sorted(found, key=lambda frame: (frame.top, frame.left))[:MOST_FRAMES]


def words_of(ink: Image.Image, frames: list[Frame]) -> list[Image.Image]:
    """What stands in each frame, without the frame."""
    found = []
    for frame in frames:
        box = (frame.left * STEP, frame.top * STEP, (frame.right + 1) * STEP, (frame.bottom + 1) * STEP)
        own = Image.new("L", (frame.right - frame.left + 1, frame.bottom - frame.top + 1))
        for x, y in _outermost(frame):
            own.putpixel((x - frame.left, y - frame.top), 255)
        line = own.resize((own.width * STEP, own.height * STEP), Image.Resampling.NEAREST)
        inside = ink.crop(box)
        inside.paste(0, mask=line.filter(ImageFilter.MaxFilter(5)))
        found.append(inside)
    return found


def as_print(ink: Image.Image) -> Image.Image | None:
    """The ink alone with a margin, black on white; None where there is none."""
    box = ink.getbbox()
    return ImageOps.invert(ImageOps.expand(ink.crop(box), MARGIN)) if box else None


def _is_line(frame: Frame) -> bool:
    """Whether it goes around something; a dark patch is no frame."""
    return 2 * sum(1 for _dot in _outermost(frame)) > len(frame.dots)


def _outermost(frame: Frame) -> Iterator[tuple[int, int]]:
    """The dots of the line itself, which may be skew; a letter that touches it goes on within."""
    rows, columns = defaultdict(list), defaultdict(list)
    for x, y in frame.dots:
        rows[y].append(x)
        columns[x].append(y)
    across = {y: (min(xs), max(xs)) for y, xs in rows.items()}
    down = {x: (min(ys), max(ys)) for x, ys in columns.items()}
    for x, y in frame.dots:
        (left, right), (top, bottom) = across[y], down[x]
        if min(x - left, right - x, y - top, bottom - y) < THICK:
            yield x, y


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
