"""One stylesheet a kind of page, with nothing from outside and nothing to build."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template, TemplateSyntaxError

from conglang.base.ui import bundles

STATIC = Path(bundles.__file__).parent / "static" / "ui"


@pytest.mark.parametrize("name", bundles.NAMES)
def test_static_files_offer_each_bundle(name: str):
    found = finders.find(f"ui/bundles/{name}.css")
    assert found
    assert Path(found).read_text("utf-8") == bundles.css(name)


def test_collecting_static_files_takes_the_bundles_along():
    listed = {path: storage.exists(path) for path, storage in bundles.BundleFinder().list(None)}
    assert listed == {"ui/bundles/public.css": True, "ui/bundles/desk.css": True}


@pytest.mark.parametrize(
    "path", ["ui/bundles/other.css", "public.css", "ui/css/tokens.css", "../bundles/public.css"]
)
def test_the_finder_knows_nothing_else(path: str):
    assert bundles.BundleFinder().find(path) == []


def test_a_changed_component_shows_at_the_next_request(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    component = tmp_path / "late.css"
    component.write_text("@layer components { .late { color: var(--text); } }")
    before = bundles.sources("public")
    monkeypatch.setattr(bundles, "sources", lambda _name: [*before, component])
    assert ".late" in Path(bundles.BundleFinder().find("ui/bundles/public.css")).read_text("utf-8")


def test_an_unchanged_bundle_keeps_its_time():
    first = Path(bundles.BundleFinder().find("ui/bundles/desk.css")).stat().st_mtime_ns
    assert Path(bundles.BundleFinder().find("ui/bundles/desk.css")).stat().st_mtime_ns == first


@pytest.mark.parametrize("name", bundles.NAMES)
def test_a_bundle_is_light_and_whole(name: str):
    text = bundles.css(name)
    assert text.startswith(bundles.LAYERS)
    assert len(gzip.compress(text.encode())) <= 10 * 1024
    assert "@import" not in text
    assert "http" not in text.replace('[href^="http"]', "")
    assert text.count("{") == text.count("}")


SHEETS = sorted({path for name in bundles.NAMES for path in bundles.sources(name)})


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_rule_stands_in_a_declared_layer(path: Path):
    """A rule outside the layers would win over all of them."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL).strip()
    declared = re.findall(r"[\w]+", bundles.LAYERS)[1:]
    assert re.match(r"(@media print \{\s*)?@layer (\w+) \{", text)
    assert set(re.findall(r"@layer (\w+)", text)) <= set(declared)


@pytest.mark.parametrize("path", sorted(STATIC.glob("js/*.js")), ids=lambda path: path.name)
def test_a_module_is_small_and_stands_alone(path: Path):
    text = path.read_text("utf-8")
    assert len(gzip.compress(text.encode())) < 3 * 1024
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)


def test_the_stylesheet_tag_refuses_an_unknown_bundle():
    template = Template('{% load ui %}{% stylesheet "desk" %}|{% stylesheet name %}')
    with pytest.raises(TemplateSyntaxError, match="No stylesheet"):
        template.render(Context({"name": "fancy"}))
