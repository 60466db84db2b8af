"""Marks of secrecy, as they are stamped; a text that merely speaks of secrecy carries none.

Levels: Law 117/2025 and Decree 63/2026 (Mật, Tối mật, Tuyệt mật); notes on circulation: Decree 30/2020.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from conglang.kernel.text import convert_tcvn3, convert_vni
from conglang.kernel.text.legacy import has_unicode_vietnamese
from conglang.tools.guards.rules import Finding, Kind, Line, Part, bare, finding_at

TOP_LINES = 15  # where letterheads end
_CELLS = re.compile(r"[\t\v\n|]")
_SEGMENTS = re.compile(r"[\t\v\n|]|\s{3,}")
_LETTERHEAD = re.compile(
    r"cong hoa xa hoi chu nghia viet nam|doc lap ?- ?tu do ?- ?hanh phuc|dang cong san viet nam"
    r"|hoa toc|thuong khan|\bkhan\b|hen gio|ban so ?:? ?\d*|so ban ?:? ?\d*|\bdau\b"
)
_LEVEL = r"(?:toi mat|tuyet mat|mat)"
_LABEL = re.compile(rf"(?:muc )?do (?:bao )?mat\s*[:=–-]\s*(?P<level>{_LEVEL})(?!\w| [a-z])")
_LISTED = re.compile(r"\s*[,;/]\s*(?:toi mat|tuyet mat|mat)")
_LABEL_CELL = re.compile(r"(?:muc )?do (?:bao )?mat ?:?")
_PAPER = r"(?:van ban|tai lieu|cong van|bao cao|to trinh|ke hoach|ho so|danh sach|noi dung|thong tin|phu luc)"
_INTERNAL = re.compile(
    r"(?:tailieu|vanban|ban)?(?:nay)?(?:(?:chi)?(?:duoc)?(?:phep)?(?:luuhanh|sudung|dung)|chi(?:duoc)?phobien)(?:trong)?noibo"
    r"|(?:tailieu|vanban)noibo|xemxongtralai|tailieuthuhoi|khongphobien|chinguoicotenmoiduocbocbi|(?:chi)?luuhanhnoibo.{0,20}"
)
_SAYS_INTERNAL = re.compile(rf"\b{_PAPER} nay\b[^.;]{{0,40}}\b(?:luu hanh|su dung|dung) (?:trong )?noi bo\b")
_SAYS_LEVEL = re.compile(
    rf"\b{_PAPER} nay\b[^.;]{{0,25}}?\b(?:thuoc|co|dong dau|mang|duoc xep|dau)\b"
    rf"(?: loai| muc)?(?: do)?(?: mat:?)? (?P<level>{_LEVEL})(?=\s*(?:[.,;)]|$))"
)
_DENIED = re.compile(r"\bkhong (?:phai|con|thuoc|co|mang)\b")
_OWN_UPPER = {"tailieu", "vanban", "congvan", "hoso", "thongtin"}  # + level, in capitals
_SYLLABLES = {
    "mat": {"mật", "mat", "mât", "mạt"},
    "toi": {"tối", "toi", "tôi", "tói"},
    "tuyet": {"tuyệt", "tuyet", "tuyêt", "tuyẹt", "tuyết"},
}
_LEVELS = {"mat": ("mat",), "toimat": ("toi", "mat"), "tuyetmat": ("tuyet", "mat")}
_EXACT = {"mật", "tốimật", "tuyệtmật"}
_SPLIT_BEFORE = {"bao", "bi", "can", "co", "tham"}  # bảo mật, bí mật … cut by the end of a line
_SPLIT_AFTER = {"khau", "ong", "nghi"}  # mật khẩu, mật ong, mật nghị


class _Visible(dict[int, int | None]):
    """Characters that stay, and None for those that nobody sees; found out when first met."""

    def __missing__(self, point: int) -> int | None:
        self[point] = None if unicodedata.category(chr(point)) == "Cf" else point
        return self[point]


_VISIBLE = _Visible()


def marks(lines: Sequence[Line]) -> list[Finding]:
    """Every secrecy mark, in order."""
    found: list[Finding] = []
    for _place, group in groupby(lines, key=lambda line: (line.part, line.number)):
        found += _marks_of_place(list(group))
    return found


def _marks_of_place(lines: list[Line]) -> list[Finding]:
    explained = _explaining_columns([line.text for line in lines])
    column = -1  # of the last row that says "Độ mật"
    found = []
    for index, line in enumerate(lines):
        cells = [_clean(cell) for cell in line.text.split("\t")]
        labels = [place for place, cell in enumerate(cells) if _LABEL_CELL.fullmatch(bare(cell))]
        kind = _said(line.text)
        if kind is None and not explained:
            kind = _under_label(cells, column if not labels else -1, labels)
        kind = kind or _stamped(lines, index, in_table=explained and len(cells) > 1)
        if kind is not None:
            found.append(finding_at(kind, line, index + 1, 0, min(len(line.text), 120)))
        column = labels[0] if labels and len(cells) > 1 else column if len(cells) > 1 else -1
    return found


def _clean(text: str) -> str:
    """Compatibility letters as plain ones, invisible ones gone, composed."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_VISIBLE).split())


