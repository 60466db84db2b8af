"""The register of documents for programs: feeds of what is new, and the whole of it as tables."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.ui.csv_files import csv_file
from conglang.content.documents import queries
from conglang.content.documents.labels import SLUGS
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.rules import validity
from conglang.kernel.clock import LOCAL_ZONE
from conglang.portal.documents import ADDRESS
from conglang.portal.feed_formats import Entry
from conglang.portal.feeds import ENTRIES, base_of, enclosed_files, open_to_all, tell
from conglang.portal.framing import day_of, unit_of
from conglang.portal.queries import own_ids
from conglang.tools.pages.metadata import as_json
from conglang.tools.pagestore.stored import stored

MOST_ROWS = 20_000
COLUMNS = (
    *("loai", "so_ky_hieu", "co_quan", "nguoi_ky", "ngay_ban_hanh", "ngay_hieu_luc", "ngay_het_hieu_luc"),
    *("hieu_luc", "linh_vuc", "trich_yeu", "dia_chi"),
)


@visitors
@require_safe
@stored
@conditional_page
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """The documents that became public last."""
    base, unit = base_of(request), unit_of(request)
    rows = queries.published(own_ids(unit)).order_by("-first_published_at", "-pk")
    return tell(
        request,
        name,
        title=f"{_('Official documents')} – {unit.title}",
        about=_("New documents of %(name)s.") % {"name": unit.naming.in_text},
        folder=ADDRESS,
        items=list(rows[:ENTRIES]),
        entry=lambda item: _entry(item, base),
    )


@visitors
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The whole register as a table for spreadsheets."""
    return open_to_all(csv_file(chain([COLUMNS], _rows(request)), "van-ban.csv"))


@visitors
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """The whole register as JSON, by the same names as the table."""
    rows = [
        {name: str(cell) if cell else None for name, cell in zip(COLUMNS, row, strict=True)}
        for row in _rows(request)
    ]
    return open_to_all(HttpResponse(as_json({"van_ban": rows}), content_type="application/json"))


def _rows(request: HttpRequest) -> Iterator[tuple[Any, ...]]:
    base, unit = base_of(request), unit_of(request)
    on = day_of(unit)
    for row in queries.published(own_ids(unit))[:MOST_ROWS]:
        ends_on = min((day for day in (row.expired_on, row.ended_on) if day), default=None)
        yield (
            row.kind_name, row.code, row.issuer_name, row.signer, row.issued_on, row.starts_on, ends_on,
            SLUGS[validity(row.span, on)], row.field_name, row.abstract, f"{base}{row.get_absolute_url()}",
        )  # fmt: skip


def _entry(item: OfficialDocument, base: str) -> Entry:
    return Entry(
        id=f"urn:uuid:{item.uid}",
        url=f"{base}{item.get_absolute_url()}",
        title=f"{item}: {item.abstract}" if item.abstract else str(item),
        summary=item.abstract,
        html="",
        author=item.issuer_name,
        language="vi",
        section=item.kind_name,
        rights=_("Text of an authority. It may be used freely."),
        published_at=item.first_published_at.astimezone(LOCAL_ZONE),
        changed_at=(item.last_published_at or item.first_published_at).astimezone(LOCAL_ZONE),
        enclosed=enclosed_files(item.documents, base),
        is_free=True,
    )
