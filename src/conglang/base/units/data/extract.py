"""Write the files of this folder from the wheel of `vietnamadminunits`; see README.md.

pip download --no-deps vietnamadminunits==1.0.4
python src/conglang/base/units/data/extract.py vietnamadminunits-1.0.4-py3-none-any.whl
"""

import csv
import json
import math
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize
from zipfile import ZipFile

HERE = Path(__file__).parent
KINDS = {
    "Tỉnh": ("province", "province"),
    "Huyện": ("district", "rural_district"),
    "Quận": ("district", "urban_district"),
    "Thị xã": ("district", "town"),
    "Xã": ("commune", "commune"),
    "Phường": ("commune", "ward"),
    "Thị trấn": ("commune", "township"),
    "Đặc khu": ("commune", "special_zone"),
}
CITIES = {"province": "central_city", "district": "provincial_city"}
CONFUSED_KM = 10  # the source confuses namesakes 15 km apart and more; honest rows differ by 3 km at most

Place = tuple[float, float]
Link = tuple[str, str, bool]  # old key, new key, whether the whole unit went


@dataclass(frozen=True)
class Old:
    """A commune until 2025, or an island district that had none."""

    code: str
    district: str
    province: str
    namesakes: str  # its name without marks, as the source keys it
    place: Place


def main(wheel: Path) -> None:
    """Write the units of both trees, the successions, and the links that were left out."""
    with TemporaryDirectory() as folder, ZipFile(wheel) as package:
        database = Path(package.extract("vietnamadminunits/data/dataset.db", folder))
        converter = json.loads(package.read("vietnamadminunits/data/converter_2025.json"))
        before = list(_rows(database, "admin_units_legacy"))
        now = list(_rows(database, "admin_units"))
    _write("units-until-2025.csv", ["code", "kind", "parent", "name"], sorted(_units(before)))
    _write("units-2025.csv", ["code", "kind", "parent", "name"], sorted(_units(now)))
    links, confused = _links(before, now, converter)
    provinces = _province_links(before, now, converter)
    districts = _district_links(before, links)
    _write("successions-2025.csv", ["old", "new", "part"], sorted({*provinces, *districts, *links}))
    _write("left-out-2025.csv", ["old", "new", "part"], sorted(confused))


def _rows(database: Path, table: str) -> Iterator[dict[str, Any]]:
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - two names, both ours
        yield dict(row)
    connection.close()


def _units(rows: Iterable[dict[str, Any]]) -> set[tuple[str, str, str, str]]:
    units = set()
    for row in rows:
        units.add(_unit(row["provinceCode"], "", row["province"], "province"))
        above = row["provinceCode"]
        if "district" in row:
            units.add(_unit(row["districtCode"], above, row["district"], "district"))
            above = row["districtCode"]
        if row["ward"]:
            units.add(_unit(row["wardCode"], above, row["ward"], "commune"))
    return units


def _unit(code: str, parent: str, title: str, level: str) -> tuple[str, str, str, str]:
    """Code, kind, parent, name; the kind is read from the title, because the source's own column errs."""
    title = " ".join(normalize("NFC", title).split())
    if title.casefold().startswith("thành phố "):
        return code, CITIES[level], parent, title[len("thành phố ") :]
    for word, (its_level, kind) in KINDS.items():
        if its_level == level and title.casefold().startswith(f"{word.casefold()} "):
            return code, kind, parent, title[len(word) + 1 :]
    raise ValueError(f"{code}: no kind in {title!r}")


def _links(
    before: list[dict[str, Any]], now: list[dict[str, Any]], converter: dict[str, Any]
) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """What became of each old commune, and the links in which the source took it for a namesake."""
    olds = {_old_key(row): _old(row) for row in before}
    news = {f"{row['provinceKey']}/{row['wardKey']}": row for row in now}
    links = list(_converted(converter))
    places = _places(links, olds, news)
    namesakes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for old, new, _whole in links:
        namesakes[new.partition("/")[0], olds[old].namesakes].add(old)
    kept: dict[str, list[str]] = defaultdict(list)
    confused = set()
    for old, new, whole in links:
        rivals = namesakes[new.partition("/")[0], olds[old].namesakes] - {old}
        nearest = min((_km(olds[rival].place, places[new]) for rival in rivals), default=math.inf)
        if not whole and nearest + CONFUSED_KM < _km(olds[old].place, places[new]):
            confused.add((olds[old].code, news[new]["wardCode"], "part"))
        else:
            kept[old].append(new)
    rows = {
        (olds[old].code, news[new]["wardCode"], "whole" if len(successors) == 1 else "part")
        for old, successors in kept.items()
        for new in successors
    }
    return rows, confused


def _old_key(row: dict[str, Any]) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def _old(row: dict[str, Any]) -> Old:
    level = "ward" if row["ward"] else "district"
    return Old(
        code=row[f"{level}Code"],
        district=row["districtCode"],
        province=row["provinceCode"],
        namesakes=row[f"{level}Key"],
        place=(row[f"{level}Lat"], row[f"{level}Lon"]),
    )


def _converted(converter: dict[str, Any]) -> Iterator[Link]:
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in communes.items():
            yield from ((old, f"{province}/{new}", True) for old in olds)
    for province, communes in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in communes.items():
            yield from ((old, f"{province}/{new['newWardKey']}", False) for new in news)


def _places(links: list[Link], olds: dict[str, Old], news: dict[str, dict[str, Any]]) -> dict[str, Place]:
    """Where the new communes lie: amid those that went into them wholly, for some given places are wrong."""
    inside: dict[str, list[Place]] = defaultdict(list)
    for old, new, whole in links:
        if whole:
            inside[new].append(olds[old].place)
    return {
        key: (median(lat for lat, _ in inside[key]), median(lon for _, lon in inside[key]))
        if key in inside
        else (row["wardLat"], row["wardLon"])
        for key, row in news.items()
    }


def _km(a: Place, b: Place) -> float:
    return math.hypot((a[0] - b[0]) * 111, (a[1] - b[1]) * 111 * math.cos(math.radians(a[0])))


def _province_links(
    before: list[dict[str, Any]], now: list[dict[str, Any]], converter: dict[str, Any]
) -> Iterator[tuple[str, str, str]]:
    old_codes = {row["provinceKey"]: row["provinceCode"] for row in before}
    new_codes = {row["provinceKey"]: row["provinceCode"] for row in now}
    for new, olds in converter["DICT_PROVINCE"].items():
        yield from ((old_codes[old], new_codes[new], "whole") for old in olds)


def _district_links(
    before: list[dict[str, Any]], links: set[tuple[str, str, str]]
) -> Iterator[tuple[str, str, str]]:
    """A district went to the successors of its communes; the source does not say so, it follows."""
    district_of = {row["wardCode"]: row["districtCode"] for row in before if row["ward"]}
    successors: dict[str, set[str]] = defaultdict(set)
    for old, new, _part in links:
        if old in district_of:
            successors[district_of[old]].add(new)
    for district, news in successors.items():
        part = "whole" if len(news) == 1 else "part"
        yield from ((district, new, part) for new in news)


def _write(name: str, header: list[str], rows: Iterable[tuple[str, ...]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
