"""Sound with nothing beside it: of a recording only what is played is kept, no name, place, device or time.

Containers are known by their specifications: MPEG audio (ISO 11172-3, ADTS), Ogg with Opus or Vorbis (RFC
3533, 7845), MP4 (ISO 14496-12), WebM (RFC 9559). What a player does not need is left out, or blanked in its
place where the rest of the file counts on it. Files are at most some megabytes and are handled in memory.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_PARTS = 150_000  # frames, boxes, elements; an hour of speech stays below
MOST_PAGES = 50_000


class NotSound(ValueError):
    """The bytes are not what they begin as, or hold moving pictures."""


def bare(data: bytes, extension: str) -> bytes:
    """The sound of an `mp3`, `ogg`, `m4a` or `webm` file. Raises NotSound."""
    try:
        return _KINDS[extension](data)
    except (IndexError, struct.error):
        raise NotSound from None


# --- MPEG audio: frames, whatever stands before, between and after them ------------------------------

_RATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_TABLES = (b"Xing", b"Info", b"VBRI")  # a frame that names the encoder and is not played


def _mpeg(data: bytes) -> bytes:
    frames = list(_frames(data))
    if not frames:
        raise NotSound
    return b"".join(frames)


def _frames(data: bytes) -> Iterator[bytes]:
    """Frames that are followed by another one, or by the end of the sound."""
    at, has_begun = _past_id3(data), False
    for _turn in range(MOST_PARTS):
        at = data.find(b"\xff", at)
        if at < 0:
            return
        length = _frame_length(data[at : at + 7])
        end = at + length
        if not length or end > len(data) or not (has_begun or _frame_length(data[end : end + 7])):
            at, has_begun = at + 1, False
            continue
        frame, has_begun = data[at:end], True
        if not any(table in frame[:64] for table in _TABLES):
            yield frame
        at = end
    raise NotSound


def _past_id3(data: bytes) -> int:
    if not data.startswith(b"ID3"):
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _frame_length(head: bytes) -> int:
    """Bytes of a frame with its header; 0 for what is none."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if head[1] & 0xF6 == 0xF0:  # ADTS
        length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
        return length if length > 7 else 0
    rate, hertz = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer != 1 or rate in {0, 15} or hertz == 3:  # only layer III is recorded anywhere
        return 0
    is_first = version == 3
    padding = head[2] >> 1 & 1
    return (144 if is_first else 72) * _RATES[is_first][rate] * 1000 // _HERTZ[version][hertz] + padding


# --- Ogg: the comment header is made anew, every page gets its number and sum ------------------------

_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_OPUS, _VORBIS = b"OpusHead", b"\x01vorbis"
_NO_COMMENTS = {
    _OPUS: b"OpusTags" + bytes(8),
    _VORBIS: b"\x03vorbis" + bytes(8) + b"\x01",
}
_MOST_LACES = 255
_BEGINS = 2  # flag of the first page of a recording


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    granule: bytes
    serial: bytes
    laces: bytes
    body: bytes

    def packed(self, number: int) -> bytes:
        head = b"OggS\0" + bytes([self.flags]) + self.granule + self.serial + struct.pack("<I", number)
        rest = bytes([len(self.laces)]) + self.laces + self.body
        return head + struct.pack("<I", _sum(head + bytes(4) + rest)) + rest


def _ogg(data: bytes) -> bytes:
    pages = list(_pages(data))
    codec = next((name for name in _NO_COMMENTS if pages and pages[0].body.startswith(name)), None)
    if codec is None or any(page.serial != pages[0].serial or page.flags & _BEGINS for page in pages[1:]):
        raise NotSound  # several recordings in one file
    headers = 2 if codec == _OPUS else 3
    packets, first_of_sound = _packets(pages, headers)
    packets[1] = _NO_COMMENTS[codec]
    made = [pages[0], *_paged(packets[1:], pages[0].serial), *pages[first_of_sound:]]
    return b"".join(page.packed(number) for number, page in enumerate(made))


def _pages(data: bytes) -> Iterator[_Page]:
    """Pages that are as their recorder wrote them, one after another; a changed one may hold anything."""
    at, last = 0, -1
    for _turn in range(MOST_PAGES):
        if data[at : at + 5] != b"OggS\0":
            return
        count = data[at + 26]
        laces = data[at + 27 : at + 27 + count]
        begin = at + 27 + count
        end = begin + sum(laces)
        if len(laces) < count or end > len(data):
            return  # the recording was cut off
        page = _Page(data[at + 5], data[at + 6 : at + 14], data[at + 14 : at + 18], laces, data[begin:end])
        (number,) = struct.unpack_from("<I", data, at + 18)
        if number <= last or page.packed(number) != data[at:end]:
            raise NotSound
        yield page
        at, last = end, number
    raise NotSound


def _packets(pages: list[_Page], number: int) -> tuple[list[bytes], int]:
    """The first packets, and the page after them; sound begins on a page of its own."""
    packets, packet = [], b""
    for index, page in enumerate(pages):
        at = 0
        for lace in page.laces:
            packet, at = packet + page.body[at : at + lace], at + lace
            if lace < _MOST_LACES:
                packets.append(packet)
                packet = b""
        if len(packets) >= number:
            return packets[:number], index + 1
    raise NotSound


