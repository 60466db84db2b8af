"""The data files say what the law says about the 34 provinces and 3,321 communes."""

from collections import Counter, defaultdict
from datetime import date
from unicodedata import is_normalized

import pytest

from conglang.base.units.catalogue import DATA, catalogue, legal_basis
from conglang.base.units.kinds import Part, UnitKind, UnitLevel
from conglang.base.units.rules import colliding, host_label, province_host
from conglang.kernel.text import same_text

NEW = {entry.code: entry for entry in catalogue().new}
OLD = {entry.code: entry for entry in catalogue().old}


def test_the_tree_of_today_has_34_provinces_and_3321_communes_of_three_kinds():
    kinds = Counter(entry.kind for entry in catalogue().new)
    assert kinds == {
        UnitKind.PROVINCE: 28,
        UnitKind.CENTRAL_CITY: 6,
        UnitKind.WARD: 687,
        UnitKind.COMMUNE: 2621,
        UnitKind.SPECIAL_ZONE: 13,
    }


def test_the_tree_before_has_63_provinces_696_districts_and_10035_communes():
    assert Counter(entry.kind.level for entry in catalogue().old) == {
        UnitLevel.PROVINCE: 63,
        UnitLevel.DISTRICT: 696,
        UnitLevel.COMMUNE: 10035,
    }


@pytest.mark.parametrize("tree", [NEW, OLD], ids=["new", "old"])
def test_codes_and_parents_fit_the_levels(tree):
    digits = {UnitLevel.PROVINCE: 2, UnitLevel.DISTRICT: 3, UnitLevel.COMMUNE: 5}
    for entry in tree.values():
        assert entry.code.isdigit()
        assert len(entry.code) == digits[entry.kind.level]
        if entry.kind.level == UnitLevel.PROVINCE:
            assert entry.parent == ""
        else:
            assert len(tree[entry.parent].code) < len(entry.code)
    assert len(tree) == len(catalogue().new if tree is NEW else catalogue().old)


def test_names_are_nfc_without_the_word_for_the_kind():
    words = tuple(f"{kind.word} ".casefold() for kind in UnitKind)
    for entry in (*catalogue().old, *catalogue().new):
        assert is_normalized("NFC", entry.name)
        assert entry.name == " ".join(entry.name.split()) != ""
        if entry.code != "19780":  # the ward named Phường Đúc, the bronze founders' quarter of Huế
            assert not entry.name.casefold().startswith(words)


def test_everything_old_went_somewhere_and_everything_new_came_from_something():
    assert {link.old for link in catalogue().links} == set(OLD)
    assert {link.new for link in catalogue().links} == set(NEW)
    assert len({(link.old, link.new) for link in catalogue().links}) == len(catalogue().links)


def test_whole_means_one_successor_and_part_means_several():
    successors = defaultdict(list)
    for link in catalogue().links:
        successors[link.old].append(link.part)
    for parts in successors.values():
        assert parts == [Part.WHOLE] or (len(parts) > 1 and set(parts) == {Part.PART})


def test_communes_stay_in_the_province_into_which_their_province_went():
    def province_before(code):
        while OLD[code].parent:
            code = OLD[code].parent
        return code

    went = {link.old: link.new for link in catalogue().links if len(link.old) == 2}
    assert len(set(went.values())) == 34
    for link in catalogue().links:
        if len(link.old) > 2:
            assert NEW[link.new].parent == went[province_before(link.old)]


@pytest.mark.parametrize(
    ("code", "title", "province"),
    [
        ("30376", "Phường Tân Châu", "91"),
        ("30377", "Phường Long Phú", "91"),
        ("30385", "Xã Vĩnh Xương", "91"),
        ("30388", "Xã Tân An", "91"),
        ("30403", "Xã Châu Phong", "91"),
        ("21697", "Xã Ân Hảo", "52"),
        ("09931", "Xã Hưng Đạo", "01"),
        ("25345", "Xã Tân Hưng", "75"),
        ("25349", "Xã Minh Đức", "75"),
        ("25351", "Xã Tân Quan", "75"),
        ("25357", "Xã Tân Khai", "75"),
    ],
)
def test_the_places_of_the_founding_documents_are_there(code, title, province):
    entry = NEW[code]
    assert same_text(f"{entry.kind.word} {entry.name}", title)
    assert entry.parent == province


