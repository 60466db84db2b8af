"""Sound, moving pictures and their captions, recognised by their content."""

import re
from dataclasses import dataclass
from typing import IO

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
# brands of the ISO container that every browser of the last ten years opens; Apple's "qt  " is not one
_VIDEO_BRANDS = frozenset(b"isom iso2 iso4 iso5 iso6 mp41 mp42 avc1 MSNV dash".split()) | {b"M4V "}
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})
# HEVC, which many phones record by default and many cheap ones cannot play, as a track names it
_HEVC = re.compile(rb"stsd.{12}(?:hvc1|hev1)", re.DOTALL)
_MPEG_FRAMES = range(0xE2, 0x100)  # second byte of a frame of MPEG audio, with its sync bits
MOST_BOXES = 100  # of a recording that are looked at; the needed ones are among the first
MOST_CAPTION_BYTES = 2 * 1024 * 1024
SEARCHED_BYTES = 4 * 1024 * 1024  # at either end of the file the codec is named


@dataclass(frozen=True)
class Captions:
    """What a caption file holds: its cues in milliseconds."""

    cues: tuple[tuple[int, int], ...]


class BadCaptions(ValueError):
    """The file is no WebVTT that a browser shows; the number is the line that is wrong."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def extension_of(head: bytes) -> str | None:
    """`mp4`, `m4a`, `webm`, `mp3` or `ogg` by the first bytes; None for anything else."""
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "mp4" if brand in _VIDEO_BRANDS else "m4a" if brand in _AUDIO_BRANDS else None
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else None
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith(b"ID3") or (len(head) > 3 and head[0] == 0xFF and head[1] in _MPEG_FRAMES):
        return "mp3" if not head.startswith((b"\xff\xfe", b"\xff\xff")) else None
    return None


def is_apple_movie(head: bytes) -> bool:
    """Whether it is the container of Apple's cameras, which other makers' phones do not open."""
    return head[4:12] == b"ftypqt  "


def needs_new_device(file: IO[bytes], size_bytes: int) -> bool:
    """Whether the pictures are coded in a way (HEVC) that older phones and several browsers cannot show."""
    file.seek(0)
    ends = file.read(SEARCHED_BYTES)
    file.seek(max(0, size_bytes - SEARCHED_BYTES))
    ends += file.read(SEARCHED_BYTES)
    file.seek(0)
    return _HEVC.search(ends) is not None


def is_cut_off(file: IO[bytes], size_bytes: int) -> bool:
    """Whether a box of an ISO container reaches beyond the file before all that a player needs was there.

    Behind that, cameras leave what they like.
    """
    at, missing = 0, {b"moov", b"mdat"}
    for _box in range(MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:], "big")
        if len(head) < 8 or size == 0 or not missing:  # a size of 0 goes to the end, as the standard has it
            break
        if size < 8 or at + size > size_bytes:
            return True
        missing.discard(head[4:8])
        at += size
    return False


def read_captions(data: bytes) -> Captions:
    """The cues of a WebVTT file. Raises BadCaptions for another format, and for times that make no sense."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadCaptions(1) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise BadCaptions(1)
    cues: list[tuple[int, int]] = []
    for number, line in enumerate(lines, 1):
        if "-->" not in line:
            continue
        match = _CUE.fullmatch(line.strip())
        start, end = _times(match) if match else (0, 0)
        if end <= start or (cues and start < cues[-1][0]):
            raise BadCaptions(number)
        cues.append((start, end))
    if not cues:
        raise BadCaptions(len(lines))
    return Captions(tuple(cues))


def _times(match: re.Match[str]) -> tuple[int, int]:
    first = [int(part or 0) for part in match.groups()]
    start, end = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (first[:4], first[4:]))
    return start, end
