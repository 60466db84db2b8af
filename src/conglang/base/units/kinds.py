"""The levels and kinds of units, of hamlets and of custody, with their official Vietnamese words."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitLevel(models.TextChoices):
    """Where a unit stands in the tree; the district exists only in the tree that ended on 1 July 2025."""

    PROVINCE = "province", _("Province level")
    DISTRICT = "district", _("District level")
    COMMUNE = "commune", _("Commune level")


class UnitKind(models.TextChoices):
    """What a unit is by law; it can change while unit and code stay."""

    PROVINCE = "province", _("Province")
    CENTRAL_CITY = "central_city", _("Centrally-run city")
    RURAL_DISTRICT = "rural_district", _("Rural district")
    URBAN_DISTRICT = "urban_district", _("Urban district")
    TOWN = "town", _("Town")
    PROVINCIAL_CITY = "provincial_city", _("Provincial city")
    COMMUNE = "commune", _("Commune")
    WARD = "ward", _("Ward")
    TOWNSHIP = "township", _("Township")
    SPECIAL_ZONE = "special_zone", _("Special zone")

    @property
    def level(self) -> UnitLevel:
        """The level to which the kind belongs."""
        return _LEVELS[self]

    @property
    def word(self) -> str:
        """The word before the name in the official title; Vietnamese in every language of the interface."""
        return _WORDS[self]


_LEVELS = {
    UnitKind.PROVINCE: UnitLevel.PROVINCE,
    UnitKind.CENTRAL_CITY: UnitLevel.PROVINCE,
    UnitKind.RURAL_DISTRICT: UnitLevel.DISTRICT,
    UnitKind.URBAN_DISTRICT: UnitLevel.DISTRICT,
    UnitKind.TOWN: UnitLevel.DISTRICT,
    UnitKind.PROVINCIAL_CITY: UnitLevel.DISTRICT,
    UnitKind.COMMUNE: UnitLevel.COMMUNE,
    UnitKind.WARD: UnitLevel.COMMUNE,
    UnitKind.TOWNSHIP: UnitLevel.COMMUNE,
    UnitKind.SPECIAL_ZONE: UnitLevel.COMMUNE,
}

_WORDS = {
    UnitKind.PROVINCE: "Tỉnh",
    UnitKind.CENTRAL_CITY: "Thành phố",
    UnitKind.RURAL_DISTRICT: "Huyện",
    UnitKind.URBAN_DISTRICT: "Quận",
    UnitKind.TOWN: "Thị xã",
    UnitKind.PROVINCIAL_CITY: "Thành phố",
    UnitKind.COMMUNE: "Xã",
    UnitKind.WARD: "Phường",
    UnitKind.TOWNSHIP: "Thị trấn",
    UnitKind.SPECIAL_ZONE: "Đặc khu",
}


@dataclass(frozen=True, slots=True)
class Naming:
    """What a unit is called: the kind and, without the word for it, the name."""

    kind: UnitKind
    name: str

    @property
    def title(self) -> str:
        """The official title, such as “Xã Ân Hảo”."""
        return f"{self.kind.word} {self.name}"

    @property
    def in_text(self) -> str:
        """The title inside a sentence: “xã Ân Hảo”."""
        return f"{self.kind.word.lower()} {self.name}"


class HamletKind(models.TextChoices):
    """Names of the places below the commune (Decree 185/2026, article 2): nine rural, five urban."""

    THON = "thon", _("Hamlet (thôn)")
    XOM = "xom", _("Hamlet (xóm)")
    LANG = "lang", _("Hamlet (làng)")
    AP = "ap", _("Hamlet (ấp)")
    BAN = "ban", _("Hamlet (bản)")
    BUON = "buon", _("Hamlet (buôn)")
    BON = "bon", _("Hamlet (bon)")
    PHUM = "phum", _("Hamlet (phum)")
    SOC = "soc", _("Hamlet (sóc)")
    TO_DAN_PHO = "to_dan_pho", _("Neighbourhood (tổ dân phố)")
    KHU_PHO = "khu_pho", _("Neighbourhood (khu phố)")
    KHOI_PHO = "khoi_pho", _("Neighbourhood (khối phố)")
    KHOM = "khom", _("Neighbourhood (khóm)")
    TIEU_KHU = "tieu_khu", _("Neighbourhood (tiểu khu)")

    @property
    def word(self) -> str:
        """The word before the name in the official title; Vietnamese in every language of the interface."""
        return _HAMLET_WORDS[self]


_HAMLET_WORDS = {
    HamletKind.THON: "Thôn",
    HamletKind.XOM: "Xóm",
    HamletKind.LANG: "Làng",
    HamletKind.AP: "Ấp",
    HamletKind.BAN: "Bản",
    HamletKind.BUON: "Buôn",
    HamletKind.BON: "Bon",
    HamletKind.PHUM: "Phum",
    HamletKind.SOC: "Sóc",
    HamletKind.TO_DAN_PHO: "Tổ dân phố",
    HamletKind.KHU_PHO: "Khu phố",
    HamletKind.KHOI_PHO: "Khối phố",
    HamletKind.KHOM: "Khóm",
    HamletKind.TIEU_KHU: "Tiểu khu",
}


class Part(models.TextChoices):
    """How much of a unit went to a successor."""

    WHOLE = "whole", _("The whole unit")
    PART = "part", _("A part of the unit")


class CustodyKind(models.TextChoices):
    """Why a unit looks after the rows of another one."""

    CENTRAL_BOARD = "central_board", _("Central editorial board")
    ADMINISTRATION = "administration", _("Administration")
    AUDIT = "audit", _("Audit")
    SUCCESSOR = "successor", _("Successor of a dissolved unit")
