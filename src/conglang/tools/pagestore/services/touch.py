"""Void pages for a reason that no table shows."""

from collections.abc import Iterable

from django.db import transaction

from conglang.tools.pagestore.models import Touch
from conglang.tools.pagestore.services.freshen import freshen


@transaction.atomic
def touch(*, unit_ids: Iterable[int]) -> None:
    """Have all pages that show something of these units rendered anew, once the transaction is committed."""
    Touch.objects.bulk_create(Touch(touched_unit=unit_id) for unit_id in unit_ids)
    transaction.on_commit(freshen, robust=True)
