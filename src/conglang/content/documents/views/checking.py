"""One document after the other is compared with its file: the page beside what was read of it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.ui.sent import take_errors
from conglang.content.documents.forms import CheckForm
from conglang.content.documents.kinds import SCREEN
from conglang.content.documents.labels import explain
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.permissions import WRITE
from conglang.content.documents.queries import drop_of, signers_of, to_check, to_check_count
from conglang.content.documents.services.write import NumberTaken, edit_document
from conglang.kernel.clock import now as clock_now
from conglang.kernel.text import same_text
from conglang.tools.approval.screens import newest
from conglang.tools.approval.versions import Conflict
from conglang.tools.media import ocr
from conglang.tools.media.models import Document, Recognition

DRAWN = ocr.READABLE
MOST_PAGES = 200
MOST_LINES = 400  # of a text shown beside the form


@needs(WRITE)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare, correct, save, and on to the next one of the same files."""
    by = actor_of(request)
    row = SCREEN.find(by, pk)
    require(by, WRITE, row)
    item = newest(row)
    form = CheckForm(request.POST if request.method == "POST" else None, instance=item)
    doubtful = _explain(form, row, item)
    drop = drop_of(row)
    if (
        request.method == "POST"
        and form.is_valid()
        and _save(form, by, row, item, request.POST.get("version", ""))
    ):
        following = to_check(drop.pk, after=pk) if drop else None
        if following is not None:
            return redirect("documents:check", pk=following.pk)
        messages.success(request, _("Saved. Nothing more of these files is to be checked."))
        return redirect("documents:dropped", pk=drop.pk) if drop else redirect("documents:document", pk=pk)
    file = item.documents[0] if item.documents else None
    context = {
        "form": form,
        "item": item,
        "unit": row.unit,
        "version": request.POST.get("version", row.version),
        "doubtful": doubtful,
        "file": file,
        "left": to_check_count(drop.pk) if drop else 0,
        "back_url": reverse("documents:dropped", args=[drop.pk]) if drop else SCREEN.url(pk),
        "full_url": reverse("documents:change", args=[pk]),
        **_beside(request, item, file),
    }
    return render(request, "documents/check.html", context, status=422 if form.errors else 200)


@needs(WRITE)
@require_safe
def page_picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of the document's first file as a picture."""
    by = actor_of(request)
    row = SCREEN.find(by, pk)
    require(by, WRITE, row)
    file = next(iter(newest(row).documents), None)
    if file is None or file.is_quarantined or file.extension not in DRAWN or not 1 <= number <= MOST_PAGES:
        raise Http404
    try:
        data = ocr.picture_of(Path(settings.PRIVATE_ROOT, str(file.file.name)), file.extension, number)
    except ocr.Unreadable:
        raise Http404 from None
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _explain(form: CheckForm, row: OfficialDocument, item: OfficialDocument) -> list[str]:
    """Put its source line beside each field; the names of those to look at twice, in the form's order."""
    words = explain(row.reading)
    for name, text in words.items():
        if name in form.fields:
            form.fields[name].help_text = text
    doubtful = {name for name, each in row.reading.items() if each["certainty"] != "sure"}
    doubtful |= {name for name in form.needed if not getattr(item, name)}
    names = signers_of(item)
    if names and item.signer:
        if any(same_text(item.signer, each, ignore_case=True) for each in names):
            doubtful.discard("signer")
            form.fields["signer"].help_text = _("The certificate of the signature has the same name.")
        else:
            doubtful.add("signer")
            told = _("The certificate of the signature names %(names)s.") % {"names": ", ".join(names)}
            form.fields["signer"].help_text = f"{form.fields['signer'].help_text} {told}".strip()
    found = [name for name in form.fields if name in doubtful]
    for name in found:
        form.fields[name].widget.attrs["data-doubtful"] = ""
    # Enter in a line of text sends the form, so where all is sure one key is enough
    form.fields[found[0] if found else "code"].widget.attrs["autofocus"] = True
    return [str(form.fields[name].label) for name in found]


def _save(form: CheckForm, by: Any, row: OfficialDocument, item: OfficialDocument, version: str) -> bool:
    try:
        edit_document(
            by=by, document=row, expected_version=version, values=form.values(), files=item.documents,
            now=clock_now(),
        )  # fmt: skip
    except Conflict:
        form.add_error(None, _("Somebody else saved this meanwhile. Open it again, so that nothing is lost."))
    except NumberTaken as taken:
        words = _("The register has this number already: %(document)s.")
        form.add_error("code", words % {"document": taken.existing})
    except ValidationError as refused:
        take_errors(form, refused)
    return not form.errors


def _beside(request: HttpRequest, item: OfficialDocument, file: Document | None) -> dict[str, Any]:
    """What stands beside the form: the drawn page if there is one, and the text with its doubtful words."""
    given = request.GET.get("trang", "1")
    number = max(1, int(given)) if given.isdecimal() and len(given) < 5 else 1
    row = None
    if file is not None and file.extension in DRAWN:
        row = Recognition.objects.filter(unit=file.unit_id, sha256=file.file_sha256).first()
    count = min(row.page_count, MOST_PAGES) if row else 1
    number = min(number, max(count, 1))
    scan = row.scans.get(number) if row else None
    is_drawn = file is not None and file.extension in DRAWN
    return {
        "picture_url": reverse("documents:page", args=[item.pk, number]) if is_drawn else "",
        "number": number,
        "count": count,
        "scan": scan,
        "lines": [] if is_drawn else item.text.splitlines()[:MOST_LINES],
    }
