"""The strings that people read: where they are written, and what the Vietnamese catalogues say for them."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations
from html import unescape
from io import BytesIO
from pathlib import Path

import django.conf
from django.apps import apps
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from tests.architecture.house import (
    SOURCE,
    parsed,
    python_files,
    room_of,
    room_of_file,
    template_files,
    where,
)

# how many of a call's first arguments are strings to translate, and whether the first one is a context
CALLS = {"gettext": (1, False), "ngettext": (2, False), "pgettext": (2, True), "npgettext": (3, True)}
CALLS |= {f"{name}_lazy": shape for name, shape in CALLS.items()} | {"_": (1, False)}
IN_TEMPLATE = re.compile(rf"(?<![\w.])({'|'.join(sorted(CALLS, key=len, reverse=True))})\(")
# blocks whose text is translated, or is not read by people
SILENT = re.compile(r"blocktrans|comment|block \w*(class|attributes)\b")
SILENT_END = re.compile(r"endblock|endcomment")
NO_TEXT = re.compile(r"<(script|style|code|pre)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
SPOKEN = re.compile(r"\b(alt|title|placeholder|aria-label|aria-description|summary)=\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Cổng", "Làng"}
MSGID = re.compile(r'^msgid ((?:".*"\n)+)', re.MULTILINE)
MARKS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True, order=True)
class Message:
    """One string as gettext keys it; a plural form is looked up by its singular."""

    msgid: str
    context: str = ""
    has_plural: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Use:
    """Where a string is written. `message` is None where it is made at run time: gettext cannot see it."""

    place: str
    room: str
    message: Message | None


@cache
def uses() -> tuple[Use, ...]:
    return (*from_python(), *from_templates())


def from_python() -> Iterator[Use]:
    for path in python_files():
        if "tests" not in path.parts and "gettext" in path.read_text():
            room = room_of_file(path)
            for call in ast.walk(parsed(path)):
                if isinstance(call, ast.Call) and (shape := CALLS.get(function_name(call))):
                    yield Use(where(path, call.lineno), room, message_of(call, *shape))


def from_templates() -> Iterator[Use]:
    for _, room, path in template_files():
        text = templatize(path.read_text(), str(path))
        for match in IN_TEMPLATE.finditer(text):
            call = first_call(text[match.start() :])
            line = text.count("\n", 0, match.start()) + 1
            yield Use(where(path, line), room, message_of(call, *CALLS[match[1]]))


def bare_words(source: str) -> list[str]:
    """Words that a template shows as they stand, past gettext: text between tags and in attributes."""
    shown, in_block = "", False
    for token in Lexer(source).tokenize():
        tag = token.contents if token.token_type == TokenType.BLOCK else ""
        in_block = bool(SILENT.match(tag)) or (in_block and not SILENT_END.match(tag))
        shown += token.contents if token.token_type == TokenType.TEXT and not in_block else "\0"
    shown = NO_TEXT.sub(" ", shown)
    attributes = " ".join(match[2] for match in SPOKEN.finditer(shown))
    return [word for word in WORD.findall(unescape(TAG.sub(" ", shown) + attributes)) if word not in NAMES]


def function_name(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def message_of(call: ast.Call, strings: int, has_context: bool) -> Message | None:
    given = call.args[:strings]
    texts = [a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if len(texts) < strings:
        return None
    context, *texts = texts if has_context else ["", *texts]
    return Message(texts[0], context, has_plural=len(texts) == 2)


def first_call(text: str) -> ast.Call:
    """The call that the text begins with; what follows it is no Python."""
    for end in (match.end() for match in re.finditer(r"\)", text)):
        try:
            tree = ast.parse(text[:end], mode="eval")
        except SyntaxError:
            continue
        assert isinstance(tree.body, ast.Call)
        return tree.body
    raise ValueError(text[:80])


@cache
def catalogue(po: Path) -> dict[Message, str]:
    """What a compiled catalogue holds: fuzzy and empty entries are left out by msgfmt, as in production."""
    compiled = subprocess.run(["msgfmt", "--check", "-o", "-", str(po)], capture_output=True, check=True)
    entries = {}
    for key, translation in vars(GNUTranslations(BytesIO(compiled.stdout)))["_catalog"].items():
        text = key[0] if isinstance(key, tuple) else key
        context, _, msgid = text.rpartition("\x04")
        if msgid:
            entries[Message(msgid, context, has_plural=isinstance(key, tuple))] = translation
    return entries


@cache
def said_by_others() -> set[str]:
    """The strings of the packages that we build on; where their Vietnamese is missing, ours stands in."""
    folders = [Path(config.path) for config in apps.get_app_configs() if room_of(config.name) is None]
    folders.append(Path(django.conf.__file__).parent)
    texts = [po.read_text() for folder in folders for po in folder.glob("locale/en/LC_MESSAGES/*.po")]
    literals = [literal for text in texts for literal in MSGID.findall(text)]
    return {"".join(ast.literal_eval(line) for line in literal.splitlines()) for literal in literals}


def own_catalogues() -> dict[str, Path]:
    """The Vietnamese catalogue of each room that has one."""
    overrides = {Path(folder) for folder in settings.LOCALE_PATHS}
    found = sorted(SOURCE.rglob("locale/vi/LC_MESSAGES/django.po"))
    return {room_of_file(po.parents[2]): po for po in found if po.parents[2] not in overrides}


def marks(text: str) -> list[str]:
    """Places that a string leaves open for values."""
    return sorted(MARKS.findall(text))
