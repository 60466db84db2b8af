"""Which items may be translations, and what a submitted item may not lack."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from conglang.base.units.scope import use_scope
from conglang.content.newsroom.languages import OWN_NAMES, Language, own_name
from conglang.content.newsroom.queries import files_of
from conglang.content.newsroom.tests.conftest import NOW, write
from conglang.tools.approval.services.submit import submit
from conglang.tools.media.services.store import store_document

MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00" + b"\x00" * 200


def test_every_language_has_a_name_in_itself():
    assert set(OWN_NAMES) == set(Language)
    assert (own_name("km"), own_name("xx")) == ("ភាសាខ្មែរ", "xx")


def test_an_original_has_one_translation_into_each_language(home):
    original = write(home)
    write(home, title="A", language="en", translation_of_id=original.pk)
    for language in ("en", "vi"):
        with pytest.raises(ValidationError) as refused:
            write(home, title="B", language=language, translation_of_id=original.pk)
        assert set(refused.value.message_dict) == {"language"}


def test_a_translation_is_not_translated_again(home):
    original = write(home)
    english = write(home, title="A", language="en", translation_of_id=original.pk)
    with pytest.raises(ValidationError) as refused:
        write(home, title="C", language="km", translation_of_id=english.pk)
    assert set(refused.value.message_dict) == {"translation_of"}


def test_a_neighbours_item_is_no_original(home, neighbour):
    theirs = write(neighbour)
    with pytest.raises(ValidationError):
        write(home, title="A", language="en", translation_of_id=theirs.pk)


def video(home, **more):
    with use_scope(home.writer.scope):
        file = store_document(
            by=home.writer, unit_id=home.unit.pk, file=BytesIO(MP4), title="Lễ hội", now=NOW
        )
    value = {"title": "Lễ hội", "file": file.pk, "poster": None, "captions": None, "is_silent": True,
             "transcript": "Bà con ra đình."}  # fmt: skip
    return write(home, body=[{"type": "video", "value": value | more}])


@pytest.mark.parametrize(
    ("lacking", "problems"),
    [({"transcript": " "}, 1), ({"is_silent": False}, 1), ({"file": None, "transcript": ""}, 2)],
)
def test_a_video_may_be_drafted_but_not_submitted_without_its_words(home, lacking, problems):
    draft = video(home, **lacking)
    with use_scope(home.writer.scope), pytest.raises(ValidationError) as refused:
        submit(item=draft, by=home.writer, now=NOW)
    assert len(refused.value.message_dict["body"]) == problems


def test_a_whole_video_is_submitted_and_its_file_follows_the_item(home):
    draft = video(home)
    with use_scope(home.writer.scope):
        submit(item=draft, by=home.writer, now=NOW)
        assert [file.title for file in files_of(draft)[1]] == ["Lễ hội"]


def test_an_infographic_without_words_and_an_undescribed_picture_wait(home):
    blank = {"picture": {"image": None, "decorative": False, "alt_text": ""}, "caption": ""}
    body = [
        {"type": "infographic", "value": {"picture": None, "words": "<p></p>"}},
        {"type": "gallery", "value": {"pictures": [{"type": "item", "id": "a", "value": blank}]}},
    ]
    draft = write(home, body=body)
    with use_scope(home.writer.scope), pytest.raises(ValidationError) as refused:
        submit(item=draft, by=home.writer, now=NOW)
    assert len(refused.value.message_dict["body"]) == 2
