"""What a commune adds beside procedures."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.content.procedures.models import LocalNote
from conglang.content.procedures.services.write_note import edit_note, write_note
from conglang.content.procedures.tests.conftest import NOW, place, put_in_force
from conglang.tools.approval.queries import standing
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.approval.versions import Conflict
from conglang.tools.media.models import Exposure

BASE = "/danh-muc-thu-tuc/ghi-chu/"
VALUES = {
    "place": "Quầy 2, tầng 1",
    "hours": "7 giờ 30 đến 11 giờ 30",
    "phone": "0900 000 101",
    "remarks": "",
}


def written(of, code="", **more):
    by = of.actor("writer")
    with use_scope(by.scope):
        return write_note(by=by, unit_id=of.unit.pk, code=code, values=VALUES | more, now=NOW)


def decide(of, name, verb, note):
    by = of.actor(name)
    with use_scope(by.scope):
        row = LocalNote.objects.get(pk=note.pk)
        if verb is submit:
            submit(item=row, by=by, now=NOW)
        else:
            approve(item=row, expected_hash=standing(by, row, now=NOW).content, by=by, now=NOW)


def published(of, code="", **more):
    note = written(of, code, **more)
    decide(of, "writer", submit, note)
    decide(of, "head", approve, note)
    return note


def page(of, code):
    return Client(headers={"host": of.host}).get(f"/thu-tuc/{code}/").content.decode()


def test_a_note_is_public_once_another_person_approved_it(commune, catalogue):
    code = catalogue[0]["code"]
    note = written(commune, code)
    decide(commune, "writer", submit, note)
    assert VALUES["place"] not in page(commune, code)
    with pytest.raises((Refused, Forbidden)):
        decide(commune, "writer", approve, note)
    decide(commune, "head", approve, note)
    assert VALUES["place"] in page(commune, code)
    assert VALUES["place"] not in page(commune, catalogue[1]["code"])


def test_a_note_on_all_procedures_stands_on_each_beside_its_own(commune, catalogue):
    published(commune, remarks="Có chỗ để xe.")
    published(commune, catalogue[0]["code"], place="Quầy 5")
    shown = page(commune, catalogue[0]["code"])
    assert shown.index("Quầy 5") < shown.index("Có chỗ để xe.")
    assert "Có chỗ để xe." in page(commune, catalogue[1]["code"])


def test_a_neighbour_does_not_show_it(province, commune, catalogue):
    published(commune)
    other = place("98002", "Gò Lau", parent=province.unit)
    assert VALUES["place"] not in page(other, catalogue[0]["code"])


def test_a_note_follows_its_procedure_to_a_new_code(province, commune, catalogue):
    published(commune, catalogue[0]["code"])
    put_in_force(province, catalogue[0] | {"code": "9.999999", "former_code": catalogue[0]["code"]})
    assert VALUES["place"] in page(commune, "9.999999")


def test_one_note_a_procedure_and_only_on_what_is_there(commune, catalogue):
    written(commune)
    with pytest.raises(ValidationError):
        written(commune)
    with pytest.raises(NotFound):
        written(commune, "9.000000")
    with pytest.raises(ValidationError):
        written(commune, catalogue[0]["code"], phone="gọi cô Lan")


def test_what_somebody_else_stored_meanwhile_is_not_lost(commune):
    note = written(commune)
    by, old = commune.actor("writer"), note.version
    with use_scope(by.scope):
        edit_note(by=by, note=note, expected_version=old, values={"place": "Quầy 3"}, now=NOW)
        with pytest.raises(Conflict):
            edit_note(by=by, note=note, expected_version=old, values={"place": "Quầy 4"}, now=NOW)


def photo() -> SimpleUploadedFile:
    data = BytesIO()
    Picture.new("RGB", (60, 80), (200, 210, 220)).save(data, "JPEG")
    return SimpleUploadedFile("mau.jpg", data.getvalue(), "image/jpeg")


def test_the_photo_of_a_filled_form_comes_with_its_words_and_is_public_with_the_note(commune, settings):
    client = signed_in(commune, settings)
    refused = client.post(f"{BASE}moi/", VALUES | {"picture_file": photo()})
    assert refused.context["form"].errors["picture_alt"]
    sent = VALUES | {"picture_file": photo(), "picture_alt": "Tờ khai đã điền"}
    assert client.post(f"{BASE}moi/", sent | {"picture_file": b""}).status_code == 302
    with everything("tests"):
        note = LocalNote.objects.get()
        assert note.picture is None
    changed = client.post(f"{BASE}{note.pk}/sua/", sent | {"picture_file": photo()})
    assert changed.status_code == 302
    assert "Tờ khai đã điền" in client.get(f"{BASE}{note.pk}/").content.decode()
    decide(commune, "writer", submit, note)
    decide(commune, "head", approve, note)
    with everything("tests"):
        deliver(now=NOW, limit=100)
        assert Exposure.objects.filter(owner_pk=note.pk, image__isnull=False).count() == 1
    by = commune.actor("head")
    with use_scope(by.scope):
        withdraw(item=LocalNote.objects.get(pk=note.pk), by=by, now=NOW, reason="Gỡ để sửa")
    with everything("tests"):
        deliver(now=NOW, limit=100)
        assert not Exposure.objects.exists()


def signed_in(commune, settings) -> Client:
    client = Client(HTTP_HOST=settings.DESK_HOST)
    client.force_login(commune.users["writer"], backend="conglang.base.accounts.backends.UnitRoleBackend")
    return client


def test_a_note_is_written_on_the_desk(commune, catalogue, settings):
    client, base = signed_in(commune, settings), BASE
    answer = client.post(f"{base}moi/?ma={catalogue[0]['code']}", VALUES)
    with everything("tests"):
        note = LocalNote.objects.get()
    assert answer.headers["Location"] == f"{base}{note.pk}/"
    assert VALUES["hours"] in client.get(f"{base}{note.pk}/").content.decode()
    assert catalogue[0]["name"] in client.get(base).content.decode()
    assert client.post(f"{base}{note.pk}/sua/", VALUES | {"place": ""}).status_code == 422
    assert client.get(f"{base}moi/?ma=9.000000").status_code == 404
