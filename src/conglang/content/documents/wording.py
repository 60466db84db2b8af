"""Names in capitals, as documents print them, in the small letters in which people write them. Pure."""

import re

# after these words a name begins; after the offices only its first word is capital
_PLACES = {"xã", "phường", "tỉnh", "huyện", "quận", "thôn", "ấp"}
_LONG_PLACES = {("thành", "phố"), ("thị", "trấn"), ("thị", "xã"), ("đặc", "khu")}
_OFFICES = {"sở", "phòng", "ban", "bộ", "cục", "chi cục"}
_LONG_OFFICES = {("trung", "tâm"), ("văn", "phòng"), ("công", "an")}
_SHORT = {"UBND": "ỦY BAN NHÂN DÂN", "HĐND": "HỘI ĐỒNG NHÂN DÂN", "UỶ": "ỦY"}
_NAMED = re.compile(
    r"\b(?:chủ (?:tịch|nhiệm)|giám đốc|trưởng (?:phòng|ban)|bí thư|thường trực|văn phòng|công an|ủy ban"
    r"|hội đồng)\b|(?<=phòng )\w|(?<=ban )\w|(?<=- )\w"
)
_ABBREVIATED = re.compile(r"\b(?:ubnd|hđnd|mttq)\b", re.IGNORECASE)


def authority_name(capitals: str) -> str:
    """“ỦY BAN NHÂN DÂN XÃ HÒA MẪU” is “Ủy ban nhân dân xã Hòa Mẫu”."""
    words = " ".join(_SHORT.get(word, word) for word in capitals.split()).lower().split()
    told: list[str] = []
    in_place = False
    is_office = words[:1] and (words[0] in _OFFICES or tuple(words[:2]) in _LONG_OFFICES)
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        pair = (words[at - 2], before) if at > 1 else ("", before)
        is_place = before in _PLACES and (before, word) != ("xã", "hội")
        if in_place or is_place or pair in _LONG_PLACES:
            is_new_place = word in _PLACES or (at + 1 < len(words) and (word, words[at + 1]) in _LONG_PLACES)
            in_place = not is_new_place
            told.append(word if is_new_place else _capital(word))
        else:
            is_own = at == 0 or (before in _OFFICES and at == 1) or pair in _LONG_OFFICES
            is_next = is_office and (before in {"và", "-"} or before.endswith(","))
            told.append(_capital(word) if is_own or is_next else word)
    return " ".join(told)


def post_name(capitals: str) -> str:
    """“PHÓ CHỦ TỊCH” is “Phó Chủ tịch”."""
    name = _NAMED.sub(lambda match: _capital(match.group()), " ".join(capitals.lower().split()))
    return _capital(_ABBREVIATED.sub(lambda match: match.group().upper(), name))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