@pytest.mark.parametrize(
    ("province", "wards", "communes", "zones"),
    [("91", 14, 85, 3), ("52", 25, 110, 0), ("01", 51, 75, 0), ("75", 23, 72, 0), ("82", 20, 82, 0)],
)
def test_their_provinces_have_the_communes_that_the_law_counts(province, wards, communes, zones):
    kinds = Counter(entry.kind for entry in catalogue().new if entry.parent == province)
    assert kinds[UnitKind.WARD] == wards
    assert kinds[UnitKind.COMMUNE] == communes
    assert kinds[UnitKind.SPECIAL_ZONE] == zones


def test_predecessors_of_the_seed_communes_are_known():
    assert {link.old for link in catalogue().links if link.new == "21697"} >= {"21691"}  # Ân Hảo Đông
    names = {OLD[link.old].name for link in catalogue().links if link.new == "09931"}
    assert {"Đồng Quang", "Cộng Hòa", "Hưng Đạo"} <= names
    assert {OLD[link.old].name for link in catalogue().links if link.new == "82"} == {
        "Đồng Tháp",
        "Tiền Giang",
    }


def test_exactly_ten_pairs_of_communes_of_a_province_share_a_host():
    by_province = defaultdict(list)
    for entry in catalogue().new:
        if entry.parent:
            by_province[entry.parent].append(entry)
    pairs = {
        (NEW[province].name, label, frozenset(entry.code for entry in namesakes))
        for province, communes in by_province.items()
        for label, namesakes in colliding(communes).items()
    }
    assert pairs == {
        ("Thái Nguyên", "vanlang", frozenset({"02143", "05665"})),
        ("Hải Phòng", "camgiang", frozenset({"10888", "10903"})),
        ("Thanh Hóa", "dongtien", frozenset({"15853", "15724"})),
        ("Quảng Ngãi", "sonha", frozenset({"21289", "21292"})),
        ("Quảng Ngãi", "bato", frozenset({"21484", "21523"})),
        ("Đồng Nai", "locthanh", frozenset({"25280", "25294"})),
        ("Hồ Chí Minh", "thanhan", frozenset({"25807", "27676"})),
        ("Tây Ninh", "tanthanh", frozenset({"25534", "27826"})),
        ("Đồng Tháp", "mytho", frozenset({"28261", "30076"})),
        ("Đồng Tháp", "tanthanh", frozenset({"29938", "30157"})),
    }


def test_provinces_have_34_different_hosts_and_labels_stay_short():
    hosts = {province_host(entry.code, entry.name) for entry in catalogue().new if not entry.parent}
    assert len(hosts) == 34
    assert "hochiminhcity.gov.vn" in hosts
    assert max(len(host_label(entry.name)) for entry in catalogue().new) == 17


def test_the_cities_and_wards_of_2026_are_dated():
    rows = catalogue().reclassified
    assert Counter((row.on, row.naming.kind) for row in rows) == {
        (date(2026, 4, 30), UnitKind.CENTRAL_CITY): 1,
        (date(2026, 4, 30), UnitKind.WARD): 10,
        (date(2026, 9, 1), UnitKind.CENTRAL_CITY): 1,
        (date(2026, 9, 20), UnitKind.CENTRAL_CITY): 1,
        (date(2026, 9, 20), UnitKind.WARD): 12,
    }
    for row in rows:
        assert NEW[row.code].name == row.naming.name
        assert NEW[row.code].kind != row.naming.kind
        assert NEW[row.code].parent in {"", "75", "24"}


def test_every_level_of_the_files_has_its_act_and_the_notice_is_kept():
    for level in UnitLevel:
        assert legal_basis("successions-2025", level)
    assert "Copyright (c) 2025 Tran Ngoc Minh Hieu" in (DATA / "NOTICE").read_text("utf-8")


def test_a_province_alone_is_a_tree_of_its_own():
    part = catalogue().of_province("82")
    assert Counter(entry.kind.level for entry in part.new) == {UnitLevel.PROVINCE: 1, UnitLevel.COMMUNE: 102}
    old = {entry.code for entry in part.old}
    assert {"82", "87"} == {code for code in old if len(code) == 2}
    assert {entry.parent for entry in part.old} - {""} <= old
    assert {link.old for link in part.links} <= old
    with pytest.raises(KeyError):
        catalogue().of_province("28261")


def test_links_in_which_the_source_confused_namesakes_are_not_used():
    used = {(link.old, link.new) for link in catalogue().links}
    lines = (DATA / "left-out-2025.csv").read_text("utf-8").splitlines()[1:]
    assert len(lines) == 29
    assert not used & {tuple(line.split(",")[:2]) for line in lines}
