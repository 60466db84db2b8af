"""The search of a commune's site finds the procedures of its province that communes carry out."""

from django.test import Client

from conglang.base.units.models import UnitKind
from conglang.content.procedures.tests.conftest import NOW, place, put_in_force
from conglang.content.procedures.tests.invented import entries
from conglang.tools.search.queries import find, suggest


def found(unit, query: str) -> list[str]:
    return [each.path for each in find(unit=unit, query=query, now=NOW).results]


def test_a_commune_finds_what_it_carries_out_and_links_to_its_own_page(province, commune):
    here, elsewhere = entries(2)
    here |= {"name": "Đăng ký khai sinh lưu động", "levels": ["commune"]}
    elsewhere |= {"name": "Cấp phép xây dựng cầu cảng", "levels": ["province"]}
    put_in_force(province, here, elsewhere)
    assert found(commune.unit, "khai sinh lưu động") == [f"/thu-tuc/{here['code']}/"]
    assert found(commune.unit, "xây dựng cầu cảng") == []
    assert found(province.unit, "xây dựng cầu cảng") == [f"/thu-tuc/{elsewhere['code']}/"]
    assert [each.path for each in suggest(unit=commune.unit, beginning="khai sinh", now=NOW)] == [
        f"/thu-tuc/{here['code']}/"
    ]
    page = Client(headers={"host": commune.host}).get("/tim-kiem/?q=khai+sinh+luu+dong").content.decode()
    assert f'href="/thu-tuc/{here["code"]}/"' in page
    put_in_force(province, here | {"repealed": True})
    assert found(commune.unit, "khai sinh lưu động") == []


def test_communes_of_another_province_find_nothing_of_it(province, commune, catalogue):
    stranger = place("97", "Núi Xa", kind=UnitKind.PROVINCE)
    theirs = place("97001", "Đèo Cao", parent=stranger.unit)
    name = catalogue[0]["name"]
    assert found(commune.unit, name)
    assert found(theirs.unit, name) == []
