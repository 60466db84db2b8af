"""The invented province of the demonstration with its communes, sites and the custody of its board."""

from datetime import date, datetime

from conglang.base.accounts.actor import Actor
from conglang.base.units.kinds import CustodyKind, Part, UnitKind
from conglang.base.units.models import Department, Site, Unit
from conglang.base.units.services.close_site import close_site
from conglang.base.units.services.found_unit import found_unit
from conglang.base.units.services.give_custody import give_custody
from conglang.base.units.services.open_site import open_site
from conglang.base.units.services.record_succession import record_succession
from conglang.config.demo.people import BEN, DOI, HOA, OLD, PROVINCE, TAB

BASIS = "Quyết định mẫu số 01/QĐ-MẪU"
MERGED_ON = date(2025, 7, 1)
FOUNDED_ON = date(1990, 1, 1)

UNITS = (
    (PROVINCE, UnitKind.PROVINCE, "Sông Mẫu", "songmau.localhost"),
    (HOA, UnitKind.COMMUNE, "Hòa Mẫu", "hoamau.songmau.localhost"),
    (BEN, UnitKind.WARD, "Bến Mẫu", "benmau.songmau.localhost"),
    (DOI, UnitKind.COMMUNE, "Đồi Mẫu", "doimau.songmau.localhost"),
    (OLD, UnitKind.COMMUNE, "Hòa Mẫu Đông", "hoamaudong.songmau.localhost"),
    # without a host of its own it stands on the province's site, with the longest names of all
    (TAB, UnitKind.COMMUNE, "Thượng Nghĩa Trường Khương Bình Mẫu", ""),
)
DEPARTMENTS = (
    "Văn phòng HĐND và UBND",
    "Phòng Văn hóa – Xã hội",
    "Phòng Kinh tế",
    "Công an xã",
    "Đoàn Thanh niên",
)


def lay_places(by: Actor, now: datetime) -> dict[str, Unit]:
    """Units by code, each that has a host with its site; the predecessor keeps its own until `merge`."""
    units: dict[str, Unit] = {}
    for code, unit_kind, name, host in UNITS:
        units[code] = found_unit(
            code=code, kind=unit_kind, name=name, parent=units.get(PROVINCE), on=FOUNDED_ON,
            legal_basis=BASIS, by=by, now=now,
        )  # fmt: skip
        if host:
            open_site(unit=units[code], host=host, by=by, now=now)
    for code in (HOA, BEN, DOI):
        for order, name in enumerate(DEPARTMENTS):
            Department.objects.create(unit=units[code], name=name, order=order)
    for kind in (CustodyKind.ADMINISTRATION, CustodyKind.AUDIT):
        give_custody(
            holder=units[PROVINCE], unit=units[PROVINCE], kind=kind, on=FOUNDED_ON,
            with_descendants=True, legal_basis=BASIS, by=by, now=now,
        )  # fmt: skip
    # one commune is kept by the province's own board (P2)
    give_custody(
        holder=units[PROVINCE], unit=units[DOI], kind=CustodyKind.CENTRAL_BOARD, on=FOUNDED_ON,
        legal_basis=BASIS, by=by, now=now,
    )  # fmt: skip
    return units


def merge(units: dict[str, Unit], by: Actor, now: datetime) -> None:
    """Dissolve the predecessor into its successor; its address leads there from now on."""
    record_succession(
        old=units[OLD], new=units[HOA], on=MERGED_ON, part=Part.WHOLE, legal_basis=BASIS, by=by, now=now
    )
    close_site(
        site=Site.objects.get(unit=units[OLD]), successor=Site.objects.get(unit=units[HOA]), by=by, now=now
    )