def _readings(text: str) -> Iterator[tuple[str, bool]]:
    """The text as it is, and as it would read in each encoding of before; whether it is the latter."""
    yield _clean(text), False
    if not text.isascii() and not has_unicode_vietnamese(text):
        for convert in (convert_tcvn3, convert_vni):
            yield _clean(convert(text)), True


def _stamped(lines: list[Line], index: int, *, in_table: bool) -> Kind | None:
    """The kind of mark that stands alone in a line, a cell or beside the letterhead."""
    line = lines[index]
    cells = [cell for cell in _CELLS.split(line.text) if cell.strip()]
    # letters may be spaced out with words farther apart, so cells count whole too
    pieces = dict.fromkeys([*cells, *(piece for piece in _SEGMENTS.split(line.text) if piece.strip())])
    is_whole = len(pieces) == 1
    is_top = line.part is Part.HEADER or index < TOP_LINES
    for piece in pieces:
        for reading, is_legacy in _readings(piece):
            if _INTERNAL.fullmatch(_letters(bare(reading))) or _is_internal_in_capitals(reading):
                return Kind.INTERNAL
            level = _level_in(reading)
            if not level:
                continue
            is_upper = reading.upper() == reading
            if in_table and not is_upper:
                continue
            if level.is_exact and (is_legacy or (is_top and not reading.islower())):
                is_upper = is_upper or is_whole or level.word != "mat"
            if (is_upper or (is_whole and level.is_exact and not reading.islower())) and not (
                is_whole and level.word == "mat" and _is_cut(lines, index)
            ):
                if not is_upper and line.part is Part.PAGE and not is_top:
                    continue  # the end of a name in a narrow column
                return Kind.SECRECY
    return None


class _Level:
    def __init__(self, word: str, letters: str) -> None:
        self.word = word
        self.is_exact = letters in _EXACT


def _level_in(reading: str) -> _Level | None:
    """The level if the piece says nothing else but letterhead, urgency and number of the copy."""
    plain = bare(reading)
    rest = _without_letterhead(reading, plain).lower()
    letters, key = _letters(rest), _letters(bare(rest))
    if reading.upper() == reading:
        paper = next((paper for paper in _OWN_UPPER if key.startswith(paper)), "")
        key, letters = key[len(paper) :], letters[len(paper) :]
    if key not in _LEVELS or not _is_said_so(letters, _LEVELS[key]):
        return None
    if key == "mat" and letters != "mật" and reading.upper() != reading:
        return None
    if key != "mat" and letters not in _EXACT and reading.upper() != reading:
        return None
    return _Level(key, letters)


def _without_letterhead(reading: str, plain: str) -> str:
    rest, end = "", 0
    for match in _LETTERHEAD.finditer(plain):
        rest, end = rest + reading[end : match.start()], match.end()
    return rest + reading[end:]


def _is_said_so(letters: str, syllables: Sequence[str]) -> bool:
    for syllable in syllables:
        if letters[: len(syllable)] not in _SYLLABLES[syllable]:
            return False
        letters = letters[len(syllable) :]
    return not letters


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.lower()))


def _is_internal_in_capitals(reading: str) -> bool:
    return reading.upper() == reading and _letters(bare(reading)) == "noibo"


def _is_cut(lines: list[Line], index: int) -> bool:
    """Whether the word goes on from the line before or into the next one."""
    before = _words(lines[index - 1].text) if index else []
    after = _words(lines[index + 1].text) if index + 1 < len(lines) else []
    return bool(before and before[-1] in _SPLIT_BEFORE) or bool(after and after[0] in _SPLIT_AFTER)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", bare(_clean(text)))


def _said(text: str) -> Kind | None:
    """The kind of mark that the text says of itself in a sentence or after a label."""
    for reading, _is_legacy in _readings(text):
        plain = bare(reading)
        if (match := _SAYS_INTERNAL.search(plain)) and not _DENIED.search(match.group()):
            return Kind.INTERNAL
        for pattern in (_LABEL, _SAYS_LEVEL):
            match = pattern.search(plain)
            if match is None or _DENIED.search(match.group()):
                continue
            is_list = pattern is _LABEL and _LISTED.match(plain[match.end() :])
            level = reading[match.start("level") : match.end("level")].lower()
            if not is_list and _is_said_so(_letters(level), _LEVELS[_letters(bare(level))]):
                return Kind.SECRECY
    return None


def _under_label(cells: list[str], column: int, labels: list[int]) -> Kind | None:
    """A level in the cell beside, or in the column under, the words "Độ mật"."""
    beside = [place + 1 for place in labels]
    for place in [*beside, column]:
        if 0 <= place < len(cells) and _letters(cells[place]) in _EXACT:
            return Kind.SECRECY
    return None


def _explaining_columns(texts: list[str]) -> bool:
    """Whether a table explains the levels: they are its row heads, each once."""
    heads = []
    for text in texts:
        cells = [cell for cell in text.split("\t") if cell.strip() and not cell.strip(" .)").isdigit()]
        if len(cells) > 1 and _letters(_clean(cells[0])) in _EXACT and not _clean(cells[0]).isupper():
            heads.append(_letters(_clean(cells[0])))
    return len(heads) == len(_EXACT) == len(set(heads))
