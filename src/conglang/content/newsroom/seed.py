"""The themes of the release, entered by migrations; what people entered stays."""

import tomllib
from datetime import datetime, time
from pathlib import Path
from typing import Any

from conglang.kernel.clock import LOCAL_ZONE
from conglang.kernel.legal import NATIONAL
from conglang.kernel.text import slugify

SOURCE = Path(__file__).with_name("data") / "themes.toml"


def load_delivered(apps: Any, schema_editor: Any) -> None:
    """Enter those that are missing."""
    given = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    rows = apps.get_model("newsroom", "Theme").objects
    since = given["valid_from"]
    for group, titles in given["groups"].items():
        for title in titles:
            known = {"scope": NATIONAL, "slug": slugify(title)}
            said = {"group": group, "title": title, "basis": given["basis"], "valid_from": since}
            said["confirmed_at"] = datetime.combine(since, time(), LOCAL_ZONE)
            rows.get_or_create(**known, defaults=said)
