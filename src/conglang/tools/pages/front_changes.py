"""What people change of the frame and the front of a site: how each kind is read, checked and written."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.accounts.actor import Actor
from conglang.kernel.text import one_line
from conglang.tools.media.models import Image
from conglang.tools.pages.addresses import is_web_address
from conglang.tools.pages.changing import ChangeKind, Line, applies
from conglang.tools.pages.models import (
    BannerPicture,
    Channel,
    ChannelKind,
    LinkGroup,
    PageChange,
    SiteLink,
    SiteProfile,
)
from conglang.tools.pages.services.arrange_rows import arrange_rows
from conglang.tools.pages.services.lay_out import write_profile

FACTS = (
    "authority",
    "responsible_person",
    "address",
    "phone",
    "email",
    "control_phone",
    "control_email",
    "license",
)
MOST_PICTURES = 10
FEWEST_PICTURES = 5  # fewer are shown too, but the desk says what is expected
MOST_ROWS = 60


def own_image(unit_id: int, pk: Any) -> Image:
    """A picture of the unit's library. Raises ValidationError for any other."""
    found: Image | None = Image.objects.filter(unit=unit_id, pk=pk).first() if isinstance(pk, int) else None
    if found is None:
        raise ValidationError(_("This picture is not in the library of the unit any more."))
    return found


@applies("profile")
class ProfileChanges(ChangeKind):
    """Emblem and facts of header and footer: `{"emblem": key or None, fact: text}`."""

    label = gettext_lazy("Header and footer")

    def present(self, unit_id: int) -> dict[str, Any]:
        row = SiteProfile.objects.filter(unit=unit_id).first() or SiteProfile()
        return {name: getattr(row, name) for name in FACTS} | {"emblem": row.emblem_id}

    def checked(self, unit_id: int, content: Any) -> dict[str, Any]:
        kept = {name: one_line(str(content[name])) for name in FACTS}
        emblem = own_image(unit_id, content["emblem"]) if content["emblem"] is not None else None
        SiteProfile(unit_id=unit_id, **kept).clean_fields(exclude=["unit", "emblem"])
        return kept | {"emblem": emblem.pk if emblem else None}

    def lines(self, unit_id: int, before: Any, after: Any) -> list[Line]:
        found = [
            Line(_fact_label(name), before[name], after[name])
            for name in FACTS
            if before[name] != after[name]
        ]
        if before["emblem"] != after["emblem"]:
            names = [_title_of(unit_id, each["emblem"]) for each in (before, after)]
            found.append(Line(_("emblem"), *names))
        return found

    def apply(self, change: PageChange, *, by: Actor, now: datetime) -> None:
        facts = dict(change.content)
        emblem = facts.pop("emblem")
        image = own_image(change.unit_id, emblem) if emblem is not None else None
        write_profile(change.unit_id, facts | {"emblem": image})


class RowChanges(ChangeKind):
    """An ordered list, as a list of `{field: value}`."""

    model: ClassVar[type[Any]]
    fields: ClassVar[tuple[str, ...]]
    most: ClassVar[int] = MOST_ROWS
    once: ClassVar[str]  # the field in which no two rows are alike

    def present(self, unit_id: int) -> list[dict[str, Any]]:
        rows = self.model.objects.filter(unit=unit_id)
        return [{name: getattr(row, name) for name in self.fields} for row in rows]

    def checked(self, unit_id: int, content: Any) -> list[dict[str, Any]]:
        kept = [self._checked_row(unit_id, {name: row[name] for name in self.fields}) for row in content]
        if len(kept) > self.most:
            raise ValidationError(_("At most %(count)s can be shown.") % {"count": self.most})
        if len({row[self.once] for row in kept}) < len(kept):
            raise ValidationError(_("This is in the list already."))
        return kept

    def lines(self, unit_id: int, before: Any, after: Any) -> list[Line]:
        say = self._words(unit_id, [*before, *after])
        return [
            Line(_("Place %(number)s") % {"number": place}, say(old), say(new))
            for place, (old, new) in enumerate(zip_longest(before, after), 1)
            if old != new
        ]

    def apply(self, change: PageChange, *, by: Actor, now: datetime) -> None:
        arrange_rows(self.model, change.unit_id, self.fields, change.content)

    def _checked_row(self, unit_id: int, facts: dict[str, Any]) -> dict[str, Any]:
        facts = {name: one_line(value) if isinstance(value, str) else value for name, value in facts.items()}
        self.model(unit_id=unit_id, **facts).clean_fields(exclude=["unit"])
        return facts

    @abstractmethod
    def _words(self, unit_id: int, rows: Sequence[Any]) -> Callable[[Any], str]:
        """How to say each of these rows; empty for the place of none."""


@applies("pictures")
class PictureChanges(RowChanges):
    """The banner: `image_id` is the key of a picture in the unit's library."""

    label = gettext_lazy("Pictures of the front page")
    model, fields, once, most = BannerPicture, ("image_id", "alt_text"), "image_id", MOST_PICTURES

    def _checked_row(self, unit_id: int, facts: dict[str, Any]) -> dict[str, Any]:
        own_image(unit_id, facts["image_id"])
        return super()._checked_row(unit_id, facts)

    def _words(self, unit_id: int, rows: Sequence[Any]) -> Callable[[Any], str]:
        return lambda row: row["alt_text"] if row else ""


@applies("channels")
class ChannelChanges(RowChanges):
    """The official channels of the unit."""

    label = gettext_lazy("Official channels")
    model, fields, once = Channel, ("kind", "name", "address"), "name"

    def _words(self, unit_id: int, rows: Sequence[Any]) -> Callable[[Any], str]:
        return lambda row: (
            " · ".join(filter(None, (str(ChannelKind(row["kind"]).label), row["name"], row["address"])))
            if row
            else ""
        )


@applies("links")
class LinkChanges(RowChanges):
    """Ways to other sites, for the unit and all units below."""

    label = gettext_lazy("Links to other sites")
    model, fields, once = SiteLink, ("group", "name", "address"), "address"

    def _checked_row(self, unit_id: int, facts: dict[str, Any]) -> dict[str, Any]:
        facts = super()._checked_row(unit_id, facts)
        if not is_web_address(facts["address"]):
            raise ValidationError({"address": _("Write the whole address, such as “https://vbpl.vn”.")})
        return facts

    def _words(self, unit_id: int, rows: Sequence[Any]) -> Callable[[Any], str]:
        return lambda row: (
            f"{LinkGroup(row['group']).label} · {row['name']} · {row['address']}" if row else ""
        )


FRONT_KINDS = ("profile", "pictures", "channels", "links")


def _fact_label(name: str) -> str:
    field: Any = SiteProfile._meta.get_field(name)
    return str(field.verbose_name)


def _title_of(unit_id: int, pk: int | None) -> str:
    found: Image | None = Image.objects.filter(unit=unit_id, pk=pk).first() if pk else None
    return found.title if found else ""
