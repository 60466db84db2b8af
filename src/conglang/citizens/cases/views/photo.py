"""A photo of a case: boxes over faces and plates, by numbers or drawn."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from PIL import Image

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.citizens.cases.covering import Box
from conglang.citizens.cases.forms import BoxForm, BoxFormSet
from conglang.citizens.cases.models import Attachment, Kind
from conglang.citizens.cases.permissions import HANDLE
from conglang.citizens.cases.queries import copy_of, find, works_on
from conglang.citizens.cases.services.cover import cover as cover_photo
from conglang.kernel.clock import now as clock_now


@needs(HANDLE)
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo under a grid of tenths, and a row of numbers for each box; POST makes the covered copy."""
    by = actor_of(request)
    photo = _found(by, pk)
    known = [Box(*box) for box in getattr(copy_of(photo), "boxes", ())]
    fields = BoxForm.base_fields
    initial = [dict(zip(fields, (box.left, box.top, box.width, box.height), strict=True)) for box in known]
    forms = BoxFormSet(
        request.POST if request.method == "POST" else None,
        initial=initial,
        error_messages={"missing_management_form": _("The form came back incomplete. Please send it again.")},
    )
    if request.method == "POST" and forms.is_valid():
        try:
            boxes = [form.box for form in forms if form.box is not None]
            made = cover_photo(by=by, photo_id=photo.pk, boxes=boxes, now=clock_now())
            told = _("The photo is covered. The public sees only the copy with the boxes.")
            messages.success(request, told if made else _("The photo has no covered copy now."))
            return redirect("cases:case", pk=photo.case_id)
        except ValidationError as refused:
            forms.non_form_errors().extend(refused.messages)
    return render(request, "cases/cover.html", _context(photo, known, forms), status=_status(forms))


def _found(by: Actor, pk: int) -> Attachment:
    """A photo, as it came, of a case that the person works on. Raises NotFound, Forbidden."""
    photo: Attachment | None = Attachment.objects.filter(pk=pk, kind=Kind.PHOTO, boxes=[]).first()
    if photo is None:
        raise NotFound
    now = clock_now()
    if not works_on(by, find(by, photo.case_id, now), now):
        raise Forbidden
    return photo


def _status(forms: Any) -> int:
    return 422 if forms.is_bound and (forms.total_error_count() or forms.non_form_errors()) else 200


def _context(photo: Attachment, known: list[Box], forms: Any) -> dict[str, Any]:
    with photo.file.open("rb") as file, Image.open(file) as opened:
        width, height = opened.size
    return {
        "photo": photo,
        "case": photo.case,
        "forms": forms,
        "boxes": known,
        "width": width,
        "height": height,
        "letters": max(width, height) // 40,
        "tenths": [(10 * n, width * n // 10, height * n // 10) for n in range(1, 10)],
    }
