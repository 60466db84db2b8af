"""Word files of before 2007 for tests: a folder with one stream, its text in the old font encoding or not."""

import struct

from conglang.kernel.text import convert_tcvn3, nfc

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
TEXT_AT = 0x600  # where Word begins its text


def as_old_word(text: str) -> bytes:
    """A .doc with two bytes a letter, as Word writes Vietnamese."""
    return _document(text.replace("\n", "\r").encode("utf-16-le") + b"\r\0", flags=0x1000)


def as_tcvn3_word(text: str) -> bytes:
    """A .doc as it was typed before Unicode: capitals with marks were a font of their own."""
    codes = {convert_tcvn3(chr(code)): code for code in range(0xA1, 0x100)}
    letters = []
    for letter in nfc(text).replace("\n", "\r"):
        found = codes.get(letter) or codes.get(letter.lower()) or ord(letter)
        letters.append(found if found < 0x100 else ord("-"))
    return _document(bytes(letters) + b"\r", flags=0)


def _document(letters: bytes, *, flags: int) -> bytes:
    head = bytearray(TEXT_AT)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", head, 0x0A, flags)
    struct.pack_into("<II", head, 0x18, TEXT_AT, TEXT_AT + len(letters))
    return _folder("WordDocument", bytes(head) + letters)


def _folder(name: str, stream: bytes) -> bytes:
    """A compound file with one stream that is too long for small sectors."""
    stream += b"\0" * (max(4096, -(-len(stream) // SECTOR) * SECTOR) - len(stream))
    count = len(stream) // SECTOR
    # one sector of the table, one of the folder, then the stream
    table = [FAT, END, *range(3, 2 + count), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0,
        4096, END, 0, END, 0,
    )  # fmt: skip
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, 2, len(stream))
    return header + struct.pack(f"<{SECTOR // 4}I", *table) + entries.ljust(SECTOR, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    found = letters.ljust(64, b"\0") + struct.pack("<HBBIII", len(letters), kind, 1, FREE, FREE, child)
    return found + b"\0" * 36 + struct.pack("<IQ", start, size)
