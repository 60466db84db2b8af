"""Small recordings of each kind, with words in every place that a recorder may write them to."""

import struct

from conglang.tools.media.bare_sounds import _Page

FRAME = bytes.fromhex("fffb9064") + bytes(413)  # 128 kbit/s, 44,100 Hz
ADTS = bytes.fromhex("fff1508003 5ffc".replace(" ", "")) + bytes(19)  # 26 bytes


def mp3(words: bytes) -> bytes:
    """ID3 before and after, an encoder's frame, words between frames."""
    size = len(words) + 10
    tag = b"ID3\x04\0\0" + bytes([0, 0, size >> 7, size & 127]) + b"TIT2" + struct.pack(">I", len(words))
    encoder = FRAME[:36] + b"Xing" + words[:200].ljust(377, b"\0")
    return tag + bytes(2) + words + encoder + FRAME * 4 + words + FRAME * 4 + b"TAG" + words[:125].ljust(125)


def adts(words: bytes) -> bytes:
    """Frames of AAC as some phones record them."""
    return ADTS * 4 + words


def opus(words: bytes) -> bytes:
    """Two headers and two pages of sound."""
    comment = b"OpusTags" + struct.pack("<I", len(words)) + words + struct.pack("<II", 1, len(words)) + words
    return _ogg([b"OpusHead" + bytes(11), comment, b"\xfcab", b"\xfccd"])


def vorbis(words: bytes) -> bytes:
    """Three headers, the last two on pages of their own, and a page of sound."""
    comment = b"\x03vorbis" + struct.pack("<I", len(words)) + words + bytes(4) + b"\x01"
    return _ogg([b"\x01vorbis" + bytes(23), comment, b"\x05vorbis" + bytes(700), b"ab"])


def _ogg(packets: list[bytes]) -> bytes:
    pages = []
    for number, packet in enumerate(packets):
        laces = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
        page = _Page(2 if number == 0 else 0, struct.pack("<Q", number), b"abcd", laces, packet)
        pages.append(page.packed(number))
    return b"".join(pages)


def m4a(words: bytes, brand: bytes = b"M4A ", handler: bytes = b"soun") -> bytes:
    """Times and names in the head, a box of tags, boxes of programs."""
    head = b"\0\0\0\0" + words[:8].ljust(8) + bytes(80)
    media = _box(b"mdhd", head) + _box(b"hdlr", bytes(8) + handler + bytes(12) + words)
    track = _box(b"trak", _box(b"tkhd", head) + _box(b"mdia", media) + _box(b"udta", words))
    tags = _box(b"udta", _box(b"meta", words))
    return (
        _box(b"ftyp", brand + bytes(4)) + _box(b"moov", _box(b"mvhd", head) + track + tags)
        + _box(b"uuid", words) + _box(b"mdat", b"sound")
    )  # fmt: skip


def _box(name: bytes, inside: bytes) -> bytes:
    return struct.pack(">I4s", len(inside) + 8, name) + inside


def webm(words: bytes, kind: int = 2) -> bytes:
    """As browsers record: a segment and a cluster of unknown length, programs' names, tags."""
    info = _element("2ad7b1", b"\x0f\x42\x40") + _element("4d80", words) + _element("7ba9", words)
    track = _element("d7", b"\1") + _element("83", bytes([kind])) + _element("536e", words)
    unknown = bytes.fromhex("01ffffffffffffff")
    return (
        _element("1a45dfa3", _element("4282", b"webm")) + bytes.fromhex("18538067") + unknown
        + _element("1549a966", info) + _element("1654ae6b", _element("ae", track))
        + bytes.fromhex("1f43b675") + unknown + _element("e7", b"\0") + _element("a3", b"\x81\0\0\x80sound")
        + _element("1254c367", words)
    )  # fmt: skip


def _element(name: str, inside: bytes) -> bytes:
    return bytes.fromhex(name) + b"\x01" + len(inside).to_bytes(7) + inside
