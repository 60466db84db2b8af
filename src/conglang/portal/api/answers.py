"""Rows as the open data gives them; the shapes are declared in `declared.SCHEMAS`."""

import mimetypes
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from conglang.base.units.models import Unit
from conglang.content.documents.labels import SLUGS
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.rules import validity
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import LOCAL_ZONE
from conglang.portal.api.declared import ROOT
from conglang.portal.facts import LICENSE, address_of, article_facts, attribution_of, rights_of
from conglang.portal.feeds import base_of, enclosed_with, whole_text
from conglang.tools.media.models import Document
from conglang.tools.media.public import public_picture
from conglang.tools.media.services.expose import document_name
from conglang.tools.pages.metadata import dublin_core
from conglang.tools.pages.models import Section, SectionKind, SiteProfile
from conglang.tools.pages.queries import Frame
from conglang.tools.pages.templatetags.metadata import site_facts
from conglang.tools.search.queries import Result


def unit_answer(request: HttpRequest, unit: Unit, profile: SiteProfile | None) -> dict[str, Any]:
    """The unit with what its footer says."""
    return {
        **_brief(unit),
        "level": unit.level,
        "parent": _brief(unit.parent) if unit.parent else None,
        "authority": profile.authority if profile else unit.title,
        "address": profile.address if profile else "",
        "phone": profile.phone if profile else "",
        "email": profile.email if profile else "",
        "url": f"{base_of(request)}/",
    }


def section_answer(request: HttpRequest, section: Section, keys: dict[int, str]) -> dict[str, Any]:
    """A section; `keys` are those of all sections."""
    url = f"{base_of(request)}{section.get_absolute_url()}"
    return {
        "key": section.key,
        "title": section.title,
        "kind": section.kind,
        "parent": keys.get(section.parent_id or 0),
        "url": url,
        "feed_url": f"{url}rss.xml",
        "legal_basis": section.legal_basis,
    }


def summary_answer(request: HttpRequest, item: Article) -> dict[str, Any]:
    """What everybody may have of an item: title, summary, link, and where it belongs."""
    base = base_of(request)
    return {
        "uid": str(item.uid),
        "url": f"{base}{address_of(item)}",
        "api_url": f"{base}{ROOT}items/{item.uid}/",
        "title": item.title,
        "summary": item.summary,
        "kind": item.kind,
        "standing_page": item.section.kind == SectionKind.PAGE,
        "language": item.language,
        "section": {"key": item.section.key, "title": item.section.title},
        "unit": _brief(item.unit),
        "published_at": _moment(item.first_published_at),
        "changed_at": _moment(item.last_published_at or item.first_published_at),
        "reuse": {
            "free": item.is_free,
            "about": rights_of(item),
            "license_url": f"{base}{LICENSE}",
            "attribution": attribution_of(item),
        },
    }


def item_answer(request: HttpRequest, item: Article, around: Frame) -> dict[str, Any]:
    """An item: whole where others may publish it, else what everybody may have of it (N10)."""
    metadata = dublin_core(site_facts(request, around), article_facts(item))
    answer = summary_answer(request, item) | {"metadata": metadata}
    if not item.is_free:
        return answer
    base, picture = base_of(request), public_picture(item.lead)
    answer |= {
        "author": item.author_name,
        "content_html": whole_text(item, request),
        "files": [
            {"title": each.title, "url": each.url, "content_type": each.content_type,
             "size_bytes": each.size_bytes}
            for each in enclosed_with(item, base)
        ],
    }  # fmt: skip
    if item.source_name:
        answer["source"] = {"name": item.source_name, "url": item.source_url}
    if picture:
        answer["picture"] = {
            "url": f"{base}{picture.path}",
            "width": picture.width,
            "height": picture.height,
            "alt": item.lead_alt,
        }
    return answer


def document_answer(request: HttpRequest, row: OfficialDocument, on: date) -> dict[str, Any]:
    """A document of the register, which everybody may use; `on` is the day of its validity."""
    base = base_of(request)
    ends_on = min((day for day in (row.expired_on, row.ended_on) if day), default=None)
    return {
        "uid": str(row.uid),
        "url": f"{base}{row.get_absolute_url()}",
        "kind": row.kind,
        "kind_name": row.kind_name,
        "code": row.code,
        "issuer": row.issuer_name,
        "signer": row.signer,
        "issued_on": _day(row.issued_on),
        "effective_on": _day(row.starts_on),
        "expired_on": _day(ends_on),
        "validity": SLUGS[validity(row.span, on)],
        "field": row.field_name,
        "abstract": row.abstract,
        "unit": _brief(row.unit),
        "published_at": _moment(row.first_published_at),
        "files": [_file(base, file) for file in row.documents],
    }


def _file(base: str, file: Document) -> dict[str, Any]:
    return {
        "title": file.title,
        "url": f"{base}{settings.MEDIA_URL}{document_name(file)}",
        "content_type": mimetypes.types_map.get(f".{file.extension}", "application/octet-stream"),
        "size_bytes": file.file_size or 0,
    }


def file_answer(request: HttpRequest, document: Document, item: Article) -> dict[str, Any]:
    """An attachment, and the item that shows it."""
    base = base_of(request)
    return _file(base, document) | {
        "sha256": document.file_sha256,
        "item_url": f"{base}{address_of(item)}",
    }


def result_answer(result: Result, url: str) -> dict[str, Any]:
    """A result of the search."""
    return {
        "uid": str(result.uid),
        "url": url,
        "title": result.title_text,
        "kind": result.kind,
        "section": result.section,
        "language": result.language,
        "published_at": _moment(result.published_at),
    }


def _brief(unit: Unit) -> dict[str, str]:
    return {"uid": str(unit.uid), "code": unit.code, "name": unit.title}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(LOCAL_ZONE).isoformat(timespec="seconds") if moment else ""
