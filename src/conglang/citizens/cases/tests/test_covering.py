"""Faces and plates boxed out of photos: what was under a box is nowhere the public can look."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from conglang.base.accounts.permissions import Forbidden
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.cases.covering import Box, covered
from conglang.citizens.cases.files import IncomingFile
from conglang.citizens.cases.models import Attachment, Case
from conglang.citizens.cases.public_queries import own_view, public_photos
from conglang.citizens.cases.services import show, work
from conglang.citizens.cases.services.cover import cover
from conglang.citizens.cases.tests.conftest import DAY, NOW, again, answered, do, working
from conglang.citizens.cases.tests.test_screens import as_, desk, url  # noqa: F401  # the fixture
from conglang.tools.vault.services.expire import shred_due

FACE = Box(20, 30, 25, 20)
WIDTH, HEIGHT = 400, 300


def png(picture: Image.Image) -> BytesIO:
    data = BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return data


def street() -> Image.Image:
    return Image.effect_noise((WIDTH, HEIGHT), 90).convert("RGB")


@pytest.fixture
def row(home) -> Case:
    return working(home, files=[IncomingFile("duong.png", png(street()))])


@pytest.fixture
def photo(row) -> Attachment:
    with everything("tests"):
        return row.attachments.get()


def run(by, service, **given):
    with use_scope(by.scope):
        return service(by=by, now=given.pop("now", NOW), **given)


def test_the_copy_is_black_under_the_box_and_its_bytes_do_not_depend_on_what_was_there():
    mine = street()
    other = mine.copy()
    other.paste(street().crop((0, 0, 100, 60)), (80, 90))  # exactly under the box
    copies = [covered(png(each).read(), [FACE]) for each in (mine, other)]
    assert copies[0] == copies[1]
    with Image.open(BytesIO(copies[0])) as opened:
        assert opened.size == (WIDTH, HEIGHT)
        assert len(opened.convert("RGB").crop((80, 90, 180, 150)).getcolors() or ()) == 1
        assert len(opened.convert("RGB").crop((0, 200, 400, 300)).getcolors(99_999) or ()) > 100
    assert b"EXIF" not in copies[0]


def test_the_public_gets_the_copy_and_the_original_goes_when_its_term_is_over(home, row, photo):
    made = run(home.worker, cover, photo_id=photo.pk, boxes=[FACE])
    assert run(home.worker, cover, photo_id=photo.pk, boxes=[FACE]) == made
    do(home.worker, show.propose_words, row, subject="Đèn", text="Đèn hỏng.", photos=[photo.pk, made.pk])
    with everything("tests"):
        assert [each.pk for each in public_photos(row)] == [made.pk]
        assert [each.pk for each in own_view(row, NOW).attachments] == [photo.pk]
    do(home.leader, show.put_out, row, seen=show_hash(row))
    row = answered(home, row)
    do(home.officer, work.close, row, NOW + 15 * DAY)
    shred_due(now=NOW + timedelta(days=15 + 88))
    with everything("tests"):
        assert row.attachments.count() == 2
    shred_due(now=NOW + timedelta(days=15 + 95))
    with everything("tests"):
        (left,) = row.attachments.all()
        assert (left.pk, left.original_id) == (made.pk, None)
        assert not photo.file.storage.exists(photo.file.name)
        assert left.file.storage.exists(left.file.name)


def show_hash(row: Case) -> str:
    with everything("tests"):
        return show.words_hash(again(row))


def test_covering_a_proposed_photo_puts_the_copy_in_its_place_and_voids_what_was_seen(home, row, photo):
    do(home.worker, show.propose_words, row, subject="Đèn", text="Đèn hỏng.", photos=[photo.pk])
    seen = show_hash(row)
    made = run(home.worker, cover, photo_id=photo.pk, boxes=[FACE])
    with everything("tests"):
        assert [each.pk for each in public_photos(row)] == [made.pk]
    with pytest.raises(ValidationError):
        do(home.leader, show.put_out, row, seen=seen)
    do(home.leader, show.put_out, row, seen=show_hash(row))
    with pytest.raises(ValidationError):
        run(home.worker, cover, photo_id=photo.pk, boxes=[])


def test_only_those_who_work_on_the_case_cover_and_only_inside_the_picture(home, row, photo):
    with pytest.raises(Forbidden):
        run(home.stranger, cover, photo_id=photo.pk, boxes=[FACE])
    with pytest.raises(ValidationError):
        run(home.worker, cover, photo_id=photo.pk, boxes=[Box(90, 0, 20, 5)])


@pytest.mark.usefixtures("desk")
def test_boxes_are_entered_as_numbers_and_a_slip_loses_none_of_them(home, row, photo):
    worker, there = as_(home.worker), f"/ho-so/tep/{photo.pk}/che/"
    given = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0, "form-0-left": 20, "form-0-top": 30,
             "form-0-width": 25, "form-0-height": 20, "form-1-left": 90, "form-1-top": 0,
             "form-1-width": 20, "form-1-height": 5}  # fmt: skip
    faulty = worker.post(there, given)
    assert faulty.status_code == 422
    assert "This box lies outside the picture." in faulty.content.decode()
    assert worker.post(there, given | {"form-1-width": 10})["Location"] == url(row)
    page = worker.get(there).content.decode()
    assert page.count('class="cover-box"') == 2
    assert as_(home.stranger).get(there).status_code == 404
