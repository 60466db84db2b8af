"""Units with their history, their public hosts, and what is theirs: departments and hamlets."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conglang.base.units.hosts import validate_site_host
from conglang.base.units.kinds import CustodyKind, HamletKind, Naming, Part, UnitKind, UnitLevel
from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7

__all__ = [
    "Custody",
    "CustodyKind",
    "Department",
    "FormerName",
    "Hamlet",
    "HamletKind",
    "HostRedirect",
    "Naming",
    "Part",
    "Site",
    "Succession",
    "Unit",
    "UnitKind",
    "UnitLevel",
]

NAME_LENGTH = 100
HOST_LENGTH = 253
BASIS_LENGTH = 300


class Unit(models.Model):
    """A province, district or commune; dissolved ones stay, because their documents do.

    `valid_to` is the first day on which the unit is no more. A code may pass from a dissolved unit to its
    successor, so it names one unit at a time only. `name` and `kind` are today's, see `FormerName`.
    """

    unscoped_because = "the tree of units is public knowledge, and the scope itself is made from it"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    level = models.CharField(_("level"), max_length=16, choices=UnitLevel)
    kind = models.CharField(_("kind"), max_length=24, choices=UnitKind)
    code = models.CharField(
        _("code"),
        max_length=5,
        validators=[RegexValidator(r"\A([0-9]{2}|[0-9]{3}|[0-9]{5})\Z", _("A code has 2, 3 or 5 digits."))],
        help_text=_("2 digits for a province, 5 for a commune; leading zeros count."),
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("Without the word for the kind."))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    lineage = models.CharField(max_length=100, default="/", db_index=True, editable=False)
    valid_from = models.DateField(_("from"), null=True, blank=True, help_text=_("Empty when not known."))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=BASIS_LENGTH, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="unit_code_in_force"),
            models.UniqueConstraint(fields=["code", "valid_to"], name="unit_code_until"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="unit_lives_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The official title, such as “Xã Ân Hảo”."""
        return self.naming.title

    @property
    def naming(self) -> Naming:
        """Kind and name of today as a value."""
        return Naming(UnitKind(self.kind), self.name)

    @property
    def below(self) -> str:
        """The lineage of the unit's children; what every descendant's lineage starts with."""
        return f"{self.lineage}{self.pk}/"

    @property
    def ancestor_ids(self) -> tuple[int, ...]:
        """Primary keys from the parent up to the province."""
        return tuple(int(pk) for pk in reversed(self.lineage.strip("/").split("/")) if pk)

    def in_force(self, on: date) -> bool:
        """Whether the unit exists on the day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )


class FormerName(models.Model):
    """The name and kind that a unit bore until a day; the day itself already has the next ones."""

    unscoped_because = "part of the public tree of units"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_names", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=24, choices=UnitKind)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    valid_to = models.DateField(_("until"))
    legal_basis = models.CharField(
        _("legal basis"), max_length=BASIS_LENGTH, blank=True, help_text=_("Of the change that ended it.")
    )

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["unit_id", "valid_to"]
        constraints = [models.UniqueConstraint(fields=["unit", "valid_to"], name="former_name_one_a_day")]

    def __str__(self) -> str:
        return self.naming.title

    @property
    def naming(self) -> Naming:
        """Kind and name as a value."""
        return Naming(UnitKind(self.kind), self.name)


class Succession(models.Model):
    """One unit went wholly or partly into another on a day; a unit may have many of both."""

    unscoped_because = "part of the public tree of units"

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name=_("old unit"))
    new = models.ForeignKey(Unit, models.PROTECT, related_name="origins", verbose_name=_("new unit"))
    on = models.DateField(_("on"))
    part = models.CharField(_("extent"), max_length=8, choices=Part)
    legal_basis = models.CharField(_("legal basis"), max_length=BASIS_LENGTH, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="succession_once"),
            models.UniqueConstraint(fields=["old"], condition=Q(part=Part.WHOLE), name="succession_whole"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_not_own"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Site(models.Model):
    """The public web site of a unit; its host is decided by people, never computed while serving."""

    unscoped_because = "found by the host of a request, before any scope is known"

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="site", verbose_name=_("unit"))
    host = models.CharField(_("host"), max_length=HOST_LENGTH, unique=True, validators=[validate_site_host])
    opened_on = models.DateField(_("opened on"))

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [models.CheckConstraint(condition=Q(host=Lower("host")), name="site_host_lower")]

    def __str__(self) -> str:
        return self.host


class HostRedirect(models.Model):
    """A host that once led to a site, or to a predecessor's; it leads there for ever."""

    unscoped_because = "found by the host of a request, before any scope is known"

    host = models.CharField(_("host"), max_length=HOST_LENGTH, unique=True, validators=[validate_site_host])
    site = models.ForeignKey(Site, models.PROTECT, related_name="redirects", verbose_name=_("site"))
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("old host")
        verbose_name_plural = _("old hosts")
        constraints = [models.CheckConstraint(condition=Q(host=Lower("host")), name="redirect_host_lower")]

    def __str__(self) -> str:
        return f"{self.host} → {self.site.host}"


class Custody(models.Model):
    """A unit looks after the rows of another one; `with_descendants` counts all units below it too."""

    unscoped_because = "scopes are made from it"

    holder = models.ForeignKey(Unit, models.PROTECT, related_name="custodies", verbose_name=_("holder"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="custodians", verbose_name=_("unit"))
    with_descendants = models.BooleanField(_("with all units below"), default=False)
    kind = models.CharField(_("kind"), max_length=16, choices=CustodyKind)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=BASIS_LENGTH)

    class Meta:
        verbose_name = _("custody")
        verbose_name_plural = _("custodies")
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "unit", "kind"], condition=Q(valid_to=None), name="custody_one_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="custody_lasts_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} → {self.unit} ({self.get_kind_display()})"


class Department(ScopedModel):
    """An office inside a unit that supplies information."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="department_name_once")]

    def __str__(self) -> str:
        return self.name


class Hamlet(ScopedModel):
    """A part of a commune: the place of its loudspeakers, meetings and notices."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=HamletKind)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("Without the word for the kind."))
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("hamlet")
        verbose_name_plural = _("hamlets")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "name"], name="hamlet_name_once"),
            models.CheckConstraint(
                condition=models.Q(lat=None, lon=None) | models.Q(lat__isnull=False, lon__isnull=False),
                name="hamlet_whole_point",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The official title, such as “Ấp Tân Hòa”."""
        return f"{HamletKind(self.kind).word} {self.name}"
