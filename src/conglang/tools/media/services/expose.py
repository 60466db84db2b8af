"""Let the files of a live item be reached by the public, and take them back."""

from collections.abc import Iterable

from django.db import models, transaction

from conglang.kernel.text import slugify
from conglang.tools.media.derivatives import private_derivative, private_front_page
from conglang.tools.media.models import Document, Exposure, Image
from conglang.tools.media.storage import hide, show

Key = tuple[type[models.Model], int]


@transaction.atomic
def expose(*, owner: models.Model, images: Iterable[Image], documents: Iterable[Document]) -> None:
    """Make exactly these files of a live item public; files that it no longer shows go back."""
    # by their keys: Wagtail counts a picture with another description as another picture
    files: list[Image | Document] = [*images, *documents]
    wanted = {_key(file): file for file in files}
    rows = {_key(file): (row, file) for row in _rows(owner) if (file := row.image or row.document)}
    for key in rows.keys() - wanted.keys():
        _drop(*rows[key])
    for key in wanted.keys() - rows.keys():
        file = wanted[key]
        Exposure.objects.create(
            unit_id=owner.unit_id,  # type: ignore[attr-defined]  # owners are scoped models
            owner_label=owner._meta.label_lower,
            owner_pk=owner.pk,
            **{"image" if isinstance(file, Image) else "document": file},
        )
    for file in wanted.values():
        # after the commit: a rolled-back publication leaves nothing behind
        transaction.on_commit(lambda file=file: show_files(file))  # type: ignore[misc]


@transaction.atomic
def conceal(*, owner: models.Model) -> None:
    """Take the files of a withdrawn item off the public root, unless another item shows them."""
    expose(owner=owner, images=(), documents=())


def public_names(file: Image | Document) -> list[tuple[str, str]]:
    """Pairs of private and public path of everything that visitors may fetch of a file."""
    if isinstance(file, Document):
        pages = [(private_front_page(file), front_page_name(file))] if file.front_page else []
        return [(str(file.file.name), document_name(file)), *pages]
    return [
        (
            private_derivative(file, item["width"], item["format"]),
            f"{file.public_folder}/{item['width']}.{item['format']}",
        )
        for item in file.derivatives
    ]


def document_name(document: Document) -> str:
    """Public path of an attachment, with a readable name for whoever saves it."""
    return f"{document.public_folder}/{slugify(document.title) or 'tep'}.{document.extension}"


def front_page_name(document: Document) -> str:
    """Public path of the picture of its first page."""
    return f"{document.public_folder}/trang1.webp"


def show_files(file: Image | Document) -> None:
    """Put the public copies in place; of a file that was locked away there are none."""
    if isinstance(file, Document) and file.is_quarantined:
        return
    for private, public in public_names(file):
        show(private, public)


def _key(file: Image | Document) -> Key:
    return type(file), file.pk


def _rows(owner: models.Model) -> models.QuerySet[Exposure]:
    rows: models.QuerySet[Exposure] = Exposure.objects.filter(
        owner_label=owner._meta.label_lower, owner_pk=owner.pk
    )
    return rows.select_related("image", "document")


def _drop(row: Exposure, file: Image | Document) -> None:
    row.delete()
    if not file.exposures.exists():
        names = [public for _private, public in public_names(file)]
        transaction.on_commit(lambda: hide(*names))
