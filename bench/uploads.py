"""What people send with a case: 5,000 files, whole and broken, and files made to exhaust a server.

Bars: of photos and sound that are kept no byte of metadata (EXIF, XMP, IPTC, comments, ID3, tags, names,
times); bombs are refused in less than 500 ms, with less than 250 MiB in the process.

Each file carries words of its own in every place for metadata that its kind has; two of three are then
broken at random: bytes changed, cut off, repeated, another file's end. Whatever is kept may hold none of the
words, and a photo nothing but its picture. A word inside the sound itself is no metadata, so a break that
turns a recorder's note into sound counts only if a whole file had it. Each bomb gets a process of its own.

    ./dev bench uploads [--files 5000] [--trial]
"""

import argparse
import random
import re
import struct
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from measuring.installation import environment, scratch
from measuring.report import Report
from measuring.roles import Process, play

MOST_MS, MOST_MIB, SEED = 500, 250, 20_261_123
SHAPES = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "MPO", "TIFF")


# --- files of people -----------------------------------------------------------------------------------


def picture(shape: str, words: str, chance: random.Random) -> bytes:
    """A picture with words in EXIF, XMP, IPTC, comments and chunks of text, as far as its kind has them."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    size = (chance.randrange(2, 90), chance.randrange(2, 90))
    image = Image.new(chance.choice(("RGB", "L")), size, chance.randrange(250))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = words, words, chance.randrange(1, 9)
    exif.get_ifd(0x8769)[0x9286] = words.encode()
    exif.get_ifd(0x8825)[2] = (21.0, 2.0, 3.0)
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{words}</x:xmpmeta>".encode()
    notes = PngInfo()
    notes.add_text("Comment", words)
    notes.add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=bool(chance.randrange(2)))
    more: dict[str, Any] = {
        "JPEG": {"exif": exif, "comment": words.encode(), "xmp": xmp},
        "MPO": {"exif": exif, "comment": words.encode()},
        "PNG": {"exif": exif, "pnginfo": notes},
        "WEBP": {"exif": exif, "xmp": xmp},
        "AVIF": {"exif": exif, "xmp": xmp},
        "GIF": {"comment": words.encode()},
        "TIFF": {"exif": exif},
    }
    out = BytesIO()
    image.save(out, shape, **more[shape])
    data = out.getvalue()
    return with_iptc(data, words.encode()) if shape == "JPEG" else data


def with_iptc(data: bytes, words: bytes) -> bytes:
    """A JPEG with a caption as agencies write it."""
    caption = b"\x1c\x02\x78" + struct.pack(">H", len(words)) + words
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(caption)) + caption
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + data[2:]


def makers() -> dict[str, Callable[[str, random.Random], bytes]]:
    """How each kind is made."""
    from conglang.tools.media.tests import sounds

    def drawn(shape: str) -> Callable[[str, random.Random], bytes]:
        return lambda words, chance: picture(shape, words, chance)

    heard = {each.__name__: each for each in (sounds.mp3, sounds.adts, sounds.opus, sounds.vorbis, sounds.m4a,
                                              sounds.webm)}  # fmt: skip
    return {shape: drawn(shape) for shape in SHAPES} | {
        name: (lambda words, _chance, make=make: make(words.encode() * 3)) for name, make in heard.items()
    }  # fmt: skip


def broken(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The file after an accident."""
    at = chance.randrange(len(data))
    return chance.choice((
        lambda: data[:at] + chance.randbytes(chance.randrange(1, 9)) + data[at + 4 :],
        lambda: data[:at],
        lambda: data[:at] + data[at // 2 :],
        lambda: data + other,
        lambda: data[: at // 2] + other[at // 2 :],
        lambda: data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :],
    ))()  # fmt: skip


def fuzz(files: int) -> dict[str, Any]:
    """Send them; how many were kept, what was found in them, and errors that nobody expected."""
    from PIL import Image

    from conglang.citizens.cases.files import IncomingFile, prepare
    from conglang.tools.media.rules import Unacceptable

    chance, made = random.Random(SEED), makers()
    outcomes: Counter[str] = Counter()
    slowest, leaks = 0.0, []
    for number in range(files):
        kind = chance.choice(list(made))
        words = f"Quàm Lìđọr {number:06} +84912{number:06}"
        data = made[kind](words, chance)
        is_broken = number % 3 > 0
        if is_broken:
            data = broken(data, made[chance.choice(list(made))](words, chance), chance)
        began = time.perf_counter()
        try:
            kept = prepare(IncomingFile(f"{number}.jpg", BytesIO(data)))
        except Unacceptable as refusal:
            outcomes[f"refused: {refusal.reason}"] += 1
            continue
        finally:
            slowest = max(slowest, time.perf_counter() - began)
        outcomes[f"kept: {kept.kind}"] += 1
        marks = [mark for mark in (words.encode(), f"+84912{number:06}".encode()) if mark in kept.data]
        if kept.kind == "photo":
            found = Image.open(BytesIO(kept.data))
            marks += sorted(set(found.info) & {"exif", "xmp", "comment", "icc_profile", "photoshop"})
            marks += [str(name) for name in (b"EXIF", b"XMP ", b"ICCP") if name in kept.data[:64]]
        if marks and not (is_broken and kept.kind == "voice" and kept.extension == "mp3"):
            leaks.append(f"{number} {kind}: {marks}")
    return {"outcomes": dict(outcomes), "slowest": slowest, "leaks": leaks}


# --- bombs --------------------------------------------------------------------------------------------


def _png(width: int, height: int, rows: int) -> bytes:
    def chunk(name: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + name + inside + struct.pack(">I", zlib.crc32(name + inside))

    packed = zlib.compress(bytes((width + 1) * rows), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _text_in_png() -> bytes:
    data = _png(2, 2, 2)
    inside = b"Comment\0\0" + zlib.compress(bytes(200 * 2**20), 9)
    chunk = (
        struct.pack(">I", len(inside)) + b"zTXt" + inside + struct.pack(">I", zlib.crc32(b"zTXt" + inside))
    )
    return data[:33] + chunk + data[33:]


def _archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", bytes(250 * 2**20))
    return out.getvalue()


def _scans() -> bytes:
    """A JPEG of 49 million pixels that goes over them again and again."""
    from PIL import Image

    out = BytesIO()
    Image.new("L", (7000, 7000)).save(out, "JPEG", progressive=True, quality=5)
    data = out.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * 400 + data[-2:]


def _tiff() -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("L", (7700, 7700)).save(out, "TIFF", compression="tiff_deflate")
    return out.getvalue()


def _still(shape: str) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("L" if shape != "WEBP" else "RGB", (7700, 7700)).save(out, shape)
    return out.getvalue()


BOMBS: dict[str, Callable[[], bytes]] = {
    "PNG of 60,000 × 60,000": lambda: _png(60_000, 60_000, 100),
    "PNG of 59 million pixels": lambda: _png(7_680, 7_680, 7_680),
    "PNG with 200 MiB of text": _text_in_png,
    "GIF of 65,535 × 65,535": lambda: b"GIF89a" + b"\xff" * 4 + b"\x80\0\0" + bytes(6) + b"," + bytes(4)
    + b"\xff" * 4 + b"\0\x02\x02\x44\x01\0;",
    "WebP of 59 million pixels": lambda: _still("WEBP"),
    "JPEG with 400 scans": _scans,
    "TIFF of 59 million pixels": _tiff,
    "Word file that unpacks to 250 MiB": _archive,
    "MP3 that never begins": lambda: b"\xff\xfb" * (5 * 2**20),
    "MP4 of a million empty boxes": lambda: b"\0\0\0\x14ftypM4A " + bytes(8) + b"\0\0\0\x08free" * 1_200_000,
    "WebM of five million elements": lambda: bytes.fromhex("1a45dfa3874282847765626d")
    + b"\xec\x80" * 5_000_000,
    "Ogg of 300,000 empty pages": lambda: (b"OggS\0" + bytes(22)) * 300_000,
}  # fmt: skip


def explode(path: str) -> dict[str, Any]:
    """Take in one file in this process; milliseconds, the peak of memory, whether it was kept."""
    from conglang.citizens.cases.files import IncomingFile, prepare
    from conglang.tools.media.rules import Unacceptable

    data = Path(path).read_bytes()
    prepare(IncomingFile("a.png", BytesIO(_png(2, 2, 2))))  # what is loaded with the first picture
    began, kept = time.perf_counter(), False
    try:
        prepare(IncomingFile("b", BytesIO(data)))
        kept = True
    except Unacceptable:
        pass
    took = (time.perf_counter() - began) * 1000
    peak = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert peak
    return {"ms": took, "kept": kept, "mib": int(peak[1]) / 1024}


def main() -> int:
    """Fuzz, then explode."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--trial", action="store_true", help="fewer files; print only")
    parser.add_argument("--role", choices=["fuzz", "explode"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play({"fuzz": fuzz, "explode": explode}[options.role])
    files = min(options.files, 500) if options.trial else options.files
    report = Report("uploads", f"{files:,} files that people send with a case, and {len(BOMBS)} bombs")
    with scratch() as folder:
        env = environment(folder) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
        found = Process(__file__, "fuzz", env, files=files).result()
        for name, made in sorted(found["outcomes"].items()):
            report.add(name, made, "")
        report.add("slowest", found["slowest"] * 1000, "ms")
        report.add("kept files with metadata", len(found["leaks"]), "", "≤ 0")
        report.notes += found["leaks"][:20]
        for name, make in BOMBS.items():
            path = folder / "bomb"
            path.write_bytes(make())
            got = Process(__file__, "explode", env, path=str(path)).result()
            report.add(f"{name}: refused in", got["ms"], "ms", f"≤ {MOST_MS}")
            report.add(f"{name}: memory of the process", got["mib"], "MiB", f"≤ {MOST_MIB}")
            report.add(f"{name}: kept", int(got["kept"]), "", "≤ 0")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
