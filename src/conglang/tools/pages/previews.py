"""The front of a site as it would be with changes that nobody but their author has said yes to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conglang.base.units.models import Unit
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import use_scope
from conglang.tools.media.models import Image
from conglang.tools.pages.context import imprint, site_context
from conglang.tools.pages.front import front, grouped, links_for
from conglang.tools.pages.models import BannerPicture, Channel, SiteLink, SiteProfile
from conglang.tools.pages.queries import Frame


def previewed(unit: Unit, contents: Mapping[str, Any]) -> dict[str, Any]:
    """What the templates of the front want; `contents` by kind of change, kinds that lack are as they are.

    Pictures are read in the scope of whoever looks, everything else as visitors would see it.
    """
    with use_scope(public_scope(unit)):
        context = site_context(unit)
        around = context["frame"]
        if "profile" in contents:
            facts = {name: value for name, value in contents["profile"].items() if name != "emblem"}
            around = replace(around, profile=SiteProfile(unit=unit, **facts))
        shown = front(around)
        if "links" in contents:
            shown = replace(shown, links=_links(unit, contents["links"]))
    if "pictures" in contents:
        shown = replace(shown, pictures=_pictures(unit, contents["pictures"]))
    return context | {"front": shown} | _frame(around, context, contents)


def _frame(around: Frame, context: dict[str, Any], contents: Mapping[str, Any]) -> dict[str, Any]:
    unit, masthead, below = around.unit, dict(context["masthead"]), dict(context["imprint"])
    if "profile" in contents:
        below |= imprint(around)
        emblem = Image.objects.filter(unit=unit, pk=contents["profile"]["emblem"]).first()
        masthead["emblem_url"] = emblem.file.url if emblem else ""
    if "channels" in contents:
        below["channels"] = tuple(Channel(unit=unit, **row) for row in contents["channels"])
    return {"masthead": masthead, "imprint": below}


def _links(unit: Unit, rows: list[dict[str, Any]]) -> Any:
    above = [row for row in links_for(unit) if row.unit_id != unit.pk]
    return grouped([*above, *(SiteLink(unit=unit, **row) for row in rows)])


def _pictures(unit: Unit, rows: list[dict[str, Any]]) -> tuple[BannerPicture, ...]:
    images = Image.objects.filter(unit=unit).in_bulk([row["image_id"] for row in rows])
    return tuple(
        BannerPicture(unit=unit, image=images[row["image_id"]], alt_text=row["alt_text"])
        for row in rows
        if row["image_id"] in images
    )
