"""Taking files in, making their web sizes, showing them while something live does."""

from io import BytesIO
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from PIL import Image as Picture

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Department
from conglang.base.units.scope import ForeignUnit, everything, public, use_scope
from conglang.tools.media.derivatives import WIDTHS, encode
from conglang.tools.media.models import Exposure, Image
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.expose import conceal, expose, public_names
from conglang.tools.media.services.store import store_document, store_image
from conglang.tools.media.tasks import make_derivatives
from conglang.tools.media.tests.conftest import NOW, jpeg


def stored(by, file=None) -> Image:
    return store_image(
        by=by,
        unit_id=by.unit_id,
        file=file or jpeg(),
        title="Cổng làng",
        alt_text="Cổng làng buổi sáng",
        now=NOW,
    )


def public_files(settings) -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def owner(by) -> Department:
    return Department.objects.create(unit_id=by.unit_id, name="Văn phòng")


def test_a_picture_is_kept_under_its_content_and_audited(in_scope, settings):
    image = stored(in_scope)
    path = Path(settings.PRIVATE_ROOT, image.file.name)
    assert path.read_bytes() == jpeg().getvalue()
    assert image.file.name == f"{in_scope.unit_id}/{image.file_sha256[:2]}/{image.file_sha256}.jpg"
    assert AuditEntry.objects.filter(verb="media.stored", object_pk=str(image.pk)).count() == 1


def test_the_same_bytes_twice_are_one_picture(in_scope):
    assert stored(in_scope) == stored(in_scope)
    assert Image.objects.count() == 1


def test_names_and_titles_are_stored_as_nfc(in_scope):
    title = "Đất đai"
    image = store_image(
        by=in_scope, unit_id=in_scope.unit_id, file=jpeg(colour="red"), title=title, alt_text=title, now=NOW
    )
    assert (image.title, image.alt_text) == ("Đất đai", "Đất đai")


def test_a_refused_file_leaves_nothing_behind(in_scope, settings):
    with pytest.raises(Unacceptable):
        stored(in_scope, BytesIO(b"<svg onload=alert(1)>"))
    assert not Image.objects.exists()
    assert not list(Path(settings.PRIVATE_ROOT).rglob("*.*"))


def test_nobody_stores_into_a_neighbours_library(in_scope, neighbour):
    with pytest.raises(NotFound):
        store_image(by=in_scope, unit_id=neighbour.unit_id, file=jpeg(), title="x", alt_text="x", now=NOW)


def test_who_writes_nothing_stores_nothing(in_scope):
    reader = type(in_scope)(
        user_id=in_scope.user_id, name="x", unit_id=in_scope.unit_id, scope=in_scope.scope, grants={}
    )
    with pytest.raises(Forbidden):
        stored(reader)


def test_web_sizes_are_made_without_the_cameras_metadata(in_scope, settings):
    exif = Picture.Exif()
    exif[0x010F] = "Máy ảnh của người dân"
    exif[0x0112] = 6  # lying on its side
    image = stored(in_scope, jpeg((1600, 900), exif=exif))
    image.derivatives = encode(image)
    assert {(row["format"], row["width"]) for row in image.derivatives} == {
        (name, width) for name in ("avif", "webp", "jpeg") for width in (320, 640, 900)
    }
    for private, _public in public_names(image):
        with Picture.open(Path(settings.PRIVATE_ROOT, private)) as small:
            assert small.height > small.width, "the picture stands upright"
            assert not small.getexif()
            assert "exif" not in small.info


def test_a_small_picture_is_not_blown_up(in_scope):
    rows = encode(stored(in_scope, jpeg((200, 100))))
    assert {row["width"] for row in rows} == {200}
    assert min(WIDTHS) > 200


def test_a_transparent_picture_lies_on_white(in_scope, settings):
    data = BytesIO()
    Picture.new("RGBA", (50, 50), (0, 0, 0, 0)).save(data, "PNG")
    image = stored(in_scope, data)
    image.derivatives = encode(image)
    with Picture.open(Path(settings.PRIVATE_ROOT, public_names(image)[0][0])) as small:
        assert min(small.convert("RGB").getpixel((25, 25))) > 250


def test_nothing_is_public_before_something_live_shows_it(
    in_scope, settings, django_capture_on_commit_callbacks
):
    image = stored(in_scope)
    make_derivatives.func(image.pk)
    image.refresh_from_db()
    assert public_files(settings) == set()
    profile = owner(in_scope)
    with django_capture_on_commit_callbacks(execute=True):
        expose(owner=profile, images=[image], documents=[])
    assert public_files(settings) == {public for _private, public in public_names(image)}
    with django_capture_on_commit_callbacks(execute=True):
        conceal(owner=profile)
    assert public_files(settings) == set()
    assert Path(settings.PRIVATE_ROOT, image.file.name).exists()


def test_a_file_stays_public_while_another_item_shows_it(
    in_scope, settings, django_capture_on_commit_callbacks
):
    report = BytesIO(b"%PDF-1.4 bao cao")
    document = store_document(
        by=in_scope, unit_id=in_scope.unit_id, file=report, title="Báo cáo quý", now=NOW
    )
    profile, other = owner(in_scope), document  # any scoped row can own
    with django_capture_on_commit_callbacks(execute=True):
        expose(owner=profile, images=[], documents=[document])
        expose(owner=other, images=[], documents=[document])
    with django_capture_on_commit_callbacks(execute=True):
        conceal(owner=profile)
    assert [Path(name).name for name in public_files(settings)] == ["bao-cao-quy.pdf"]
    with django_capture_on_commit_callbacks(execute=True):
        conceal(owner=other)
    assert public_files(settings) == set()


def test_web_sizes_that_come_late_still_reach_the_public(
    in_scope, settings, django_capture_on_commit_callbacks
):
    image = stored(in_scope)
    with django_capture_on_commit_callbacks(execute=True):
        expose(owner=owner(in_scope), images=[image], documents=[])
    assert public_files(settings) == set()
    make_derivatives.func(image.pk)
    assert public_files(settings)


def test_visitors_read_no_private_row_and_write_none(in_scope):
    image = stored(in_scope)
    with use_scope(public(in_scope.unit_id)):
        image.title = "Khác"
        with pytest.raises(ForeignUnit):
            image.save()


def test_an_exposure_belongs_to_exactly_one_file(in_scope):
    with pytest.raises(IntegrityError), transaction.atomic():
        Exposure.objects.create(unit_id=in_scope.unit_id, owner_label="x.y", owner_pk=1)
    with everything("look at all"):
        assert not Exposure.objects.exists()
