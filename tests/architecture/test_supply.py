"""What is installed: exactly what is declared, locked with hashes, under licences that we may use."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.architecture.house import ROOT

# MPL and LGPL ask for the source of their own files, not of ours.
FREE = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "PSFL", "BSD License", "MIT License", "ISC License (ISCL)", "Apache Software License",
    "Mozilla Public License 2.0 (MPL 2.0)", "Python Software Foundation License",
}  # fmt: skip
EXCEPTIONS = {
    "psycopg": "LGPL-3.0: imported unchanged, replaceable by whoever runs it",
    "psycopg-binary": "LGPL-3.0: as psycopg, with PostgreSQL's own libpq",
    "pyphen": "GPL, LGPL or MPL-1.1, as one likes: MPL-1.1",
    "pypdfium2": "BSD-3-Clause and Apache-2.0, named together in one free text; PDFium is BSD-3-Clause",
    "qrcode": "BSD; a classifier too many names the licence of a logo that it does not ship",
}
# pillow-heif, which Wagtail asks for and the locks leave out, carries x265 (GPL).
NAME_THE_GPL = {"pillow": "FreeType may be used under its own licence or the GPL; it is used under its own"}
GPL = re.compile(r"(?<![AL])GPL-?v?\d")
LICENCE_FILE = re.compile(r"^(licen[cs]e|copying|notice)[\w\-]*(\.txt|\.md|\.rst)?$", re.IGNORECASE)


def locked(name: str) -> dict[str, list[str]]:
    """Requirements of a lock file with their hashes."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "requirements" / name).read_text(), flags=re.MULTILINE)
    entries = text.replace("\\\n", "").splitlines()
    return {entry.split(" --hash=")[0].strip(): re.findall(r"--hash=\S+", entry) for entry in entries}


def running() -> list[Requirement]:
    """What the product needs on this system."""
    asked = [Requirement(line) for line in locked("base.lock")]
    return [r for r in asked if r.marker is None or r.marker.evaluate()]


def licences(name: str) -> set[str]:
    """What a distribution says of its licence: an expression, else classifiers, else free text."""
    about = metadata.metadata(name)
    if about["License-Expression"]:
        return set(re.split(r" (?:OR|AND) ", about["License-Expression"]))
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License :: ")]
    return {line.rsplit(" :: ", 1)[1] for line in classifiers} or {about["License"] or "none"}


def test_pyproject_declares_what_the_lock_is_made_from():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["dependencies"] == (ROOT / "requirements" / "base.in").read_text().split("\n")[:-1]


def test_wagtail_is_pinned_exactly():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [wagtail] = [Requirement(d) for d in project["dependencies"] if Requirement(d).name == "wagtail"]
    assert [clause.operator for clause in wagtail.specifier] == ["=="]


@pytest.mark.parametrize("lock", ["base.lock", "dev.lock"])
def test_every_locked_package_has_a_hash(lock: str):
    assert [name for name, hashes in locked(lock).items() if not hashes] == []


def test_the_development_lock_holds_the_running_one_whole():
    development = locked("dev.lock")
    assert [name for name, hashes in locked("base.lock").items() if development.get(name) != hashes] == []


def test_the_product_is_made_of_free_packages():
    said = {requirement.name: licences(requirement.name) for requirement in running()}
    assert {name: words for name, words in said.items() if not words <= FREE} == {
        name: said[name] for name in EXCEPTIONS
    }


def test_no_package_brings_along_a_library_under_the_gpl():
    """Wheels bundle libraries of others, and their own licence does not say so."""
    named = {
        requirement.name
        for requirement in running()
        for file in metadata.files(requirement.name) or ()
        if LICENCE_FILE.search(file.name) and GPL.search(file.read_text())
    }
    assert named == set(NAME_THE_GPL)


def test_what_is_installed_is_what_is_locked():
    installed = {requirement: metadata.version(requirement.name) for requirement in running()}
    assert {str(r): version for r, version in installed.items() if not r.specifier.contains(version)} == {}