def _paged(packets: list[bytes], serial: bytes) -> Iterator[_Page]:
    laces, body = b"", b"".join(packets)
    for packet in packets:
        laces += b"\xff" * (len(packet) // _MOST_LACES) + bytes([len(packet) % _MOST_LACES])
    at, is_continued = 0, False
    for begin in range(0, len(laces), _MOST_LACES):
        part = laces[begin : begin + _MOST_LACES]
        yield _Page(int(is_continued), bytes(8), serial, part, body[at : at + sum(part)])
        at, is_continued = at + sum(part), part[-1] == _MOST_LACES


def _sum(page: bytes) -> int:
    """The checksum of Ogg: that of zlib with all bits the other way round and another beginning."""
    mirrored = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)


# --- MP4: boxes that are not known to be needed are blanked, times too ------------------------------

_OPENED = frozenset(b"moov trak mdia minf stbl mvex moof traf edts dinf".split())
_NEEDED = frozenset(
    b"ftyp styp mvhd tkhd mdhd hdlr smhd dref stsd stts stsc stsz stz2 stco co64 stss ctts elst sgpd sbgp "
    b"trex mehd mfhd tfhd tfdt trun mdat sidx".split()
)
_TIMED = frozenset(b"mvhd tkhd mdhd".split())
_LEAST = dict.fromkeys([*_TIMED, b"hdlr"], 24)  # bytes of their inside


def _mp4(data: bytes) -> bytes:
    kept, has_sound = bytearray(data), False
    for name, at, inside, end in _boxes(data):
        if name == b"ftyp" and at > 0:
            raise NotSound  # another file behind this one; what lies in its boxes is not this sound
        if name not in _NEEDED:
            kept[at + 4 : end] = b"free" + bytes(end - at - 8)
        elif name in _TIMED:
            length = 16 if data[inside] else 8
            kept[inside + 4 : inside + 4 + length] = bytes(length)
        elif name == b"hdlr":
            if data[inside + 8 : inside + 12] != b"soun":
                raise NotSound
            has_sound = True
            kept[inside + 24 : end] = bytes(end - inside - 24)  # a name that the recorder chose
    if not has_sound:
        raise NotSound
    return bytes(kept)


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, beginning, beginning of the inside, and end of each box that is not one of boxes."""
    at = 0
    for _turn in range(MOST_PARTS):
        if at >= len(data):
            return
        size, name = struct.unpack_from(">I4s", data, at)
        inside = at + 8
        if size == 1 and name in _NEEDED:
            (size,), inside = struct.unpack_from(">Q", data, inside), at + 16
        end = at + size if size else len(data)
        if end < inside + _LEAST.get(name, 0) or end > len(data):
            raise NotSound
        if name not in _OPENED:
            yield name, at, inside, end
        at = inside if name in _OPENED else end
    raise NotSound


# --- WebM: elements that are not known to be needed become void ---------------------------------------

_MASTERS = frozenset({0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE1, 0x1F43B675, 0xA0})
_LEAVES = frozenset({
    0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4282, 0x4287, 0x4285,  # head of the file
    0x2AD7B1, 0x4489,  # scale of time, duration
    0xD7, 0x73C5, 0x83, 0x86, 0x63A2, 0x56AA, 0x56BB, 0x9C, 0x23E383, 0x88, 0xB9, 0x55AA,  # the track
    0xB5, 0x78B5, 0x9F, 0x6264,  # its sound
    0xE7, 0xA3, 0xA1, 0x9B, 0xFB, 0x75A2,  # blocks with their times
})  # fmt: skip
_NAMES_OF_PROGRAMS = frozenset({0x4D80, 0x5741})  # must be there; they may be empty
_VOID, _TRACK_TYPE, _SOUND = 0xEC, 0x83, 2


def _webm(data: bytes) -> bytes:
    kept, has_sound = bytearray(data), False
    for name, at, inside, end in _elements(data):
        if name == _TRACK_TYPE:
            has_sound = int.from_bytes(data[inside:end]) == _SOUND
            if not has_sound:
                raise NotSound
        if name in _NAMES_OF_PROGRAMS:
            kept[inside:end] = bytes(end - inside)
        elif name not in _LEAVES:
            kept[at:end] = _void(end - at)
    if not has_sound:
        raise NotSound
    return bytes(kept)


def _elements(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Name, beginning, beginning of the inside, and end of each element that is not one of elements."""
    at = 0
    for _turn in range(MOST_PARTS):
        if at >= len(data):
            return
        name, begin = _number(data, at, keeps_mark=True)
        size, inside = _number(data, begin, keeps_mark=False)
        end = inside + size
        if name in _MASTERS:
            end = inside  # its parts follow
        elif end > len(data):
            raise NotSound
        else:
            yield name, at, inside, end
        at = end
    raise NotSound


def _number(data: bytes, at: int, *, keeps_mark: bool) -> tuple[int, int]:
    """A number of variable length and where the next thing begins; names keep the mark of their length."""
    length = 9 - data[at].bit_length()
    end = at + length
    if length > 8 or end > len(data):
        raise NotSound
    value = int.from_bytes(data[at:end])
    return (value if keeps_mark else value & ~(1 << 7 * length)), end


def _void(length: int) -> bytes:
    """An element of so many bytes, at least two, that says nothing."""
    if length < 10:
        return bytes([_VOID, 0x80 | length - 2]) + bytes(length - 2)
    return bytes([_VOID, 0x01]) + (length - 9).to_bytes(7) + bytes(length - 9)


_KINDS: dict[str, Callable[[bytes], bytes]] = {"mp3": _mpeg, "ogg": _ogg, "m4a": _mp4, "webm": _webm}
