"""Fields of a document read from its text, which Decree 30/2020/NĐ-CP lays out. Pure.

What is not surely right is said to be likely at most, and what is not there is left out: a clerk confirms
all of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conglang.content.documents.catalogue import kinds
from conglang.content.documents.rules import Code, read_code, tidy_code
from conglang.content.documents.signing import Certainty, Found, signature
from conglang.content.documents.wording import authority_name
from conglang.kernel.text import fold, nfc
from conglang.kernel.text.letters import CAPITALS

__all__ = ["Certainty", "Found", "Key", "read_document"]

HEAD_LINES = 40
MOST_ABSTRACT_LINES = 6
_NUMBER = re.compile(
    r"(?:^|\s)S[ốổô]\s*(?P<mark>[:.：]?)\s*(?P<code>\d{1,5}[a-zđ]?\s*/\s*(?:\d{4}\s*/\s*)?[A-ZĐ][\w&]*"
    r"(?:\s*[-–/]\s*[A-ZĐ][\w&]*)*)"
)
_PARTY_NUMBER = re.compile(r"^S[ốổô]\s*(?P<mark>[:.]?)\s*(?P<code>\d{1,5}\s*[-–]\s*[A-ZĐ]\w*/[A-ZĐ][\w.]*)")
_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(
    rf"(?:^|\s)(?P<place>(?:[{CAPITALS}][\wÀ-ỹ.]*\s?){{1,5}}),\s*ngày\s[\s.…\d]*tháng\s[\s.…\d]*năm\s*[\d.…]*"
)
_MOTTO = re.compile(
    r"CỘNG H[OÒ][AÀ] XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc"
    r"|ĐẢNG CỘNG SẢN VIỆT NAM",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[\s\-_=*–—―─.oO…]*$")
_LINE = re.compile(r"[-–_*—─]{2,}")
_HEADING = re.compile(r"^(?:[IVX]{1,5}|\d{1,2}|[A-Z])[.)]\s|^(?:Điều|Phần|Chương)\s+\w+")
_BEGINS = re.compile(r"^(?:Căn cứ|Kính gửi|Điều 1)|^(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|HỘI ĐỒNG|UBND|GIÁM ĐỐC|BAN)\b")
_MAY_BEGIN = re.compile(
    r"^(?:Thực hiện|Thi hành|Theo|Xét|Để|Nhân|Ngày|Hôm nay|Vừa qua|Trong|Trên cơ sở|Sau khi|Nhằm|Qua"
    r"|Ủy ban nhân dân|UBND|Hội đồng nhân dân|Kính mời|Nơi nhận|TM\.|KT\.)"
)
_SENTENCE = re.compile(rf"^[{CAPITALS}].*[.:;,]$")
_KIND_GOES_ON = re.compile(r"^(?:LIÊN TỊCH|LIÊN NGÀNH|PHỐI HỢP)$")  # after the name of the kind
_TODAY = re.compile(r"^(?:Hôm nay|Ngày hôm nay)\b")  # minutes and contracts may have no line for the day
_RECEIVED = re.compile(r"^(?:CÔNG VĂN )?ĐẾN$")  # the stamp of whoever received the document
_ABOUT = re.compile(r"^(?:V/v|V/V|Về việc|VỀ VIỆC)[\s:.]*")
_LETTER_ABOUT = re.compile(r"(?:^|\s)V/[vV][\s:.]+(.+)$")
_IN_FORCE = re.compile(
    r"có hiệu lực(?:\s+thi hành)?(?:\s+kể)?\s+từ\s+(?:(?P<signed>ngày ký)|ngày\s+(?P<day>\d{1,2})\s+tháng\s+"
    r"(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})|ngày\s+(?P<short>\d{1,2}/\d{1,2}/\d{4}))"
)


class Key(StrEnum):
    """What is read; all but the last two are fields of a document."""

    KIND = "kind"
    CODE = "code"
    ISSUED_ON = "issued_on"
    ISSUER_NAME = "issuer_name"
    ABSTRACT = "abstract"
    SIGNER = "signer"
    SIGNER_TITLE = "signer_title"
    EFFECTIVE_ON = "effective_on"
    PLACE = "place"
    RECIPIENTS = "recipients"


def read_document(text: str) -> dict[Key, Found]:
    """The fields that the text shows, each with the line it was read from. Days are ISO dates."""
    lines = [" ".join(line.split()).strip("*#_ ") for line in nfc(text).splitlines()]
    lines = [line for line in lines if line]
    head = _head(lines)
    found: dict[Key, Found] = {}
    number = _number(head)
    if number:
        found[Key.CODE] = number[1]
    found |= _place_and_date(head) or _told_today(lines[:HEAD_LINES])
    code = read_code(number[1].value) if number else None
    heading = _heading(head)
    if kind := _kind(head, heading, code):
        found[Key.KIND] = kind
    if abstract := _abstract(head, heading):
        found[Key.ABSTRACT] = abstract
    if issuer := _issuer(head, number[0] if number else None, heading, code):
        found[Key.ISSUER_NAME] = issuer
    signed = signature(lines)
    found |= {Key(name): value for name, value in signed.items()}
    if effective := _effective(lines, found.get(Key.ISSUED_ON)):
        found[Key.EFFECTIVE_ON] = effective
    return found


def _head(lines: Sequence[str]) -> list[str]:
    """The lines before the body, and its first one, at which the abstract stops."""
    for at, line in enumerate(lines[:HEAD_LINES]):
        if re.match(r"^(?:Căn cứ|Kính gửi|Điều 1\b)", line):
            return list(lines[: at + 1])
    return list(lines[:HEAD_LINES])


def _number(head: Sequence[str]) -> tuple[int, Found] | None:
    """The first line with a number: what follows later speaks of other documents."""
    for at, line in enumerate(head):
        match = _NUMBER.search(line) or _PARTY_NUMBER.search(line)
        if match and not re.match(r"^(?:Căn cứ|Theo|Thực hiện|\()", line):
            starts = not line[: match.start("code")].replace(match[0], "").strip(" Sốổô:.")
            certainty = Certainty.SURE if match["mark"] and starts else Certainty.LIKELY
            return at, Found(tidy_code(match["code"]), line, certainty)
    return None


def _place_and_date(head: Sequence[str]) -> dict[Key, Found]:
    for line in head:
        named = _PLACE_AND_DATE.search(line)
        if named is None:
            continue
        found = {Key.PLACE: Found(named["place"].strip(), line, Certainty.LIKELY)}
        written = _DATE.search(line, named.start())
        if written and (day := _day(*written.groups())):
            found[Key.ISSUED_ON] = Found(day.isoformat(), line, Certainty.SURE)
        return found
    for line in head:
        written = _DATE.fullmatch(line.strip("., "))
        if written and (day := _day(*written.groups())):
            return {Key.ISSUED_ON: Found(day.isoformat(), line, Certainty.LIKELY)}
    return {}


def _told_today(lines: Sequence[str]) -> dict[Key, Found]:
    line = next((line for line in lines if _TODAY.match(line)), "")
    written = _DATE.search(line)
    day = _day(*written.groups()) if written else None
    return {Key.ISSUED_ON: Found(day.isoformat(), line, Certainty.LIKELY)} if day else {}


def _day(day: str, month: str, year: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1945 <= found.year <= 2100 else None


@dataclass(frozen=True, slots=True)
class _Heading:
    """The line with the kind of document, and what of it belongs to the abstract."""

    at: int
    key: str
    rest: str


def _heading(head: Sequence[str]) -> _Heading | None:
    names = [(fold(kind.name), kind.key) for kind in kinds().values() if "(" not in kind.name]
    names.sort(key=lambda pair: -len(pair[0]))
    for at, line in enumerate(head):
        if _MOTTO.search(line):
            continue
        words = line.split()
        for name, key in names:
            count = len(name.split())
            own, rest = " ".join(words[:count]), " ".join(words[count:])
            if own == own.upper() and fold(own).strip(" :.") == name:
                return _Heading(at, key, "" if _KIND_GOES_ON.match(rest) else rest)
    return None


def _kind(head: Sequence[str], heading: _Heading | None, code: Code | None) -> Found | None:
    short = code.short if code else ""
    by_short = [kind for kind in kinds().values() if kind.short == short and short]
    if heading:
        named = kinds()[heading.key]
        key = named.key
        if code and code.year and f"{key}-qppl" in kinds():
            key = f"{key}-qppl"
        agrees = bool(code) and named.short == short
        is_sure = agrees and not heading.rest
        return Found(key, head[heading.at], Certainty.SURE if is_sure else Certainty.LIKELY)
    letter = next((line for line in head if _LETTER_ABOUT.search(line)), None)
    if letter is not None and not by_short:
        return Found("cong-van", letter, Certainty.SURE if code else Certainty.LIKELY)
    if code and by_short:
        match = next((each for each in by_short if each.is_legal == bool(code.year)), by_short[0])
        return Found(match.key, code.symbol, Certainty.LIKELY)
    return None


def _abstract(head: Sequence[str], heading: _Heading | None) -> Found | None:
    if heading is None:
        return _letter_abstract(head)
    taken = [heading.rest] if heading.rest else []
    certainty = Certainty.LIKELY
    for line in head[heading.at + 1 :]:
        if not taken and _RULE.match(line):
            continue
        if _RULE.match(line) or _BEGINS.match(line) or _HEADING.match(line):
            certainty = Certainty.SURE
            break
        if taken and _is_post(line) and not _is_capital(taken[0]):
            break
        if line.startswith("(") or (taken and (_MAY_BEGIN.match(line) or _SENTENCE.match(line))):
            break
        if len(taken) == MOST_ABSTRACT_LINES:
            break
        taken.append(line)
    text = _ABOUT.sub("", " ".join(taken)).strip(" .:-_")
    if not text:
        return None
    if heading.rest or len(text) > 400 or any(line[:1].isupper() for line in taken[1:]):
        certainty = Certainty.LIKELY
    return Found(text[:1].upper() + text[1:], taken[0], certainty)


def _letter_abstract(head: Sequence[str]) -> Found | None:
    for at, line in enumerate(head):
        match = _LETTER_ABOUT.search(line)
        if match is None:
            continue
        taken, certainty = [match[1]], Certainty.LIKELY
        if dated := _PLACE_AND_DATE.search(match[1]):
            taken = [match[1][: dated.start()]]
        for further in head[at + 1 :]:
            if re.match(r"^Kính gửi", further):
                certainty = Certainty.SURE
                break
            if _PLACE_AND_DATE.search(further) or _MOTTO.search(further) or _RULE.match(further):
                certainty = Certainty.SURE
                break
            if len(taken) == MOST_ABSTRACT_LINES:
                break
            taken.append(further)
        if _PLACE_AND_DATE.search(line):
            certainty = Certainty.LIKELY
        text = " ".join(taken).strip(" .:-_")
        return Found(text[:1].upper() + text[1:], line, certainty) if text else None
    return None


def _issuer(
    head: Sequence[str], number_at: int | None, heading: _Heading | None, code: Code | None
) -> Found | None:
    ends = [at for at in (number_at, heading.at if heading else None) if at is not None]
    if not ends:
        return None
    received = max((at for at in range(min(ends)) if _RECEIVED.match(head[at])), default=-1)
    # where the right column comes first in the file, the left one may follow the number's line no more
    names = [_MOTTO.sub("", _PLACE_AND_DATE.sub("", line)) for line in head[received + 1 : min(ends)]]
    names = [_LINE.sub(" ", name).strip() for name in names]
    names = [name for name in names if name and not _RULE.match(name) and _is_capital(name)]
    if not names:
        return None
    is_open = fold(names[0]) in {"uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd"}
    own = names if is_open or len(names) == 1 else names[1:]
    name = authority_name(" ".join(own))
    folded, symbol = fold(name), fold(code.symbol) if code else ""
    agrees = ("uy ban nhan dan" in folded and "ubnd" in symbol) or (
        "hoi dong nhan dan" in folded and "hdnd" in symbol
    )
    is_whole = (is_open and len(own) == 2) or (len(names) == 1 and len(name.split()) > 4)
    certainty = Certainty.SURE if agrees and is_whole else Certainty.LIKELY
    return Found(name, " / ".join(own), certainty)


def _is_capital(line: str) -> bool:
    return line == line.upper() and any(letter.isalpha() for letter in line)


def _is_post(line: str) -> bool:
    """Whether the line may name who decides, such as TRƯỞNG PHÒNG KINH TẾ; an abbreviation does not."""
    return _is_capital(line) and len(line.split()) > 2


def _effective(lines: Sequence[str], issued: Found | None) -> Found | None:
    text = " ".join(lines)
    match = _IN_FORCE.search(text)
    if match is None:
        return None
    line = text[max(0, match.start() - 60) : match.end()]
    if match["signed"]:
        return Found(issued.value, line, Certainty.LIKELY) if issued else None
    day, month, year = match["short"].split("/") if match["short"] else match.group("day", "month", "year")
    found = _day(day, month, year)
    return Found(found.isoformat(), line, Certainty.LIKELY) if found else None
