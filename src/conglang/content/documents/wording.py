"""Names in capitals, as documents print them, in the small letters in which people write them. Pure."""

# after these words a name begins; after the offices only its first word is capital
_PLACES = {"xã", "phường", "tỉnh", "huyện", "quận", "thôn", "ấp"}
_LONG_PLACES = {("thành", "phố"), ("thị", "trấn"), ("thị", "xã"), ("đặc", "khu")}
_OFFICES = {"sở", "phòng", "ban", "bộ", "cục", "chi cục"}
_LONG_OFFICES = {("trung", "tâm"), ("văn", "phòng"), ("công", "an")}
_SHORT = {"UBND": "ỦY BAN NHÂN DÂN", "HĐND": "HỘI ĐỒNG NHÂN DÂN", "UỶ": "ỦY"}
_POSTS = {
    "Phó chủ tịch": "Phó Chủ tịch",
    "Phó giám đốc": "Phó Giám đốc",
    "Chánh văn phòng": "Chánh Văn phòng",
}


def authority_name(capitals: str) -> str:
    """“ỦY BAN NHÂN DÂN XÃ HÒA MẪU” is “Ủy ban nhân dân xã Hòa Mẫu”."""
    words = " ".join(_SHORT.get(word, word) for word in capitals.split()).lower().split()
    told: list[str] = []
    in_place = False
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        pair = (words[at - 2], before) if at > 1 else ("", before)
        if in_place or before in _PLACES or pair in _LONG_PLACES:
            is_new_place = word in _PLACES or (at + 1 < len(words) and (word, words[at + 1]) in _LONG_PLACES)
            in_place = not is_new_place
            told.append(word if is_new_place else _capital(word))
        elif at == 0 or (before in _OFFICES and at == 1) or pair in _LONG_OFFICES:
            told.append(_capital(word))
        else:
            told.append(word)
    return " ".join(told)


def post_name(capitals: str) -> str:
    """“PHÓ CHỦ TỊCH” is “Phó Chủ tịch”."""
    name = _capital(" ".join(capitals.lower().split()))
    for given, wanted in _POSTS.items():
        if name.startswith(given):
            return wanted + name[len(given) :]
    return name


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
