"""What households may vote on, and in which way, from `data/matters.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("data") / "matters.toml"


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter of article 15. `more_than` is in percent of all households."""

    key: str
    name: str
    basis: str
    online: bool
    more_than: int


@cache
def matters() -> dict[str, Matter]:
    """Every matter by its key."""
    with SOURCE.open("rb") as file:
        return {row["key"]: Matter(**row) for row in tomllib.load(file)["matter"]}


def online_choices() -> list[tuple[str, str]]:
    """For selects: what the law lets people vote on with codes."""
    return [(each.key, each.name) for each in matters().values() if each.online]
