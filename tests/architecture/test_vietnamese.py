"""Every string that people read exists in Vietnamese, beside the code that says it."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.house import SOURCE, may_use, parsed, python_files, template_files, where
from tests.architecture.messages import (
    CALLS,
    Message,
    bare_words,
    catalogue,
    function_name,
    marks,
    own_catalogues,
    said_by_others,
    uses,
)

CHOICES = {"TextChoices", "IntegerChoices", "models.TextChoices", "models.IntegerChoices"}


def test_every_string_can_be_found_by_gettext():
    assert [use.place for use in uses() if use.message is None] == []


def test_templates_show_no_words_past_gettext():
    bare = {
        where(path, 0): words
        for name, _, path in template_files()
        # the living style guide shows the components on invented words
        if name.endswith(".html")
        and not name.startswith("ui/guide/")
        and (words := bare_words(path.read_text()))
    }
    assert bare == {}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<p class="lead">{% translate "Save" %} {{ name }} &nbsp; · Cổng Làng</p>', []),
        ("{% blocktranslate %}Hello {{ x }}{% endblocktranslate %}<a href='{% url 'a' %}'>Lưu</a>", ["Lưu"]),
        ('<body class="{% block body_class %}wide{% endblock %}">{% block main %}Tin{% endblock %}', ["Tin"]),
        ('<img alt="A tree"><script>let words = 1</script><!-- Note -->', ["tree"]),
    ],
)
def test_words_past_gettext_are_found(source: str, words: list[str]):
    assert bare_words(source) == words


def test_every_string_is_translated_in_its_room_or_below():
    catalogues = {room: catalogue(po) for room, po in own_catalogues().items()}
    missing = [
        f"{use.place}: {use.message.msgid!r} {use.message.context}".rstrip()
        for use in uses()
        if use.message
        and not any(use.message in entries for room, entries in catalogues.items() if may_use(use.room, room))
    ]
    assert missing == []


def test_what_is_counted_is_translated_as_a_count():
    """With one form alone a number of things would stand there in English."""
    counted = {each for po in own_catalogues().values() for each in catalogue(po) if each.has_plural}
    uncounted = [
        use.place for use in uses() if use.message and use.message.has_plural and use.message not in counted
    ]
    assert uncounted == []


def test_no_translation_is_left_over():
    """Neither of ours nor of a package that it speaks for."""
    used = {use.message for use in uses()}
    left = {
        f"{po}: {message.msgid!r}"
        for po in own_catalogues().values()
        for message in catalogue(po)
        if message not in used and message.msgid not in said_by_others()
    }
    assert left == set()


def test_a_string_has_one_translation_wherever_it_is_written():
    """Django merges the catalogues: two answers would be told apart only by the order of the apps."""
    answers: dict[Message, set[str]] = {}
    for po in own_catalogues().values():
        for message, translation in catalogue(po).items():
            answers.setdefault(message, set()).add(translation)
    assert {message: texts for message, texts in answers.items() if len(texts) > 1} == {}


def test_people_are_addressed_in_one_way():
    """As “ông bà”; residents of whom a text speaks are “người dân”, readers of news “bạn đọc”."""
    other = re.compile(
        r"\b(bạn(?! đọc\b)|bà con|quý vị|quý khách|quý ông|anh ?[,/]? ?chị)\b|ông ?/ ?bà", re.IGNORECASE
    )
    packages = [Path(folder, "vi/LC_MESSAGES/django.po") for folder in settings.LOCALE_PATHS]
    said = [
        f"{po}: {translation!r}"
        for po in [*own_catalogues().values(), *packages]
        for translation in catalogue(po).values()
        if other.search(translation)
    ]
    guides = (SOURCE / "workspace/data/guides.toml").read_text().splitlines()
    assert said + [line for line in guides if other.search(line)] == []


def test_what_is_said_of_everything_that_is_approved_calls_none_of_it_an_article():
    said = catalogue(own_catalogues()["conglang.tools.approval"]).values()
    assert [text for text in said if re.search(r"\bbài\b", text, re.IGNORECASE)] == []


def test_translations_keep_the_places_for_values():
    lost = [
        f"{po}: {message.msgid!r} → {translation!r}"
        for po in own_catalogues().values()
        for message, translation in catalogue(po).items()
        if not message.has_plural and marks(message.msgid) != marks(translation)
    ]
    assert lost == []


def test_every_choice_has_a_label_of_its_own():
    """A label that Django made from the name is English, and gettext never saw it."""
    bare = [
        f"{where(path, line.lineno)}: {choices.name}"
        for path in python_files()
        for choices in ast.walk(parsed(path))
        if isinstance(choices, ast.ClassDef) and CHOICES & {ast.unparse(base) for base in choices.bases}
        for line in choices.body
        if isinstance(line, ast.Assign) and not has_label(line.value)
    ]
    assert bare == []


def has_label(value: ast.expr) -> bool:
    label = value.elts[-1] if isinstance(value, ast.Tuple) else value
    return isinstance(label, ast.Call) and function_name(label) in CALLS
