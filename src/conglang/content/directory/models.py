"""Who and what is where in a commune: people, departments, the reception desk, hamlets, businesses.

Only what the law wants published about people in office stands here: no private telephone, no birthday.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from conglang.base.units.models import Department, Hamlet
from conglang.content.directory.routes import SHORT
from conglang.content.directory.rules import dialled
from conglang.kernel.ids import uuid7
from conglang.kernel.text import fold, name_key, nfc
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.media.models import Image
from conglang.tools.pages.blocks import PictureBlock, missing_in, pictures_in
from conglang.tools.pages.picture_forms import MOST_PICTURES

PHONE_LENGTH, PLACE_LENGTH, TEXT_LENGTH = 40, 240, 3000


class Entry(Publishable):
    """What all entries share: tidy text, an address to search in, a draft that others approve."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    folded = models.CharField(max_length=500, editable=False, blank=True)

    default_route: ClassVar[Route] = SHORT
    outside_approval = frozenset({"folded"})
    of_the_object = ("uid", "folded")
    guards_personal_data = False  # contacts for readers are what a directory consists of
    searched: ClassVar[tuple[str, ...]]  # fields in which the desk's list searches
    address: ClassVar[str]  # of the public pages, before the key
    page_of: ClassVar[str] = "pk"  # whose key that is

    class Meta(Publishable.Meta):
        abstract = True

    @property
    def pictures_shown(self) -> list[Image]:
        """The pictures that readers see with the entry."""
        return []

    def clean(self) -> None:
        super().clean()
        phone = getattr(self, "phone", "")
        if phone and not dialled(phone):
            raise ValidationError({"phone": _("Write one telephone number, digits and spaces only.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self.tidy()
            self.folded = fold(" ".join(str(getattr(self, name) or "") for name in self.searched))[:500]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"{self.address}{getattr(self, self.page_of)}/"

    def tidy(self) -> None:
        for each in self._meta.concrete_fields:
            if each.name == "folded" or not isinstance(each, models.CharField | models.TextField):
                continue
            text = nfc(getattr(self, each.attname) or "")
            is_long = isinstance(each, models.TextField)
            tidy = "\n".join(text.strip().splitlines()) if is_long else " ".join(text.split())
            setattr(self, each.attname, tidy)

    def _refuse_foreign(self, *names: str) -> None:
        for name in names:
            key = getattr(self, f"{name}_id")
            model: Any = self._meta.get_field(name).related_model
            if key is not None and not model.objects.filter(pk=key, unit=self.unit_id).exists():
                raise ValidationError({name: _("This belongs to another unit.")})

    def _want_words(self, picture: str, alt: str) -> None:
        if getattr(self, f"{picture}_id") and not getattr(self, alt):
            raise ValidationError({alt: _("Please say what the picture shows.")})


class OfficialGroup(models.TextChoices):
    """Which list a person stands in."""

    LEADER = "leader", _("leader")
    OFFICIAL = "official", _("official or civil servant")
    PART_TIME = "part_time", _("part-time staff")


class Official(Entry):
    """A person in an office of the unit."""

    full_name = models.CharField(_("full name"), max_length=160)
    group = models.CharField(_("list"), max_length=10, choices=OfficialGroup, default=OfficialGroup.OFFICIAL)
    post = models.CharField(_("post"), max_length=200)
    rank = models.PositiveSmallIntegerField(
        _("place among the leaders"), default=0, help_text=_("1 comes first. Only for leaders.")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    hamlet = models.ForeignKey(
        Hamlet, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hamlet")
    )
    is_head = models.BooleanField(_("heads this department or hamlet"), default=False)
    is_spokesperson = models.BooleanField(_("speaks for the unit to the press"), default=False)
    duties = models.TextField(
        _("duties"), blank=True, max_length=TEXT_LENGTH, help_text=_("What people come to this person for.")
    )
    biography = models.TextField(
        _("short biography"),
        blank=True,
        max_length=TEXT_LENGTH,
        help_text=_("Of leaders: training and career. No birthday, no home, no family."),
    )
    phone = models.CharField(_("work telephone"), max_length=PHONE_LENGTH, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    reception = models.CharField(
        _("reception days"),
        max_length=PLACE_LENGTH,
        blank=True,
        help_text=_("Such as “Thursdays, 7:30 to 11:00, room 2”."),
    )
    portrait = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    portrait_alt = models.CharField(
        _("what the portrait shows"),
        max_length=255,
        blank=True,
        help_text=_("One sentence for people who cannot see the picture."),
    )

    searched = ("full_name", "post")
    address = "/danh-ba/can-bo/"

    class Meta(Entry.Meta):
        verbose_name = _("person in office")
        verbose_name_plural = _("people in office")
        indexes = [models.Index(fields=["unit", "live"], name="official_public")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def pictures_shown(self) -> list[Image]:
        """The portrait."""
        return [self.portrait] if self.portrait else []

    @property
    def place_in_lists(self) -> tuple[int, int, bytes]:
        """Leaders by rank, heads before others, then by given name as Vietnamese lists have it."""
        is_leader = self.group == OfficialGroup.LEADER
        return (self.rank or 999 if is_leader else 1000, not self.is_head, name_key(self.full_name))

    def clean(self) -> None:
        super().clean()
        self._refuse_foreign("department", "hamlet", "portrait")
        self._want_words("portrait", "portrait_alt")
        if self.is_head and not (self.department_id or self.hamlet_id):
            raise ValidationError({"is_head": _("Choose the department or the hamlet first.")})
        if self.group == OfficialGroup.LEADER and not self.duties:
            raise ValidationError({"duties": _("The law wants the duties of leaders published.")})


class DepartmentPage(Entry):
    """What a department does, where and when people find it."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    functions = models.TextField(_("what the department does"), max_length=TEXT_LENGTH)
    place = models.CharField(_("where"), max_length=PLACE_LENGTH, blank=True)
    hours = models.CharField(_("opening hours"), max_length=PLACE_LENGTH, blank=True)
    phone = models.CharField(_("work telephone"), max_length=PHONE_LENGTH, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)

    searched = ("department", "functions")
    address = "/danh-ba/phong-ban/"
    page_of = "department_id"

    class Meta(Entry.Meta):
        verbose_name = _("department's page")
        verbose_name_plural = _("departments' pages")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(fields=["department"], name="one_page_a_department"),
        ]

    def __str__(self) -> str:
        return str(self.department)

    def clean(self) -> None:
        super().clean()
        self._refuse_foreign("department")


class ReceptionDesk(Entry):
    """Where citizens are received, when, and by which rules."""

    name = models.CharField(_("name"), max_length=160)
    place = models.CharField(_("where"), max_length=PLACE_LENGTH)
    hours = models.CharField(_("opening hours"), max_length=PLACE_LENGTH)
    rules = models.TextField(
        _("rules"), max_length=TEXT_LENGTH, help_text=_("What people bring, and what they may expect.")
    )
    phone = models.CharField(_("work telephone"), max_length=PHONE_LENGTH, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)

    searched = ("name", "place")
    address = "/danh-ba/tiep-cong-dan/"

    class Meta(Entry.Meta):
        verbose_name = _("citizen-reception desk")
        verbose_name_plural = _("citizen-reception desks")

    def __str__(self) -> str:
        return self.name


class HamletPage(Entry):
    """A hamlet as its people and visitors know it; who heads it is said by the person's own entry."""

    hamlet = models.ForeignKey(Hamlet, models.PROTECT, related_name="+", verbose_name=_("hamlet"))
    about = models.TextField(_("about the hamlet"), blank=True, max_length=TEXT_LENGTH)
    cultural_house = models.CharField(
        _("cultural house"), max_length=PLACE_LENGTH, blank=True, help_text=_("Where it stands.")
    )
    phone = models.CharField(_("work telephone"), max_length=PHONE_LENGTH, blank=True)

    searched = ("hamlet", "cultural_house")
    address = "/danh-ba/thon/"
    page_of = "hamlet_id"

    class Meta(Entry.Meta):
        verbose_name = _("hamlet's page")
        verbose_name_plural = _("hamlets' pages")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(fields=["hamlet"], name="one_page_a_hamlet"),
        ]

    def __str__(self) -> str:
        return str(self.hamlet)

    def clean(self) -> None:
        super().clean()
        self._refuse_foreign("hamlet")


class BusinessKind(models.TextChoices):
    """What sort of business it is; the public list can be narrowed to one."""

    COMPANY = "company", _("company")
    COOPERATIVE = "cooperative", _("cooperative")
    HOUSEHOLD = "household", _("household business")
    FARM = "farm", _("farm")
    CRAFT = "craft", _("craft")
    SERVICE = "service", _("shop or service")


class Business(Entry):
    """A local business or producer. `products` is a list of `{"name", "stars"}`."""

    name = models.CharField(_("name of the business"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=BusinessKind)
    products = models.JSONField(_("products"), default=list, blank=True)
    about = models.TextField(_("about the business"), blank=True, max_length=TEXT_LENGTH)
    place = models.CharField(_("address"), max_length=PLACE_LENGTH)
    hamlet = models.ForeignKey(
        Hamlet, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hamlet")
    )
    phone = models.CharField(_("business telephone"), max_length=PHONE_LENGTH, blank=True)
    email = models.EmailField(_("business e-mail"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    picture = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=255,
        blank=True,
        help_text=_("One sentence for people who cannot see the picture."),
    )
    more_pictures = StreamField([("picture", PictureBlock())], verbose_name=_("more pictures"), blank=True)

    searched = ("name", "place")
    address = "/doanh-nghiep/"

    class Meta(Entry.Meta):
        verbose_name = _("business or producer")
        verbose_name_plural = _("businesses and producers")
        indexes = [models.Index(fields=["unit", "live"], name="business_public")]

    def __str__(self) -> str:
        return self.name

    @property
    def pictures_shown(self) -> list[Image]:
        """The main picture, then the others."""
        return [*filter(None, [self.picture]), *pictures_in(self.more_pictures)]

    @property
    def gallery(self) -> dict[str, Any]:
        """The other pictures, as the block of a picture set has them."""
        return {"pictures": [child.value for child in self.more_pictures]}

    def clean(self) -> None:
        super().clean()
        self._refuse_foreign("hamlet", "picture")
        self._want_words("picture", "picture_alt")
        if len(self.more_pictures) > MOST_PICTURES:
            raise ValidationError(
                {"more_pictures": _("Please choose at most %(count)s pictures.") % {"count": MOST_PICTURES}}
            )
        if any(image.unit_id != self.unit_id for image in pictures_in(self.more_pictures)):
            raise ValidationError({"more_pictures": _("This belongs to another unit.")})

    def check_complete(self) -> None:
        """Raise ValidationError where people who do not see would be left out."""
        if missing := missing_in(self.more_pictures):
            raise ValidationError({"more_pictures": missing})


ENTRIES: tuple[type[Entry], ...] = (Official, DepartmentPage, ReceptionDesk, HamletPage, Business)
