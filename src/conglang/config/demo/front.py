"""Pictures, channels and links of the demonstration's front pages: proposed by one, applied by another."""

import tomllib
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import ADMINISTRATORS, Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.photographs import photograph
from conglang.config.demo.pictures import emblem
from conglang.config.demo.stories import board_of
from conglang.tools.media.services.store import store_image
from conglang.tools.pages.changing import kind_of
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.services.apply_change import apply_change
from conglang.tools.pages.services.propose_change import propose_change

SOURCE = Path(__file__).with_name("front.toml")
FACTS = ("license", "control_phone", "control_email")


def lay_fronts(units: dict[str, Unit], now: datetime) -> None:
    """Bring the front pages of the file about; a unit without one shows how an empty front looks."""
    with SOURCE.open("rb") as file:
        fronts: list[dict[str, Any]] = tomllib.load(file)["front"]
    for front in fronts:
        unit = units[front["unit"]]
        board = board_of(unit, now)
        by = next(actor for role, actor in board.items() if role in ADMINISTRATORS)
        for kind, content in _contents(front, unit, by, now).items():
            _change(kind, content, by, board[Role.HEAD_EDITOR], unit, now)


def _contents(front: dict[str, Any], unit: Unit, by: Actor, now: datetime) -> dict[str, Any]:
    """What each kind of change shall bring."""
    with use_scope(by.scope):
        sign = store_image(
            by=by, unit_id=unit.pk, file=emblem(unit.pk), title="Biểu trưng", now=now,
            alt_text=f"Biểu trưng {unit.naming.in_text}",
        )  # fmt: skip
        pictures = [
            store_image(
                by=by,
                unit_id=unit.pk,
                file=BytesIO(photograph(scene, seed)),
                title=alt,
                alt_text=alt,
                now=now,
            )
            for scene, seed, alt in front["pictures"]
        ]
        profile = kind_of("profile").present(unit.pk)
    return {
        "profile": profile | {name: front[name] for name in FACTS} | {"emblem": sign.pk},
        "pictures": [{"image_id": row.pk, "alt_text": row.alt_text} for row in pictures],
        "channels": [_row(("kind", "name", "address"), each) for each in front["channels"]],
        "links": [_row(("group", "name", "address"), each) for each in front["links"]],
    }


def _row(names: tuple[str, ...], values: list[str]) -> dict[str, str]:
    return dict(zip(names, values, strict=True))


def _change(kind: str, content: Any, by: Actor, second: Actor, unit: Unit, now: datetime) -> None:
    if not content:
        return
    with use_scope(by.scope):
        change = propose_change(by=by, unit_id=unit.pk, kind=kind, content=content, now=now)
    with use_scope(second.scope):
        change = PageChange.objects.get(pk=change.pk)
        apply_change(by=second, change=change, seen=change.sha256, now=now)
