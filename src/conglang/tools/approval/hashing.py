"""What an approval covers, as one number: the stored content and the files that it shows."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.images.models import AbstractImage
from wagtail.models import ReferenceIndex, Revision

from conglang.base.ledger.canonical import dumps
from conglang.base.units.scope import everything

# Where the object stands, not what it says; `go_live_at` and `expire_at` are content.
NOT_CONTENT = frozenset(
    {
        "pk",
        "id",
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "live_revision",
        "latest_revision",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "approval",
        "approved_hash",
    }
)


@runtime_checkable
class HashedFile(Protocol):
    """An image or document: the file's SHA-256, and the title that stands for it."""

    file_sha256: str
    title: str


@runtime_checkable
class Identified(Protocol):
    """A row that is the same one wherever it goes, such as a section."""

    uid: UUID


def content_hash(revision_id: int) -> str:
    """SHA-256 of a revision as it is stored now, with the files that it refers to.

    The copy in the database counts, because autosave rewrites revisions in place. Files count, because a
    revision holds only their numbers. Who asks does not matter. Raises Revision.DoesNotExist.
    """
    revision = Revision.objects.get(pk=revision_id)
    model: Any = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    left_out = NOT_CONTENT | model.outside_approval
    content = {name: value for name, value in revision.content.items() if name not in left_out}
    with everything("a hash does not depend on who asks for it"):
        item = model.from_serializable_data(revision.content, check_fks=False)
        shown = sorted(_facts(ReferenceIndex._extract_references_from_object(item)))
    text = dumps([model._meta.label_lower, revision.object_id, content, shown])
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(references: Iterable[tuple[int, str, str, str]]) -> Iterator[list[str]]:
    """For every object referred to: kind, number, identity, file and the words that stand for the file."""
    wanted: Mapping[int, set[str]] = defaultdict(set)
    for content_type_id, pk, _model_path, _content_path in references:
        wanted[content_type_id].add(pk)
    for content_type_id, pks in wanted.items():
        model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
        rows = {str(row.pk): row for row in model._base_manager.filter(pk__in=pks)}
        for pk in pks:
            yield [model._meta.label_lower, pk, *_fact(rows.get(pk))]


def _fact(row: models.Model | None) -> Iterator[str]:
    if row is None:
        yield "missing"
    if isinstance(row, Identified):
        yield str(row.uid)
    if isinstance(row, HashedFile):
        yield row.file_sha256
        yield str(row.default_alt_text) if isinstance(row, AbstractImage) else row.title
