"""What the names of the colours promise, the colours keep."""

import re

import pytest

from conglang.base.ui import tokens
from conglang.base.ui.bundles import NAMES, css


@pytest.mark.parametrize("theme", tokens.THEMES, ids="-".join)
@pytest.mark.parametrize("pair", tokens.pairs(), ids=lambda pair: f"{pair.front} on {pair.ground}")
def test_every_declared_pair_has_its_contrast(pair: tokens.Pair, theme: tuple[str, str]):
    front, ground = (tokens.colours()[name][tokens.THEMES.index(theme)] for name in (pair.front, pair.ground))
    assert tokens.contrast(front, ground) >= pair.needs


def test_every_ground_that_carries_text_names_that_text():
    carried = {pair.ground for pair in tokens.pairs() if pair.needs == 7}
    quiet = {"line", "halo", "plate"}
    fronts = {name for name in tokens.colours() if name.startswith(("on-", "text", "link", "edge-"))}
    assert set(tokens.colours()) - fronts - quiet == carried


def test_contrast_is_the_formula_of_wcag():
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_components_take_their_colours_from_the_tokens():
    """A colour written into a component would stay as it is at night."""
    files = [path for path in tokens.FILE.parent.rglob("*.css") if path != tokens.FILE]
    own = re.compile(r":[^;{]*(#[0-9a-f]{3,8}\b|\b(white|black|red)\b)")
    assert [path.name for path in files if own.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_component_asks_for_a_token_that_does_not_exist(name: str):
    text = css(name)
    asked = set(re.findall(r"var\((--[\w-]+)", text))
    assert asked - set(re.findall(r"(--[\w-]+):", text)) == set()
