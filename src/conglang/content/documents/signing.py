"""The foot of a document: recipients beside the person who signed. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from conglang.content.documents.wording import post_name
from conglang.kernel.text import fold
from conglang.kernel.text.letters import CAPITALS

_NAME_WORD = rf"(?:(?:[A-Z]['’])?[{CAPITALS}][a-zđà-ỹ]+|Y)"  # H'Mai Niê, Y Thim Byă
_NAME = re.compile(rf"(?:^|(?<=[;:.)\s]))({_NAME_WORD}(?: {_NAME_WORD}){{1,4}})$")
_AUTHORITY = re.compile(rf"(?:^|\s)(?:(?:TM|KT|TL|TUQ|Q)\s?\.\s?|T/[ML]\s)[{CAPITALS}]")
_POST = re.compile(
    r"(?:^|[\s;])((?:PHÓ |Q\. ?|QUYỀN )?(?:CHỦ TỊCH|CHỦ NHIỆM|GIÁM ĐỐC|TRƯỞNG PHÒNG|TRƯỞNG BAN"
    r"|CHÁNH VĂN PHÒNG|TRƯỞNG CÔNG AN|CHỈ HUY TRƯỞNG|BÍ THƯ|HIỆU TRƯỞNG|TRƯỞNG ĐOÀN|TRƯỞNG THÔN"
    rf"|CHỦ TRÌ|CHỦ T[ỌO][AẠ])[{CAPITALS} ,–-]*)$"
)
_CHAIR = re.compile(r"CHỦ T(?:RÌ|ỌA|OẠ)")
_RECIPIENTS = re.compile(r"^Nơi nhận\s*:?", re.IGNORECASE)
_ANNEX = re.compile(r"^(?:PHỤ LỤC|DANH SÁCH|BIỂU|MẪU SỐ|QUY CHẾ|QUY ĐỊNH|ĐỀ CƯƠNG|KẾ HOẠCH|CHƯƠNG TRÌNH)\b")
_NOT_PEOPLE = (
    "noi nhan",
    "nhu tren",
    "nhu dieu",
    "van phong",
    "luu vt",
    "uy ban",
    "hoi dong",
    "phong ",
    "ban ",
    "da ky",
)
_SIGNED = re.compile(r"\(?\s*(?:đã ký|Đã ký|ký tên)[^)]*\)?")
AFTER_POST = 8  # lines in which the name follows: stamp words and recipients stand between


class Certainty(StrEnum):
    """How much a reading is worth."""

    SURE = "sure"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Found:
    """What was read, and the line in which it stands."""

    value: str
    line: str
    certainty: Certainty


def signature(lines: Sequence[str]) -> dict[str, Found]:
    """`signer`, `signer_title` and `recipients`, as far as the foot shows them."""
    foot = _foot(lines)
    found: dict[str, Found] = {}
    if recipients := _recipients(foot):
        found["recipients"] = recipients
    posts = [(at, match[1].strip(), line) for at, line in enumerate(foot) if (match := _POST.search(line))]
    if not posts:
        return found
    # KT. CHỦ TỊCH, then PHÓ CHỦ TỊCH: the last one before the name is the signer's own
    first = posts[0][0]
    names = [(at, name) for at, line in enumerate(foot) if at > first and (name := _person(line))]
    if not names:
        return found
    at, name = names[0]
    own = [post for post in posts if post[0] < at]
    post_at, post, line = own[-1]
    is_deputy_missing = bool(re.search(r"(?:^|\s)KT\s?\.", line))
    is_alone = len(names) == 1 and not _CHAIR.match(post)  # the secretary signs beside the chair
    is_sure = is_alone and len(own) <= 2 and at - post_at <= AFTER_POST and not is_deputy_missing
    certainty = Certainty.SURE if is_sure else Certainty.LIKELY
    found["signer"] = Found(name, foot[at], certainty)
    found["signer_title"] = Found(post_name(post), line, certainty)
    return found


def _foot(lines: Sequence[str]) -> list[str]:
    """From the first word of a signature to its end, before annexes."""
    marks = [
        at
        for at, line in enumerate(lines)
        if _RECIPIENTS.match(line) or _AUTHORITY.search(line) or (at > len(lines) // 2 and _POST.search(line))
    ]
    if not marks:
        return []
    start = marks[0]
    foot: list[str] = []
    for line in lines[start:]:
        if foot and _ANNEX.match(line):
            break
        foot.append(line)
    return foot


def _person(line: str) -> str:
    """The name of a person at the end of a line; a recipient may stand before it."""
    bare = _SIGNED.sub("", line).strip(" .")
    match = _NAME.search(bare)
    if match is None:
        return ""
    before = bare[: match.start()].strip()
    folded = fold(match[1])
    if any(folded.startswith(word.strip()) for word in _NOT_PEOPLE):
        return ""
    if before and not (before.startswith("-") and before.endswith((";", ".", ",", ")"))):
        return ""
    return match[1]


def _recipients(foot: Sequence[str]) -> Found | None:
    start = next((at for at, line in enumerate(foot) if _RECIPIENTS.match(line)), None)
    if start is None:
        return None
    rows = [line.strip(" -–") for line in foot[start + 1 :] if line.startswith(("-", "–"))]
    return Found("; ".join(rows), foot[start], Certainty.LIKELY) if rows else None
