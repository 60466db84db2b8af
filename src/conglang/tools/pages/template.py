"""The template that an installation starts with, read from its data file."""

import tomllib
from functools import cache
from pathlib import Path

from conglang.tools.pages.layout import Row, Template

SOURCE = Path(__file__).with_name("data") / "sections.toml"


@cache
def first_template() -> Template:
    """The template of a province that has laid down none of its own, headings first."""
    with SOURCE.open("rb") as file:
        data = tomllib.load(file)
    return Template.of({"sections": data["section"], "blocks": data["block"]})


def section_rows() -> tuple[Row, ...]:
    """All sections of that template."""
    return first_template().sections
