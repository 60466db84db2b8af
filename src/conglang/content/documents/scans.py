"""Fields of a document read from its scanned pages. Pure.

Labels, symbols and letterheads come out of a scan with slips; they are mended, and whatever was mended is
likely at most. Number, day and kind are sure only if two readings of the page agree on every word of them.
Names and abstracts are never sure: a mark that both readings lost looks like any other word.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from conglang.content.documents.catalogue import kinds
from conglang.content.documents.reading import Key, read_document
from conglang.content.documents.signing import Certainty, Found
from conglang.kernel.text import fold, nfc
from conglang.tools.media.ocr import ScanPage, Word

ENOUGH = 75  # confidence of a word that may be sure
LIKE_THE_MOTTO = 0.85
MAY_BE_SURE = frozenset({Key.KIND, Key.CODE, Key.ISSUED_ON})
STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_SLASH_LOST = re.compile(r"(?<=Số: )(\d{1,5})(?=[A-ZĐ]{2,5}-)")
_LABEL = re.compile(r"(?:^|(?<=\t))[^\w\t]*[S5$][ốổôồộỗơóòòo06ỏõeéè][^\w\t]{0,3}\s*(?=\d{1,5}\s*[a-zđ]?\s*/)")
_CODE = re.compile(r"(?<=\d)\s*/\s*([A-ZĐ0-9][\wÀ-ỹ&]*(?:\s*[-–/]\s*[A-ZĐ][\wÀ-ỹ&]*)*)")
_DAY = re.compile(
    r"[nm]g[aàáảãạâă]y\s*(\d{1,2})\s*th[aàáảãạâăắằẳẵặấầ]ng\s*(\d{1,2})\s*n[aàáảãạâăắằẳẵặấầ]m\s*(\d{4})",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s\-–—_=~|.'`‘’*]+$")
_HEAD = re.compile(r"^[\s|'`‘’~*_=.,]+")
_BESIDE = re.compile(r"(?<=\S)\s+(?=C\wNG\s+H\w[AÀ]\s+X\w\s+H|Đ\wc\s+l\wp\b)")
_LOOSE = re.compile(r"(?<!\S)['`ˆ´‘’\"|~^°¬*_.,:;]+(?!\S)")
_CROSSED = re.compile(r"[ÐĐ]+")
_PARTS = re.compile(r"([-–/\s]+)")


def read_scan(pages: Sequence[ScanPage]) -> dict[Key, Found]:
    """As `reading.read_document`, from pages as they were recognised."""
    raw = [line for page in pages for line in page.lines]
    lines = [_mended(line) for line in raw]
    mended = {_plain(text) for text, is_mended in lines if is_mended}
    sure = _sure_words(raw)
    found = {key: _careful(key, each, sure, mended) for key, each in _read(lines).items()}
    # what a seal covers is often left out of the lines, but not out of the pieces
    pieces = [_mended([Word(text)]) for page in pages for text in page.marks]
    for key, each in _read(pieces).items():
        found.setdefault(key, Found(each.value, each.line, Certainty.LIKELY))
    return found


def _read(lines: Sequence[tuple[str, bool]]) -> dict[Key, Found]:
    return read_document("\n".join(text.replace("\t", " ") for text, _is_mended in lines))


def text_of(pages: Sequence[ScanPage]) -> str:
    """The words as they were recognised, page after page."""
    return "\n\n".join(page.text.replace(" \t ", "   ") for page in pages).strip()


def doubtful_words(pages: Sequence[ScanPage]) -> list[str]:
    """Words that somebody should compare with the page, each once."""
    words = (word.text for page in pages for line in page.lines for word in line if word.is_doubtful)
    return list(dict.fromkeys(words))


def _careful(key: Key, found: Found, sure: set[str], mended: set[str]) -> Found:
    line = found.line
    words = {_key(word) for word in line.split()} - {""}
    is_sure = (
        key in MAY_BE_SURE
        and found.certainty is Certainty.SURE
        and _plain(line) not in mended
        and words <= sure
    )
    return Found(found.value, line, Certainty.SURE if is_sure else Certainty.LIKELY)


def _sure_words(lines: Sequence[Sequence[Word]]) -> set[str]:
    """Words that were read twice alike and with confidence wherever they stand."""
    every: dict[str, bool] = {}
    for line in lines:
        for word in line:
            is_sure = word.is_agreed and word.confidence >= ENOUGH
            key = _key(word.text)
            every[key] = every.get(key, True) and is_sure
    return {key for key, is_sure in every.items() if is_sure}


def _key(text: str) -> str:
    return text.strip(".,;:()|\"'“”-–—_*# ").replace("Ð", "Đ")


def _plain(text: str) -> str:
    return " ".join(text.replace("\t", " ").split()).strip("*#_ ")


def _mended(words: Sequence[Word]) -> tuple[str, bool]:
    """The line as it was most likely printed, and whether anything but noise at its ends was changed."""
    given = nfc(" ".join(word.text for word in words)).replace(" \t ", "\t")
    given = _BESIDE.sub("\t", _LOOSE.sub(" ", _CROSSED.sub("Đ", given)))
    text = "\t".join(_motto([_TAIL.sub("", _HEAD.sub("", cell)) for cell in given.split("\t")]))
    clean = text
    text = _LABEL.sub("Số: ", text)
    text = _DAY.sub(r"ngày \1 tháng \2 năm \3", text)
    if "Số:" in text:
        text = _SLASH_LOST.sub(r"\1/", text)
        text = _CODE.sub(lambda match: "/" + _symbol(match[1]), text, count=1)
    same = " ".join(clean.replace(" /", "/").replace("/ ", "/").split())
    return text, " ".join(text.split()) != same


def _motto(cells: list[str]) -> list[str]:
    """The cells, with the name of the state and its motto as they should be; wide letters part them too."""
    for at in range(len(cells)):
        folded = fold(" ".join(cells[at:]))
        for known in (STATE, MOTTO):
            if len(folded) > 12 and SequenceMatcher(None, folded, fold(known)).ratio() >= LIKE_THE_MOTTO:
                return [*cells[:at], known]
    return cells


def _symbol(symbol: str) -> str:
    """Abbreviations with the marks that they have: “QD-UBND” is “QĐ-UBND”. HD and HĐ are both right."""
    right = {kind.short for kind in kinds().values() if kind.short} | {"HĐND", "UBND"}
    known = {fold(short): short for short in right}
    return "".join(
        part if part in right else known.get(fold(part), part) if part.isalpha() else part.replace(" ", "")
        for part in _PARTS.split(symbol)
    )
