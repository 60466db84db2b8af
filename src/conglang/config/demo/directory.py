"""Write and approve the directories of the demonstration's communes, as their boards would."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

from PIL import Image as Picture
from PIL import ImageDraw
from wagtail.models import Revision

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import Membership
from conglang.base.accounts.roles import Role
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.base.units.rules import point_of
from conglang.base.units.scope import use_scope
from conglang.base.units.services.add_hamlet import HamletFacts, add_hamlet
from conglang.config.demo.pictures import jpeg
from conglang.content.directory.models import (
    Business,
    DepartmentPage,
    Entry,
    HamletPage,
    Official,
    ReceptionDesk,
)
from conglang.content.directory.rules import products_of
from conglang.content.directory.services.write import write_entry
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.media.models import Image
from conglang.tools.media.services.store import store_image

SOURCE = Path(__file__).with_name("directory.toml")
MODELS: dict[str, type[Entry]] = {
    "reception": ReceptionDesk,
    "department": DepartmentPage,
    "person": Official,
    "hamlet": HamletPage,
    "business": Business,
}
Facts = dict[str, Any]


def fill_directories(units: Mapping[str, Unit], by: Actor, now: datetime) -> None:
    """Every entry is written by the commune's contributor and approved by its head editor."""
    with SOURCE.open("rb") as file:
        communes: list[Facts] = tomllib.load(file)["commune"]
    for commune in communes:
        unit = units[commune["code"]]
        for name, point in zip_longest(commune["hamlets"], commune.get("points", ()), fillvalue=""):
            facts = HamletFacts(HamletKind(commune["hamlet_kind"]), name, point=point_of(point))
            add_hamlet(unit=unit, facts=facts, by=by, now=now)
        writer, head = _actor(unit, Role.CONTRIBUTOR, now), _actor(unit, Role.HEAD_EDITOR, now)
        for name, model in MODELS.items():
            for entry in commune.get(name, ()):
                _publish(model, entry, unit, writer, head, now)


def _publish(model: type[Entry], facts: Facts, unit: Unit, writer: Actor, head: Actor, now: datetime) -> None:
    with use_scope(writer.scope):
        values = _values(facts, unit, writer, now)
        entry = write_entry(by=writer, model=model, unit_id=unit.pk, values=values, now=now)
        # Wagtail dates revisions by its own clock
        Revision.objects.filter(pk=entry.latest_revision_id).update(created_at=now)
        submit(item=entry, by=writer, now=now)
    with use_scope(head.scope):
        seen = standing(head, entry, now=now).content
        approve(item=entry, expected_hash=seen, by=head, now=now)


def _values(facts: Facts, unit: Unit, writer: Actor, now: datetime) -> Facts:
    values = {name: facts[name] for name in facts if name not in {"portrait", "scene", "alt", "more"}}
    if "department" in values:
        values["department"] = Department.objects.get(unit=unit, name=values["department"])
    if "hamlet" in values:
        values["hamlet"] = Hamlet.objects.get(unit=unit, name=values["hamlet"])
    if "products" in values:
        products = products_of(values["products"])
        values["products"] = [{"name": each.name, "stars": each.stars} for each in products]
    if "portrait" in facts:
        drawing = portrait(facts["rank"] + unit.pk)
        image = _stored(drawing, facts["full_name"], facts["portrait"], unit, writer, now)
        values |= {"portrait": image, "portrait_alt": facts["portrait"]}
    if "scene" in facts:
        drawing = jpeg(facts["scene"], len(facts["name"]) + unit.pk)
        image = _stored(drawing, facts["name"], facts["alt"], unit, writer, now)
        values |= {"picture": image, "picture_alt": facts["alt"]}
    if "more" in facts:
        values["more_pictures"] = [
            ("picture", _shown(each, facts["name"], unit, writer, now)) for each in facts["more"]
        ]
    return values


def _shown(facts: Facts, title: str, unit: Unit, writer: Actor, now: datetime) -> Facts:
    """One more picture with its words, as its block holds them."""
    drawing = jpeg(facts["scene"], len(facts["alt"]) + unit.pk)
    image = _stored(drawing, title, facts["alt"], unit, writer, now)
    image.contextual_alt_text = facts["alt"]
    return {"picture": image, "caption": facts["caption"]}


def _stored(drawing: BytesIO, title: str, alt: str, unit: Unit, by: Actor, now: datetime) -> Image:
    return store_image(by=by, unit_id=unit.pk, file=drawing, title=title, alt_text=alt, now=now)


def _actor(unit: Unit, role: Role, now: datetime) -> Actor:
    member = Membership.objects.in_force(now).filter(unit=unit, role=role).select_related("user").get()
    return actor_for(member.user, unit.pk, now)


def portrait(seed: int) -> BytesIO:
    """A drawn head and shoulders; nobody is meant."""
    picture = Picture.new("RGB", (600, 800), (222, 230, 236))
    draw = ImageDraw.Draw(picture)
    coat = ((44, 82, 130), (236, 236, 230), (150, 44, 52), (52, 60, 96))[seed % 4]
    draw.ellipse([60, 520, 540, 1100], fill=coat)
    draw.rectangle([255, 430, 345, 560], fill=(214, 168, 136))
    draw.ellipse([190, 190, 410, 480], fill=(226, 182, 150))
    draw.pieslice([175, 150, 425, 420], 180, 360, fill=(40, 34, 32))
    data = BytesIO()
    picture.save(data, "JPEG", quality=85)
    data.seek(0)
    return data
