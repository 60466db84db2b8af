"""What an approval covers, as one number: the stored content and the files that it shows."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
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
    return hash_of(Revision.objects.get(pk=revision_id))


def hash_of(revision: Revision) -> str:
    """The content hash of a revision that has been read from the database just now."""
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
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for content_type_id, pk, _model_path, _content_path in references:
        model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
        wanted[model].add(pk)
    facts = _uids({model: pks for model, pks in wanted.items() if _is_only_identified(model)})
    for model in wanted.keys() - facts.keys():
        facts[model] = _rows(model, wanted[model])
    for model, pks in wanted.items():
        for pk in pks:
            yield [model._meta.label_lower, pk, *facts[model].get(pk, ["missing"])]


def _is_only_identified(model: type[models.Model]) -> bool:
    """Whether the uid is all that counts of such rows."""
    names = {field.name for field in model._meta.concrete_fields}
    return "uid" in names and "file_sha256" not in names


_Facts = dict[str, list[str]]  # by primary key


def _uids(wanted: Mapping[type[models.Model], Collection[str]]) -> dict[type[models.Model], _Facts]:
    # plain SQL and one statement: these are most of the references, and composing queries took half the time
    quote, selects, values = connection.ops.quote_name, [], list[Any]()
    found: dict[type[models.Model], _Facts] = {model: {} for model in wanted}
    models_by_label = {model._meta.label_lower: model for model in wanted}
    for label, model in models_by_label.items():
        key: Any = model._meta.pk
        keys = [key.get_db_prep_value(pk, connection) for pk in wanted[model]]
        marks = ", ".join(["%s"] * len(keys))
        selects.append(
            f"SELECT %s, CAST({quote(key.column)} AS text), CAST(uid AS text) "  # noqa: S608 - our own names
            f"FROM {quote(model._meta.db_table)} WHERE {quote(key.column)} IN ({marks})"
        )
        values += [label, *keys]
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), values)
            for label, pk, uid in cursor.fetchall():
                found[models_by_label[label]][pk] = [str(UUID(uid))]
    return found


def _rows(model: Any, pks: Iterable[str]) -> _Facts:
    return {str(row.pk): list(_fact(row)) for row in model._base_manager.filter(pk__in=pks)}


def _fact(row: models.Model) -> Iterator[str]:
    if isinstance(row, Identified):
        yield str(row.uid)
    if isinstance(row, HashedFile):
        yield row.file_sha256
        yield str(row.default_alt_text) if isinstance(row, AbstractImage) else row.title
