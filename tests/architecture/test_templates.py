"""Templates use only what stands in their own room, in rooms below, or in the packages of others."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist
from django.template.backends.django import get_installed_libraries
from django.template.base import Lexer, Token, TokenType
from django.template.loader import get_template

from tests.architecture.house import (
    SOURCE,
    may_use,
    python_files,
    room_of,
    room_of_file,
    strings,
    template_files,
    templates,
    where,
)

QUOTED = re.compile(r"""(["'])(.+?)\1""")
NAMED_IN_CODE = re.compile(r"[\w\-./]+\.(html|txt|xml|json)")


def tags(source: str) -> Iterator[tuple[Token, str, list[str]]]:
    """Block tags of a template: the token, its name, its words."""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name, *words = token.split_contents()
            yield token, name, words


def reaches_up(room: str, name: str) -> str | None:
    """Why a room may not use a template of this name, or None where it may."""
    owner = templates().get(name)
    if owner:
        return None if may_use(room, owner[0]) else f"{name} stands in {owner[0]}"
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return f"{name} does not exist"
    return None


def libraries(words: list[str]) -> list[str]:
    return words[words.index("from") + 1 :] if "from" in words else words


def test_templates_extend_and_include_only_downwards():
    wrong = []
    for room, path in templates().values():
        for token, tag, words in tags(path.read_text()):
            if tag in {"extends", "include"}:
                literal = QUOTED.fullmatch(words[0])
                reason = reaches_up(room, literal[2]) if literal else f"{words[0]} is not a literal name"
                wrong += [f"{where(path, token.lineno or 0)}: {reason}"] if reason else []
    assert wrong == []


def test_templates_load_only_libraries_from_below():
    known = get_installed_libraries()
    wrong = []
    for room, path in templates().values():
        for token, tag, words in tags(path.read_text()):
            for library in libraries(words) if tag == "load" else ():
                used = room_of(known.get(library, ""))
                if used and not may_use(room, used):
                    wrong.append(f"{where(path, token.lineno or 0)}: {library} stands in {used}")
    assert wrong == []


def test_templates_link_only_files_from_below():
    wrong = []
    for room, path in templates().values():
        for token, tag, words in tags(path.read_text()):
            literal = QUOTED.fullmatch(words[0]) if tag == "static" and words else None
            if literal and (reason := static_reaches_up(room, literal[2])):
                wrong.append(f"{where(path, token.lineno or 0)}: {reason}")
    assert wrong == []


def static_reaches_up(room: str, name: str) -> str | None:
    found = finders.find(name)
    if not found:
        return f"{name} does not exist"
    path = Path(found)
    if not path.is_relative_to(SOURCE):
        return None
    folder = next(parent for parent in path.parents if parent.name == "static")
    owner = room_of_file(folder)
    return None if may_use(room, owner) else f"{name} stands in {owner}"


def test_code_renders_only_templates_from_below():
    wrong = []
    for path in python_files():
        if "tests" in path.parts:
            continue
        for line, text in strings(path):
            if (
                NAMED_IN_CODE.fullmatch(text)
                and text in templates()
                and (reason := reaches_up(room_of_file(path), text))
            ):
                wrong.append(f"{where(path, line)}: {reason}")
    assert wrong == []


def test_a_template_name_belongs_to_one_room():
    """Two files of one name hide each other by the order of the apps."""
    names = Counter(name for name, _, _ in template_files())
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(
    ("words", "expected"), [(["i18n", "ui"], ["i18n", "ui"]), (["x", "from", "ui"], ["ui"])]
)
def test_the_libraries_of_a_load_tag_are_found(words: list[str], expected: list[str]):
    assert libraries(words) == expected
